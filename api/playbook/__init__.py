"""What is asked of the playbook and shown of it."""
