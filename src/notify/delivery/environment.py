"""What a relay takes from the environment: `${NAME}` in the catalogue stands for a variable."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from notify.errors import DeliveryError
from notify.source import Position

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")


def variables(text: str) -> list[str]:
    """The variables that are named in a text, each once and in their order."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def require(names: Iterable[str], environment: Mapping[str, str], relay: str) -> None:
    """Raises DeliveryError, naming the `relay`, where variables are not set or empty: for all of them at once."""
    missing = [name for name in names if not environment.get(name)]
    if len(missing) > 1:
        several = ", ".join(f"`{name}`" for name in missing)
        raise DeliveryError(
            f"The relay `{relay}` needs the environment variables {several}, which are not set.",
            position=Position("notifications.yaml"),
            hint=f"Set them for this command: `{' '.join(f'{name}=…' for name in missing)} notify …`.",
        )


def fill_in(value: str, environment: Mapping[str, str], relay: str) -> str:
    """A value with what its variables say. Raises DeliveryError, naming the `relay`, where one is not set or empty."""

    def read(found: re.Match[str]) -> str:
        if not (said := environment.get(found[1])):
            raise DeliveryError(
                f"The relay `{relay}` needs the environment variable `{found[1]}`, which is not set.",
                position=Position("notifications.yaml"),
                hint=f"Set it for this command: `{found[1]}=… notify …`.",
            )
        return said

    return _VARIABLE.sub(read, value)
