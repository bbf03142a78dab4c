"""YAML with the line of every value: read, checked by shape, edited in place."""
