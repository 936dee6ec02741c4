"""SUB: subject and preheader."""
