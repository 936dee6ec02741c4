"""VAR: data."""
