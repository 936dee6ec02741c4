"""Rules about what looks like spam."""
