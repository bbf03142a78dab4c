"""The languages that prospects read: the product's own words, instants, places."""
