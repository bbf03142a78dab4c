"""Where a lead stands, and every change of that."""
