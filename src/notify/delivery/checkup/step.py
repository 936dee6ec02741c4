"""One step of a checkup, and how long it took."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What one step found; the fields, in this order, are those of the machine format.

    `ok` is None for what was not reached or could not be checked. `milliseconds` is None where nothing was asked.
    `detail` says what was found, and `cure` what to do about it, both in whole sentences.
    """

    step: str
    ok: bool | None
    milliseconds: int | None = None
    detail: str
    cure: str | None = None


class Stopwatch:
    """Measures one step after the other on a `clock` that counts seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._last = clock()

    def lap(self) -> int:
        """Whole milliseconds since the last lap."""
        before, self._last = self._last, self._clock()
        return round((self._last - before) * 1000)
