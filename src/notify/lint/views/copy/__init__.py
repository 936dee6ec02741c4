"""The words of notifications, as rules look at them."""
