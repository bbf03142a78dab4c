"""What of a playbook cannot be meant, or will surprise somebody."""
