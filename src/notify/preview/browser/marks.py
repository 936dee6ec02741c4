"""Which elements of a message's page come from which lines of the workspace, so that a page can point at them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any, Final

from notify.catalogue.copy import CopyBook
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.markup.markup import MarkupView
from notify.render.markup.compiler import compile_mjml
from notify.render.markup.elements import VOID, End, Start, Text, Token
from notify.render.markup.fault import MarkupFault

# How an element is known in the marked page: by an attribute, or by a class where only MJML's own attributes count.
ATTRIBUTE: Final = "data-notify-mark"

_RULE: Final = re.compile(r"([^{};]+)\{([^{}]*)\}")
_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
# How an element comes from a line: it is a tag of it, words in it are, a tag is printed by what the line calls.
_KINDS: Final = ("tags", "words", "through")

Line = tuple[str, int]
Origins = dict[Line, dict[str, list[Any]]]


def trace_page(view: MarkupView, book: CopyBook) -> Mapping[str, Any]:
    """The page with marks in it, and what comes from each line.

    `html` is the page, in which an element with the number n has `data-notify-mark="n"` or, where MJML made it, the
    class `notify-mark-n`. `origins` has, by file and then by line, the numbers of `tags` that stand in the line, of
    elements that have `words` of it, and of tags that are printed `through` it, and `rules`, the selectors of style
    sheets there. The same copy in another locale counts as the line it is a translation of.
    """
    origins: Origins = {}
    numbered = _number(view, origins)
    _add_general(view, numbered, origins)
    _add_rules(view, origins)
    _add_translations(view, book, origins)
    marked = [_mark(token, numbered[id(token)]) if id(token) in numbered else token for token in view.tokens]
    try:
        html = compile_mjml(marked, view.draft.locale, view.draft.context["dir"])
    except MarkupFault:
        # Marks make it another document, which the compiler need not bear.
        return {"html": "", "origins": {}}
    described: dict[str, dict[str, dict[str, list[Any]]]] = {}
    for (file, line), found in origins.items():
        described.setdefault(file, {})[str(line)] = found
    return {"html": html, "origins": described}


def _mark(token: Token, number: int) -> Token:
    assert isinstance(token, Start)  # noqa: S101 # nothing else is numbered
    if token.name.startswith("mj-"):
        classes = f"{token.attributes.get('css-class') or ''} notify-mark-{number}"
        return replace(token, attributes={**token.attributes, "css-class": classes.strip()})
    return replace(token, attributes={**token.attributes, ATTRIBUTE: str(number)})


def _number(view: MarkupView, origins: Origins) -> dict[int, int]:
    """A number for each tag of the body, by the id of its token; notes the lines that each comes from."""
    marks = view.draft.trace(f"{view.notification.id}/email.mjml", view.mjml).marks
    calls = _calls(marks, f"templates/{view.notification.id}/email.mjml")
    starts = [mark[0] for mark in marks]
    ends = {id(token): after.offset for token, after in pairwise(view.tokens)}
    numbered: dict[int, int] = {}
    around: list[int] = []
    for token in view.body:
        if isinstance(token, End) and around:
            around.pop()
        if not isinstance(token, Start | Text):
            continue
        first = max(0, bisect_right(starts, token.offset) - 1)
        last = max(first + 1, bisect_left(starts, ends.get(id(token), len(view.mjml))))
        lines = dict.fromkeys(mark[1:] for mark in marks[first:last])
        if isinstance(token, Text):
            if around and token.text.strip():
                _note(origins, lines, "words", around[-1])
            continue
        number = numbered[id(token)] = len(numbered) + 1
        _note(origins, lines, "tags", number)
        _note(origins, dict.fromkeys(call for call in calls[first:last] if call), "through", number)
        if not token.closed and token.name.lower() not in VOID:
            around.append(number)
    return numbered


def _calls(marks: Sequence[tuple[int, str, int]], own: str) -> list[Line | None]:
    """For each mark the line of the notification's own template that calls the component it is in, if one does."""
    calls: list[Line | None] = [None] * len(marks)
    # What prints first is the layout: parts of it stand between those of the template as well, and nobody calls them.
    layout = marks[0][1] if marks else ""
    call: Line | None = None
    # The text after a call is on its line, and that before it need not be.
    for index in range(len(marks) - 1, -1, -1):
        _, file, line = marks[index]
        if file == own:
            call = (file, line)
        elif file == layout:
            call = None
        else:
            calls[index] = call
    return calls


def _note(origins: Origins, lines: Mapping[Line, object], kind: str, what: object) -> None:
    for line in lines:
        known = origins.setdefault(line, {each: [] for each in (*_KINDS, "rules")})[kind]
        if what not in known:
            known.append(what)


def _add_general(view: MarkupView, numbered: Mapping[int, int], origins: Origins) -> None:
    """What `mj-attributes` says of elements comes through its lines."""
    tags = [token for token in view.body if isinstance(token, Start) and token.name.startswith("mj-")]
    inside = False
    for token in view.tokens:
        if isinstance(token, Start | End) and token.name == "mj-attributes":
            inside = isinstance(token, Start)
        elif inside and isinstance(token, Start) and token.name != "mj-all":
            given = token.value("name")
            for tag in tags:
                if tag.name == token.name or (token.name == "mj-class" and given in tag.value("mj-class").split()):
                    _note(origins, {view.origin(token.offset): None}, "through", numbered[id(tag)])


def _add_rules(view: MarkupView, origins: Origins) -> None:
    for sheet in view.sheets:
        for rule in _RULE.finditer(_REMARK.sub(lambda remark: " " * len(remark[0]), sheet.text)):
            selector = rule[1].strip()
            start = rule.start(1) + len(rule[1]) - len(rule[1].lstrip())
            breaks = [found.end() for found in re.finditer("\n", sheet.text[start : rule.end()])]
            lines = dict.fromkeys(view.origin(sheet.offset + start + after) for after in [0, *breaks])
            if not selector.startswith("@"):
                _note(origins, lines, "rules", selector)


def _add_translations(view: MarkupView, book: CopyBook, origins: Origins) -> None:
    for key, entry in view.draft.copy.entries.items():
        own = {line: origins[line] for line in _lines(entry) if line in origins}
        if not own:
            continue
        for copy in book.copies.values():
            for line in _lines(copy.entries[key]) if key in copy.entries else ():
                for found in own.values():
                    origins.setdefault(line, found)


def _lines(entry: Any) -> Iterator[Line]:
    """The lines of an entry of copy, of its forms as well."""
    for position in (entry.position, *(text.position for _, text in texts_of(entry))):
        if position.line is not None:
            yield position.file, position.line
