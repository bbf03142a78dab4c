"""The playbook as a file and as published versions: reading, checking, publishing."""
