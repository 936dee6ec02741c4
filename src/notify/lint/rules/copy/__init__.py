"""What is wrong with copy, in one language or beside the others."""
