"""What a template may name: the data, the product, the topic, the locale and the links to preferences."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from typing import Any, Final
from zoneinfo import ZoneInfo

from notify.catalogue.locale import direction
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Data, Layer, bind
from notify.render.template.environment import absent, clean

# Sets of data whose messages are asked for side by side: the samples of a notification, locale by locale.
_REMEMBERED: Final = 64

Facts = dict[str, Any]


class Contexts:
    """Data bound to notifications, each set of it once for all of its locales."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._described: dict[str, Facts] = {}
        # By who they are; they are kept so that nothing else comes to be who they were.
        self._bound: OrderedDict[tuple[str, str, tuple[int, ...]], tuple[Sequence[Layer], Data, Facts]] = OrderedDict()

    def bind(self, notification: Notification, sample: str, layers: Sequence[Layer]) -> tuple[Data, Facts]:
        """The data in layers, and what templates may name of it in any locale; every text in that is safe to print.

        Raises SampleError, or Mistakes of it, as `bind` of samples does.
        """
        key = (notification.id, sample, tuple(map(id, layers)))
        if key in self._bound:
            self._bound.move_to_end(key)
            return self._bound[key][1:]
        data = bind(self._catalogue, notification, sample, layers)
        known = {"user": data.user, **data.variables}
        facts = self._describe(notification) | {
            name: absent(name) if value is None else clean(value) for name, value in known.items()
        }
        self._bound[key] = layers, data, facts
        if len(self._bound) > _REMEMBERED:
            self._bound.popitem(last=False)
        return data, facts

    def _describe(self, notification: Notification) -> Facts:
        if notification.id not in self._described:
            described = {
                "product": self._catalogue.product.model_dump(),
                "topic": {"id": notification.topic, "label": self._catalogue.topics[notification.topic].label},
                "notification": {
                    "id": notification.id,
                    "category": notification.category,
                    "class": notification.class_,
                    "description": notification.description,
                    "unsubscribe": notification.unsubscribe,
                },
            }
            self._described[notification.id] = {name: clean(fact) for name, fact in described.items()}
        return self._described[notification.id]


def in_locale(facts: Facts, locale: str) -> Facts:
    """The variables of a message before its links and its words."""
    return {**facts, "locale": locale, "dir": direction(locale)}


def zone_of(catalogue: Catalogue, user: Mapping[str, Any]) -> ZoneInfo:
    """The zone that times are shown in: the user's, where a trait `timezone` says it, else the default, else UTC."""
    own = user.get("timezone")
    try:
        return ZoneInfo(own if isinstance(own, str) and own else catalogue.defaults.timezone or "UTC")
    except (ValueError, OSError, KeyError):
        return ZoneInfo(catalogue.defaults.timezone or "UTC")
