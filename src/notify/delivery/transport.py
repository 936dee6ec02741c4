"""Handing a message over: what goes in, what comes back, and the shape of everything that does it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from notify.delivery.mime import Composed
from notify.render.message import Message


class Outcome(StrEnum):
    """The end of one message.

    `sent`: a server took it. `written`: it is a file in the outbox. `dry_run`: it would have been handed over.
    `blocked`: its recipient is not one that the relay may send to. `refused`: a server said no. `deferred`: a server
    said not now, to the last attempt. `unknown`: the connection broke between the data and the answer.
    """

    SENT = "sent"
    WRITTEN = "written"
    DRY_RUN = "dry_run"
    BLOCKED = "blocked"
    REFUSED = "refused"
    DEFERRED = "deferred"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What became of one message; the fields, in this order, are those of the machine format.

    `reply` is the server's answer in its own words, `path` the file that was written, relative to the workspace.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message on its way to one recipient.

    `number` is its place in the run, from 1. An e-mail comes composed; the short channels have nothing to compose.
    """

    number: int
    message: Message
    recipient: str
    composed: Composed | None = None

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
            path=path,
            message_id=self.composed.message_id if self.composed else None,
        )


class Transport(Protocol):
    """A way for messages to leave, open from `with` to its end."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def queue(self, outgoings: Sequence[Outgoing]) -> None:
        """Hears of every message of the run, once, before the first is handed over."""

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """Hands over one queued message. Raises DeliveryError where no further message can be handed over either."""


class DryRun:
    """Stands in for the relay `relay`: says what would be handed over, and leaves no trace."""

    def __init__(self, relay: str) -> None:
        self._relay = relay

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Has nothing to close."""

    def queue(self, outgoings: Sequence[Outgoing]) -> None:
        """Has nothing to remember: a dry run is not a run."""

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """The receipt of a message that went nowhere."""
        return outgoing.receipt(self._relay, Outcome.DRY_RUN)
