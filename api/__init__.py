"""The web: JSON for websites, pages for people."""
