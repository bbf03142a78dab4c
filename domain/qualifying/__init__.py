"""What a lead is worth, and which band that makes."""
