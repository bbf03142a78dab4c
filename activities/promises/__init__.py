"""Which instants a promise means."""
