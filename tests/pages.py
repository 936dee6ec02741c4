"""The content of an e-mail, written down."""

from dataclasses import dataclass


@dataclass(frozen=True)
class WrittenPage:
    """An e-mail's HTML and plain text as they are."""

    html: str = "<p>Hello</p>\n"
    text: str = "Hello\n"
    mjml: str = ""
