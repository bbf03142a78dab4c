"""What is asked of leads and shown of them."""
