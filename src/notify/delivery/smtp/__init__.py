"""Mail servers: who they are, one conversation with one, and many messages over several."""
