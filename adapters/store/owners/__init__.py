"""Who may get a lead, and who got it."""
