"""A run of messages: each addressed to each recipient, and composed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from notify.catalogue.address import parse_address
from notify.delivery.mime import Composed, compose, make_message_id
from notify.delivery.transport import Outgoing
from notify.render.message import Email, Message


def address_messages(
    messages: Iterable[Message],
    recipients: Sequence[str],
    *,
    now: datetime,
    token: str,
    as_is: bool,
    redirect: str | None = None,
) -> list[Outgoing]:
    """Every message to every recipient, composed. Raises DeliveryError for an address or message that cannot be sent.

    `now` has a timezone and `token` makes Message-IDs unique, as `make_message_id` takes it. Unless `as_is`, subjects
    say that this is a test, and of which locale. With `redirect`, that address gets everything, and the subject and a
    header say whom it was for.
    """
    outgoings: list[Outgoing] = []
    for message in messages:
        for recipient in recipients:
            number = len(outgoings) + 1
            composed = None
            if isinstance(message, Email):
                prefix = _prefix(message, recipient, as_is=as_is, redirected=redirect is not None)
                email = _for_somebody(message, recipient) if redirect else message
                to, own_token = redirect or recipient, f"{token}-{number}"
                composed = compose_numbered(email, to=to, now=now, token=own_token, prefix=prefix)
            outgoings.append(Outgoing(number=number, message=message, recipient=recipient, composed=composed))
    return outgoings


def _prefix(email: Email, recipient: str, *, as_is: bool, redirected: bool) -> str:
    test = "" if as_is else f"TEST {email.locale_used}"
    said = " ".join(filter(None, [test, f"for {parse_address(recipient).spec}" if redirected else ""]))
    return f"[{said}]" if said else ""


def _for_somebody(email: Email, recipient: str) -> Email:
    """An e-mail that says whom it was for, and goes to somebody else."""
    return replace(email, headers={**email.headers, "X-Notify-Recipient": parse_address(recipient).spec})


def compose_numbered(email: Email, *, to: str, now: datetime, token: str, prefix: str = "") -> Composed:
    """An e-mail whose Message-ID and boundary both come from one token that nobody used before."""
    message_id = make_message_id(token, email.headers["From"])
    return compose(email, to=to, date=now, message_id=message_id, boundary=token, subject_prefix=prefix)


def compose_sample(email: Email) -> Composed:
    """An e-mail for looking at: addressed to its own sender, and the same bytes every time."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return compose_numbered(email, to=email.headers["From"], now=epoch, token="sample")  # noqa: S106 # no secret
