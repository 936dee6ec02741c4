"""CAT014: a notification that is out of date before it may go."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any, Final

from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import OnceTrigger, ScheduleTrigger
from notify.catalogue.outline import quiet_hours_on
from notify.catalogue.wording import describe_duration
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.week import MINUTES_OF_DAY, dropped_minutes, due_minutes, longest_wait, open_minutes

_WEEKDAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares how long each notification is worth sending with how long it may have to wait."""
    for notification in view.catalogue.notifications.values():
        expires = notification.expires
        if not expires or not (notification.send_window or quiet_hours_on(view.catalogue, notification)):
            continue
        dropped = dropped_minutes(view.catalogue, notification)
        due = [minute for minute in due_minutes(notification) if minute % MINUTES_OF_DAY not in dropped]
        may_go = open_minutes(view.catalogue, notification, until_dropped=True)
        if not due or not may_go:
            continue
        minute, minutes = longest_wait(due, may_go)
        wait = timedelta(minutes=minutes)
        if wait > expires:
            yield Fault(
                f"`{notification.id}` expires {describe_duration(expires)} after it is due, and what is due "
                f"{_moment(minute, notification)} has to wait {describe_duration(wait)} for "
                f"{'its window' if notification.send_window else 'the end of the quiet hours'}.",
                view.at("notifications", notification.id, "expires"),
                "expires",
                notification=notification.id,
            )


def _moment(minute: int, notification: Notification) -> str:
    day, minute = divmod(minute, MINUTES_OF_DAY)
    clock = f"at {minute // 60:02}:{minute % 60:02}"
    window = notification.send_window
    one_day = (window and window.days) or isinstance(notification.trigger, ScheduleTrigger | OnceTrigger)
    return f"on {_WEEKDAYS[day]} {clock}" if one_day else clock


RULE: Final = Rule(
    code="CAT014",
    name="expires-before-it-may-go",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    summary="A notification may expire while it waits for its window, or for quiet hours to end.",
    why="People who happen to be in the wrong hour never get it, and nothing says so. Where that is meant, quiet hours "
    "with `then: drop` say it. Critical notifications do not wait for quiet hours, and one whose time of day is known "
    "waits only from there.",
    cure="Let it expire later, open its window for longer, or let it be due at a time of day at which it may go.",
    bad=Example(note={"expires": "12h", "send_window": {"from": "09:00", "to": "18:00"}}),
    good=Example(note={"expires": "15h", "send_window": {"from": "09:00", "to": "18:00"}}),
)
