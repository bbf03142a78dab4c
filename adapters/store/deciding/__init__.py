"""What a decision reads, and what it leaves."""
