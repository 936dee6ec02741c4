"""MJML as it is filled in, whether it compiles or not, as rules look at it."""
