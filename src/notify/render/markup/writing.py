"""MJML as it is written for the compiler, and what the compiler makes of its characters."""

import re
from collections.abc import Sequence
from typing import Final

from notify.render.markup.elements import VOID, Comment, Conditional, End, Fragment, Start, Text, Token

_ONLY_ELEMENTS: Final = frozenset(
    {"mj-attributes", "mj-accordion", "mj-accordion-element", "mj-carousel", "mj-navbar", "mj-social"}
)
_OUTSIDE_ASCII: Final = re.compile(r"[\\\x80-\U0010ffff]")


def write_elements(tokens: Sequence[Token]) -> str:
    """MJML that mrml reads as it is meant.

    mrml writes attributes with Rust's debug format, which doubles a backslash and turns a no-break space into
    `\\u{a0}`: everything outside ASCII goes in as a numeric reference. The title of the document, which it makes an
    attribute too, goes in as one.
    """
    written: list[str] = []
    around = [""]
    for token in tokens:
        match token:
            case Start():
                written.append(_write_start(token))
                if not token.closed and token.name.lower() not in VOID:
                    around.append(token.name)
            case End():
                written.append(f"</{token.name}>")
                # A fragment may end more than it begins.
                if token.name.lower() not in VOID and len(around) > 1:
                    around.pop()
            case Text() | Comment() if around[-1] in _ONLY_ELEMENTS:
                # White space here, by itself or beside a comment, is one more thing that mrml refuses.
                pass
            case Text():
                # XML has no `]]>` in text. In a style sheet, which knows no `&gt;`, a `>` may have a space before it.
                end = "]] >" if around[-1] in {"mj-style", "style"} else "]]&gt;"
                text = token.text.replace("]]>", end)
                written.append(_write_value(text) if around[-1] == "mj-title" else _ascii(text))
            case Comment():
                # mrml refuses `--` in a comment and takes a `[` for the start of a condition; a value may bring both.
                text = f" {token.text}" if token.text.startswith("[") else token.text
                written.append(f"<!--{re.sub('-(?=-|$)', '- ', text)}-->")
            case Conditional() | Fragment():
                written.append(token.text if isinstance(token, Conditional) else write_elements(token.tokens))
    return "".join(written)


def _write_start(tag: Start) -> str:
    attributes = "".join(
        [f" {name}" if value is None else f' {name}="{_write_value(value)}"' for name, value in tag.attributes.items()]
    )
    return f"<{tag.name}{attributes}{' /' if tag.closed else ''}>"


def _write_value(text: str) -> str:
    return _ascii(text).replace('"', "&#34;").replace("\n", "&#10;").replace("\t", "&#9;")


def _ascii(text: str) -> str:
    if text.isascii() and "\\" not in text:
        return text
    return _OUTSIDE_ASCII.sub(lambda found: f"&#{ord(found[0])};", text)
