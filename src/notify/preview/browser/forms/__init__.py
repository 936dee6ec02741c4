"""What the page is told, as JSON: each module says the form of one thing."""
