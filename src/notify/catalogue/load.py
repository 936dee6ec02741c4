"""The workspace: the folder that holds `notifications.yaml`, found, read and checked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.cache import NO_CACHE, Cache
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import Refusal
from notify.catalogue.model.notification import Notification
from notify.catalogue.positions import Document, KeyPath, parse_document, read_text
from notify.errors import Mistakes, NotifyError, WorkspaceError, raise_all

CATALOGUE_FILE: Final = "notifications.yaml"

# The fields of a notification that decide which messages there are, and what they may print.
_DECIDING: Final = frozenset(
    {"category", "description", "class", "topic", "trigger", "channels", "variables", "batch", "digest"}
)


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

    With mistakes, what is wrong is left out: the smallest part that can be missing, and the whole notification where
    that part decides what its messages say. None where nothing useful remains. A catalogue without mistakes is kept in
    the cache.
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
    usable = {
        key: found
        for key, notification in catalogue.notifications.items()
        if notification.topic in catalogue.topics
        and notification.channels.keys() <= catalogue.channels.keys()
        and (found := _without(notification, refusals, document.data["notifications"][key]))
    }
    return catalogue.model_copy(update={"notifications": usable}), tuple(mistakes)


def _without(notification: Notification, refusals: Iterable[Refusal], written: Any) -> Notification | None:
    """A notification without the fields that are refused; None where its messages would be other ones."""
    fields = Notification.fields_by_key()
    defaults: dict[str, Any] = {}
    for refusal in refusals:
        if refusal.at[:2] != ("notifications", notification.id):
            continue
        [field, *below] = refusal.at[2:] or [""]
        known = fields.get(str(field))
        if known is None:
            # A key that means nothing; what was meant may decide.
            if not field or any(refusal.hint == f"Did you mean `{name}`?" for name in _DECIDING):
                return None
        elif field not in _DECIDING:
            name = next(name for name, each in Notification.model_fields.items() if each is known)
            defaults[name] = known.get_default(call_default_factory=True)
        elif field != "channels" or len(below) < 2 or not refusal.on_key:
            return None
    return notification.model_copy(update=defaults) if len(notification.channels) == len(written["channels"]) else None


def _within(path: KeyPath, places: Collection[KeyPath]) -> bool:
    return any(path[: end + 1] in places for end in range(len(path)))


def load_workspace(root: Path, cache: Cache = NO_CACHE) -> Workspace:
    """The workspace in a folder. Raises its one mistake, or all of them as Mistakes."""
    workspace, mistakes = read_workspace(root, cache)
    raise_all(mistakes)
    assert workspace is not None  # noqa: S101 - without mistakes there is one
    return workspace
