"""A terminal whose screen shows one text, and then the next one in its place."""

from typing import Final, TextIO

# ECMA-48: to the first line, erase to the end of the line, erase what is below, erase all.
_HOME: Final = "\x1b[H"
_END_OF_LINE: Final = "\x1b[K"
_BELOW: Final = "\x1b[J"
_ALL: Final = "\x1b[2J"


class Screen:
    """Draws over what was there line by line, so that what stays the same does not flicker."""

    def __init__(self, terminal: TextIO) -> None:
        self._terminal, self._ours = terminal, False

    def draw(self, text: str) -> None:
        """Shows a text in the place of the one before."""
        if not self._ours:
            self._terminal.write(_ALL)
            self._ours = True
        self._terminal.write(_HOME)
        self.go_on(text)

    def go_on(self, text: str) -> None:
        """Shows more of the text below."""
        # What was there before is erased only when what is new is there.
        self._terminal.write(text.replace("\n", f"{_END_OF_LINE}\n") + _BELOW)
        self._terminal.flush()
