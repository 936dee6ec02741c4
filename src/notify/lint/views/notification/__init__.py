"""All that there is of one notification, and what stops its messages, as rules look at it."""
