"""Who gets a lead, and why nobody else does."""
