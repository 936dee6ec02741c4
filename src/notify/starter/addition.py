"""One more notification in a workspace: its entry in the catalogue, and files that render at once."""

from codecs import BOM_UTF8
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notify.catalogue.load import CATALOGUE_FILE, load_workspace, read_catalogue
from notify.catalogue.mistakes import place, read_parts
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.positions import Document, parse_document, read_document
from notify.errors import UsageError, WorkspaceError, raise_all
from notify.files import write_whole
from notify.source import Position
from notify.starter.folder import written_together
from notify.starter.sketch import sketch_files
from notify.starter.splice import Fields, splice_notification, write_scalar

# People cannot do without these, so nobody is asked whether they want them.
_ESSENTIAL: Final = frozenset({"access", "activation", "security", "invitation"})


@dataclass(frozen=True)
class Wanted:
    """A notification that somebody asks for; what is None is chosen for them."""

    id: str
    category: str
    class_: str = "transactional"
    topic: str | None = None
    event: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Addition:
    """A notification that is ready to be added to the workspace at `root`, with nothing written yet.

    `before` and `after` are the bytes of the catalogue; `files` are the new ones beside it, by their paths below the
    workspace. `event` makes it due; `declared` says whether the catalogue knows that event.
    """

    root: Path
    before: bytes
    after: bytes
    files: Mapping[str, bytes]
    event: str
    declared: bool


def prepare_notification(root: Path, wanted: Wanted) -> Addition:
    """A notification for the workspace in a folder, checked as if it were there already.

    Raises the catalogue's own mistakes, UsageError for what is wrong with what was asked, and CatalogueError where the
    file is written in a way that cannot be added to.
    """
    catalogue, document = _open(root)
    before = _read_catalogue(root)
    mark = BOM_UTF8 if before.startswith(BOM_UTF8) else b""
    if mark + document.text.encode() != before:
        raise _changed()
    _check(wanted, document)
    event = wanted.event or wanted.id.replace("-", ".", 1).replace("-", "_")
    sketch = sketch_files(root, catalogue, wanted.id, event)
    variables = {name: f"{{type: {kind}}}" for name, kind in sketch.variables.items()}
    fields: Fields = {
        "category": write_scalar(wanted.category),
        "description": write_scalar(wanted.description or "Says in one sentence what people get, and when."),
        "class": write_scalar(wanted.class_),
        "topic": write_scalar(wanted.topic or _choose_topic(catalogue, wanted)),
        "trigger": f"{{event: {write_scalar(event)}}}",
        "channels": f"[{sketch.channel}]",
        **({"variables": variables} if variables else {}),
    }
    after = mark + splice_notification(document, wanted.id, fields).encode()
    _check_whole(after, wanted)
    return Addition(root, before, after, sketch.files, event, declared=event in catalogue.events)


def write_notification(addition: Addition) -> list[str]:
    """Writes the new files, and the catalogue last, so that it loads whenever this is interrupted.

    Returns what was written, by paths below the workspace, the catalogue first. Raises WorkspaceError, with nothing
    written, where a file is in the way, cannot be written, or the catalogue has changed since it was read.
    """
    with written_together(addition.root, addition.files):
        if _read_catalogue(addition.root) != addition.before:
            raise _changed()
        try:
            write_whole(addition.root / CATALOGUE_FILE, addition.after, replace=True)
        except OSError as error:
            message = f"The file cannot be written: {error.strerror or type(error).__name__}."
            raise WorkspaceError(message, position=Position(CATALOGUE_FILE)) from None
    return [CATALOGUE_FILE, *addition.files]


def _open(root: Path) -> tuple[Catalogue, Document]:
    document = read_document(root / CATALOGUE_FILE, CATALOGUE_FILE)
    if isinstance(document.data, dict) and document.data.get("notifications", {}) is None:
        # A catalogue that waits for its first notification: nothing else about it may be wrong.
        reading = read_parts(document.data | {"notifications": {}})
        raise_all(place(reading.refusals, document))
        if reading.catalogue:
            return reading.catalogue, document
    workspace = load_workspace(root)
    return workspace.catalogue, workspace.document


def _check(wanted: Wanted, document: Document) -> None:
    for text in (wanted.id, wanted.category, wanted.topic, wanted.event, wanted.description):
        if text is not None and not (text.strip() and text.isprintable()):
            raise UsageError("A text is empty, or has characters that cannot be printed.", hint="Write it on one line.")
    if wanted.id in (document.data["notifications"] or {}):
        raise UsageError(
            f"There is already a notification `{wanted.id}`.",
            position=document.key_position(("notifications", wanted.id)),
            hint=f"Choose another id, or look at it with `notify show {wanted.id}`.",
        )


def _choose_topic(catalogue: Catalogue, wanted: Wanted) -> str:
    """The first topic that fits the category: a required one where people cannot do without it, or an optional one."""
    essential = wanted.category in _ESSENTIAL
    for name, topic in catalogue.topics.items():
        if topic.essential == essential:
            return name
    kind, default = ("required", "required") if essential else ("optional", "opted_in")
    raise UsageError(
        f"No topic is {kind}, as one for `{wanted.category}` should be.",
        hint=f"Name one with `--topic`, or add one with `default: {default}` to `topics`.",
    )


def _check_whole(content: bytes, wanted: Wanted) -> None:
    """Reads the catalogue as it will be; what is wrong with it then is wrong with what was asked."""
    catalogue, mistakes = read_catalogue(parse_document(content.decode("utf-8-sig"), CATALOGUE_FILE))
    raise_all([UsageError(mistake.message, hint=mistake.hint) for mistake in mistakes])
    if catalogue is None or wanted.id not in catalogue.notifications:
        raise UsageError(f"`{wanted.id}` cannot be added.")


def _read_catalogue(root: Path) -> bytes:
    try:
        return (root / CATALOGUE_FILE).read_bytes()
    except OSError as error:
        message = f"The file cannot be read: {error.strerror or type(error).__name__}."
        raise WorkspaceError(message, position=Position(CATALOGUE_FILE)) from None


def _changed() -> WorkspaceError:
    hint = "Run the same command again."
    return WorkspaceError("The catalogue has changed in the meantime.", position=Position(CATALOGUE_FILE), hint=hint)
