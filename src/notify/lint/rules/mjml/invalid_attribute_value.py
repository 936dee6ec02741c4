"""MJM004: a value that its attribute cannot have."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, Final

from notify.errors import nearest
from notify.lint.knowledge.mjml import NETWORKS, choices, colours, describe, either, elements, fits, name_of, types_of
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.wrong import Wrong, faults_of, offset_of
from notify.render.markup.elements import Start

# What MJML takes any words for, and CSS wants a length in; a bare `0` is one.
_SIZED: Final = frozenset(
    f"{whose}border{side}"
    for whose in ("", "inner-", "tb-")
    for side in ("", "-top", "-right", "-bottom", "-left", "-radius")
)
_BARE: Final = re.compile(r"(?<![\w.,#(%-])(?!0*\.?0*(?![\d.]))(?:\d+\.?\d*|\.\d+)(?![\w.,%)])", re.ASCII)
_CALL: Final = re.compile(r"\([^)]*\)")
# Across it is called another thing than down.
_MIDDLE: Final[Mapping[str, str]] = {"middle": "center", "center": "middle", "centre": "middle"}
# Nobody sets lines four times as high as their letters.
_MOST_LINES: Final = 4
# How much of a value is shown.
_SHOWN: Final = 40


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds them."""
    yield from faults_of(view, find(view))


def find(view: MarkupView) -> Iterator[Wrong]:
    """Reads the values of attributes that have a type; an unknown attribute is another rule's fault."""
    classes = {each.tag.value("name") for each in view.nesting.elements if each.name == "mj-class"}
    for element in view.nesting.elements:
        if element.compiled and element.tag.attributes:
            yield from _look_at(element.tag, view)
            yield from _look_at_classes(element.tag, view, classes)
            yield from _look_at_network(element.tag, view)


def _look_at(tag: Start, view: MarkupView) -> Iterator[Wrong]:
    known = elements().get(tag.name)
    for name in tag.attributes:
        own = known.attributes.get(name) if known else None
        kinds = types_of(name) if known is None else [own] if own else []
        value = tag.value(name)
        if kinds and not any(fits(kind, value) for kind in kinds):
            shown = f"`{value[:_SHOWN]}{'…' if value[_SHOWN:] else ''}`" if value.strip() else "empty"
            message = f"`{name}` of `<{tag.name}>` is {shown}, and not {either(map(describe, kinds))}."
            yield Wrong(offset_of(view, tag, name), f"{tag.name}.{name}", message, _cure(kinds, value), value=value)
        elif odd := _odd_size(name, value) if kinds else None:
            message = f"`{name}` of `<{tag.name}>` is `{value[:_SHOWN]}`{odd[0]}."
            yield Wrong(offset_of(view, tag, name), f"{tag.name}.{name}", message, odd[1], value=value)


def _odd_size(name: str, value: str) -> tuple[str, str] | None:
    """What is wrong with a size that MJML lets pass and CSS does not mean so, and what to write."""
    if name in _SIZED and (bare := _BARE.search(_CALL.sub("", value))):
        whose = "without a unit" if bare[0] == value.strip() else f"and `{bare[0]}` has no unit"
        return f", {whose}: CSS leaves it out", f"Write `{_BARE.sub(lambda each: f'{each[0]}px', value)}`."
    if name == "line-height" and re.fullmatch(_BARE, value.strip()) and float(value) > _MOST_LINES:
        return ", that many times the size of the letters", f"Write `{value.strip()}px`, or a number such as `1.5`."
    return None


def _look_at_classes(tag: Start, view: MarkupView, classes: Collection[str]) -> Iterator[Wrong]:
    for name in tag.value("mj-class").split():
        if name not in classes and "mj-class" in tag.attributes:
            message = f"`{name}` is an `mj-class` of `<{tag.name}>` that there is none of."
            meant = nearest(name, classes)
            cure = meant or f'Write `<mj-class name="{name}" />` into `<mj-attributes>`, or take it away.'
            where, key = offset_of(view, tag, "mj-class"), f"{tag.name}.mj-class"
            yield Wrong(where, key, message, cure, None if meant else "warning", name)


def _look_at_network(tag: Start, view: MarkupView) -> Iterator[Wrong]:
    name = tag.value("name")
    if tag.name != "mj-social-element" or not name or {"src", "mj-class"} & tag.attributes.keys():
        return
    if name.removesuffix("-noshare") not in NETWORKS:
        message = f"`{name}` is no network that MJML has an icon of, and there is no `src`: the image is empty."
        cure = nearest(name, NETWORKS) or "Give it an icon with `src`, and say in `alt` whose it is."
        yield Wrong(offset_of(view, tag, "name"), f"{tag.name}.name", message, cure, value=name)


def _cure(kinds: Sequence[str], value: str) -> str:
    """What to write instead, as near as can be told."""
    names = {name_of(kind) for kind in kinds}
    if not value.strip():
        return "Give it a value, or leave the attribute out, so that the default counts."
    if "enum" in names:
        known = [choice for kind in kinds if name_of(kind) == "enum" for choice in choices(kind) if choice]
        if (same := _MIDDLE.get(value.strip().lower())) in known:
            return f"Write `{same}`."
        return nearest(value, known) or f"Write {either(f'`{each}`' for each in known)}."
    if "color" in names:
        if re.fullmatch("(?:[0-9a-f]{3}){1,2}", value, re.IGNORECASE):
            return f"Write `#{value}`."
        return nearest(value, colours()) or "Write `#rrggbb`, `rgb(r, g, b)`, `rgba(r, g, b, a)` or a colour's name."
    units = [unit for kind in kinds for unit in choices(kind)]
    written = re.sub(r"(?<![\w.,#-])(\d+\.?\d*)(?![\w.,%])", r"\1px", re.sub(r"(?<=\d),(?=\d)", ".", value))
    written = re.sub(r"(?<=\d) +(?=(?:px|%)(?:\s|$))", "", written)
    if "px" in units and written != value and any(fits(kind, written) for kind in kinds):
        return f"Write `{written}`."
    return f"Write {either(map(describe, kinds))}."


RULE: Final = Rule(
    code="MJM004",
    name="invalid-attribute-value",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="An attribute of MJML has a value that it cannot have: no colour, no length, none of its words.",
    why="The compiler writes it into the style as it is, and mail programs leave out a style that they cannot read; a "
    "length without a unit, or with one that the compiler does not know, also makes the widths that it works out "
    "wrong, which Outlook follows. The types are those of MJML 5 (mjml-core 5.4.1), read as its validator reads "
    "them, but for what CSS allows and every mail program reads: colours in capitals (`White`), more white space, "
    "and `.5`. Stricter than the validator are lengths, which must be numbers (`1,5px` is none) with white space "
    "between them; `border` and `border-radius`, in which CSS leaves out what has no unit; and a bare `line-height` "
    "above 4, which is that many times the size of the letters. An `mj-class` has to be one of `mj-attributes`, and "
    "the `name` of an `mj-social-element` without a `src` one of MJML's networks: else it does nothing, or there is no "
    "icon. `0` needs no unit, a small `line-height` may be a bare number, and `#rrggbbaa`, `hsl()`, `inherit` and `em` "
    "(but for `letter-spacing`) are refused, as the validator does: MJML does not promise them.",
    cure="Write a value of the attribute's type.",
    bad=Example(body='<mj-text padding="12">{{ t.body }}</mj-text>'),
    good=Example(body='<mj-text padding="12px 0">{{ t.body }}</mj-text>'),
)
