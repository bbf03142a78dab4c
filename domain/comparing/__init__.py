"""What is different between two playbooks, and between what they decide."""
