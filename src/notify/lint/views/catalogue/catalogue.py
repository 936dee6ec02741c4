"""The catalogue, as rules look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from notify.catalogue.load import Workspace
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.positions import Document
from notify.errors import NotifyError
from notify.source import Position


@dataclass(frozen=True)
class CatalogueView:
    """The whole catalogue, once, and the day on which it is looked at.

    `mistakes` are what loading refuses; `workspace` is what remains without them.
    """

    workspace: Workspace
    today: date
    mistakes: Sequence[NotifyError] = ()

    @property
    def catalogue(self) -> Catalogue:
        """What notifications.yaml says, as far as it can be used."""
        return self.workspace.catalogue

    @property
    def document(self) -> Document:
        """The YAML with the place of every key path."""
        return self.workspace.document

    @property
    def data(self) -> Any:
        """The YAML's data as written."""
        return self.workspace.document.data

    @cached_property
    def written(self) -> Mapping[str, Mapping[str, Any]]:
        """The entries of all notifications as they are written, those that loading refuses too."""
        entries = self.data.get("notifications") if isinstance(self.data, dict) else None
        found = entries if isinstance(entries, dict) else {}
        return {name: entry if isinstance(entry, dict) else {} for name, entry in found.items()}

    def at(self, *path: int | str) -> Position:
        """Where the value at a key path stands."""
        return self.document.position(tuple(path))

    def at_key(self, *path: int | str) -> Position:
        """Where the last key of a key path stands."""
        return self.document.key_position(tuple(path))
