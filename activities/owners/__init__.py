"""Whom the rules, or a person, choose."""
