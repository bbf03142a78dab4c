"""Who may come in, and whether the database is in order."""
