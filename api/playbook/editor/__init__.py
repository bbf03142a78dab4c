"""The editor at /playbook: an operator changes the rules without a developer."""
