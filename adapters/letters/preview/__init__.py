"""See what prospects will read, before they do."""
