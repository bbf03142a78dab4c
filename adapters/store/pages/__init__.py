"""What the desk's pages list."""
