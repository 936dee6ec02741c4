"""The catalogue as the page lists it: categories, notifications, locales, and what is wrong with it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO, cldr, direction
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import DEFAULT_SAMPLE, sample_files


def describe_catalogue(workspace: Workspace) -> Mapping[str, Any]:
    """The product's `name`, its `locales`, the `default_locale`, and `categories` with their notifications.

    Categories and what is in them stand in the order of the catalogue. The pseudo-locale is the last of the locales.
    """
    catalogue = workspace.catalogue
    categories: dict[str, list[Mapping[str, Any]]] = {}
    for notification in catalogue.notifications.values():
        categories.setdefault(notification.category, []).append(_describe(workspace.root, notification))
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
    }
