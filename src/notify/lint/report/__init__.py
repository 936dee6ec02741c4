"""What the linter found, in the form that its reader takes: one module a form."""
