"""What makes a notification due: an event, a schedule, a moment, inactivity, a milestone or a date of the user's."""

from datetime import timedelta
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Final, Literal, Self

from pydantic import Field, PlainValidator, model_validator

from notify.catalogue.model.cron import Schedule
from notify.catalogue.model.fields import (
    Count,
    DataPath,
    Duration,
    EventName,
    LocalMoment,
    Offset,
    Refusal,
    TimeOfDay,
    shown,
)
from notify.catalogue.model.part import Part, key_of

TriggerKind = Literal["event", "schedule", "once", "inactive", "milestone", "date"]

_AT: Final = "The recipient's time of day to send at: the next one when it is due."


class _Trigger(Part):
    kind: ClassVar[TriggerKind]


class EventTrigger(_Trigger):
    """Due when an event happens, or a while later."""

    noun: ClassVar[str] = "an event trigger"
    kind = "event"

    event: EventName = Field(description="The event that makes it due.", examples=["account.created"])
    delay: Duration | None = Field(default=None, description="How long after the event, such as `2d`.")
    at: TimeOfDay | None = Field(default=None, description=_AT)


class ScheduleTrigger(_Trigger):
    """Due again and again, in the recipient's zone."""

    noun: ClassVar[str] = "a schedule trigger"
    kind = "schedule"

    schedule: Schedule = Field(
        description="When, as cron writes it: minute, hour, day, month, weekday.", examples=['"0 8 * * mon"']
    )


class OnceTrigger(_Trigger):
    """Due at one moment, in the recipient's zone."""

    noun: ClassVar[str] = "a trigger at one moment"
    kind = "once"

    once: LocalMoment = Field(
        description="Day and time in the recipient's zone, such as `2026-03-01T09:00`.", examples=["2026-03-01T09:00"]
    )


class Inactivity(Part):
    """How long somebody must have done nothing, or nothing of what counts."""

    noun: ClassVar[str] = "inactivity"

    for_: Duration = Field(alias="for", description="How long nothing has happened.", examples=["30d"])
    without: tuple[EventName, ...] = Field(
        default=(), description="The events that count as activity; any event if none is named."
    )


class InactivityTrigger(_Trigger):
    """Due when somebody has been inactive for a while."""

    noun: ClassVar[str] = "an inactivity trigger"
    kind = "inactive"

    inactive: Inactivity = Field(description="How long, and without which events.", examples=["{for: 30d}"])
    at: TimeOfDay | None = Field(default=None, description=_AT)


def _check_rising(numbers: tuple[float, ...]) -> None:
    for index, (lower, upper) in enumerate(pairwise(numbers), start=1):
        if upper <= lower:
            raise Refusal(
                f"`{upper:g}` does not come after `{lower:g}`.", "Write the marks in rising order.", at=("at", index)
            )


class CountMilestone(Part):
    """Reached with the nth event of its name."""

    noun: ClassVar[str] = "a milestone that counts"

    count: EventName = Field(description="The event to count.", examples=["task.done"])
    at: tuple[Count, ...] = Field(min_length=1, description="At which counts it is due.", examples=["[1, 10, 100]"])

    @model_validator(mode="after")
    def _check_marks(self) -> Self:
        _check_rising(self.at)
        return self


class StreakMilestone(Part):
    """Reached when an event happens on so many days running."""

    noun: ClassVar[str] = "a streak"

    streak: EventName = Field(description="The event that must happen every day.", examples=["lesson.done"])
    days: Count = Field(description="How many days in a row.", examples=["7"])


def _read_mark(value: Any) -> int | float:
    if isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
        return value
    raise Refusal(f"{shown(value)} is not a mark.", "Write a number above zero, without quotes.")


class SumMilestone(Part):
    """Reached when the values of a field of events add up to a mark."""

    noun: ClassVar[str] = "a milestone that adds up"

    sum: DataPath = Field(
        description="The number in the event to add up, such as `event.points`.", examples=["event.points"]
    )
    at: tuple[Annotated[int | float, PlainValidator(_read_mark, json_schema_input_type=int | float)], ...] = Field(
        min_length=1, description="At which sums it is due.", examples=["[500]"]
    )

    @model_validator(mode="after")
    def _check_marks(self) -> Self:
        _check_rising(self.at)
        return self


Milestone = CountMilestone | StreakMilestone | SumMilestone
_MILESTONES: Final[dict[str, type[Milestone]]] = {
    "count": CountMilestone,
    "streak": StreakMilestone,
    "sum": SumMilestone,
}


def _read_milestone(value: Any) -> Milestone:
    return _MILESTONES[key_of(value, _MILESTONES, "a milestone")].model_validate(value)


class MilestoneTrigger(_Trigger):
    """Due when somebody reaches a mark."""

    noun: ClassVar[str] = "a milestone trigger"
    kind = "milestone"

    milestone: Annotated[Milestone, PlainValidator(_read_milestone, json_schema_input_type=Milestone)] = Field(
        description="The mark: a count of events, a streak of days, or a sum.",
        examples=["{count: task.done, at: [1, 10, 100]}"],
    )


class DateTrigger(_Trigger):
    """Due on, before or after a date that is a trait of the user."""

    noun: ClassVar[str] = "a date trigger"
    kind = "date"

    date: DataPath = Field(
        description="The trait that holds the date, such as `user.card_expires`.", examples=["user.card_expires"]
    )
    offset: Offset = Field(default=timedelta(0), description="How long before (`-7d`) or after (`1d`) that date.")
    at: TimeOfDay | None = Field(default=None, description="The recipient's time of day to send at.")


AnyTrigger = EventTrigger | ScheduleTrigger | OnceTrigger | InactivityTrigger | MilestoneTrigger | DateTrigger
_TRIGGERS: Final[dict[str, type[AnyTrigger]]] = {
    "event": EventTrigger,
    "schedule": ScheduleTrigger,
    "once": OnceTrigger,
    "inactive": InactivityTrigger,
    "milestone": MilestoneTrigger,
    "date": DateTrigger,
}


def _read_trigger(value: Any) -> AnyTrigger:
    return _TRIGGERS[key_of(value, _TRIGGERS, "a trigger")].model_validate(value)


Trigger = Annotated[AnyTrigger, PlainValidator(_read_trigger, json_schema_input_type=AnyTrigger)]


def events_of(trigger: AnyTrigger) -> tuple[str, ...]:
    """The events whose payload such a notification has as `event`: one, or none where no single event makes it due."""
    match trigger:
        case EventTrigger(event=name):
            return (name,)
        case MilestoneTrigger(milestone=CountMilestone(count=name) | StreakMilestone(streak=name)):
            return (name,)
        case _:
            return ()
