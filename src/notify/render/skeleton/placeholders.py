"""What stands in the place of values while a structure is compiled."""

import re
from collections.abc import Sequence
from itertools import chain, count, product
from typing import Final

# Text, and the numbers of values in it.
Segments = tuple[str | int, ...]

# Letters that few languages put side by side, so that the first pair nearly always does.
_FIRST: Final = "qxzvjk"
_SECOND: Final = "ZQXJKV"


class Placeholders:
    """Words that stand for values by their numbers, and that occur nowhere in a text.

    A number stands between two pairs of letters: nothing that is done to markup takes it for anything but a word.
    """

    def __init__(self, text: str) -> None:
        pairs = (first + second for first, second in product(_FIRST, _SECOND))
        # Somebody who writes all of them into one message gets longer ones.
        longer = (_FIRST[0] * length + _SECOND[0] for length in count(2))
        self._before = next(pair for pair in chain(pairs, longer) if pair not in text and pair[::-1] not in text)
        self._after = self._before[::-1]
        self._pattern = re.compile(f"{self._before}([0-9]+){self._after}")

    def write(self, number: int) -> str:
        """The word for a value."""
        return f"{self._before}{number}{self._after}"

    def find(self, text: str) -> list[int]:
        """The numbers of the values in a text, in order."""
        return [int(number) for number in self._pattern.findall(text)] if self._before in text else []

    def split(self, text: str) -> Segments:
        """A text with the numbers of values in the place of their words."""
        if self._before not in text:
            return (text,) if text else ()
        parts = self._pattern.split(text)
        return tuple(int(part) if index % 2 else part for index, part in enumerate(parts) if part)


def fill(segments: Segments, values: Sequence[str]) -> str:
    """A text with its values, which are taken by their numbers."""
    return "".join([values[part] if type(part) is int else part for part in segments])  # type: ignore[misc] # mypy knows `type(part) is int` not
