"""E-mails as mail programs lay them out: the compiled page and how its words look, as rules look at it."""
