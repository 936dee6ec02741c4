"""The events that notifications name, as rules look at them."""

from collections.abc import Iterator
from dataclasses import dataclass

from notify.catalogue.expression import events_in_condition
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import (
    AnyTrigger,
    CountMilestone,
    EventTrigger,
    InactivityTrigger,
    MilestoneTrigger,
    StreakMilestone,
)
from notify.catalogue.positions import KeyPath


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an event is named, below its notification, and what for: the start of a sentence."""

    event: str
    at: KeyPath
    role: str


def mentions(notification: Notification) -> Iterator[Mention]:
    """Every event that a notification names."""
    own = f"`{notification.id}`"
    yield from _in_trigger(notification.trigger, own)
    for index, event in enumerate(notification.digest.of if notification.digest else ()):
        yield Mention(event, ("digest", "of", index), f"{own} gathers `{event}`")
    for index, end in enumerate(notification.cancel_on):
        yield Mention(end.event, ("cancel_on", index, "event"), f"{own} is called off by `{end.event}`")
    if notification.goal:
        event = notification.goal.event
        yield Mention(event, ("goal", "event"), f"The goal of {own} is `{event}`")
    for field, condition in (("when", notification.when), ("audience", notification.audience)):
        for event in events_in_condition(condition or ""):
            yield Mention(event, (field,), f"The `{field}` of {own} asks for `{event}`")


def _in_trigger(trigger: AnyTrigger, own: str) -> Iterator[Mention]:
    match trigger:
        case EventTrigger(event=event):
            yield Mention(event, ("trigger", "event"), f"{own} waits for `{event}`")
        case MilestoneTrigger(milestone=CountMilestone(count=event)):
            yield Mention(event, ("trigger", "milestone", "count"), f"{own} counts `{event}`")
        case MilestoneTrigger(milestone=StreakMilestone(streak=event)):
            yield Mention(event, ("trigger", "milestone", "streak"), f"{own} waits for days of `{event}`")
        case InactivityTrigger(inactive=inactive):
            for index, event in enumerate(inactive.without):
                role = f"{own} goes to people without `{event}`"
                yield Mention(event, ("trigger", "inactive", "without", index), role)
        case _:
            pass
