"""How an element looks, by what is said of it and by what is around it.

What elements look like by themselves is html.spec.whatwg.org/multipage/rendering.html.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final, NamedTuple

from notify.lint.views.page.colour import BLACK, CLEAR, UNKNOWN, over
from notify.lint.views.page.declaration import Picture
from notify.render.markup.forced_dark import Colour

_MEDIUM: Final = 16.0
_PIXELS: Final = {"px": 1, "pt": 4 / 3, "pc": 16, "in": 96, "cm": 96 / 2.54, "mm": 9.6 / 2.54, "q": 2.4 / 2.54}
# w3.org/TR/css-fonts-4/#absolute-size-mapping, for a medium size of 16 px.
_NAMED_SIZES: Final = {
    "xx-small": 9, "x-small": 10, "small": 13, "medium": 16, "large": 18, "x-large": 24, "xx-large": 32, "xxx-large": 48
}  # fmt: skip
_OWN_SIZES: Final = {
    "h1": 2, "h2": 1.5, "h3": 1.17, "h5": 0.83, "h6": 0.67, "small": 5 / 6, "sub": 5 / 6, "sup": 5 / 6, "big": 1.2
}  # fmt: skip
_BOLD: Final = frozenset({"b", "strong", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_FIXED: Final = frozenset({"code", "kbd", "pre", "samp", "tt"})
_CONTROLS: Final = frozenset({"button", "input", "select"})
_UNSEEN: Final = frozenset(
    "area base basefont datalist head link math meta noembed noframes noscript object option param rp script style svg "
    "template textarea title".split()
)
# Elements that look like what is around them.
_PLAIN: Final = frozenset(
    "blockquote body br center div em font html i img li ol p span table tbody td tr u ul".split()
)
_MARK: Final = Colour(255, 255, 0)

# What is behind words: an element's colours, one unless it has a gradient, and how opaque it is; from the outside in.
Layers = tuple[tuple[tuple[Colour, ...], float], ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How an element looks. `ink` is the colour of its words, None where that cannot be known, and `size` is in pixels.

    `layers` are what is behind it, on the `canvas` of the page; None where that cannot be known. `pictured` says
    whether a picture lies on them, which is not shown everywhere, and `sized` whether anybody gave it, or what is
    around it, a size. `ink_by` and `size_by` are the selectors of the rules that decide on these; empty where no style
    sheet does.
    """

    ink: Colour | None = BLACK
    layers: Layers | None = ()
    size: float | None = _MEDIUM
    weight: float = 400
    pictured: bool = False
    sized: bool = False
    ink_by: str = ""
    size_by: str = ""
    seen: bool = True
    shown: bool = True


class Said(NamedTuple):
    """What is said of an element, by property, and the selectors of the rules that say it, empty for none."""

    values: Mapping[str, Any]
    selectors: Mapping[str, str]


@dataclass(frozen=True)
class Around:
    """What is around a whole page: its colour, the look that everything starts with, and the colour of links."""

    canvas: Colour
    start: Look
    link: Colour


def work_out(name: str, attributes: Collection[str], all_said: Said, around: Look, page: Around) -> Look:
    """The look of an element in what is around it, by all that is said of it."""
    start, (said, selectors) = page.start, all_said
    if not said and name in _PLAIN and "hidden" not in attributes:
        return around
    size = _size(said.get("font-size"), name, around, start)
    look = replace(
        around,
        ink=_ink(said, name, around, start, page.link if name == "a" and "href" in attributes else None),
        size=size,
        sized=around.sized or "font-size" in said,
        ink_by=selectors.get("color", around.ink_by),
        size_by=selectors.get("font-size", around.size_by),
        weight=_weight(said.get("font-weight"), name, around.weight),
        shown=_shown(said.get("visibility"), around),
        seen=around.seen and name not in _UNSEEN and _is_seen(attributes, said, size or _MEDIUM),
    )
    opacity = _share(said.get("opacity"))
    grounds = _grounds(said, name, look.ink)
    if grounds is None or around.layers is None:
        return replace(look, layers=None)
    picture = said.get("background-image")
    if isinstance(picture, Picture) and picture.fetched:
        look = replace(look, pictured=True)
    elif grounds[0].alpha == 1:
        look = replace(look, pictured=False)
    if opacity == 1 and grounds == (CLEAR,):
        return look
    opaque = opacity == 1 and all(ground.alpha == 1 for ground in grounds)
    if opaque and all(layer[1] == 1 for layer in around.layers):
        return replace(look, layers=((grounds, 1.0),))
    return replace(look, layers=(*around.layers, (grounds, opacity)), seen=look.seen and opacity > 0)


def _ink(said: Mapping[str, Any], name: str, around: Look, start: Look, link: Colour | None) -> Colour | None:
    if name in _CONTROLS and "color" not in said:
        return None
    own: Colour | None = link or (BLACK if name == "mark" else around.ink)
    value = said.get("color")
    ink = own if value is None else _resolve(value, around.ink, start.ink)
    filled = said.get("-webkit-text-fill-color")
    return ink if filled is None else _resolve(filled, ink, start.ink)


def _resolve(value: Any, around: Colour | None, initial: Colour | None) -> Colour | None:
    if isinstance(value, Colour):
        return value
    if value == UNKNOWN:
        return None
    return initial if value == "initial" else around


def _grounds(said: Mapping[str, Any], name: str, ink: Colour | None) -> tuple[Colour, ...] | None:
    """What an element is filled with: its colour, or each colour of a gradient on it."""
    value = said.get("background-color", _MARK if name == "mark" else CLEAR)
    if value == UNKNOWN or (value == "currentcolor" and ink is None):
        return None
    ground = value if isinstance(value, Colour) else ink if value == "currentcolor" and ink else CLEAR
    picture = said.get("background-image")
    if isinstance(picture, Picture) and picture.unknown:
        return None
    stops = picture.stops if isinstance(picture, Picture) else ()
    return tuple(over(stop, ground) for stop in stops) or (ground,)


def _size(value: Any, name: str, around: Look, start: Look) -> float | None:
    """A size in pixels; None where it cannot be known."""
    if value is None and name in _CONTROLS:
        return None
    if value is None:
        own = _OWN_SIZES.get(name, 1)
        if name in _FIXED and not around.sized:
            own = 13 / 16
        return around.size * own if around.size is not None else None
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, str):
        return start.size if value == "initial" else around.size
    if value.type == "ident":
        word = value.lower_value
        if word in {"smaller", "larger"}:
            return around.size and around.size * (5 / 6 if word == "smaller" else 1.2)
        return _NAMED_SIZES.get(word, around.size)
    return _length(value, around.size, around.size)


def _length(token: Any, around: float | None, whole: float | None) -> float | None:
    match token.type:
        case "number":
            return 0.0 if token.value == 0 else whole
        case "percentage":
            return None if whole is None else float(token.value * whole / 100)
        case "dimension" if token.lower_unit in _PIXELS:
            return float(token.value * _PIXELS[token.lower_unit])
        case "dimension" if token.lower_unit == "em" and around is not None:
            return float(token.value * around)
        case "dimension" if token.lower_unit == "rem":
            return float(token.value * _MEDIUM)
        case _:
            return None


def _weight(value: Any, name: str, around: float) -> float:
    bolder = 700 if around < 600 else 900
    if value is None or isinstance(value, str):
        if value in {"normal", "initial"}:
            return 400
        return bolder if name in _BOLD and value is None else around
    if value.type == "number":
        return float(value.value)
    word = value.lower_value if value.type == "ident" else ""
    return {"normal": 400, "bold": 700, "bolder": bolder, "lighter": 400 if around >= 600 else 100}.get(word, around)


def _shown(value: Any, around: Look) -> bool:
    word = _word(value)
    return around.shown if word in {"", "inherit", "unset", "revert"} else word not in {"hidden", "collapse"}


def _is_seen(attributes: Collection[str], said: Mapping[str, Any], size: float) -> bool:
    hidden = "hidden" in attributes and "display" not in said
    if hidden or _word(said.get("display")) == "none":
        return False
    if _word(said.get("overflow")) not in {"hidden", "clip", "scroll", "auto"}:
        return True
    # A box of a pixel or less is how words are kept for screen readers, or for the inbox alone.
    limits = [said[name] for name in ("width", "max-width", "height", "max-height") if hasattr(said.get(name), "type")]
    lengths = [_length(limit, size, None) for limit in limits]
    return all(length is None or length > 1 for length in lengths)


def _word(value: Any) -> str:
    if isinstance(value, str):
        return value
    return value.lower_value if value is not None and value.type == "ident" else ""


def _share(value: Any) -> float:
    if value is None or isinstance(value, str) or value.type not in {"number", "percentage"}:
        return 1.0
    return float(min(1, max(0, value.value / (100 if value.type == "percentage" else 1))))
