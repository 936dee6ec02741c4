"""Where values may stand: in which places of MJML a value cannot change how a message is laid out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from notify.render.markup.elements import VOID, Conditional, End, Start, Text, Token
from notify.render.markup.links import decode_attribute, harmless, is_judged
from notify.render.skeleton.placeholders import Placeholders, Segments
from notify.render.skeleton.skeleton import Url

# What the compiler hands through as it is, by element; `a` and the other elements of HTML are below.
_MJML: Final = {
    "mj-button": {"href", "title"},
    "mj-image": {"href", "src", "alt", "title"},
    "mj-social-element": {"href", "src", "alt", "title"},
    "mj-navbar-link": {"href"},
}
# The plain text asks for these by what they say.
_READ: Final = frozenset({"hidden", "aria-hidden", "role"})
# With rules to inline, a style sheet asks for others, and what they say goes through a parser.
_NEVER_STYLED: Final = frozenset({"href", "src", "alt", "title"})
_NO_TEXT: Final = frozenset({"style", "mj-style", "script"})
# A character reference that a value would continue: `&{{ name }};`.
_OPEN_REFERENCE: Final = re.compile(r"&[#\w]*$")
# `[href^=…]`, `:contains(…)`, `:lang(…)`, and whatever an escape hides.
_BY_VALUE: Final = re.compile(r"\[|\\|:contains|:lang", re.IGNORECASE)


@dataclass
class Standing:
    """Which values stand where they may, by their numbers: in text, in attributes; and those that make a URL."""

    text: set[int] = field(default_factory=set)
    attributes: set[int] = field(default_factory=set)
    urls: list[Url] = field(default_factory=list)


def select_by_value(rules: str) -> bool:
    """Whether rules that are to be inlined could select an element by an attribute, its words or its language."""
    return _BY_VALUE.search(rules) is not None


def find_standing(tokens: Sequence[Token], placeholders: Placeholders, rules: str) -> Standing:
    """Looks for each placeholder in MJML as read from the template; `rules` are those that are to be inlined.

    A value that is nowhere in the result stands where what it says is structure: in a style, a comment, the name of an
    element, or most attributes of MJML.
    """
    standing = Standing()
    if select_by_value(rules):
        return standing
    for token, around in _within(tokens):
        if isinstance(token, Start):
            _look_at_attributes(token, around, placeholders, rules, standing)
        elif placeholders.find(token.text) and not _NO_TEXT.intersection(around):
            # The title is an attribute besides, of the element around the message.
            free = standing.attributes if "mj-title" in around else standing.text
            free.update(_free(placeholders.split(token.text)))
    return standing


def _within(tokens: Sequence[Token]) -> Iterator[tuple[Start | Text, Sequence[str]]]:
    """Tags and text with the names of the elements around them, but for what only Outlook reads."""
    around: list[str] = []
    outlook = False
    for token in tokens:
        match token:
            case Text():
                if not outlook:
                    yield token, around
            case Start():
                if not outlook:
                    yield token, around
                if not token.closed and (name := token.name.lower()) not in VOID:
                    around.append(name)
            case End():
                if around and token.name.lower() not in VOID:
                    around.pop()
            case Conditional():
                outlook = token.text.startswith("<!--[if") and not token.text.endswith("-->")


def _look_at_attributes(
    tag: Start, around: Sequence[str], placeholders: Placeholders, rules: str, standing: Standing
) -> None:
    for name, value in tag.attributes.items():
        if not value or not (numbers := placeholders.find(value)):
            continue
        written = placeholders.split(value)
        if not _may_vary(tag.name, name, around, rules) or len(list(_free(written))) < len(numbers):
            continue
        if is_judged(name.lower()):
            if harmless(name.lower(), decode_attribute(value)) is not None:
                continue
            standing.urls.append(Url(name.lower(), written))
        standing.attributes.update(numbers)


def _may_vary(element: str, attribute: str, around: Sequence[str], rules: str) -> bool:
    if element == "mjml" or element.startswith("mj-"):
        return attribute in _MJML.get(element, ()) and "mj-head" not in around
    if not rules:
        return attribute.lower() not in _READ
    return attribute in _NEVER_STYLED


def _free(written: Segments) -> Iterator[int]:
    """The values that cannot become part of a character reference."""
    before = ""
    for part in written:
        if isinstance(part, str):
            before = part
        elif not _OPEN_REFERENCE.search(before):
            yield part
            before = ""
