"""Messages in the terminal: how their rows in inboxes look, then what they say."""
