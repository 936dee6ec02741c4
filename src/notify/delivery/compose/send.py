"""A run of messages: each addressed to each recipient, and composed."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

from notify.catalogue.address import parse_address
from notify.delivery.compose.inline import InlineImages
from notify.delivery.compose.mime import Composed, compose, make_message_id
from notify.delivery.compose.signature import Signer
from notify.delivery.transport import Label, Outgoing
from notify.render.message import Email, Message

# What messages say instead of the time and of something unique, so that the same ones are the same bytes.
FIXED_DATE: Final = datetime(2000, 1, 1, tzinfo=UTC)
FIXED_TOKEN: Final = "sample"  # noqa: S105 # no secret


def address_messages(
    parts: Iterable[tuple[Message, Sequence[str]]],
    *,
    now: datetime,
    token: str,
    as_is: bool,
    redirect: str | None = None,
    images: InlineImages | None = None,
    signer: Signer | None = None,
) -> list[Outgoing]:
    """Every message to each of its recipients, composed, in order.

    Raises DeliveryError for an address or message that cannot be sent.

    `now` has a timezone and `token` makes Message-IDs unique, as `make_message_id` takes it. Unless `as_is`, subjects
    say that this is a test, and of which locale. With `redirect`, that address gets everything, and the subject and a
    header say whom it was for. `images` are those that travel within messages, and `signer` signs them.
    """

    def composed(email: Email, recipient: str, number: int) -> Composed:
        prefix = _prefix(email, recipient, as_is=as_is, redirected=redirect is not None)
        email = _for_somebody(email, recipient) if redirect else email
        own = f"{token}-{number}"
        return compose_numbered(
            email, to=redirect or recipient, now=now, token=own, prefix=prefix, images=images, signer=signer
        )

    outgoings: list[Outgoing] = []
    for message, recipients in parts:
        for recipient in recipients:
            number = len(outgoings) + 1
            if isinstance(message, Email):
                # What it was composed from can be forgotten: of ten thousand messages that is hundreds of megabytes.
                label = Label(message.notification, message.channel, message.locale, message.sample)
                content = composed(message, recipient, number)
                outgoings.append(Outgoing(number=number, message=label, recipient=recipient, composed=content))
            else:
                outgoings.append(Outgoing(number=number, message=message, recipient=recipient))
    return outgoings


def _prefix(email: Email, recipient: str, *, as_is: bool, redirected: bool) -> str:
    test = "" if as_is else f"TEST {email.locale_used}"
    said = " ".join(filter(None, [test, f"for {parse_address(recipient).spec}" if redirected else ""]))
    return f"[{said}]" if said else ""


def _for_somebody(email: Email, recipient: str) -> Email:
    """An e-mail that says whom it was for, and goes to somebody else."""
    return replace(email, headers={**email.headers, "X-Notify-Recipient": parse_address(recipient).spec})


def compose_numbered(
    email: Email,
    *,
    to: str,
    now: datetime,
    token: str,
    prefix: str = "",
    images: InlineImages | None = None,
    signer: Signer | None = None,
) -> Composed:
    """An e-mail whose Message-ID and boundary both come from one token that nobody used before, signed by `signer`."""
    message_id = make_message_id(token, email.headers["From"])
    composed = compose(
        email, to=to, date=now, message_id=message_id, boundary=token, subject_prefix=prefix, images=images
    )
    return replace(composed, content=signer.sign(composed.content, now)) if signer else composed


def compose_sample(email: Email, images: InlineImages | None = None) -> Composed:
    """An e-mail for looking at: addressed to its own sender, and the same bytes every time."""
    return compose_numbered(email, to=email.headers["From"], now=FIXED_DATE, token=FIXED_TOKEN, images=images)
