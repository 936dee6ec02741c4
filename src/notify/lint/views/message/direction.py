"""In which direction the words of an HTML document run."""

import re
import unicodedata
from typing import Final

from lxml.etree import _Element as Element

from notify.lint.views.page.document import read_document, read_texts
from notify.render.markup.characters import collapse

_STYLED: Final = re.compile(r"(?:^|;)\s*direction\s*:\s*(ltr|rtl)", re.IGNORECASE)
_SILENT: Final = frozenset({"style", "script", "title"})
_WAYS: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def read_directions(html: str) -> list[tuple[str, str]]:
    """The words of a document in order, each run with its direction: ltr, rtl, or auto."""
    root = read_document(html)
    ways: dict[Element, str] = {}
    for element in root.iter("*"):
        around = element.getparent()
        way = styled_direction(element.get("style", "")) or element.get("dir", "").strip().lower()
        ways[element] = way if way in {"ltr", "rtl", "auto"} else ways[around] if around is not None else "ltr"
    found = ((collapse(text).strip(), element) for element, text in read_texts(root))
    return [(words, ways[element]) for words, element in found if words and element.tag not in _SILENT]


def first_direction(words: str) -> str:
    """The direction of the first letter that has one, as `dir="auto"` finds it; empty where none has."""
    return next((_WAYS[kind] for kind in map(unicodedata.bidirectional, words) if kind in _WAYS), "")


def styled_direction(style: str) -> str:
    """The direction that a `style` sets; empty where it sets none."""
    found = _STYLED.search(style) if "direction" in style.lower() else None
    return found[1].lower() if found else ""
