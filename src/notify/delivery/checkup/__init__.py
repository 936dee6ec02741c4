"""Whether a relay would work, and what providers ask of a domain."""
