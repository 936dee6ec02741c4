"""What people see, or have read to them, of a template: the words that stand in it, and the values that it prints.

A template is looked at as it is written and not as it is rendered: all branches of it, whatever the data.
"""

import html
import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from notify.lint.views.phrase import parser
from notify.render.markup.elements import VOID

# What stands in the words for a printed value; no letter.
PRINTED: Final = "\ufffc"
# What stands for a statement, between the words on its two sides.
_STATEMENT: Final = "\x1f"
_AROUND: Final = f"{PRINTED} \t\r\n"
_SILENT: Final = frozenset({"style", "mj-style", "script", "mj-attributes", "mj-html-attributes"})
_TAG: Final = re.compile(
    r"<!--.*?-->|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?>(?:[^'\"<>]++|\"[^\"]*\"|'[^']*')*))>",
    re.DOTALL,
)
_SPOKEN: Final = re.compile(r"""(?<![\w-])(?:alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_UNSEEN: Final = re.compile(r"""(?<![\w-])aria-hidden\s*=\s*["']?true\b""")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that stand in a template, with PRINTED for each value between them, or one such value.

    `line` is the line of the first of the words, `element` what they stand in, and `macro` the macro, if in one;
    `before` are the words just before a value.
    """

    line: int
    words: str
    value: nodes.Expr | None
    element: str
    macro: str
    before: str = ""


@lru_cache(maxsize=512)
def read_shown(text: str, markup: bool = True) -> tuple[Shown, ...]:  # noqa: FBT001, FBT002 # its cache wants it so
    """What is shown of a template of MJML, or else of plain text; nothing of one that Jinja cannot read."""
    try:
        written = _flatten(text)
    except (TemplateSyntaxError, RecursionError):
        return ()
    return tuple(_read_markup(written) if markup else written.lines())


@dataclass
class _Written:
    """A template's own text, with one character for each value and statement in it."""

    text: str = ""
    places: list[tuple[int, int, str]] = field(default_factory=list)
    values: dict[int, nodes.Expr] = field(default_factory=dict)

    def add(self, text: str, line: int, macro: str) -> None:
        self.places.append((len(self.text), line, macro))
        self.text += text

    def shown(self, start: int, end: int, element: str) -> Iterator[Shown]:
        """What is shown between two characters."""
        offset = start
        for run in self.text[start:end].split(_STATEMENT):
            if run.strip():
                first = offset + len(run) - len(run.lstrip(_AROUND) or run.lstrip())
                line, macro = self._place(first)
                yield Shown(line, html.unescape(run.strip()), None, element, macro)
            offset += len(run) + 1
        for offset in range(start, end):
            if offset in self.values:
                line, macro = self._place(offset)
                last = max(start, *(self.text.rfind(each, start, offset) + 1 for each in (PRINTED, _STATEMENT)))
                yield Shown(line, "", self.values[offset], element, macro, html.unescape(self.text[last:offset]))

    def lines(self) -> Iterator[Shown]:
        """What is shown of plain text."""
        start = 0
        for line in self.text.split("\n"):
            yield from self.shown(start, start + len(line), "")
            start += len(line) + 1

    def _place(self, offset: int) -> tuple[int, str]:
        start, line, macro = self.places[bisect_right(self.places, offset, key=lambda place: place[0]) - 1]
        return line + self.text.count("\n", start, offset), macro


def _flatten(text: str) -> _Written:
    written, macro, code = _Written(), "", ""
    for line, token, value in parser().lex(text):
        match token:
            case "data":
                written.add(value, line, macro)
            case "variable_begin" | "block_begin":
                code = ""
            case "variable_end":
                _add_value(written, code, line, macro)
            case "block_end":
                words = code.split(maxsplit=1)
                if words[:1] == ["macro"]:
                    macro = words[1].partition("(")[0].strip()
                elif words[:1] == ["endmacro"]:
                    macro = ""
                written.add(_STATEMENT, line, macro)
                if words[:1] == ["call"] and not words[1].startswith("("):
                    _add_value(written, words[1], line, macro)
            case "comment_begin" | "comment" | "comment_end" | "raw_begin" | "raw_end":
                pass
            case _:
                code += value
    return written


def _add_value(written: _Written, code: str, line: int, macro: str) -> None:
    [output] = parser().parse("{{" + code + "}}").find_all(nodes.Output)
    # A constant is data already.
    part = output.nodes[0]
    written.values[len(written.text)] = nodes.Const(part.data) if isinstance(part, nodes.TemplateData) else part
    written.add(PRINTED, line - code.count("\n"), macro)


def _read_markup(written: _Written) -> Iterator[Shown]:
    around: list[tuple[str, bool]] = [("", False)]
    start = 0
    for tag in _TAG.finditer(written.text):
        if not around[-1][1]:
            yield from written.shown(start, tag.start(), around[-1][0])
        start = tag.end()
        if tag["name"] is None:
            continue
        name = tag["name"].lower()
        if tag["end"]:
            if any(each == name for each, _ in around):
                while around.pop()[0] != name:
                    pass
            continue
        unseen = around[-1][1] or name in _SILENT or _UNSEEN.search(tag["attributes"]) is not None
        if not unseen:
            for found in _SPOKEN.finditer(tag["attributes"]):
                begin, end = found.span(1 if found[1] is not None else 2)
                yield from written.shown(tag.start("attributes") + begin, tag.start("attributes") + end, name)
        if not tag["attributes"].rstrip().endswith("/") and name not in VOID:
            around.append((name, unseen))
    yield from written.shown(start, len(written.text), around[-1][0])
