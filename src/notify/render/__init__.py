"""From a notification, a locale and data to a message."""
