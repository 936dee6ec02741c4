"""Mistakes and places, as the page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from notify.errors import Mistakes, NotifyError
from notify.source import Position

_TYPED: Final = "--set "
_LONGEST: Final = 1_000  # characters of a line


@dataclass(frozen=True, slots=True)
class Editor:
    """Opens files of the workspace `root`: `address` is a URL with `{path}`, `{line}` and `{column}` in it."""

    root: Path
    address: str

    def describe(self, position: Position | None) -> Mapping[str, Any] | None:
        """A place: `file`, `line`, `column`, `width` and `excerpt` as in Position, and `edit`, which opens it.

        `edit` is None where there is no such file; of a line that nobody reads, only its beginning is there. None for
        None.
        """
        if position is None:
            return None
        return {
            "file": position.file,
            "line": position.line,
            "column": position.column,
            "width": position.width,
            "excerpt": position.excerpt and position.excerpt[:_LONGEST],
            "edit": self.link(position),
        }

    def link(self, position: Position) -> str | None:
        """What opens a place; None where there is no such file below the workspace."""
        path = self.root / position.file
        try:
            inside = path.resolve().is_relative_to(self.root.resolve()) and path.is_file()
        except (OSError, ValueError):
            return None
        if not inside:
            return None
        filled = {"path": quote(path.absolute().as_posix()), "line": position.line or 1, "column": position.column or 1}
        address = self.address
        for name, value in filled.items():
            address = address.replace(f"{{{name}}}", str(value))
        return address


def describe_mistakes(error: NotifyError, editor: Editor) -> list[Mapping[str, Any]]:
    """What is wrong, one entry a mistake: `message`, `hint`, `place` and `field`, each of these three perhaps None.

    `field` is the path of a value that was typed in, where that is what is wrong, and then there is no `place`.
    """
    mistakes: Iterable[NotifyError] = error.mistakes if isinstance(error, Mistakes) else [error]
    return [_describe(each, editor) for each in mistakes]


def _describe(mistake: NotifyError, editor: Editor) -> Mapping[str, Any]:
    position = mistake.position
    # As the command line names the places of such values.
    typed = position is not None and position.file.startswith(_TYPED)
    return {
        "message": mistake.message,
        "hint": mistake.hint,
        "place": None if typed else editor.describe(position),
        "field": position.file.removeprefix(_TYPED).partition("=")[0] if position and typed else None,
    }
