"""The workspace: the folder that holds `notifications.yaml`, found, read and checked."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notify.catalogue.mistakes import read_catalogue
from notify.catalogue.model import Catalogue
from notify.catalogue.positions import Document, read_document
from notify.errors import Mistakes, NotifyError, WorkspaceError, raise_all

CATALOGUE_FILE: Final = "notifications.yaml"


@dataclass(frozen=True)
class Workspace:
    """A folder with a catalogue: `root` is the folder, `document` the YAML that the catalogue was read from.

    Places in it are relative to the folder.
    """

    root: Path
    catalogue: Catalogue
    document: Document


def find_workspace(start: Path) -> Path:
    """The nearest folder from `start` upwards that has a `notifications.yaml`. Raises WorkspaceError where none has."""
    beginning = start.absolute()
    for folder in (beginning, *beginning.parents):
        if (folder / CATALOGUE_FILE).is_file():
            return folder
    raise WorkspaceError(
        f"There is no `{CATALOGUE_FILE}` in {beginning} or above it.",
        hint="Run `notify init` to write one, or name its folder with `--workspace`.",
    )


def read_workspace(root: Path) -> tuple[Workspace | None, tuple[NotifyError, ...]]:
    """The workspace in a folder, as far as it can be used, and all mistakes in its catalogue, in reading order.

    With mistakes, what is wrong is left out: whole notifications, and elsewhere the smallest part that can be missing.
    None where nothing useful remains.
    """
    try:
        document = read_document(root / CATALOGUE_FILE, CATALOGUE_FILE)
    except Mistakes as error:
        return None, tuple(error.mistakes)
    except NotifyError as error:
        return None, (error,)
    catalogue, mistakes = read_catalogue(document)
    workspace = Workspace(root, catalogue, document) if catalogue else None
    return workspace, tuple(Mistakes(mistakes).mistakes)


def load_workspace(root: Path) -> Workspace:
    """The workspace in a folder. Raises its one mistake, or all of them as Mistakes."""
    workspace, mistakes = read_workspace(root)
    raise_all(mistakes)
    if workspace is None:
        raise AssertionError("a catalogue without mistakes was not read")
    return workspace
