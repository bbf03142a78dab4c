"""Everything outside the process: database, mail, vendors, Temporal."""
