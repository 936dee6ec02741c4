"""The first files of a workspace, and of one more notification in it."""
