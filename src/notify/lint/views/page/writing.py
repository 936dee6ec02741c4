"""The words of a page as people see them: how large, in which colour, on what, and how well they are read there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from textwrap import shorten
from typing import Any, Final

from notify.lint.views.page.cascade import Page
from notify.lint.views.page.colour import contrast, faded, luminance, over
from notify.lint.views.page.document import read_texts
from notify.lint.views.page.look import Layers, Look
from notify.render.markup.forced_dark import Colour, darken_ground, darken_ink
from notify.render.skeleton.placeholders import Segments

# Gradients on gradients make so many colours that only the lightest and the darkest are looked at.
_MANY: Final = 8
# How much of words is shown, in characters.
_SHOWN: Final = 40
# What nobody sees: white space, soft hyphens, joiners and marks of direction.
_UNSEEN: Final = frozenset("\xad\u034f\u200b\u200c\u200d\u200e\u200f\u2060\ufeff")


@dataclass(frozen=True, slots=True)
class Reading:
    """How words are read: their colour and that behind them as they are painted, where that is worst, and `ratio`.

    The ratio is the contrast of WCAG, from 1 to 21.
    """

    ink: Colour
    ground: Colour
    ratio: float

    @property
    def is_hidden(self) -> bool:
        """Whether no eye tells the words from what is behind them: so few of 255 steps are none."""
        return all(abs(one - other) <= 3 for one, other in zip(self.ink, self.ground, strict=True))


@dataclass(frozen=True)
class Writing:
    """Words between two tags that people see, and how they look on a `canvas`."""

    words: str
    look: Look
    canvas: Colour

    @property
    def size(self) -> float | None:
        """How large the words are, in pixels; None where that cannot be known."""
        return self.look.size

    @property
    def shown(self) -> str:
        """As much of the words as a message of the linter bears."""
        return shorten(self.words, _SHOWN, placeholder="…")

    @property
    def says_something(self) -> bool:
        """Whether there is a letter or a number in them: the rest are lines and dots between words."""
        return any(character.isalnum() for character in self.words)

    @property
    def is_large(self) -> bool:
        """Whether they are large for WCAG: 18 pt, or 14 pt and bold (w3.org/TR/WCAG22/#dfn-large-scale)."""
        return self.size is not None and (self.size >= 24 or (self.size >= 14 * 4 / 3 and self.look.weight >= 700))

    @cached_property
    def reading(self) -> Reading | None:
        """How they are read; None where their colour, or that behind them, cannot be known."""
        if self.look.ink is None or self.look.layers is None:
            return None
        return _read(self.look.layers, self.canvas, self.look.ink)

    def with_ink(self, ink: Colour) -> "Writing":
        """The same words in another colour."""
        return replace(self, look=replace(self.look, ink=ink))

    @property
    def is_hidden(self) -> bool:
        """Whether they have the colour of what is behind them all over, and no picture lies between."""
        plain = all(len(grounds) == 1 for grounds, _ in self.look.layers or ())
        return self.reading is not None and self.reading.is_hidden and plain and not self.look.pictured

    @property
    def is_dark_already(self) -> bool:
        """Whether they are light on something dark, which nobody needs to darken."""
        reading = self.reading
        dark = reading is not None and darken_ground(reading.ground) == reading.ground
        return dark and reading is not None and luminance(reading.ink) > luminance(reading.ground)

    @cached_property
    def forced(self) -> Reading | None:
        """How they are read where a program darkens the page by itself."""
        if self.look.ink is None or self.look.layers is None:
            return None
        return _read_forced(self.look.layers, self.canvas, self.look.ink)


def read_writings(root: Any, page: Page, split: Callable[[str], Segments]) -> Iterator[tuple[int, Writing]]:
    """The words that are seen on a page, each with the number of the mark before them, as `split` finds it."""
    mark = 0
    for element, words in read_texts(root):
        look = page.looks.get(element)
        for part in split(words):
            if isinstance(part, int):
                mark = part
            elif look and look.seen and look.shown and any(map(_is_seen, part)):
                yield mark, Writing(part, look, page.canvas)


def _is_seen(character: str) -> bool:
    return not character.isspace() and character not in _UNSEEN


@lru_cache(maxsize=4000)
def _read(layers: Layers, canvas: Colour, ink: Colour) -> Reading:
    pairs = _paint(layers, [canvas], ink)
    readings = [Reading(one, ground, contrast(one, ground)) for one, ground in pairs]
    worst = min(readings, key=lambda reading: reading.ratio)
    # On a gradient from lighter than the words to darker, they vanish in between.
    lighter = [luminance(ground) > luminance(one) for one, ground in pairs]
    return Reading(worst.ink, worst.ground, 1.0) if any(lighter) and not all(lighter) else worst


@lru_cache(maxsize=4000)
def _read_forced(layers: Layers, canvas: Colour, ink: Colour) -> Reading:
    darkened = tuple((tuple(map(darken_ground, grounds)), opacity) for grounds, opacity in layers)
    return _read(darkened, darken_ground(canvas), darken_ink(ink))


def _paint(layers: Layers, behind: Sequence[Colour], ink: Colour) -> list[tuple[Colour, Colour]]:
    """Each pair of ink and ground that gradients make possible; what is not opaque is painted whole, then faded."""
    if not layers:
        return [(over(ink, ground), ground) for ground in behind]
    (grounds, opacity), inner = layers[0], layers[1:]
    if opacity == 1:
        return _paint(inner, _extremes([over(ground, under) for under in behind for ground in grounds]), ink)
    return [
        (over(faded(one, opacity), under), over(faded(other, opacity), under))
        for under in behind
        for one, other in _paint(inner, _extremes([over(ground, under) for ground in grounds]), ink)
    ]


def _extremes(colours: Sequence[Colour]) -> Sequence[Colour]:
    """The lightest and the darkest of many colours: words that can be read on both can be read on all, or on none."""
    different = list(dict.fromkeys(colours))
    return different if len(different) <= _MANY else [min(different, key=luminance), max(different, key=luminance)]
