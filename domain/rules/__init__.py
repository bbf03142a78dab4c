"""The language of rules: what may be asked about a lead, and how it is read."""
