"""What is trending, from the weights that the provider of the slot `analytics` gives for hours."""
