"""Which leads are of one person."""
