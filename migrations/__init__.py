"""How the schema came to be: dated steps, applied in order."""
