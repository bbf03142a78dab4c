"""The tables: shape, constraints and indexes, no rules."""
