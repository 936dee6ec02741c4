"""A notification seen from outside: what it says in the catalogue, and which files there are for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from notify.catalogue.copy import SHORT_CHANNELS, CopyBook, CopyFiles, Coverage, copy_files
from notify.catalogue.load import Workspace
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.part import Part
from notify.catalogue.model.policy import FrequencyCap, QuietHours
from notify.catalogue.model.trigger import events_of
from notify.catalogue.samples import sample_files
from notify.errors import Mistakes, NotifyError, raise_all
from notify.source import Position

_TEMPLATES: Final = ("email.mjml", "email.txt")


@dataclass(frozen=True)
class Outline:
    """A notification and its files; every path is relative to the workspace, with forward slashes.

    `written` is its entry as data, as it stands in the file, at `place`. `stages` are those it goes to: the catalogue's
    where it names none. `coverage` has each locale of the catalogue; `lacking` the keys that a locale lacks, for each
    channel that lacks any. `examples` are the samples that the catalogue declares for the variables, as written;
    `samples` and `copies` are files by name and by locale, `templates` those that are there.
    """

    notification: Notification
    written: Mapping[str, Any]
    place: Position
    stages: tuple[str, ...]
    coverage: Mapping[str, Coverage]
    lacking: Mapping[str, Mapping[str, tuple[str, ...]]]
    examples: Mapping[str, Any]
    templates: tuple[str, ...]
    copies: Mapping[str, str]
    samples: Mapping[str, str]


def outline_notifications(workspace: Workspace, notifications: Iterable[Notification]) -> list[Outline]:
    """The outlines of some notifications, in their order.

    Raises CopyError, or Mistakes of it, for copy that cannot be read; having none is not a mistake here.
    """
    files = CopyFiles(workspace.root, workspace.catalogue.defaults.locale)
    outlines: list[Outline] = []
    mistakes: dict[str, NotifyError] = {}
    for notification in notifications:
        try:
            outlines.append(_outline(workspace, files, notification))
        except NotifyError as error:
            # What is wrong in shared copy is found again with each notification, and is one mistake.
            found = error.mistakes if isinstance(error, Mistakes) else [error]
            mistakes |= {str(mistake): mistake for mistake in found}
    raise_all(list(mistakes.values()))
    return outlines


def list_entry(outline: Outline) -> dict[str, Any]:
    """What `notify list` says of a notification to programs; the trigger's fields are as they are written."""
    notification = outline.notification
    return {
        "id": notification.id,
        "category": notification.category,
        "class": notification.class_,
        "priority": notification.priority,
        "topic": notification.topic,
        "stages": list(outline.stages),
        "trigger": _trigger(outline),
        "channels": list(notification.channels),
        "locales": dict(outline.coverage),
        "samples": list(outline.samples),
        "file": outline.place.file,
        "line": outline.place.line,
    }


def whole_entry(outline: Outline, catalogue: Catalogue) -> dict[str, Any]:
    """What `notify show` says of a notification to programs: the list's keys and then all others.

    A field of the catalogue is as it is written there, and null where it is not.
    """
    notification, written = outline.notification, outline.written
    untold = (
        "make_or_break when audience to exclude route send_window repeat dedup throttle batch digest cancel_on expires"
    )
    return {
        **list_entry(outline),
        "description": notification.description,
        "unsubscribe": notification.unsubscribe,
        **{key: written.get(key) for key in [*untold.split(), "reply_to", "from", "goal"]},
        "variables": [
            {
                "name": name,
                "type": variable.type,
                "from": variable.from_,
                "required": variable.required,
                "default": written["variables"][name].get("default"),
                "sample": outline.examples.get(name),
                "description": variable.description,
            }
            for name, variable in notification.variables.items()
        ],
        "addresses": {name: catalogue.channels[name].address for name in notification.channels},
        "lacking": {
            locale: {channel: list(keys) for channel, keys in lacks.items()}
            for locale, lacks in outline.lacking.items()
        },
        "caps": [cap.id for cap in caps_on(catalogue, notification)],
        "quiet_hours": [
            {
                "channels": list(quiet.channels),
                "from": f"{quiet.from_:%H:%M}",
                "to": f"{quiet.to:%H:%M}",
                "then": quiet.then,
            }
            for quiet in quiet_hours_on(catalogue, notification)
        ],
        "files": {
            "templates": list(outline.templates),
            "copy": dict(outline.copies),
            "samples": dict(outline.samples),
        },
    }


def caps_on(catalogue: Catalogue, notification: Notification) -> list[FrequencyCap]:
    """The frequency caps that can hold a notification back; none for a critical one, which passes them."""
    return [
        cap
        for cap in catalogue.policy.frequency_caps
        if notification.priority != "critical"
        and cap.class_ in {None, notification.class_}
        and _shares(cap.channels, notification)
    ]


def quiet_hours_on(catalogue: Catalogue, notification: Notification) -> list[QuietHours]:
    """The quiet hours that can hold a notification back; none for a critical one, which passes them."""
    return [
        quiet
        for quiet in catalogue.policy.quiet_hours
        if notification.priority != "critical" and _shares(quiet.channels, notification)
    ]


def _shares(channels: Iterable[str], notification: Notification) -> bool:
    named = set(channels)
    return not named or not named.isdisjoint(notification.channels)


def _outline(workspace: Workspace, files: CopyFiles, notification: Notification) -> Outline:
    root, catalogue, own = workspace.root, workspace.catalogue, notification.id
    copies = copy_files(root, own)
    book = files.read_book(own) if copies else None
    folder = root / "templates" / own
    return Outline(
        notification=notification,
        written=workspace.document.data["notifications"][own],
        place=workspace.document.key_position(("notifications", own)),
        stages=notification.stage or tuple(catalogue.stages),
        coverage={locale: book.coverage(locale) if book else "missing" for locale in catalogue.locales},
        lacking={locale: lacks for locale in catalogue.locales if book and (lacks := _lacks(book, locale))},
        examples=_examples(workspace, notification),
        templates=tuple(f"templates/{own}/{name}" for name in _TEMPLATES if (folder / name).is_file()),
        copies={locale: path.relative_to(root).as_posix() for locale, path in copies.items()},
        samples={name: path.relative_to(root).as_posix() for name, path in sample_files(root, own).items()},
    )


def _lacks(book: CopyBook, locale: str) -> dict[str, tuple[str, ...]]:
    lacks = {channel: tuple(sorted(book.lacks(locale, channel))) for channel in ("email", *SHORT_CHANNELS)}
    return {channel: keys for channel, keys in lacks.items() if keys}


def _examples(workspace: Workspace, notification: Notification) -> dict[str, Any]:
    """A variable's own sample, or that of the trait or field of the event that it comes from."""
    data = workspace.document.data
    own = data["notifications"][notification.id].get("variables", {})
    payloads = [data.get("events", {}).get(event) or {} for event in events_of(notification.trigger)]
    declared = {"user": data.get("user", {}), "event": payloads[0] if payloads else {}}
    examples = {}
    for name, variable in notification.variables.items():
        root, field, *rest = variable.from_.split(".")
        example = own[name].get("sample")
        if example is None:
            example = declared[root].get(field, {}).get("sample")
            for part in rest:
                example = example.get(part) if isinstance(example, dict) else None
        if example is not None:
            examples[name] = example
    return examples


def _trigger(outline: Outline) -> dict[str, Any]:
    trigger = outline.notification.trigger
    # A moment is a schedule that comes once: programs learn five kinds, as the documentation of the format lists them.
    kind = "schedule" if trigger.kind == "once" else trigger.kind
    return {"kind": kind, **_in_order(trigger, outline.written["trigger"])}


def _in_order(part: Part, written: Mapping[str, Any]) -> dict[str, Any]:
    """What is written of a part, its keys in the order of the format."""
    ordered = {}
    for name, field in type(part).model_fields.items():
        key, value = field.alias or name, getattr(part, name)
        if key in written:
            ordered[key] = _in_order(value, written[key]) if isinstance(value, Part) else written[key]
    return ordered
