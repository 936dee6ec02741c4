"""What a message uses of CSS and HTML, and for which mail programs it is meant."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from notify.lint.knowledge.features import (
    ATTRIBUTES,
    BACKDROP,
    ELEMENTS,
    FALLBACKS,
    FOLDED,
    GRADIENTS,
    HARMLESS,
    PROPERTIES,
)
from notify.lint.views.markup.declared import Shown, read_sheet, read_style
from notify.lint.views.markup.readers import Readers, read_by
from notify.render.markup.elements import VOID, End, Start, Text, Token
from notify.render.markup.reading import find_attribute

_STYLES: Final = frozenset({"style", "mj-style"})
# Attributes of MJML that become a property of another name.
_MJML: Final = {
    "color": "color",
    "font-family": "font-family",
    "container-background-color": "background-color",
    "inner-background-color": "background-color",
    "inner-padding": "padding",
    "inner-border": "border",
    "inner-border-radius": "border-radius",
}
# What an element or another attribute of it makes up for: lines of `<pre>` break anyway, Outlook floats what has
# `align`, and `bgcolor` is a colour behind a picture.
_SPARED: Final = {
    "pre": frozenset({"css-white-space"}),
    "align": frozenset({"css-float"}),
    "bgcolor": GRADIENTS | {BACKDROP},
}


@dataclass(frozen=True, slots=True)
class Use:
    """A feature, as it is written and where in the MJML, by whom it is read, and whether nothing is lost without it."""

    feature: str
    written: str
    offset: int
    readers: Readers
    harmless: bool


def read_usage(mjml: str, tokens: Sequence[Token]) -> list[Use]:
    """What a message uses, in order; what only Word reads is left out, since it is written for it."""
    found: list[Use] = []
    sheet = False
    for number, token, readers in read_by(tokens):
        if isinstance(token, Text):
            if sheet and readers != "word":
                found += (_in_sheet(shown, token, readers) for shown in read_sheet(token.text))
        elif isinstance(token, Start) and readers != "word":
            found += _in_tag(mjml, tokens, number, token, readers)
        sheet = isinstance(token, Start) and token.name.lower() in _STYLES
    return found


def has_fallback(tokens: Sequence[Token], number: int, name: str) -> bool:
    """Whether the element that starts there has something in it for those who do not know it."""
    wanted = FALLBACKS.get(name, frozenset())
    for token in content_of(tokens, number):
        kind = token.name.lower() if isinstance(token, Start) else "#text" if isinstance(token, Text) else ""
        if kind in wanted and (not isinstance(token, Text) or token.text.strip()):
            return True
    return False


def content_of(tokens: Sequence[Token], number: int) -> Iterator[Token]:
    """What is in the element that starts there."""
    depth = 0
    for token in tokens[number:]:
        if depth:
            yield token
        if isinstance(token, Start) and not token.closed and token.name.lower() not in VOID:
            depth += 1
        elif isinstance(token, End):
            depth -= 1
        if depth <= 0:
            return


def _in_sheet(shown: Shown, sheet: Text, readers: Readers) -> Use:
    lines = sheet.text.split("\n")
    before = sum(len(line) + 1 for line in lines[: shown.line - 1])
    return Use(shown.feature, shown.written, sheet.offset + before + shown.column - 1, readers, shown.harmless)


def _in_tag(mjml: str, tokens: Sequence[Token], number: int, tag: Start, readers: Readers) -> Iterator[Use]:
    name = tag.name.lower()
    if name.startswith("mj"):
        yield from _in_mjml(mjml, tag, readers)
    elif name in ELEMENTS:
        harmless = (ELEMENTS[name] in HARMLESS and name not in FOLDED) or (
            name in FALLBACKS and has_fallback(tokens, number, name)
        )
        yield Use(ELEMENTS[name], f"<{name}>", tag.offset, readers, harmless)
    for attribute in tag.attributes:
        key = attribute.lower()
        if key == "style":
            spared = {feature for other in (name, *tag.attributes) for feature in _SPARED.get(other, ())}
            every = read_style(tag.value(attribute))
            offset = find_attribute(mjml, tag, attribute) if every else 0
            for shown in every:
                harmless = shown.harmless or shown.feature in spared
                yield Use(shown.feature, shown.written, offset, readers, harmless)
        elif key in ATTRIBUTES and not name.startswith("mj"):
            feature = ATTRIBUTES[key]
            hidden = feature == "html-hidden" and "display" in tag.value("style")
            yield Use(feature, key, find_attribute(mjml, tag, attribute), readers, hidden or feature in HARMLESS)


def _in_mjml(mjml: str, tag: Start, readers: Readers) -> Iterator[Use]:
    for attribute in tag.attributes:
        if name := _MJML.get(attribute) or (attribute if attribute in PROPERTIES else None):
            for shown in read_style(f"{name}: {tag.value(attribute)}"):
                written = f'{attribute}="{tag.value(attribute)}"'
                yield Use(shown.feature, written, find_attribute(mjml, tag, attribute), readers, shown.harmless)
