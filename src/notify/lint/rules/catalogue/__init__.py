"""CAT: the catalogue."""
