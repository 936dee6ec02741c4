"""Colours as style sheets write them, painted on one another, and how well one is read on another."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from tinycss2.color5 import parse_color

from notify.render.markup.forced_dark import Colour

WHITE: Final = Colour(255, 255, 255)
BLACK: Final = Colour(0, 0, 0)
CLEAR: Final = Colour(0, 0, 0, 0)
# A colour that depends on something else, or is of a space that is not converted here.
UNKNOWN: Final = "unknown"
# Names that stand for other colours from system to system: w3.org/TR/css-color-4/#css-system-colors
SYSTEM_COLOURS: Final = frozenset(
    """
    accentcolor accentcolortext activetext buttonborder buttonface buttontext canvas canvastext field fieldtext graytext
    highlight highlighttext linktext mark marktext selecteditem selecteditemtext visitedtext window windowtext
    """.split()
)


def read_colour(written: Any) -> Colour | str | None:
    """A colour as text or as a token of CSS: itself, `currentcolor` or UNKNOWN; None where it is none."""
    try:
        found = parse_color(written)
        if found is None or isinstance(found, str):
            return found
        parts = [_step(min(1.0, max(0.0, part or 0)) * 255) for part in found.to("srgb").coordinates]
    except NotImplementedError:
        return UNKNOWN
    except ValueError:
        return None
    return Colour(parts[0], parts[1], parts[2], found.alpha)


def _step(part: float) -> int:
    """The whole number that a screen shows; a half is rounded up, also where a computer falls short of it."""
    return int(part + 0.5 + 1e-9)


def over(top: Colour, bottom: Colour) -> Colour:
    """A colour painted on another: w3.org/TR/compositing-1/#simplealphacompositing"""
    alpha = top.alpha + bottom.alpha * (1 - top.alpha)
    if not alpha:
        return CLEAR
    under = bottom.alpha * (1 - top.alpha)
    parts = [(one * top.alpha + other * under) / alpha for one, other in zip(top[:3], bottom[:3], strict=True)]
    return Colour(parts[0], parts[1], parts[2], alpha)


def faded(colour: Colour, opacity: float) -> Colour:
    """A colour of something that is as opaque as that."""
    return colour._replace(alpha=colour.alpha * opacity)


@lru_cache(maxsize=1000)
def luminance(colour: Colour) -> float:
    """How light an opaque colour is, from 0 to 1: w3.org/TR/WCAG22/#dfn-relative-luminance"""
    shares = [part / 255 for part in colour[:3]]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in shares)
    return float(0.2126 * red + 0.7152 * green + 0.0722 * blue)


def contrast(one: Colour, other: Colour) -> float:
    """How well one opaque colour is read on another, from 1 to 21: w3.org/TR/WCAG22/#dfn-contrast-ratio"""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def hexadecimal(colour: Sequence[float]) -> str:
    """A colour as people write it: `#1b2536`."""
    return "#" + "".join(f"{_step(part):02x}" for part in colour[:3])
