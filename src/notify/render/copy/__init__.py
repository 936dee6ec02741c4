"""Copy as templates see it: Markdown, plurals, the pseudo-locale."""
