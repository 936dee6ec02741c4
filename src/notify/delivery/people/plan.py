"""What is going to be sent to whom, before anything is rendered."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Layer, read_assignments
from notify.delivery.people.recipients import Recipient
from notify.errors import NotifyError, UsageError
from notify.render.selection import Request, Selection, Wish, choose_locales, select_requests


@dataclass(frozen=True, slots=True)
class Part:
    """A message that is rendered once, and everybody who gets it."""

    request: Request
    recipients: tuple[Recipient, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """The messages of a run in their order, the recipients that were left out since they were there already, and what
    stands in the way.
    """

    parts: Sequence[Part]
    repeated: Sequence[Recipient]
    mistakes: Sequence[NotifyError]

    @property
    def selection(self) -> Selection:
        """What is to be rendered for it."""
        return Selection([part.request for part in self.parts], self.mistakes)

    @property
    def addresses(self) -> list[str]:
        """The recipient of each message, in their order."""
        return [recipient.address for part in self.parts for recipient in part.recipients]


def make_plan(
    workspace: Workspace, notifications: Sequence[Notification], wish: Wish, recipients: Sequence[Recipient]
) -> Plan:
    """Every message that is wished for, to every recipient: in the locales of the wish, or in the recipient's own.

    What is given for a recipient is laid over the samples and the data of the wish, and its assignments over that. Of
    several recipients with one address and locale, the first counts. Raises UsageError for a locale that is none or a
    selection without a message.
    """
    by_locale, repeated, mistakes = _sort(workspace, choose_locales(workspace, wish.locales), recipients)
    selection = select_requests(
        workspace, notifications, replace(wish, locales=list(by_locale) or wish.locales, assignments=())
    )
    mistakes = [*mistakes, *selection.mistakes]
    if any(request.channel == "email" for request in selection.requests):
        mistakes += filter(None, (recipient.check_email() for recipient in recipients))
    strongest: dict[str, tuple[Layer, ...]] = {}
    parts = []
    for request in selection.requests:
        try:
            if request.notification.id not in strongest:
                strongest[request.notification.id] = _assigned(workspace, request.notification, wish)
            parts += list(_parts(workspace, request, by_locale[request.locale], strongest[request.notification.id]))
        except NotifyError as mistake:
            mistakes.append(mistake)
    return Plan(parts, repeated, mistakes)


def _sort(
    workspace: Workspace, usual: Sequence[str], recipients: Sequence[Recipient]
) -> tuple[Mapping[str, Sequence[Recipient]], list[Recipient], list[NotifyError]]:
    """Who gets messages in which locale, the usual ones first; who is there already; and locales that are none."""
    wanted: dict[str, dict[str, Recipient]] = {locale: {} for locale in usual}
    repeated, mistakes = [], []
    for recipient in recipients:
        try:
            own = choose_locales(workspace, [recipient.locale]) if recipient.locale else usual
        except UsageError as error:
            mistakes.append(UsageError(error.message, position=recipient.locale_position, hint=error.hint))
            continue
        identity = recipient.identity
        new = [locale for locale in own if identity not in wanted.setdefault(locale, {})]
        for locale in new:
            wanted[locale][identity] = recipient
        if not new:
            repeated.append(recipient)
    return {locale: list(found.values()) for locale, found in wanted.items() if found}, repeated, list(mistakes)


def _assigned(workspace: Workspace, notification: Notification, wish: Wish) -> tuple[Layer, ...]:
    return (read_assignments(workspace.catalogue, notification, wish.assignments),) if wish.assignments else ()


def _parts(
    workspace: Workspace, request: Request, recipients: Sequence[Recipient], strongest: tuple[Layer, ...]
) -> Iterator[Part]:
    """One message for all who have no data of their own, and one for each who has."""
    if shared := tuple(recipient for recipient in recipients if not recipient.given):
        yield Part(replace(request, layers=(*request.layers, *strongest)), shared)
    for recipient in recipients:
        if own := recipient.layer(workspace.catalogue, request.notification):
            yield Part(replace(request, layers=(*request.layers, own, *strongest)), (recipient,))
