"""The catalogue as the page lists it: categories, notifications, locales, and what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO, cldr, direction
from notify.catalogue.model.fields import ChannelName
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import DEFAULT_SAMPLE, sample_files


def describe_catalogue(workspace: Workspace) -> Mapping[str, Any]:
    """The product's `name`, its `locales`, the `default_locale`, and `categories` with their notifications.

    Categories and what is in them stand in the order of the catalogue. The pseudo-locale is the last of the locales.
    A notification has an `id`, a `description`, `channels`, `samples`, and whether it is `refused`: what is written of
    it cannot be used, and instead of messages it has mistakes. Of such a one all is as it is written, as far as that
    can be read; without a category it is in one without a name, which is the last.
    """
    catalogue = workspace.catalogue
    categories: dict[str, list[Mapping[str, Any]]] = {}
    written = workspace.document.data.get("notifications")
    for name, entry in written.items() if isinstance(written, dict) else ():
        if notification := catalogue.notifications.get(name):
            categories.setdefault(notification.category, []).append(_describe(workspace.root, notification))
        else:
            fields = entry if isinstance(entry, dict) else {}
            categories.setdefault(_text(fields.get("category")), []).append(_describe_refused(name, fields))
    if nowhere := categories.pop("", None):
        categories[""] = nowhere
    return {
        "name": catalogue.product.name,
        "default_locale": catalogue.defaults.locale,
        "locales": [describe_locale(locale) for locale in dict.fromkeys([*catalogue.locales, PSEUDO])],
        "categories": [{"name": name, "notifications": found} for name, found in categories.items()],
    }


def describe_locale(locale: str) -> Mapping[str, Any]:
    """A locale: its `code`, its `name` in its own language, its `direction` of writing, and whether it is `pseudo`."""
    pseudo = locale == PSEUDO
    name = "Pseudo" if pseudo else (cldr(locale).get_display_name() or locale)
    return {"code": locale, "name": name, "direction": direction(locale), "pseudo": pseudo}


def _describe(root: Path, notification: Notification) -> Mapping[str, Any]:
    return {
        "id": notification.id,
        "description": notification.description,
        "channels": list(notification.channels),
        "samples": list(sample_files(root, notification.id)) or [DEFAULT_SAMPLE],
        "refused": False,
    }


def _describe_refused(name: str, fields: Mapping[str, Any]) -> Mapping[str, Any]:
    channels = fields.get("channels")
    written = channels if isinstance(channels, list | dict) else ()
    return {
        "id": name,
        "description": _text(fields.get("description")),
        "channels": [channel for channel in get_args(ChannelName) if channel in written] or ["email"],
        "samples": [DEFAULT_SAMPLE],
        "refused": True,
    }


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
