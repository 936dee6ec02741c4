"""Messages as they are rendered, one or all of a notification, as rules look at them."""
