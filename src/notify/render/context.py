"""What a template may name: the data, the product, the topic, the locale and the links to preferences."""

from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from notify.catalogue.locale import direction
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Data
from notify.render.template.environment import absent, clean


def build_context(catalogue: Catalogue, notification: Notification, data: Data, locale: str) -> dict[str, Any]:
    """The variables of a message before its links and its words; every text in them is safe to print."""
    facts = {
        "user": data.user,
        "product": catalogue.product.model_dump(),
        "topic": {"id": notification.topic, "label": catalogue.topics[notification.topic].label},
        "notification": {
            "id": notification.id,
            "category": notification.category,
            "class": notification.class_,
            "description": notification.description,
            "unsubscribe": notification.unsubscribe,
        },
        "locale": locale,
        "dir": direction(locale),
        **data.variables,
    }
    return {name: absent(name) if value is None else clean(value) for name, value in facts.items()}


def zone_of(catalogue: Catalogue, user: Mapping[str, Any]) -> ZoneInfo:
    """The zone that times are shown in: the user's, where a trait `timezone` says it, else the default, else UTC."""
    own = user.get("timezone")
    try:
        return ZoneInfo(own if isinstance(own, str) and own else catalogue.defaults.timezone or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo(catalogue.defaults.timezone or "UTC")
