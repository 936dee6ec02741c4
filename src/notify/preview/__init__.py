"""How a message looks, before anyone receives it."""
