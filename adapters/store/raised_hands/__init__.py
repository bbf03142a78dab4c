"""Hand-raises as they came in: found, kept, answered, moved."""
