"""What is promised, by when, and what follows."""
