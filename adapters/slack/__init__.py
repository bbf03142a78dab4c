"""Tell people in Slack, and take what they press there."""
