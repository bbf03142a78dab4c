"""Mails and Slack messages, out and in."""
