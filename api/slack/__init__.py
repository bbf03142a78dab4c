"""What people press in Slack acts on leads as one tap of a mail does."""
