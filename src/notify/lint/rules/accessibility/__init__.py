"""ACC: accessibility."""
