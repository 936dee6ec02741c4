"""The structures met so far: in memory for this run, and between runs in the cache."""

import json
from collections import OrderedDict
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from notify.cache import Cache
from notify.render.markup.fault import MarkupFault
from notify.render.skeleton.shape import Shape, bake
from notify.render.skeleton.skeleton import Skeleton

# Some 60 kB each.
_IN_MEMORY: Final = 400


@dataclass(frozen=True, slots=True)
class Baking:
    """What a shape needs before it can be compiled: these values, by their numbers, as text, and its locale known."""

    values: frozenset[int]
    locale: bool


_Key = tuple[Shape, str | None, str]


class Skeletons:
    """Finds the compiled structure for a shape, compiling it the first time."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache
        self._known: OrderedDict[_Key, Skeleton | Baking] = OrderedDict()

    def find(self, shape: Shape, values: list[str], locale: str, direction: str) -> tuple[Skeleton, list[str]]:
        """The structure, and those of the values that are to be filled into it.

        Raises MarkupFault where the compiler refuses the message, at a character of it as it was printed.
        """
        asked: str | None = None
        while True:
            known = self._look_up((shape, asked, direction))
            if isinstance(known, Baking):
                asked = locale if known.locale else asked
                shape, values = bake(shape, values, known.values)
            elif unfit := known.unfit(values):
                shape, values = bake(shape, values, unfit)
            else:
                return known, values

    def _look_up(self, key: _Key) -> Skeleton | Baking:
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key]
        self._known[key] = known = self._read_or_learn(*key)
        if len(self._known) > _IN_MEMORY:
            self._known.popitem(last=False)
        return known

    def _read_or_learn(self, shape: Shape, locale: str | None, direction: str) -> Skeleton | Baking:
        if None not in shape:
            # A message in which nothing varies serves nobody else, and what it says is not for keeping.
            return _learn(shape, locale, direction)
        name = self._cache.name("skeleton", [json.dumps([_joined(shape), locale, direction]).encode()])
        known = self._cache.read(name)
        if not isinstance(known, Skeleton | Baking):
            known = _learn(shape, locale, direction)
            self._cache.write(name, known)
        return known


def _learn(shape: Shape, locale: str | None, direction: str) -> Skeleton | Baking:
    # With a structure that was kept, none of what compiles one is loaded.
    from notify.render.skeleton.compilation import compile_skeleton, read_shape

    count = sum(piece is None for piece in shape)
    try:
        reading = read_shape(shape)
        locale_matters = reading.by_locale and locale is None
        if reading.structural or locale_matters:
            return Baking(reading.structural, locale_matters)
        return compile_skeleton(reading, count, locale, direction)
    except MarkupFault:
        if not count:
            raise
        # Whether a value is at fault is seen when it stands there.
        return Baking(frozenset(range(count)), locale=False)


def _joined(shape: Shape) -> list[str | None]:
    """The shape with the text between two values in one: however it was printed, it is the same."""
    joined: list[str | None] = []
    for is_value, run in groupby(shape, lambda piece: piece is None):
        pieces = list(run)
        joined += pieces if is_value else ["".join(filter(None, pieces))]
    return joined
