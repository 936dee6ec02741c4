"""Colours that a page asks about: what becomes of them where a program darkens a message by itself."""

from collections.abc import Mapping
from typing import Any, Final

from notify.render.markup.forced_dark import Colour, darken_ground, darken_ink

_MOST: Final = 10_000  # colours; no message has as many


def describe_darkened(asked: Any) -> Mapping[str, list[list[float]]]:
    """What becomes of `inks`, the colours of words, and of `grounds`, those of lines and behind words, in their order.

    A colour is `[red, green, blue, alpha]`: three numbers from 0 to 255, and one from 0 to 1. Raises ValueError for
    anything else.
    """
    try:
        inks, grounds = ([_read(colour) for colour in asked[name]] for name in ("inks", "grounds"))
    except (KeyError, TypeError):
        raise ValueError("colours are asked for as `inks` and `grounds`") from None
    if len(inks) + len(grounds) > _MOST:
        raise ValueError("these are more colours than a message has")
    return {
        "inks": [list(darken_ink(colour)) for colour in inks],
        "grounds": [list(darken_ground(colour)) for colour in grounds],
    }


def _read(colour: Any) -> Colour:
    red, green, blue, alpha = (float(part) for part in colour)
    if not all(0 <= part <= 255 for part in (red, green, blue)) or not 0 <= alpha <= 1:
        raise ValueError("this is no colour")
    return Colour(red, green, blue, alpha)
