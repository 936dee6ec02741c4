"""Compile once, fill many: a message's structure is compiled the first time it is met, and then only filled."""
