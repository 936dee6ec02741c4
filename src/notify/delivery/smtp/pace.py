"""How fast messages go, and how long one waits that has to go again."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, Lock


@dataclass(frozen=True, slots=True)
class Again:
    """Why something is tried again, in `pause` seconds, for the `attempt`th time of as many `attempts` at most."""

    why: str
    pause: float
    attempt: int
    attempts: int


@dataclass(frozen=True)
class Retries:
    """How often a message is tried, and the pauses in between: `first` seconds, and each twice as long as the last.

    Each is between half and one and a half times as long as that, so that many messages do not come back at once.
    `on_retry` hears of each before it begins, from any thread.
    """

    attempts: int = 5
    first: float = 1.0
    chance: Callable[[], float] = random.random
    on_retry: Callable[[Again], object] = lambda _: None

    def pause(self, attempt: int, why: str) -> float | None:
        """Seconds until the next attempt after so many, of which the last failed for a reason; None after the last."""
        if attempt >= self.attempts:
            return None
        seconds = self.first * 2.0 ** (attempt - 1) * (0.5 + self.chance())
        self.on_retry(Again(why, seconds, attempt + 1, self.attempts))
        return seconds


@dataclass
class Pace:
    """Lets messages of several threads begin at most `rate` times a second; any number of times where it is None."""

    rate: float | None
    clock: Callable[[], float] = time.monotonic
    _next: float = 0.0
    _lock: Lock = field(default_factory=Lock)

    def wait(self, stop: Event) -> None:
        """Returns when the next may begin, or when `stop` is set."""
        if self.rate is None:
            return
        with self._lock:
            now = self.clock()
            slot = max(now, self._next)
            self._next = slot + 1 / self.rate
        stop.wait(slot - now)
