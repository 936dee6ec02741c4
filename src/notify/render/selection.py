"""Which messages to render: notifications times channels, locales and samples."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from notify.catalogue.fields import check_locale
from notify.catalogue.load import Workspace
from notify.catalogue.notification import Notification
from notify.catalogue.samples import DEFAULT_SAMPLE, Layer, read_assignments, read_sample, sample_files
from notify.errors import UsageError, nearest

ALL = "all"


@dataclass(frozen=True, slots=True)
class Request:
    """One message to render; `layers` are its data, the weakest first."""

    notification: Notification
    channel: str
    locale: str
    sample: str
    layers: tuple[Layer, ...]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asked for; nothing in a field means what is usual: the default locale, sample and channel.

    `all` stands for every locale of the catalogue, every sample or every channel. `data` is laid over the samples, and
    `assignments` (`user.first_name=Ana`) over both. `named` says that the notifications were asked for by name: then
    one that lacks a channel or sample is a mistake, and otherwise it is passed over.
    """

    channels: Sequence[str] = ()
    locales: Sequence[str] = ()
    samples: Sequence[str] = ()
    data: Layer | None = None
    assignments: Sequence[str] = ()
    named: bool = True


def select_requests(workspace: Workspace, notifications: Sequence[Notification], wish: Wish) -> Iterator[Request]:
    """The messages asked for, in the order of the catalogue, then channel, locale and sample.

    Raises UsageError for a locale that is none or a selection without a message, SampleError for a sample that is not
    there.
    """
    found = False
    locales = _choose_locales(workspace, wish)
    for notification in notifications:
        over = [wish.data] if wish.data else []
        if wish.assignments:
            over.append(read_assignments(workspace.catalogue, notification, wish.assignments))
        channels, samples = _choose_channels(notification, wish), _choose_samples(workspace, notification, wish)
        layers = {name: (read_sample(workspace.root, notification.id, name), *over) for name in samples}
        for channel in channels:
            for locale in locales:
                for sample in samples:
                    found = True
                    yield Request(notification, channel, locale, sample, layers[sample])
    if not found:
        asked = ", ".join(f"`{name}`" for name in (*wish.channels, *wish.samples))
        hint = "`notify list` shows the channels, `notify show ID` the samples."
        raise UsageError(f"No notification has {asked}." if asked else "There is nothing to render.", hint=hint)


def _choose_locales(workspace: Workspace, wish: Wish) -> list[str]:
    catalogue = workspace.catalogue
    chosen: dict[str, None] = {}
    for locale in wish.locales or [catalogue.defaults.locale]:
        if locale == ALL:
            chosen |= dict.fromkeys(catalogue.locales)
            continue
        try:
            chosen[check_locale(locale)] = None
        except ValueError:
            hint = nearest(locale, catalogue.locales) or f"The catalogue has {', '.join(catalogue.locales)}."
            raise UsageError(f"`{locale}` is not a locale.", hint=hint) from None
    return list(chosen)


def _choose_channels(notification: Notification, wish: Wish) -> list[str]:
    has: list[str] = list(notification.channels)
    if not wish.channels:
        return ["email" if "email" in has else has[0]]
    asked = has if ALL in wish.channels else list(dict.fromkeys(wish.channels))
    return asked if wish.named else [channel for channel in asked if channel in has]


def _choose_samples(workspace: Workspace, notification: Notification, wish: Wish) -> list[str]:
    has = list(sample_files(workspace.root, notification.id)) or [DEFAULT_SAMPLE]
    if not wish.samples:
        return [DEFAULT_SAMPLE]
    asked = has if ALL in wish.samples else list(dict.fromkeys(wish.samples))
    return asked if wish.named else [sample for sample in asked if sample in has]
