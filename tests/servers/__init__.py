"""Mail servers on this machine: one that does what a test says, and one that the world uses."""
