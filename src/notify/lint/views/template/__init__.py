"""Templates as they are written, as rules look at them."""
