"""What is known of a lead, put together for its score."""
