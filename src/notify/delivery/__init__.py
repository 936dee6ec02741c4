"""From a message to an e-mail, and to the place it is sent to."""
