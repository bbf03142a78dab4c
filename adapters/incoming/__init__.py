"""Mail that comes in: answers, bounces, absence notes, and people nobody knows yet."""
