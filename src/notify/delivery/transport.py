"""Handing a message over: what goes in, what comes back, and the shape of everything that does it."""

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from notify.delivery.compose.mime import Composed
from notify.delivery.people.guard import Guard
from notify.render.message import Message


class Outcome(StrEnum):
    """The end of one message.

    `sent`: a server took it. `written`: it is a file in the outbox. `dry_run`: it would have been handed over.
    `blocked`: its recipient is not one that the relay may send to. `refused`: a server said no. `deferred`: a server
    said not now, to the last attempt. `unknown`: the connection broke between the data and the answer. `lost`: its file
    is not there any more, or not what it was, so that a run that goes on cannot hand it over.
    """

    SENT = "sent"
    WRITTEN = "written"
    DRY_RUN = "dry_run"
    BLOCKED = "blocked"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"
    LOST = "lost"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message; the fields, in this order, are those of the machine format.

    `reply` is the server's answer in its own words, `path` the file that it is in, relative to the workspace.
    """

    notification: str
    channel: str
    locale: str
    sample: str
    recipient: str
    relay: str
    outcome: Outcome
    reply: str | None = None
    path: str | None = None
    message_id: str | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """What a message is, where its words are in a file already."""

    notification: str
    channel: str
    locale: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message on its way to one recipient.

    `number` is its place in the run, from 1. An e-mail comes composed; the short channels have nothing to compose.
    `path` is the file that it is in already, relative to the workspace.
    """

    number: int
    message: Message | Label
    recipient: str
    composed: Composed | None = None
    path: str | None = None

    def receipt(self, relay: str, outcome: Outcome, *, reply: str | None = None, path: str | None = None) -> Receipt:
        """The receipt that says how handing this over through `relay` ended."""
        return Receipt(
            notification=self.message.notification,
            channel=self.message.channel,
            locale=self.message.locale,
            sample=self.message.sample,
            recipient=self.recipient,
            relay=relay,
            outcome=outcome,
            reply=reply,
            path=path or self.path,
            message_id=self.composed.message_id if self.composed else None,
        )


# A message and what became of it.
Ended = tuple[Outgoing, Receipt]


class Transport(Protocol):
    """A way for messages to leave."""

    def hand_over_all(self, outgoings: Sequence[Outgoing]) -> Iterator[Ended]:
        """Hands over a run of messages; each comes back as soon as its end is known, in any order.

        Nothing happens before the first is asked for. Whoever stops asking stops the run: what is under way is brought
        to its end, and the rest stays where it is. Raises DeliveryError where no message at all can be handed over.
        """


@dataclass(frozen=True)
class DryRun:
    """Stands in for a relay: says what would be handed over, and what its guard would not admit; leaves no trace."""

    relay: str
    guard: Guard = field(default_factory=lambda: Guard(("*",)))

    def hand_over_all(self, outgoings: Sequence[Outgoing]) -> Generator[Ended, None, None]:
        """The receipts of messages that went nowhere."""
        for outgoing in outgoings:
            if self.guard.admits(outgoing.recipient):
                yield outgoing, outgoing.receipt(self.relay, Outcome.DRY_RUN)
            else:
                yield outgoing, outgoing.receipt(self.relay, Outcome.BLOCKED, reply=self.guard.refusal)
