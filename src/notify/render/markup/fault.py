"""What is wrong with MJML."""


class MarkupFault(ValueError):
    """MJML that cannot be compiled: what is wrong, at which character, and what to do about it."""

    def __init__(self, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.offset, self.hint = offset, hint
