"""HDR: senders and relays."""
