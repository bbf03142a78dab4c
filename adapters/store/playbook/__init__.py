"""Versions of the playbook, and drafts."""
