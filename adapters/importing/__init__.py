"""Leads of another system, from a file."""
