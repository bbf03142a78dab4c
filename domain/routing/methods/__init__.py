"""The ways in which a team's leads are shared, one module each."""
