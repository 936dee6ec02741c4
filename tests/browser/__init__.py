"""What an HTML page looks like in a real browser, measured."""
