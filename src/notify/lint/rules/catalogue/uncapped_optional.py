"""CAT006: an optional notification that may come any number of times."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.copy import SHORT_CHANNELS
from notify.catalogue.model.fields import listed
from notify.catalogue.outline import caps_on
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for a cap on each channel of each optional notification that is not critical."""
    for notification in view.catalogue.notifications.values():
        # A critical one passes every cap: another would not help.
        if view.catalogue.topics[notification.topic].essential or notification.priority == "critical":
            continue
        caps = caps_on(view.catalogue, notification)
        uncapped = [
            channel
            for channel in notification.channels
            if channel in options["channels"] and not any(not cap.channels or channel in cap.channels for cap in caps)
        ]
        if uncapped:
            yield Fault(
                f"`{notification.id}` is optional and {notification.class_}, and no frequency cap counts it by "
                f"{listed(uncapped, 'and')}: people may get any number.",
                view.at_key("notifications", notification.id, "channels"),
                f"channels: {' '.join(sorted(uncapped))}",
                help=f"Add a cap under `policy.frequency_caps` that counts {listed(uncapped, 'and')}, or add the "
                "channel to one that is there.",
                notification=notification.id,
            )


RULE: Final = Rule(
    code="CAT006",
    name="uncapped-optional",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    options={"channels": ["email", "push", "sms", "whatsapp"]},
    choices={"channels": ("email", *SHORT_CHANNELS)},
    summary="No frequency cap counts an optional notification on one of its channels.",
    why="A busy day or a loop in somebody's code then fills a phone, and people switch off more than the one topic. A "
    "throttle protects from many of one kind; a cap counts all of them together. In-app messages interrupt nobody, and "
    "are not asked for by default: the option `channels` has those that are.",
    cure="Add a cap under `policy.frequency_caps` that counts its class and channels.",
    bad=Example(
        catalogue={"policy": {"frequency_caps": [{"id": "offers", "class": "promotional", "limit": 3, "per": "7d"}]}}
    ),
    good=Example(
        catalogue={
            "policy": {
                "frequency_caps": [
                    {"id": "offers", "class": "promotional", "limit": 3, "per": "7d"},
                    {"id": "calm", "limit": 5, "per": "day"},
                ]
            }
        }
    ),
)
