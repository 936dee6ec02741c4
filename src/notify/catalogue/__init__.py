"""What people write: the catalogue, its copy and its samples, read and checked."""
