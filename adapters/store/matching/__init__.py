"""Leads that are the same person's."""
