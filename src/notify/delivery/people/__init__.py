"""Whom messages are for, and whom they may go to."""
