"""HTM: size, markup, and what mail programs make of it."""
