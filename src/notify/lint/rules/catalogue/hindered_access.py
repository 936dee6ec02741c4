"""CAT007: a way into somebody's account that may be held back."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.policy import QuietHours
from notify.catalogue.outline import caps_on, quiet_hours_on
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView

_CATEGORIES: Final = frozenset({"activation", "access", "security"})


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at what may hold back notifications of these categories; nothing does where they are critical."""
    for notification in view.catalogue.notifications.values():
        if notification.category not in _CATEGORIES or notification.priority == "critical":
            continue
        if hindrances := list(_hindrances(view, notification)):
            own = notification.id
            written = "priority" in view.written[own]
            yield Fault(
                f"`{own}` is of the category `{notification.category}` and may not come when people need it: "
                f"{'; '.join(hindrances)}.",
                view.at("notifications", own, "priority") if written else view.at_key("notifications", own),
                "priority",
                notification=own,
            )


def _hindrances(view: CatalogueView, notification: Notification) -> Iterator[str]:
    if not view.catalogue.topics[notification.topic].essential:
        yield f"they can opt out of `{notification.topic}`"
    if caps := caps_on(view.catalogue, notification):
        names = [cap.id for cap in caps]
        yield f"the {'cap' if len(names) == 1 else 'caps'} {listed(names, 'and')} may be used up"
    for quiet in quiet_hours_on(view.catalogue, notification):
        yield f"{_silenced(quiet, notification)} from {quiet.from_:%H:%M} to {quiet.to:%H:%M}"


def _silenced(quiet: QuietHours, notification: Notification) -> str:
    channels = [channel for channel in notification.channels if not quiet.channels or channel in quiet.channels]
    return f"{listed(channels, 'and')} {'is' if len(channels) == 1 else 'are'} silent"


RULE: Final = Rule(
    code="CAT007",
    name="hindered-access",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    summary="Activation, access or security stands behind a frequency cap, quiet hours or an opt-out.",
    why="Somebody who waits for a code at night, or whose account is being taken over, cannot wait until a cap is free "
    "or the morning comes, and cannot be asked to opt in first. A throttle is no such hindrance: it protects from "
    "somebody who asks for a thousand codes, and holds for critical ones too.",
    cure="Write `priority: critical`, which passes preferences, caps and quiet hours, and choose a topic that is "
    "`required`.",
    bad=Example(note={"category": "access", "topic": "account"}),
    good=Example(
        note={
            "category": "access",
            "topic": "account",
            "priority": "critical",
            "throttle": {"limit": 3, "per": "1h"},
        }
    ),
)
