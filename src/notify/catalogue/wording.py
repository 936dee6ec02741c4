"""What makes a notification due and what holds it back, in words that people understand who never saw the YAML.

Names of events, traits and conditions stand in backticks. Times of day are the recipient's.
"""

from collections.abc import Iterable, Sequence
from datetime import time, timedelta
from typing import Final

from notify.catalogue.model.catalogue import Topic
from notify.catalogue.model.cron import Cron
from notify.catalogue.model.fields import listed
from notify.catalogue.model.notification import (
    Batch,
    Cancellation,
    Digest,
    Notification,
    Recipient,
    RepeatAfter,
    SendWindow,
)
from notify.catalogue.model.policy import FrequencyCap, QuietHours
from notify.catalogue.model.trigger import (
    AnyTrigger,
    CountMilestone,
    DateTrigger,
    EventTrigger,
    InactivityTrigger,
    Milestone,
    MilestoneTrigger,
    OnceTrigger,
    ScheduleTrigger,
    StreakMilestone,
)

# Sunday first, as in Cron.weekdays; not the calendar module's names, which follow the machine's locale.
_WEEKDAYS: Final = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_DAYS: Final = {day[:3].lower(): day for day in _WEEKDAYS}
_MONTHS: Final = "January February March April May June July August September October November December".split()
_WORKING_WEEK: Final = frozenset({1, 2, 3, 4, 5})
# More times or days than this are no longer simpler in words than as cron writes them.
_MOST_TIMES: Final = 4
_MOST_DAYS: Final = 5

_TOPICS: Final = {
    "required": "everybody gets it",
    "opted_in": "people get it unless they opt out",
    "opted_out": "people get it if they opt in",
}
_UNSUBSCRIBE: Final = {
    "one_click": "one click in the mail program, and a link",
    "link": "a link",
    "none": "not offered",
}


def describe_duration(span: timedelta) -> str:
    """A time span in its largest units: `2 days`, `1 hour and 30 minutes`."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    amounts = {"day": days, "hour": hours, "minute": minutes, "second": seconds}
    return _join([f"{amount} {unit}{'' if amount == 1 else 's'}" for unit, amount in amounts.items() if amount])


def describe_trigger(trigger: AnyTrigger) -> str:
    """What makes a notification due, such as ``2 days after `account.created`, at 10:00``."""
    match trigger:
        case EventTrigger(event=event, delay=None, at=None):
            return f"on `{event}`"
        case EventTrigger(event=event, delay=None, at=time() as at):
            return f"after `{event}`, at the next {_clock(at)}"
        case EventTrigger(event=event, delay=timedelta() as delay, at=at):
            return f"{describe_duration(delay)} after `{event}`{_at(at)}"
        case ScheduleTrigger(schedule=schedule):
            return describe_schedule(schedule)
        case OnceTrigger(once=moment):
            day = f"{moment.day} {_MONTHS[moment.month - 1]} {moment.year}"
            return f"once, on {day} at {_clock(moment.time())}"
        case InactivityTrigger(inactive=inactive, at=at):
            missed = listed(inactive.without) if inactive.without else "any event"
            return f"{describe_duration(inactive.for_)} without {missed}{_at(at)}"
        case MilestoneTrigger(milestone=milestone):
            return _describe_milestone(milestone)
        case DateTrigger(date=path, offset=offset, at=at) if offset:
            side = "before" if offset < timedelta(0) else "after"
            return f"{describe_duration(abs(offset))} {side} `{path}`{_at(at)}"
        case DateTrigger(date=path, at=at):
            return f"on `{path}`{_at(at)}"
    raise AssertionError(f"no words for {trigger!r}")


def describe_schedule(cron: Cron) -> str:
    """A schedule as people say it; one that is not simple as it is written, with what its fields are."""
    days, times = (
        _describe_days(cron),
        [f"{hour:02}:{minute:02}" for hour in sorted(cron.hours) for minute in sorted(cron.minutes)],
    )
    if days is None or len(times) > _MOST_TIMES:
        return f"at `{cron}` (minute, hour, day of the month, month, weekday)"
    return f"{days} at {_join(times)}"


def describe_recipients(to: Sequence[Recipient] | None, exclude: Sequence[str]) -> str:
    """Who gets a notification."""
    who = _join([_describe_recipient(recipient) for recipient in to]) if to else "the user it is about"
    return f"{who}, but not {listed(exclude)}" if exclude else who


def describe_topic(topic: Topic) -> str:
    """A topic by the name that people know, and whether they get it."""
    return f"{topic.label}: {_TOPICS[topic.default]}"


def describe_conditions(notification: Notification) -> dict[str, str]:
    """What must hold for a notification to be sent, and what becomes of it, by name; what is not said is left out."""
    dedup, throttle, goal = notification.dedup, notification.throttle, notification.goal
    words = {
        "when": notification.when and f"only where `{notification.when}`",
        "audience": notification.audience and f"only people with `{notification.audience}`",
        "send window": notification.send_window and _describe_window(notification.send_window),
        "repeat": notification.repeat and _describe_repeat(notification.repeat),
        "dedup": dedup and f"one {_rolling(dedup.within)} for the same `{dedup.key}`",
        "throttle": throttle and f"at most {throttle.limit} for one person {_rolling(throttle.per)}",
        "batch": notification.batch and _describe_batch(notification.batch),
        "digest": notification.digest and _describe_digest(notification.digest),
        "cancelled by": _join([_describe_cancellation(each) for each in notification.cancel_on], "or"),
        "expires": notification.expires
        and f"not sent any more {describe_duration(notification.expires)} after it was due",
        "unsubscribe": _UNSUBSCRIBE[notification.unsubscribe],
        "goal": goal
        and f"`{goal.event}` within {describe_duration(goal.within)}{f', worth `{goal.value}`' if goal.value else ''}",
    }
    return {name: said for name, said in words.items() if said}


def describe_quiet_hours(quiet: QuietHours) -> str:
    """When which channels are silent, and what becomes of a message."""
    who = (
        f"{_join(quiet.channels)} {'is' if len(quiet.channels) == 1 else 'are'}"
        if quiet.channels
        else "every channel is"
    )
    end = _clock(quiet.to)
    fate = f"messages wait until {end}" if quiet.then == "defer" else "messages are dropped"
    return f"{who} silent from {_clock(quiet.from_)} to {end}; {fate}"


def describe_cap(cap: FrequencyCap) -> str:
    """How many messages somebody gets at most."""
    kind = f"{cap.class_} message" if cap.class_ else "message"
    channels = f" by {_join(cap.channels, 'or')}" if cap.channels else ""
    period = _rolling(cap.per) if isinstance(cap.per, timedelta) else f"in a calendar {cap.per}"
    return f"at most {cap.limit} {kind}{'' if cap.limit == 1 else 's'}{channels} {period}"


def _describe_milestone(milestone: Milestone) -> str:
    match milestone:
        case CountMilestone(count=event, at=marks):
            return f"at the {_join([_ordinal(mark) for mark in marks])} `{event}`"
        case StreakMilestone(streak=event, days=days):
            return f"{days} days running of `{event}`" if days > 1 else f"a day of `{event}`"
        case _:
            return f"when `{milestone.sum}` adds up to {_join([f'{mark:,}' for mark in milestone.at])}"


def _describe_days(cron: Cron) -> str | None:
    """The days of a schedule; None where they are not simple."""
    every_day, every_weekday = len(cron.days) == 31, len(cron.weekdays) == 7
    months = _join([_MONTHS[month - 1] for month in sorted(cron.months)]) if len(cron.months) < 12 else ""
    weekdays = f"every {_join([_WEEKDAYS[day] for day in sorted(cron.weekdays, key=lambda day: day or 7)])}"
    if cron.weekdays == _WORKING_WEEK:
        weekdays = "Monday to Friday"
    if every_day:
        return f"{'every day' if every_weekday else weekdays}{f' in {months}' if months else ''}"
    if len(cron.days) > _MOST_DAYS or not (every_weekday or cron.either_day):
        return None
    dates = f"on the {_join([_ordinal(day) for day in sorted(cron.days)])} of {months or 'every month'}"
    if every_weekday:
        return dates
    return None if months else f"{dates} and {weekdays}"


def _describe_recipient(recipient: Recipient) -> str:
    if recipient.user:
        return f"`{recipient.user}`"
    return f"the address `{recipient.address}`{f' in the language `{recipient.locale}`' if recipient.locale else ''}"


def _describe_window(window: SendWindow) -> str:
    days = f", {_join([_DAYS[day] for day in window.days])} only" if window.days else ""
    return f"between {_clock(window.from_)} and {_clock(window.to)}{days}"


def _describe_repeat(repeat: str | RepeatAfter) -> str:
    return (
        f"not again for {describe_duration(repeat.after)}" if isinstance(repeat, RepeatAfter) else "once in a lifetime"
    )


def _describe_batch(batch: Batch) -> str:
    same = f" with the same `{batch.by}`" if batch.by else ""
    parts = [f"events{same} are gathered for {describe_duration(batch.window)}"]
    if batch.extend:
        most = f", {describe_duration(batch.max_window)} at most" if batch.max_window else ""
        parts.append(f"each of them starts the wait again{most}")
    if batch.first == "send_now":
        parts.append("the first is sent at once")
    return "; ".join([*parts, *_describe_amount(batch)])


def _describe_digest(digest: Digest) -> str:
    since = f"in the last {describe_duration(digest.since)}" if digest.since else "since the last digest"
    return "; ".join([f"gathers {listed(digest.of, 'and')} {since}", *_describe_amount(digest)])


def _describe_amount(gathered: Batch | Digest) -> Iterable[str]:
    if gathered.min > 1:
        yield f"sent from {gathered.min} on"
    if gathered.max_items:
        yield f"shows {gathered.max_items} at most"


def _describe_cancellation(cancellation: Cancellation) -> str:
    return f"`{cancellation.event}`{f' with the same `{cancellation.same}`' if cancellation.same else ''}"


def _rolling(span: timedelta) -> str:
    one, space, unit = describe_duration(span).partition(" ")
    return f"in any {unit}" if one == "1" and " " not in unit else f"in any {one}{space}{unit}"


def _at(at: time | None) -> str:
    return f", at {_clock(at)}" if at else ""


def _clock(at: time) -> str:
    return f"{at:%H:%M}"


def _ordinal(number: int) -> str:
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"


def _join(words: Sequence[str], last: str = "and") -> str:
    return f" {last} ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))
