"""Colours as style sheets and attributes write them."""

import re
from typing import Final

# Red, green and blue from 0 to 255, and how opaque it is, from 0 to 1.
Colour = tuple[int, int, int, float]

# The names of HTML 4 (w3.org/TR/html401/types.html#type-color), and `transparent`; others are not known here.
_NAMES: Final[dict[str, Colour]] = {
    "black": (0, 0, 0, 1), "silver": (192, 192, 192, 1), "gray": (128, 128, 128, 1), "grey": (128, 128, 128, 1),
    "white": (255, 255, 255, 1), "maroon": (128, 0, 0, 1), "red": (255, 0, 0, 1), "purple": (128, 0, 128, 1),
    "fuchsia": (255, 0, 255, 1), "green": (0, 128, 0, 1), "lime": (0, 255, 0, 1), "olive": (128, 128, 0, 1),
    "yellow": (255, 255, 0, 1), "navy": (0, 0, 128, 1), "blue": (0, 0, 255, 1), "teal": (0, 128, 128, 1),
    "aqua": (0, 255, 255, 1), "transparent": (0, 0, 0, 0),
}  # fmt: skip
_FUNCTION: Final = re.compile(r"rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})(?:[\s,/]+([\d.]+)(%?))?\s*\)")


def read_colour(written: str) -> Colour | None:
    """A colour; None where it is none, or one that depends on something else."""
    text = written.replace("!important", "").strip().lower()
    if re.fullmatch(r"#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", text):
        digits = text[1:] if len(text) > 5 else "".join(digit * 2 for digit in text[1:])
        red, green, blue, *alpha = (int(digits[index : index + 2], 16) for index in range(0, len(digits), 2))
        return red, green, blue, alpha[0] / 255 if alpha else 1
    if found := _FUNCTION.fullmatch(text):
        try:
            alpha_of = float(found[4] or 1) / (100 if found[5] else 1)
        except ValueError:
            return None
        return int(found[1]), int(found[2]), int(found[3]), alpha_of
    return _NAMES.get(text)
