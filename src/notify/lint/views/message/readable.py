"""What people read of an e-mail's MJML, or what leads them somewhere: where a leak would be seen."""

import html
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from notify.lint.knowledge.leaks import CODE, MONOSPACE
from notify.render.markup.elements import VOID, End, Start, Text, Token

# Attributes that are read aloud or followed.
READ: Final = ("alt", "title", "aria-label", "href", "src", "background", "background-url")


@dataclass(frozen=True, slots=True)
class Readable:
    """A text or the value of an attribute, decoded, and where in the MJML it begins and ends.

    `attribute` is empty where it is text. `code` says that it is shown as something to be typed or copied.
    """

    text: str
    attribute: str
    element: str
    start: int
    end: int
    code: bool


def read_readable(body: Iterable[Token], length: int) -> Iterator[Readable]:
    """The texts and attributes of the tokens of what people see; `length` is that of the MJML."""
    around: list[bool] = []
    names: list[str] = []
    tokens = list(body)
    ends = [token.offset for token in tokens[1:]] + [length]
    for token, end in zip(tokens, ends, strict=True):
        code = bool(around) and around[-1]
        match token:
            case Text() if token.text.strip():
                element = names[-1] if names else ""
                yield Readable(html.unescape(token.text), "", element, token.offset, end, code)
            case Start():
                name = token.name.lower()
                for attribute in READ:
                    if value := token.value(attribute):
                        yield Readable(value, attribute, name, token.offset, end, code)
                if not token.closed and name not in VOID:
                    family = token.value("font-family") + token.value("style")
                    around.append(code or name in CODE or MONOSPACE.search(family) is not None)
                    names.append(name)
            case End() if around and token.name.lower() not in VOID:
                around.pop()
                names.pop()
            case _:
                pass
