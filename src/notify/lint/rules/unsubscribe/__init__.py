"""Rules about unsubscribing, and the law."""
