"""A notification's week: the minutes at which it may become due, and those at which it may go.

Minutes count from the start of Monday, and are the recipient's; weeks in which the clocks change are not among them.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from datetime import time
from typing import Final

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.cron import Cron
from notify.catalogue.model.fields import DAYS
from notify.catalogue.model.notification import Notification, SendWindow
from notify.catalogue.model.policy import QuietHours
from notify.catalogue.model.trigger import DateTrigger, EventTrigger, InactivityTrigger, OnceTrigger, ScheduleTrigger
from notify.catalogue.outline import quiet_hours_on

MINUTES_OF_DAY: Final = 24 * 60
MINUTES_OF_WEEK: Final = 7 * MINUTES_OF_DAY


def due_minutes(notification: Notification) -> Sequence[int]:
    """The minutes of the week at which a notification may become due: all of them where nothing says more."""
    match notification.trigger:
        case EventTrigger(at=time() as at) if not notification.batch:
            return _daily(at)
        case InactivityTrigger(at=time() as at):
            return _daily(at)
        case DateTrigger(at=at):
            return _daily(at or time())
        case OnceTrigger(once=moment):
            return [moment.weekday() * MINUTES_OF_DAY + _minute(moment.time())]
        case ScheduleTrigger(schedule=cron):
            return _scheduled(cron)
        case _:
            return range(MINUTES_OF_WEEK)


def open_minutes(catalogue: Catalogue, notification: Notification, *, until_dropped: bool = False) -> Sequence[int]:
    """The minutes of the week at which a notification may go by one of its channels, in order.

    A minute at which it is dropped counts as one at which it may not go, or, `until_dropped`, as the end of its wait.
    """
    silences = quiet_hours_on(catalogue, notification)
    quiet = _quiet_minutes(notification, [one for one in silences if one.then == "defer" or not until_dropped])
    window = notification.send_window
    if not (quiet or window):
        return range(MINUTES_OF_WEEK)
    minutes = _window_minutes(window) if window else range(MINUTES_OF_WEEK)
    return sorted(minute for minute in minutes if minute % MINUTES_OF_DAY not in quiet)


def dropped_minutes(catalogue: Catalogue, notification: Notification) -> set[int]:
    """The minutes of the day at which a notification is dropped and does not wait."""
    silences = [quiet for quiet in quiet_hours_on(catalogue, notification) if quiet.then == "drop"]
    return _quiet_minutes(notification, silences)


def longest_wait(due: Iterable[int], may_go: Sequence[int]) -> tuple[int, int]:
    """The minute at which what becomes due waits longest until it may go, the first such, and how many minutes.

    There must be one at which it may go.
    """
    waits = ((minute, _wait(minute, may_go)) for minute in due)
    return max(waits, key=lambda found: found[1])


def _wait(minute: int, may_go: Sequence[int]) -> int:
    index = bisect_left(may_go, minute)
    return may_go[index] - minute if index < len(may_go) else may_go[0] + MINUTES_OF_WEEK - minute


def _quiet_minutes(notification: Notification, silences: Iterable[QuietHours]) -> set[int]:
    """The minutes of the day at which all of its channels are silent."""
    by_channel = [
        {
            minute % MINUTES_OF_DAY
            for quiet in silences
            if not quiet.channels or channel in quiet.channels
            for minute in _span(quiet.from_, quiet.to)
        }
        for channel in notification.channels
    ]
    return set.intersection(*by_channel)


def _window_minutes(window: SendWindow) -> set[int]:
    """A window that crosses midnight belongs to the day on which it opens."""
    days = [DAYS.index(day) for day in window.days or DAYS]
    return {
        (day * MINUTES_OF_DAY + minute) % MINUTES_OF_WEEK for day in days for minute in _span(window.from_, window.to)
    }


def _span(start: time, end: time) -> range:
    """The minutes of a day from one time to another, beyond its end where that is on the next day."""
    first, last = _minute(start), _minute(end)
    return range(first, last if last > first else last + MINUTES_OF_DAY)


def _scheduled(cron: Cron) -> list[int]:
    # A day of the month may fall on any day of the week.
    weekdays = set(range(7)) if cron.either_day else {(day - 1) % 7 for day in cron.weekdays}
    return [
        (day * 24 + hour) * 60 + minute
        for day in sorted(weekdays)
        for hour in sorted(cron.hours)
        for minute in sorted(cron.minutes)
    ]


def _daily(at: time) -> list[int]:
    return [day * MINUTES_OF_DAY + _minute(at) for day in range(7)]


def _minute(at: time) -> int:
    return at.hour * 60 + at.minute
