"""Who the e-mails of a catalogue are from, as rules look at it."""

from collections.abc import Iterator
from dataclasses import dataclass

from notify.catalogue.model.fields import split_address
from notify.catalogue.positions import KeyPath
from notify.lint.views.catalogue.catalogue import CatalogueView


@dataclass(frozen=True, slots=True)
class Sender:
    """An address that e-mails are from, as it is written at `path`, and the notifications that are.

    `notification` is the one that says so for itself; None for the default of all others.
    """

    written: str
    path: KeyPath
    notification: str | None
    notifications: tuple[str, ...]

    @property
    def address(self) -> str:
        """The bare address, in lower case: no provider tells `Hello@` from `hello@`."""
        return split_address(self.written)[1].lower()

    @property
    def domain(self) -> str:
        """What stands after the @."""
        return self.address.rpartition("@")[2]


def senders(view: CatalogueView) -> Iterator[Sender]:
    """The senders of a catalogue's e-mails: the default, where any e-mail has it, and those of single notifications."""
    mailed = [each for each in view.catalogue.notifications.values() if "email" in each.channels]
    usual = tuple(each.id for each in mailed if not each.from_)
    if usual:
        yield Sender(view.catalogue.defaults.from_, ("defaults", "from"), None, usual)
    for each in mailed:
        if each.from_:
            yield Sender(each.from_, ("notifications", each.id, "from"), each.id, (each.id,))
