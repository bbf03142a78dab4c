"""What a reviewer sees of a case, and does with it."""
