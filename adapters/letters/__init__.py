"""What mails say, and what their links do."""
