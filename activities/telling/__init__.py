"""How a message reaches somebody, once."""
