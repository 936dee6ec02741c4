"""Who reads what stands between conditional comments."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from notify.render.markup.elements import Conditional, Token

# Who reads a part of a message: everybody, Word alone (and with it Outlook on Windows), or everybody else.
Readers = Literal["all", "word", "others"]

_NOT_WORD: Final = re.compile(r"\[if\s+\(?\s*!\s*\(?\s*mso", re.IGNORECASE)


def read_by(tokens: Sequence[Token]) -> Iterator[tuple[int, Token, Readers]]:
    """The tokens between conditional comments and outside of them, each with its number and who reads it."""
    readers: Readers = "all"
    for number, token in enumerate(tokens):
        if isinstance(token, Conditional):
            readers = readers_after(token)
        else:
            yield number, token, readers


def readers_after(condition: Conditional) -> Readers:
    """Who reads what follows the start or end of a conditional comment."""
    if "endif" in condition.text:
        return "all"
    if condition.text.startswith("<![") or condition.text.endswith("-->"):
        return "others" if _NOT_WORD.search(condition.text) else "all"
    return "word"
