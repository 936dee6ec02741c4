"""CAT004: a notification that nothing makes due, or that never may go."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.expression import events_in_condition
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import MilestoneTrigger, SumMilestone
from notify.errors import nearest
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.mention import Mention, mentions
from notify.lint.views.catalogue.week import open_minutes


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares the events that are named with those declared, and windows with quiet hours."""
    declared = view.data.get("events")
    if isinstance(declared, dict) and declared:
        for stage, condition in view.catalogue.stages.items():
            for event in events_in_condition(condition):
                role = f"The stage `{stage}` asks for `{event}`"
                yield from _undeclared(view, declared, Mention(event, ("stages", stage), role), None)
        for notification in view.catalogue.notifications.values():
            for mention in mentions(notification):
                yield from _undeclared(view, declared, mention, notification.id)
            yield from _unreached_sum(view, declared, notification)
    for notification in view.catalogue.notifications.values():
        yield from _closed(view, notification)


def _undeclared(
    view: CatalogueView, declared: Mapping[str, Any], mention: Mention, notification: str | None
) -> Iterator[Fault]:
    if mention.event not in declared:
        guess = nearest(mention.event, declared)
        path = ("notifications", notification, *mention.at) if notification else mention.at
        yield Fault(
            f"{mention.role}, which is not among `events`.{f' {guess}' if guess else ''}",
            view.at(*path),
            f"{mention.at[0]}: {mention.event}",
            notification=notification,
        )


def _unreached_sum(view: CatalogueView, declared: Mapping[str, Any], notification: Notification) -> Iterator[Fault]:
    match notification.trigger:
        case MilestoneTrigger(milestone=SumMilestone(sum=path)):
            field = path.split(".")[1]
            if not any(field in (fields or ()) for fields in declared.values()):
                yield Fault(
                    f"`{notification.id}` adds up `{path}`, and no event among `events` has a field `{field}`.",
                    view.at("notifications", notification.id, "trigger", "milestone", "sum"),
                    f"trigger: {path}",
                    notification=notification.id,
                )
        case _:
            pass


def _closed(view: CatalogueView, notification: Notification) -> Iterator[Fault]:
    if open_minutes(view.catalogue, notification):
        return
    window = notification.send_window
    when = f"between {window.from_:%H:%M} and {window.to:%H:%M}, when" if window else "at any time, and"
    yield Fault(
        f"`{notification.id}` may go {when} quiet hours keep all of its channels silent: it never goes.",
        view.at_key("notifications", notification.id, "send_window" if window else "channels"),
        "window",
        help="Move its window out of the quiet hours, or make them shorter.",
        notification=notification.id,
    )


RULE: Final = Rule(
    code="CAT004",
    name="never-triggered",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="A notification waits for an event that nobody declared, or for a window that never opens.",
    why="`events` is the contract with engineering: what is not in it does not arrive. A notification that waits for "
    "such an event is never due, one that it should call off goes all the same, and its goal is never reached. A send "
    "window that lies within the quiet hours of every channel never opens.",
    cure="Declare the event under `events`, or mend its name.",
    bad=Example(note={"trigger": {"event": "note.writen"}}),
    good=Example(
        note={
            "cancel_on": ["note.read"],
            "goal": {"event": "note.read", "within": "1d"},
            "when": "not user.has_done('note.read')",
        },
        catalogue={"events": {"note.read": {}}},
    ),
)
