"""Faults of one kind that are written in several places."""

from dataclasses import dataclass, field

from notify.source import Position


@dataclass
class Repeats:
    """Gives each place of a message a key of its own, where faults are known by the same.

    The first place is known by that alone. What is written once is one place, however often a loop or a macro shows it.
    """

    known: dict[str, list[Position]] = field(default_factory=dict)

    def key(self, key: str, at: Position) -> str:
        """What a fault is known by, and in which file, with its number where it is not the first there."""
        places = self.known.setdefault(f"{key}:{at.file}", [])
        if at not in places:
            places.append(at)
        number = places.index(at) + 1
        return f"{key}:{at.file}" if number == 1 else f"{key}:{at.file}:{number}"
