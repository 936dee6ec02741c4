"""An e-mail as the bytes that travel: addressed, encoded, with its images, and signed."""
