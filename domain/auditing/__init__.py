"""Who did what to a lead, when and from where."""
