"""What rules look at: the catalogue, a notification's copy, its templates, and each message as it is rendered."""
