"""Which messages to render: notifications times channels, locales and samples."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from notify.catalogue.load import Workspace
from notify.catalogue.model.fields import Refusal, check_locale, listed
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import DEFAULT_SAMPLE, Layer, read_assignments, read_sample, sample_files
from notify.errors import NotifyError, UsageError, nearest

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


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody asked for: the messages that can be tried, and why others cannot."""

    requests: Sequence[Request]
    mistakes: Sequence[NotifyError]


def select_requests(workspace: Workspace, notifications: Sequence[Notification], wish: Wish) -> Selection:
    """The messages asked for, in the order of the catalogue, then channel, locale and sample.

    Its mistakes are those of samples that are not there or hold no data, and of assignments. Raises UsageError for a
    locale that is none or a selection without a message.
    """
    requests: list[Request] = []
    mistakes: list[NotifyError] = []
    locales = choose_locales(workspace, wish.locales)
    for notification in notifications:
        layers: dict[str, tuple[Layer, ...]] = {}
        files = sample_files(workspace.root, notification.id)
        for sample in _choose_samples(files, wish):
            try:
                layers[sample] = _read_layers(workspace, notification, sample, files, wish)
            except NotifyError as mistake:
                mistakes.append(mistake)
        requests += [
            Request(notification, channel, locale, sample, layers[sample])
            for channel in _choose_channels(notification, wish)
            for locale in locales
            for sample in layers
        ]
    if not requests and not mistakes:
        asked = ", ".join(f"`{name}`" for name in (*wish.channels, *wish.samples))
        hint = "`notify list` shows the channels, `notify show ID` the samples."
        raise UsageError(f"No notification has {asked}." if asked else "There is nothing to render.", hint=hint)
    return Selection(requests, mistakes)


def _read_layers(
    workspace: Workspace, notification: Notification, sample: str, files: Mapping[str, Path], wish: Wish
) -> tuple[Layer, ...]:
    layers = [read_sample(workspace.root, notification.id, sample, files)]
    if wish.data:
        layers.append(wish.data)
    if wish.assignments:
        layers.append(read_assignments(workspace.catalogue, notification, wish.assignments))
    return tuple(layers)


def choose_locales(workspace: Workspace, asked: Sequence[str]) -> list[str]:
    """The locales that are asked for, each once; `all` is every one of the catalogue, and nothing its default.

    Raises UsageError for a locale that is none.
    """
    catalogue = workspace.catalogue
    chosen: dict[str, None] = {}
    for locale in asked or [catalogue.defaults.locale]:
        if locale == ALL:
            chosen |= dict.fromkeys(catalogue.locales)
            continue
        try:
            chosen[check_locale(locale)] = None
        except Refusal as refusal:
            hint = refusal.hint if "_" in locale else nearest(locale, catalogue.locales)
            there = f"The catalogue has {listed(catalogue.locales, 'and')}."
            raise UsageError(f"`{locale}` is not a locale.", hint=hint or there) from None
    return list(chosen)


def _choose_channels(notification: Notification, wish: Wish) -> list[str]:
    has: list[str] = list(notification.channels)
    if not wish.channels:
        return ["email" if "email" in has else has[0]]
    asked = has if ALL in wish.channels else list(dict.fromkeys(wish.channels))
    return asked if wish.named else [channel for channel in asked if channel in has]


def _choose_samples(files: Mapping[str, Path], wish: Wish) -> list[str]:
    has = list(files) or [DEFAULT_SAMPLE]
    if not wish.samples:
        return [DEFAULT_SAMPLE]
    asked = has if ALL in wish.samples else list(dict.fromkeys(wish.samples))
    return asked if wish.named else [sample for sample in asked if sample in has]
