"""In which direction the words of an HTML document run."""

import re
import unicodedata
from html.parser import HTMLParser
from typing import Final

from notify.render.markup.characters import collapse
from notify.render.markup.elements import VOID

_STYLED: Final = re.compile(r"(?:^|;)\s*direction\s*:\s*(ltr|rtl)", re.IGNORECASE)
_SILENT: Final = frozenset({"style", "script", "title"})
_WAYS: Final = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def read_directions(html: str) -> list[tuple[str, str]]:
    """The words of a document in order, each run with its direction: ltr, rtl, or auto."""
    reader = _Reader()
    reader.feed(html)
    return reader.found


def first_direction(words: str) -> str:
    """The direction of the first letter that has one, as `dir="auto"` finds it; empty where none has."""
    return next((_WAYS[kind] for kind in map(unicodedata.bidirectional, words) if kind in _WAYS), "")


def styled_direction(style: str) -> str:
    """The direction that a `style` sets; empty where it sets none."""
    found = _STYLED.search(style)
    return found[1].lower() if found else ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, str]] = []
        self._around: list[tuple[str, str]] = [("", "ltr")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        given = {name: value or "" for name, value in attrs}
        way = styled_direction(given.get("style", "")) or given.get("dir", "").strip().lower()
        self._around.append((tag, way if way in {"ltr", "rtl", "auto"} else self._around[-1][1]))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self._around):
            while self._around.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        words = collapse(data).strip()
        if words and self._around[-1][0] not in _SILENT:
            self.found.append((words, self._around[-1][1]))
