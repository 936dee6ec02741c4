"""What is wrong with MJML."""

from typing import Literal

# Rules that MJML itself has are of a kind; anything else is in the way of reading or compiling it at all.
Kind = Literal["unknown-element", "misplaced-element", "mismatched-tags"]


class MarkupFault(ValueError):
    """MJML that cannot be compiled: what is wrong, at which character, what to do about it, and of which kind it is."""

    def __init__(self, message: str, offset: int, hint: str, kind: Kind | None = None) -> None:
        super().__init__(message)
        self.offset, self.hint, self.kind = offset, hint, kind
