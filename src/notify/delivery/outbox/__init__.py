"""The outbox: the folder of each run, its messages as files, and its journal."""
