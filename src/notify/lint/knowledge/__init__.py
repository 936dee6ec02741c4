"""Facts that rules look things up in, each with its source."""
