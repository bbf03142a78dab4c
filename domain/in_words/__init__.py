"""The playbook and its values as people say them."""
