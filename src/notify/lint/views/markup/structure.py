"""The structure of an e-mail: all that its MJML consists of but for words, and where they lead to."""

import re
from collections.abc import Hashable, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from notify.render.markup.elements import Comment, Conditional, End, Fragment, Start, Text, Token
from notify.render.markup.reading import read_loosely
from notify.render.skeleton.placeholders import Placeholders
from notify.render.skeleton.shape import Shape, separate, write_shape

_STYLES: Final = frozenset({"style", "mj-style"})
# What is said in words, or is where the words lead to: it differs from language to language.
_WORDS: Final = frozenset({"alt", "aria-label", "href", "src", "title"})
_BY_WORDS: Final = re.compile(r"\[\s*(?:alt|aria-label|href|src|title)\b", re.IGNORECASE)
# What makes text words, and not lines and dots between them.
_LETTER: Final = re.compile(r"[^\W_]")
# Shapes that are remembered, some 10 kB each: a notification has one for each sample, or two.
_SHAPES: Final = 64


def structure_of(tokens: Sequence[Token]) -> Hashable:
    """The structure of MJML."""
    sheets = {sheet.offset for sheet in sheets_in(tokens)}
    free = _free_attributes(tokens)
    return tuple(_mould(token, free, whole=token.offset in sheets) for token in tokens)


def outline_of(printed: Sequence[str]) -> Hashable:
    """What a template printed, but for values that have no part in the structure: where it is the same, that is too.

    It is found without reading the MJML.
    """
    shape, values = separate(printed)
    whole, lettered = _deciding(shape)
    return shape, tuple(values[number] for number in whole), tuple(_has_letter(values[number]) for number in lettered)


def sheets_in(tokens: Sequence[Token]) -> list[Text]:
    """The style sheets of MJML, as written."""
    return [
        text
        for tag, text in pairwise(tokens)
        if isinstance(tag, Start) and tag.name.lower() in _STYLES and not tag.closed and isinstance(text, Text)
    ]


@lru_cache(maxsize=_SHAPES)
def _deciding(shape: Shape) -> tuple[Sequence[int], Sequence[int]]:
    """The values of a shape that are part of the structure, by their numbers, and those of which it has the letters."""
    placeholders = Placeholders("".join(piece for piece in shape if piece))
    tokens = read_loosely(write_shape(shape, placeholders.write))
    sheets, free = {sheet.offset for sheet in sheets_in(tokens)}, _free_attributes(tokens)
    # A value is never empty, so that an attribute with one says something whatever it is.
    told, lettered = set[int](), set[int]()
    for token in tokens:
        if isinstance(token, Start):
            for name in free & token.attributes.keys():
                told.update(placeholders.find(token.attributes[name] or ""))
        elif isinstance(token, Text) and token.offset not in sheets:
            lettered.update(placeholders.find(token.text))
    numbers = range(sum(piece is None for piece in shape))
    return [number for number in numbers if number not in told | lettered], sorted(lettered)


def _free_attributes(tokens: Sequence[Token]) -> frozenset[str]:
    # A style sheet may ask for what an address or an alternative text says.
    return frozenset() if any(_BY_WORDS.search(sheet.text) for sheet in sheets_in(tokens)) else _WORDS


def _mould(token: Token, free: frozenset[str], *, whole: bool) -> Hashable:
    match token:
        case Start():
            said = tuple((name, _says(value) if name in free else value) for name, value in token.attributes.items())
            return token.name, said, token.closed
        case End():
            return token.name
        case Text():
            return token.text if whole else (_has_letter(token.text), bool(token.text.strip()))
        case Comment() | Conditional():
            return token.text
        case Fragment():
            return tuple(_mould(part, free, whole=False) for part in token.tokens)


def _says(value: str | None) -> bool:
    return bool(value and value.strip())


def _has_letter(text: str) -> bool:
    return _LETTER.search(text) is not None
