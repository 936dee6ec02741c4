"""The text part of an e-mail, from the structure of its MJML.

It reads MJML rather than HTML since MJML holds what was meant: a button, an image, a table; the layout that mail
clients need comes with compiling. What comes out never depends on what the values say, only on where they stand:
nothing is wrapped, aligned or counted.
"""

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from notify.render.markup.characters import collapse
from notify.render.markup.elements import VOID, Comment, Conditional, End, Start, Text, Token
from notify.render.markup.links import UNSAFE_LINK, follow_link

_LEFT_OUT: Final = frozenset({"mj-head", "style", "mj-style", "script", "template"})
# An empty line stands before and after these, a new line before and after those.
_PARAGRAPHS: Final = frozenset(
    "p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre hr mj-text mj-button mj-image mj-table mj-divider mj-section "
    "mj-wrapper mj-hero mj-social mj-navbar mj-accordion mj-carousel".split()
)
_LINES: Final = frozenset(
    "div li dt dd tr td th address center section article header footer mj-column mj-group mj-raw mj-social-element "
    "mj-navbar-link mj-accordion-title mj-accordion-text mj-carousel-image".split()
)
_LINKS: Final = frozenset({"a", "mj-button", "mj-image", "mj-social-element", "mj-navbar-link"})
_IMAGES: Final = frozenset({"img", "mj-image", "mj-carousel-image"})
_RULE: Final = "-----"


# What follows the words of a link: of these words and this address.
AfterLink = Callable[[str, str], str]


def convert(tokens: Sequence[Token], colon: str = ": ", after_link: AfterLink = follow_link) -> str:
    """The text that a person would want to read: links with their addresses, buttons as links, tables as rows.

    `colon` stands between the two cells of a row. Ends in one line feed. Elements marked `aria-hidden="true"` or
    `hidden`, and what only Outlook reads, are left out.
    """
    writer = _Writer(colon, after_link)
    for token in tokens:
        writer.write(token)
    return writer.finish()


@dataclass
class _Link:
    """An open link: its address, and where in which line its words begin."""

    url: str
    button: bool
    line: int
    column: int


@dataclass
class _Writer:
    """Follows the elements and keeps the lines so far, and the line being written."""

    colon: str
    after_link: AfterLink
    lines: list[str] = field(default_factory=list)
    rules: set[int] = field(default_factory=set)
    line: str = ""
    gap: bool = False
    skipping: list[str] = field(default_factory=list)
    outlook: bool = False
    links: list[_Link | None] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    tables: list[bool] = field(default_factory=list)
    cells: list[list[str]] = field(default_factory=list)
    marker: str = ""
    quotes: int = 0
    # How many of the quotes that the last line stands in are still open.
    kept_quotes: int = 0

    def write(self, token: Token) -> None:
        match token:
            case Conditional():
                self.outlook = token.text.startswith("<!--[if") and not token.text.endswith("-->")
            case Comment():
                pass
            case _ if self.outlook:
                pass
            case Start() if self.skipping:
                if not token.closed and token.name.lower() not in VOID:
                    self.skipping.append(token.name)
            case End() if self.skipping:
                self.skipping.pop()
            case Text() if not self.skipping:
                self._text(html.unescape(token.text))
            case Start():
                self._start(token)
            case End():
                self._end(token.name.lower())
            case _:
                pass

    def finish(self) -> str:
        self._break()
        while self.lines and (not self.lines[-1] or self._ends_in_rule()):
            self.lines.pop()
        return "\n".join(self.lines) + "\n"

    def _start(self, tag: Start) -> None:
        name = tag.name.lower()
        if name in _LEFT_OUT or tag.value("aria-hidden") == "true" or "hidden" in tag.attributes:
            if not tag.closed and name not in VOID:
                self.skipping.append(name)
            return
        self._separate(name)
        self._open(name, tag)
        if name in _IMAGES:
            self._text(tag.value("alt"))
        if tag.closed and name not in VOID:
            self._end(name)

    def _open(self, name: str, tag: Start) -> None:
        if name == "br":
            self._new_line()
        elif name in {"hr", "mj-divider"}:
            self._rule()
        elif name in {"ul", "ol"}:
            self.lists.append(0 if name == "ol" else None)
        elif name == "li":
            self._item()
        elif name == "blockquote":
            self.quotes += 1
        elif name in {"table", "mj-table"}:
            self.tables.append(tag.value("role") not in {"presentation", "none"})
        elif name == "tr" and self._in_rows():
            self.cells.append([])
        if name in _LINKS:
            url = collapse(tag.value("href")).strip(" ")
            readable = url and not url.startswith("#") and url != UNSAFE_LINK
            self.links.append(_Link(url, name == "mj-button", len(self.lines), len(self.line)) if readable else None)

    def _end(self, name: str) -> None:
        if name in _LINKS and self.links and (link := self.links.pop()):
            self._close_link(link)
        if name in {"td", "th"} and self._in_rows() and self.cells:
            self.cells[-1].append(self.line.strip(" "))
            self.line = ""
        elif name == "tr" and self._in_rows() and self.cells:
            self._row(self.cells.pop())
        self._separate(name)
        if name in {"ul", "ol"} and self.lists:
            self.lists.pop()
        elif name == "li":
            self.marker = ""
        elif name == "blockquote":
            self.quotes = max(0, self.quotes - 1)
            self.kept_quotes = min(self.kept_quotes, self.quotes)
        elif name in {"table", "mj-table"} and self.tables:
            self.tables.pop()

    def _close_link(self, link: _Link) -> None:
        start = link.column if link.line == len(self.lines) else 0
        words = self.line[start:].strip(" ")
        if link.button and words.strip():
            # On a line of its own a long address stays whole, and needs no punctuation that differs by language.
            self._new_line()
            self.line = link.url
        elif not words.strip():
            self._text(link.url)
            if link.line != len(self.lines):
                self._new_line()
        else:
            line = self.line.rstrip(" ")
            self.line = line + self.after_link(words, link.url) + self.line[len(line) :]

    def _row(self, cells: list[str]) -> None:
        filled = [cell for cell in cells if cell.strip()]
        self._text((self.colon if len(filled) == 2 else " | ").join(filled))

    def _in_rows(self) -> bool:
        """Whether this is a table of data, whose rows are lines, and not one that only lays things out."""
        return bool(self.tables) and self.tables[-1]

    def _text(self, text: str) -> None:
        collapsed = collapse(text)
        self.line += collapsed.lstrip(" ") if not self.line or self.line.endswith(" ") else collapsed

    def _separate(self, name: str) -> None:
        if self.cells:
            # A cell is one line, whatever stands in it.
            if (name in _PARAGRAPHS or name in _LINES) and self.line:
                self._text(" ")
        elif name in _PARAGRAPHS and not (name in {"ul", "ol"} and len(self.lists) > 1):
            self._break()
        elif name in _LINES:
            self._new_line(even_if_empty=False)

    def _item(self) -> None:
        indent = "  " * (len(self.lists) - 1)
        if self.lists and self.lists[-1] is not None:
            self.lists[-1] += 1
            self.marker = f"{indent}{self.lists[-1]}. "
        else:
            self.marker = f"{indent}- "

    def _rule(self) -> None:
        if self.lines and not self._ends_in_rule():
            self._put(_RULE)
            self.rules.add(len(self.lines) - 1)
            self.gap = True

    def _ends_in_rule(self) -> bool:
        # By its place: a person's words can be five hyphens too.
        return len(self.lines) - 1 in self.rules

    def _break(self) -> None:
        self._new_line(even_if_empty=False)
        if not self.marker:
            self.gap = True

    def _new_line(self, *, even_if_empty: bool = True) -> None:
        if self.cells:
            self._text(" ")
        elif self.line.strip(" "):
            text, self.line = self.line.strip(" "), ""
            self._put(self.marker + text)
            self.marker = " " * len(self.marker) if self.marker.strip() else self.marker
        elif even_if_empty and self.lines and not self.gap:
            self.gap = True

    def _put(self, line: str) -> None:
        if self.gap and self.lines:
            self.lines.append(("> " * self.kept_quotes).rstrip())
        self.gap = False
        self.kept_quotes = self.quotes
        self.lines.append("> " * self.quotes + line)
