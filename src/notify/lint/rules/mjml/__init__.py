"""MJM: MJML that is not as the language defines it."""
