"""What notifications.yaml says, as rules look at it."""
