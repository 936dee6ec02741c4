"""Where a message says how large words are, or which colour they have: a rule of a style sheet, a tag, or its head."""

import re
from collections.abc import Iterator, Sequence
from typing import Final, Literal

from notify.lint.views.markup.markup import MarkupView
from notify.render.markup.elements import End, Start

Property = Literal["color", "font-size"]

# The same, as attributes of HTML 4 say it.
_ATTRIBUTES: Final = {"color": ("color", "text"), "font-size": ("font-size", "size")}


def find_rule(markup: MarkupView, selector: str, *, last: bool) -> int | None:
    """Where a rule with a selector stands in the style sheets, its first or its last; None where none does."""
    found = [
        sheet.offset + match.start()
        for sheet in markup.sheets
        for match in re.finditer(re.escape(selector) + r"\s*\{", sheet.text)
    ]
    return found[-1 if last else 0] if found else None


def find_tag(markup: MarkupView, tags: Sequence[Start], name: Property) -> tuple[Start, str] | None:
    """The tag that says it of words in these tags, from the outside in, and what it says; None where no tag does.

    That may be one of `mj-attributes`, which says it of a class, of all elements of a kind, or of all there are.
    """
    for tag in reversed(tags):
        if value := next(_values(tag, name), None):
            return tag, value
        for general in _general(markup, tag) if tag.name.startswith("mj-") else ():
            if value := next(_values(general, name), None):
                return general, value
    return None


def _values(tag: Start, name: Property) -> Iterator[str]:
    # Of a style the last counts.
    yield from reversed(re.findall(rf"(?:^|;)\s*{name}\s*:\s*([^;]+)", tag.value("style")))
    yield from (value for attribute in _ATTRIBUTES[name] if (value := tag.value(attribute)))


def _general(markup: MarkupView, tag: Start) -> Iterator[Start]:
    """What the head says of such a tag, the strongest first."""
    given = list(_in_attributes(markup))
    for each in tag.value("mj-class").split():
        yield from (one for one in given if one.name == "mj-class" and one.value("name") == each)
    yield from (one for one in given if one.name == tag.name)
    yield from (one for one in given if one.name == "mj-all")


def _in_attributes(markup: MarkupView) -> Iterator[Start]:
    inside = False
    for token in markup.tokens:
        if isinstance(token, Start | End) and token.name == "mj-attributes":
            inside = isinstance(token, Start)
        elif inside and isinstance(token, Start):
            yield token
