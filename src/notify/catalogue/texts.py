"""The conditions and printing texts of a catalogue: which data each of them may name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from notify.catalogue.expression import Root, faults_in_condition, faults_in_text
from notify.catalogue.model.catalogue import Catalogue, Product
from notify.catalogue.model.channel import InAppOptions, PushOptions, WhatsAppOptions
from notify.catalogue.model.fields import Refusal
from notify.catalogue.model.notification import Notification
from notify.catalogue.positions import KeyPath
from notify.catalogue.references import GATHERED, declared_names, payload_of

_PRODUCT: Final = Root(
    tuple(Product.fields_by_key()), "a field of `product`", "There are `name`, `url` and `postal_address`."
)
_TOPIC: Final = Root(("id", "label"), "a field of `topic`", "There are `id` and `label`.")


def faults_in_texts(catalogue: Catalogue, data: Mapping[str, Any]) -> Iterator[Refusal]:
    """What is wrong with the conditions and texts of a catalogue read from this data; `at` is the whole key path."""
    user = _user(data)
    for stage, condition in catalogue.stages.items():
        yield from _placed(faults_in_condition(condition, {"user": user}), ("stages", stage))
    common = {
        "user": user,
        "product": _PRODUCT,
        "topic": _TOPIC,
        "notification": Root(),
        "locale": Root(),
        "dir": Root(),
    }
    for field in ("unsubscribe_url", "preferences_url", "reply_to"):
        if text := getattr(catalogue.defaults, field):
            yield from _placed(faults_in_text(text, common), ("defaults", field))
    for notification in catalogue.notifications.values():
        event = _event(notification, data)
        at = ("notifications", notification.id)
        for field in ("when", "audience"):
            if condition := getattr(notification, field):
                faults = faults_in_condition(condition, {"event": event, "user": user})
                yield from _placed(faults, (*at, field))
        gathered = GATHERED if notification.batch or notification.digest else ()
        own = dict.fromkeys([*notification.variables, *gathered], Root())
        roots = {**own, **common, "event": event, "unsubscribe_url": Root(), "preferences_url": Root()}
        for path, text in printing_texts(notification):
            yield from _placed(faults_in_text(text, roots), (*at, *path))


def printing_texts(notification: Notification) -> Iterator[tuple[KeyPath, str]]:
    """The texts of a notification that may print data, each with its key path."""
    if notification.dedup:
        yield ("dedup", "key"), notification.dedup.key
    if notification.reply_to:
        yield ("reply_to",), notification.reply_to
    for channel, options in notification.channels.items():
        match options:
            case PushOptions(target=target, image=image, collapse_key=key):
                fields: dict[KeyPath, str | None] = {("target",): target, ("image",): image, ("collapse_key",): key}
            case InAppOptions(target=target, image=image):
                fields = {("target",): target, ("image",): image}
            case WhatsAppOptions(targets=targets):
                fields = {("targets", index): text for index, text in enumerate(targets)}
            case None:
                fields = {}
        yield from ((("channels", channel, *field), text) for field, text in fields.items() if text)


def _user(data: Mapping[str, Any]) -> Root:
    traits = () if "user" not in data else declared_names(data, "user")
    return Root(traits, "a trait of the user", "Declare it under `user`.")


def _event(notification: Notification, data: Mapping[str, Any]) -> Root:
    known = payload_of(notification, data)
    if known is None:
        return Root()
    return Root(known[1], f"a field of the event `{known[0]}`", f"Declare it under `events`, in `{known[0]}`.")


def _placed(faults: Iterable[Refusal], at: KeyPath) -> Iterator[Refusal]:
    return (Refusal(fault.message, fault.hint, at=at) for fault in faults)
