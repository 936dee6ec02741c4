"""Colours in which words can be read, near to those that they have."""

from collections.abc import Iterator

from notify.lint.views.page.colour import BLACK, WHITE, luminance, over
from notify.lint.views.page.writing import Writing
from notify.render.markup.forced_dark import Colour


def readable_ink(writing: Writing, wanted: float) -> Colour | None:
    """The colour nearest to that of words in which they can be read where they stand; None where there is none."""
    ink = writing.look.ink
    reading = writing.reading
    if ink is None or reading is None:
        return None
    lighter = luminance(reading.ink) > luminance(reading.ground)
    for end in (WHITE, BLACK) if lighter else (BLACK, WHITE):
        for candidate in _towards(end, ink):
            tried = writing.with_ink(candidate)
            if tried.reading and tried.reading.ratio >= wanted:
                return candidate
    return None


def forced_ink(writing: Writing, wanted: float) -> Colour | None:
    """One in which they can be read in the light, and where a program darkens them; None where there is none."""
    ink = writing.look.ink
    for end in (WHITE, BLACK) if ink is not None else ():
        for candidate in _towards(end, ink or end):
            tried = writing.with_ink(candidate)
            if tried.reading and tried.forced and min(tried.reading.ratio, tried.forced.ratio) >= wanted:
                return candidate
    return None


def _towards(end: Colour, start: Colour) -> Iterator[Colour]:
    for step in range(1, 101):
        mixed = over(end._replace(alpha=step / 100), start._replace(alpha=1))
        yield Colour(round(mixed.red), round(mixed.green), round(mixed.blue))
