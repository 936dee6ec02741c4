"""CAT008: one event that makes many notifications due at once."""

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import EventTrigger
from notify.catalogue.wording import describe_recipients, describe_trigger
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Brings together what one event makes due for the same people at the same time."""
    groups: dict[Hashable, list[Notification]] = defaultdict(list)
    for notification in view.catalogue.notifications.values():
        if isinstance(notification.trigger, EventTrigger):
            groups[_moment(notification.trigger, notification)].append(notification)
    for group in groups.values():
        crowd = max(_crowds(group, list(view.catalogue.stages) or [""]), key=len)
        if len(crowd) > options["max"]:
            names = [notification.id for notification in crowd]
            when = describe_trigger(crowd[-1].trigger)
            who = describe_recipients(crowd[-1].to, ())
            yield Fault(
                f"{listed(names, 'and')} are all due {when}, for {who}: {len(crowd)} messages at one time.",
                view.at("notifications", names[-1], "trigger"),
                f"{when}, for {who}",
                size=len(crowd),
                value=f"{len(crowd)} notifications",
            )


def _moment(trigger: EventTrigger, notification: Notification) -> Hashable:
    """When it is due, and to whom. What is gathered first is due later than what is not."""
    batch = notification.batch
    held = batch.window if batch and batch.first == "hold" else None
    return trigger.event, trigger.delay, trigger.at, held, notification.to


def _crowds(group: Sequence[Notification], stages: Sequence[str]) -> Iterator[list[Notification]]:
    """Those of a group that one person may get together, for each stage.

    Conditions that differ may be the two sides of one question, so only one of them counts at a time.
    """
    for stage in stages:
        reached = [each for each in group if not each.stage or stage in each.stage]
        conditions = {(each.when, each.audience) for each in reached}
        for condition in conditions or {(None, None)}:
            yield [each for each in reached if (each.when, each.audience) in {(None, None), condition}]


_NOTE: Final = {
    "category": "activity",
    "description": "Somebody left a note.",
    "class": "transactional",
    "topic": "notes",
    "trigger": {"event": "note.written"},
    "channels": ["email"],
}
_LATER: Final = _NOTE | {"trigger": {"event": "note.written", "delay": "1d"}}

RULE: Final = Rule(
    code="CAT008",
    name="crowded-trigger",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    options={"max": 2},
    summary="One event makes three or more notifications due at the same time.",
    why="Each was planned alone, and people get all of them at once, or the cap picks one. Two are often meant: a "
    "receipt for one and a task for the other; three rarely are. The number is ours, and an option.",
    cure="Give some of them a `delay`, a condition that keeps them apart, or make them one.",
    bad=Example(catalogue={"notifications": {"note": _NOTE, "note-tips": _NOTE, "note-guide": _NOTE}}),
    good=Example(catalogue={"notifications": {"note": _NOTE, "note-tips": _NOTE, "note-guide": _LATER}}),
)
