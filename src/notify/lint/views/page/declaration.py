"""What rules and `style` attributes say of words: their size, their colour, and what is behind them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import tinycss2

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
# w3.org/TR/css-fonts-4/#font-size-prop
_SIZES: Final = frozenset("xx-small x-small small medium large x-large xx-large xxx-large smaller larger".split())
_GLOBAL: Final = frozenset({"inherit", "initial", "unset", "revert", "revert-layer"})
# Style attributes that are remembered, some 500 bytes each.
_STYLES: Final = 4000


@dataclass(frozen=True, slots=True)
class Picture:
    """What lies on a background: the colours of gradients, whether a picture is to be fetched, and whether a
    colour of a gradient cannot be known.
    """

    stops: tuple[Colour, ...] = ()
    fetched: bool = False
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class Declarations:
    """What is said of an element in one place, by property; what is `important` beats all that is not.

    `selector` is that of its rule, empty for a `style`. A value is a Colour or UNKNOWN, the Picture of a
    `background-image`, a word such as `inherit`, or else its token.
    """

    normal: Mapping[str, Any]
    important: Mapping[str, Any]
    selector: str = ""


@lru_cache(maxsize=_STYLES)
def read_style(style: str) -> Declarations:
    """What a `style` attribute says."""
    return read_block(style)


def read_block(block: Any, selector: str = "") -> Declarations:
    """What stands between the braces of a rule, as tokens or as text."""
    normal: dict[str, Any] = {}
    important: dict[str, Any] = {}
    for part in tinycss2.parse_blocks_contents(block, skip_comments=True, skip_whitespace=True):
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
            return _background(value)
        case "font":
            return _font(value)
        case "overflow-x" | "overflow-y":
            return {"overflow": value[0] if value else None}
        case "color-scheme":
            return {name: frozenset(token.lower_value for token in value if token.type == "ident")}
        case _:
            only = value[0] if len(value) == 1 else None
            return {name: None if name == "font-size" and only is not None and not _is_size(only) else only}


def _background(value: list[Any]) -> dict[str, Any]:
    colours = [found for token in value if (found := _colour([token])) is not None]
    if len(colours) > 1:
        return {}
    return {"background-color": colours[0] if colours else CLEAR, "background-image": _picture(value)}


def _font(value: list[Any]) -> dict[str, Any]:
    sizes = [place for place, token in enumerate(value) if _is_size(token)]
    # A size and, after it, a family: without both it is none.
    if not sizes or sizes[0] == len(value) - 1:
        return {}
    bold = [token for token in value[: sizes[0]] if _is_weight(token)]
    return {"font-size": value[sizes[0]], "font-weight": bold[0] if bold else "normal"}


def _is_size(token: Any) -> bool:
    if token.type == "function":
        return True
    if token.type in {"dimension", "percentage"} or (token.type == "number" and token.value == 0):
        return bool(token.value >= 0)
    return word_of(token) in _SIZES


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
        _colour([token])
        for part in value
        if part.type == "function" and part.lower_name.endswith("gradient")
        for token in part.arguments
        if token.type in {"ident", "hash", "function"}
    ]
    fetched = any(part.type == "url" or (part.type == "function" and part.lower_name == "url") for part in value)
    return Picture(tuple(colour for colour in found if isinstance(colour, Colour)), fetched, UNKNOWN in found)


def word_of(token: Any) -> str:
    """The word that a token is, in small letters; empty for any other token."""
    return str(token.lower_value) if token is not None and token.type == "ident" else ""
