"""How the web, the relay and the worker speak with Temporal."""
