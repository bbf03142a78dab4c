"""When somebody is there, and how long that has been."""
