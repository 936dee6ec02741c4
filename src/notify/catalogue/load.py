"""The workspace: the folder that holds `notifications.yaml`, found, read and checked."""

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notify.cache import NO_CACHE, Cache
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.positions import Document, KeyPath, parse_document, read_text
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


@dataclass(frozen=True, slots=True)
class Checked:
    """A catalogue in which there are no mistakes, and the YAML that it was read from."""

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


def read_workspace(root: Path, cache: Cache = NO_CACHE) -> tuple[Workspace | None, tuple[NotifyError, ...]]:
    """The workspace in a folder, as far as it can be used, and all mistakes in its catalogue, in reading order.

    With mistakes, what is wrong is left out: whole notifications, and elsewhere the smallest part that can be missing.
    None where nothing useful remains. A catalogue without mistakes is kept in the cache.
    """
    try:
        text = read_text(root / CATALOGUE_FILE, CATALOGUE_FILE)
        name = cache.name("catalogue", [text.encode()])
        known = cache.read(name)
        if isinstance(known, Checked):
            return Workspace(root, known.catalogue, known.document), ()
        document = parse_document(text, CATALOGUE_FILE)
    except Mistakes as error:
        return None, tuple(error.mistakes)
    except NotifyError as error:
        return None, (error,)
    catalogue, mistakes = read_catalogue(document)
    if catalogue is None:
        return None, mistakes
    if not mistakes:
        cache.write(name, Checked(catalogue, document))
    return Workspace(root, catalogue, document), mistakes


def read_catalogue(document: Document) -> tuple[Catalogue | None, tuple[NotifyError, ...]]:
    """What of a document can be used as a catalogue, and all its mistakes."""
    # Not needed for a catalogue that was checked once before.
    from notify.catalogue.mistakes import place, read_parts
    from notify.catalogue.references import faults_between
    from notify.catalogue.texts import faults_in_texts

    reading = read_parts(document.data)
    catalogue, refusals = reading.catalogue, reading.refusals
    if catalogue is not None:
        between = [*faults_between(catalogue, document.data), *faults_in_texts(catalogue, document.data)]
        # A name that is declared with a slip of the finger is one mistake, however often it is used.
        misspelt = {f"Did you mean `{refusal.at[-1]}`?" for refusal in refusals if refusal.on_key and refusal.at}
        refusals += [
            refusal for refusal in between if refusal.hint not in misspelt and not _within(refusal.at, reading.replaced)
        ]
    mistakes = Mistakes(place(refusals, document)).mistakes
    if catalogue is None or not reading.whole:
        return None, tuple(mistakes)
    wrong = {refusal.at[:2] for refusal in refusals}
    usable = {
        key: notification
        for key, notification in catalogue.notifications.items()
        if ("notifications", key) not in wrong
        and notification.topic in catalogue.topics
        and notification.channels.keys() <= catalogue.channels.keys()
    }
    return catalogue.model_copy(update={"notifications": usable}), tuple(mistakes)


def _within(path: KeyPath, places: Collection[KeyPath]) -> bool:
    return any(path[: end + 1] in places for end in range(len(path)))


def load_workspace(root: Path, cache: Cache = NO_CACHE) -> Workspace:
    """The workspace in a folder. Raises its one mistake, or all of them as Mistakes."""
    workspace, mistakes = read_workspace(root, cache)
    raise_all(mistakes)
    assert workspace is not None  # noqa: S101 - without mistakes there is one
    return workspace
