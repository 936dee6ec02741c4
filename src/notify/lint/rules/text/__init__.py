"""Rules about the text part."""
