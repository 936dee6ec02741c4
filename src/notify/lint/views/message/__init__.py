"""Messages as they are rendered, as rules look at them."""
