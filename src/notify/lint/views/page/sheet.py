"""Style sheets and `style` attributes, read for what they say of words: their size, their colour, and what is behind.

Reading is tinycss2's work, and which elements a rule selects is cssselect2's.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import cssselect2
import tinycss2
from cssselect2.parser import SelectorError

from notify.lint.views.page.colour import CLEAR, SYSTEM_COLOURS, UNKNOWN, read_colour
from notify.render.markup.forced_dark import Colour

# The properties that are looked at, besides those of `_SHORT`.
_KNOWN: Final = frozenset(
    "color background-color background-image font-size font-weight display visibility opacity overflow width height "
    "max-width max-height color-scheme -webkit-text-fill-color".split()
)
_SHORT: Final[Mapping[str, Sequence[str]]] = {
    "background": ("background-color", "background-image"),
    "font": ("font-size", "font-weight"),
    "overflow-x": ("overflow",),
    "overflow-y": ("overflow",),
}
_GLOBAL: Final = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
# What may follow a colon in a selector that asks for nothing that stands beside an element.
_WHEREVER: Final = frozenset({"root", "link", "visited", "hover", "active", "focus"})
# Pages whose style sheets are remembered, some 50 kB each; style attributes, some 500 bytes each.
_SHEETS: Final = 64
_STYLES: Final = 4000


@dataclass(frozen=True)
class Setting:
    """A screen that a page is shown on: how wide it is, in CSS pixels, and whether people asked for dark colours."""

    dark: bool
    width: int = 640


@dataclass(frozen=True, slots=True)
class Picture:
    """What lies on a background: the colours of gradients, and whether a picture is to be fetched."""

    stops: tuple[Colour, ...] = ()
    fetched: bool = False


@dataclass(frozen=True, slots=True)
class Declarations:
    """What is said of an element in one place, by property; what is `important` beats all that is not.

    `selector` is that of its rule, empty for a `style`. A value is a Colour or UNKNOWN, the Picture of a
    `background-image`, a word such as `inherit`, or else its token.
    """

    normal: Mapping[str, Any]
    important: Mapping[str, Any]
    selector: str = ""


@dataclass(frozen=True)
class Sheets:
    """The style sheets of a page: what finds the Declarations for an element in them.

    With `plain` ones, elements look alike that are alike and are in alike ones; `known` is for their looks.
    """

    matcher: cssselect2.Matcher
    plain: bool
    known: dict[Any, dict[Any, Any]] = field(default_factory=dict, compare=False)


@lru_cache(maxsize=_STYLES)
def read_style(style: str) -> Declarations:
    """What a `style` attribute says."""
    return _declarations(tinycss2.parse_blocks_contents(style, skip_comments=True, skip_whitespace=True))


@lru_cache(maxsize=_SHEETS)
def read_sheets(sheets: tuple[tuple[str, str], ...], setting: Setting) -> Sheets:
    """The style sheets of a page in a setting, from pairs of their `media` and their text."""
    matcher = cssselect2.Matcher()
    plain = True
    for media, text in sheets:
        if holds(tinycss2.parse_component_value_list(media), setting):
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            for rule in _rules(rules, setting):
                plain = plain and _looks_up_only(rule.prelude)
                _add(rule, matcher)
    return Sheets(matcher, plain)


def _looks_up_only(selector: Sequence[Any]) -> bool:
    """Whether no part of a selector asks for what stands beside an element, in it, or at which place it stands."""
    for sign, after in pairwise(selector):
        if sign.type == "literal" and sign.value in {"+", "~"}:
            return False
        if sign.type == "literal" and sign.value == ":" and getattr(after, "lower_value", "") not in _WHEREVER:
            return False
    return True


def _rules(rules: Sequence[Any], setting: Setting) -> Iterator[Any]:
    """The rules that hold in a setting, also those in at-rules."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None:
            # What is asked of `@supports` counts as given, as it is in a browser of today.
            holding = rule.lower_at_keyword == "media" and holds(rule.prelude, setting)
            negated = any(token.type == "ident" and token.lower_value == "not" for token in rule.prelude)
            if holding or rule.lower_at_keyword == "layer" or (rule.lower_at_keyword == "supports" and not negated):
                yield from _rules(tinycss2.parse_blocks_contents(rule.content, True, True), setting)  # noqa: FBT003


def _add(rule: Any, matcher: cssselect2.Matcher) -> None:
    content = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    said = _declarations(content, tinycss2.serialize(rule.prelude).strip())
    try:
        selectors = cssselect2.compile_selector_list(rule.prelude)
    except SelectorError:
        # A browser passes over the whole rule as well.
        return
    for selector in selectors:
        if selector.pseudo_element is None and not selector.never_matches and (said.normal or said.important):
            matcher.add_selector(selector, said)


def holds(prelude: Sequence[Any], setting: Setting) -> bool:
    """Whether a list of media queries holds; one that nobody can read does not: w3.org/TR/mediaqueries-4"""
    queries: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            queries.append([])
        elif token.type not in {"whitespace", "comment"}:
            queries[-1].append(token)
    return any(_query_holds(query, setting) for query in queries)


def _query_holds(query: list[Any], setting: Setting) -> bool:
    negated = False
    held = True
    for token in query:
        if token.type == "ident":
            word = token.lower_value
            negated = negated or word == "not"
            held = held and word in {"all", "screen", "and", "only", "not"}
        else:
            held = held and token.type == "() block" and _feature_holds(token.content, setting)
    return held != negated


def _feature_holds(content: Sequence[Any], setting: Setting) -> bool:
    name, *value = [token for token in content if token.type not in {"whitespace", "comment"}] or [None]
    if name is None or name.type != "ident":
        return False
    asked = value[-1] if value else None
    width = asked.value if asked is not None and asked.type == "dimension" and asked.lower_unit == "px" else None
    match name.lower_value:
        case "prefers-color-scheme":
            wanted = "dark" if setting.dark else "light"
            return asked is not None and asked.type == "ident" and asked.lower_value == wanted
        case "min-width" | "min-device-width":
            return width is not None and setting.width >= width
        case "max-width" | "max-device-width":
            return width is not None and setting.width <= width
        case _:
            return False


def _declarations(content: Sequence[Any], selector: str = "") -> Declarations:
    normal: dict[str, Any] = {}
    important: dict[str, Any] = {}
    for part in content:
        if part.type == "declaration" and (part.lower_name in _KNOWN or part.lower_name in _SHORT):
            value = [token for token in part.value if token.type not in {"whitespace", "comment"}]
            said = _longhands(part.lower_name, value)
            # What a browser cannot read it passes over, and what was said before holds.
            known = {name: meant for name, meant in said.items() if meant is not None}
            (important if part.important else normal).update(known)
    return Declarations(normal, important, selector)


def _longhands(name: str, value: list[Any]) -> dict[str, Any]:
    if len(value) == 1 and value[0].type == "ident" and value[0].lower_value in _GLOBAL:
        return dict.fromkeys(_SHORT.get(name, (name,)), value[0].lower_value)
    match name:
        case "color" | "background-color" | "-webkit-text-fill-color":
            return {name: _colour(value) if len(value) == 1 else None}
        case "background-image":
            return {name: _picture(value)}
        case "background":
            colours = [found for token in value if (found := _colour([token])) is not None]
            return {"background-color": colours[-1] if colours else CLEAR, "background-image": _picture(value)}
        case "font":
            sizes = [token for token in value if token.type in {"dimension", "percentage"}]
            bold = [token for token in value if _is_weight(token)]
            return {"font-size": sizes[0] if sizes else None, "font-weight": bold[0] if bold else "normal"}
        case "overflow-x" | "overflow-y":
            return {"overflow": value[0] if value else None}
        case "color-scheme":
            return {name: frozenset(token.lower_value for token in value if token.type == "ident")}
        case _:
            return {name: value[0] if len(value) == 1 else None}


def _is_weight(token: Any) -> bool:
    if token.type == "number":
        return bool(token.value >= 100)
    return token.type == "ident" and token.lower_value in {"bold", "bolder", "lighter"}


def _colour(value: list[Any]) -> Colour | str | None:
    """A colour, or what it depends on; None where a browser sees none."""
    token = value[0]
    if token.type == "function" and token.lower_name in {"var", "env", "light-dark", "color-mix"}:
        return UNKNOWN
    if token.type == "ident" and token.lower_value in SYSTEM_COLOURS:
        return UNKNOWN
    return read_colour(token) if token.type in {"ident", "hash", "function"} else None


def _picture(value: list[Any]) -> Picture:
    found = [
        read_colour(token)
        for part in value
        if part.type == "function" and part.lower_name.endswith("gradient")
        for token in part.arguments
        if token.type in {"ident", "hash", "function"}
    ]
    fetched = any(part.type == "url" or (part.type == "function" and part.lower_name == "url") for part in value)
    return Picture(tuple(colour for colour in found if isinstance(colour, Colour)), fetched)
