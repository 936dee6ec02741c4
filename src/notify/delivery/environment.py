"""What a relay takes from the environment: `${NAME}` in the catalogue stands for a variable."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from notify.catalogue.positions import Document, KeyPath
from notify.errors import DeliveryError
from notify.source import Position

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")


def variables(text: str) -> list[str]:
    """The variables that are named in a text, each once and in their order."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def require(relay: str, environment: Mapping[str, str], document: Document) -> None:
    """Raises DeliveryError where variables that a relay of the catalogue `document` names are not set or empty.

    That is for all of them at once, and where the first of them is named.
    """
    missing: dict[str, KeyPath] = {}
    for name, path in _named(document.data["relays"][relay], ("relays", relay)):
        if not environment.get(name):
            missing.setdefault(name, path)
    if missing:
        path = next(iter(missing.values()))
        position = document.position(path)
        # The rest of a webhook's URL is often the secret, and nobody is shown that line.
        raise _unset([*missing], relay, replace(position, excerpt=None) if path[-1] == "url" else position)


def fill_in(value: str, environment: Mapping[str, str], relay: str) -> str:
    """A value with what its variables say. Raises DeliveryError, naming the `relay`, where one is not set or empty."""

    def read(found: re.Match[str]) -> str:
        if not (said := environment.get(found[1])):
            raise _unset([found[1]], relay, Position("notifications.yaml"))
        return said

    return _VARIABLE.sub(read, value)


def _named(value: Any, path: KeyPath) -> Iterator[tuple[str, KeyPath]]:
    """The variables that are named in a value of the catalogue or below it, and where."""
    if isinstance(value, str):
        yield from ((name, path) for name in variables(value))
    elif isinstance(value, dict | list):
        for key, below in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _named(below, (*path, key))


def _unset(names: Sequence[str], relay: str, position: Position) -> DeliveryError:
    which, verb, it = ("variables", "are", "them") if len(names) > 1 else ("variable", "is", "it")
    shown = ", ".join(f"`{name}`" for name in names)
    return DeliveryError(
        f"The relay `{relay}` needs the environment {which} {shown}, which {verb} not set.",
        position=position,
        hint=f"Set {it} for this command: `{' '.join(f'{name}=…' for name in names)} notify …`.",
    )
