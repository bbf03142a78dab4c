"""How a change of a lead is written down."""
