"""The catalogue that comes with the project: what it says, and what it looks like."""
