"""Forced dark: what becomes of the colours of a message that a program darkens by itself, asking nobody.

Mail programs do this in ways of their own, which they do not publish. One transformation stands for all of them here,
wherever forced dark is spoken of: that of Chromium's automatic dark theme, which the web views of Android have, and
with them the mail programs that show messages in one (third_party/blink/renderer/platform/graphics/dark_mode_*.cc,
with its own thresholds). Words that are dark become light, and what is light behind them becomes dark; what is light
on dark already stays. The hue stays; pictures stay as they are.
"""

from typing import Final, NamedTuple

# Brightness from 0 to 255: words below it become light; what is behind words and above it becomes dark.
_INK: Final = 150
_GROUND: Final = 205
# The lightness, from 0 to 100, of a colour and of its counterpart together.
_BOTH: Final = 110
# Greys between these two, from 0 to 255, become the darker one: surfaces are to look alike.
_DARKEST: Final = 18
_DARK: Final = 32
# The white of print, D50, which CIELAB is measured against: w3.org/TR/css-color-4/#cie-lab
_WHITE: Final = (0.96422, 1.0, 0.82521)


class Colour(NamedTuple):
    """Red, green and blue from 0 to 255, and how opaque it is, from 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float = 1.0


def darken_ink(colour: Colour) -> Colour:
    """What becomes of the colour of words."""
    return _invert(colour) if _brightness(colour) < _INK else colour


def darken_ground(colour: Colour) -> Colour:
    """What becomes of a colour behind words; and of lines, about: Chromium leaves those a little lighter."""
    return _invert(colour) if _brightness(colour) > _GROUND else colour


def _brightness(colour: Colour) -> int:
    """Rec. ITU-R BT.601's weights of the three colours."""
    return int((colour.red * 299 + colour.green * 587 + colour.blue * 114) / 1000)


def _invert(colour: Colour) -> Colour:
    lightness, a, b = _lab_of(colour)
    red, green, blue = _channels_of(min(_BOTH - lightness, 100), a, b)
    if abs(red - green) < 1 and abs(red - blue) < 1 and _DARKEST < red < _DARK:
        red = green = blue = _DARKEST
    return Colour(red, green, blue, colour.alpha)


def _lab_of(colour: Colour) -> tuple[float, float, float]:
    """CIELAB of a colour: w3.org/TR/css-color-4/#lab-to-xyz, the other way round."""
    red, green, blue = (_linear(part / 255) for part in colour[:3])
    x = 0.4360747 * red + 0.3850649 * green + 0.1430804 * blue
    y = 0.2225045 * red + 0.7168786 * green + 0.0606169 * blue
    z = 0.0139322 * red + 0.0971045 * green + 0.7141733 * blue
    fx, fy, fz = (_bend(part / white) for part, white in zip((x, y, z), _WHITE, strict=True))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _channels_of(lightness: float, a: float, b: float) -> tuple[float, float, float]:
    fy = (lightness + 16) / 116
    x, y, z = (_straighten(part) * white for part, white in zip((fy + a / 500, fy, fy - b / 200), _WHITE, strict=True))
    red = 3.1338561 * x - 1.6168667 * y - 0.4906146 * z
    green = -0.9787684 * x + 1.9161415 * y + 0.0334540 * z
    blue = 0.0719453 * x - 0.2289914 * y + 1.4052427 * z
    found = [min(255, max(0, round(255 * _gamma(part)))) for part in (red, green, blue)]
    return found[0], found[1], found[2]


def _linear(share: float) -> float:
    return float(share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4)


def _gamma(share: float) -> float:
    return float(12.92 * share if share <= 0.0031308 else 1.055 * share ** (1 / 2.4) - 0.055)


def _bend(share: float) -> float:
    return float(share ** (1 / 3) if share > 216 / 24389 else (24389 / 27 * share + 16) / 116)


def _straighten(share: float) -> float:
    return float(share**3 if share**3 > 216 / 24389 else (116 * share - 16) / (24389 / 27))
