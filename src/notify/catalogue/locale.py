"""Locales: how they are named, which one stands in for another, and what CLDR says of them.

Tags are BCP 47 (`fr`, `pt-BR`, `zh-Hant`). CLDR's data comes with Babel, which is imported only by what needs it.
"""

from collections.abc import Collection
from functools import cache
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from babel import Locale

# Made from the source locale's words, accented and lengthened; the name is the one Android and Chromium use.
PSEUDO: Final = "en-XA"

Direction = Literal["ltr", "rtl"]


def lookup(asked: str, available: Collection[str], default: str) -> str:
    """The best available locale for the one asked for, else the default: RFC 4647, section 3.4, Lookup.

    Compares without regard to case; drops a subtag from the end at a time, together with a single letter before it.
    """
    by_lower = {tag.lower(): tag for tag in available}
    parts = asked.lower().split("-")
    while parts:
        if found := by_lower.get("-".join(parts)):
            return found
        parts.pop()
        if parts and len(parts[-1]) == 1:
            parts.pop()
    return default


@cache
def cldr(tag: str) -> "Locale":
    """CLDR's data for the nearest locale that it knows; English where it knows none of that language."""
    from babel import Locale, UnknownLocaleError

    parts = tag.split("-")
    while parts:
        try:
            return Locale.parse("-".join(parts), sep="-")
        except (UnknownLocaleError, ValueError):
            parts.pop()
    return Locale("en")


@cache
def direction(tag: str) -> Direction:
    """Which way the locale's script is written."""
    return "rtl" if cldr(tag).text_direction == "rtl" else "ltr"


def plural_category(tag: str, count: float) -> str:
    """The CLDR plural category of a number in a locale: zero, one, two, few, many or other."""
    return str(cldr(tag).plural_form(count))


@cache
def colon(tag: str) -> str:
    """A colon between a label and its value as the language sets it; CLDR says nothing of it."""
    # French puts a space before it that never breaks, as before every sign of two parts.
    return "\u00a0: " if tag.split("-", maxsplit=1)[0].lower() == "fr" else ": "
