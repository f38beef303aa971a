"""Personal data in a text: one finder a kind, each sure of what it finds by form and check digits."""
