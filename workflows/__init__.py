"""Durable processes. Deterministic: they decide steps, activities do the rest."""
