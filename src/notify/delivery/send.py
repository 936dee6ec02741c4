"""A run of messages: each addressed to each recipient, composed, and handed over one after the other."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime

from notify.delivery.mime import Composed, compose, make_message_id
from notify.delivery.transport import Outgoing, Receipt, Transport
from notify.render.message import Email, Message


def address_messages(
    messages: Iterable[Message], recipients: Sequence[str], *, now: datetime, token: str, as_is: bool
) -> list[Outgoing]:
    """Every message to every recipient, composed. Raises DeliveryError for an address or message that cannot be sent.

    `now` has a timezone and `token` makes Message-IDs unique, as `make_message_id` takes it. Unless `as_is`, subjects
    say that this is a test, and of which locale.
    """
    outgoings: list[Outgoing] = []
    for message in messages:
        for recipient in recipients:
            number = len(outgoings) + 1
            composed = None
            if isinstance(message, Email):
                prefix = "" if as_is else f"[TEST {message.locale_used}]"
                composed = compose_numbered(message, to=recipient, now=now, token=f"{token}-{number}", prefix=prefix)
            outgoings.append(Outgoing(number=number, message=message, recipient=recipient, composed=composed))
    return outgoings


def compose_numbered(email: Email, *, to: str, now: datetime, token: str, prefix: str = "") -> Composed:
    """An e-mail whose Message-ID and boundary both come from one token that nobody used before."""
    message_id = make_message_id(token, email.headers["From"])
    return compose(email, to=to, date=now, message_id=message_id, boundary=token, subject_prefix=prefix)


def hand_over_all(transport: Transport, outgoings: Sequence[Outgoing]) -> Iterator[Receipt]:
    """Hands over a run, in order; each receipt comes as soon as there is one."""
    with transport:
        transport.queue(outgoings)
        for outgoing in outgoings:
            yield transport.hand_over(outgoing)


def compose_sample(email: Email) -> Composed:
    """An e-mail for looking at: addressed to its own sender, and the same bytes every time."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return compose_numbered(email, to=email.headers["From"], now=epoch, token="sample")  # noqa: S106 # no secret
