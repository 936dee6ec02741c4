"""MJML: read, checked, compiled to HTML, and told as plain text."""
