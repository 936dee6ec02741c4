"""An e-mail as bytes: RFC 5322, `multipart/alternative`, text first and HTML second, with its images if it has any.

The standard library's `email` writes 8-bit parts, encodes URLs in headers as words and takes longer to build a message
than rendering it takes; this is the small part of it that a notification needs. What it reads back is the test.
"""

import re
from base64 import encodebytes
from binascii import b2a_qp
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Final

from notify.catalogue.address import Address, parse_address
from notify.delivery.compose.headers import encode_address, encode_header, encode_subject
from notify.delivery.compose.inline import InlineImages
from notify.errors import DeliveryError
from notify.render.message import Email

_ADDRESSES: Final = ("From", "Reply-To")
_OWN: Final = frozenset(
    {"date", "message-id", "to", "cc", "bcc", "sender", "mime-version", "content-type", "content-transfer-encoding"}
)
_TOKEN: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")
_FROM: Final = re.compile(rb"(?m)^From ")
_TOO_LONG: Final = re.compile(rb"(?m)^(.{74,75})(=20|=09)$")
_MESSAGE_ID: Final = re.compile(r"<[!-;=?A-~]{1,250}@[a-z0-9.-]{1,253}>")


@dataclass(frozen=True, slots=True)
class Composed:
    """An e-mail ready to be handed over.

    `content` is the whole message, lines ending in CRLF, ASCII unless `smtputf8`. `sender` and `recipient` are the bare
    addresses of the envelope. `smtputf8` says that a local part beyond ASCII needs a server with RFC 6531.
    """

    content: bytes
    sender: str
    recipient: str
    smtputf8: bool
    message_id: str


def make_message_id(token: str, sender: str) -> str:
    """The Message-ID of a message from `sender`, brackets included; `token` makes it unique and is the caller's.

    A token is 1 to 64 ASCII letters, digits, `_` and `-` (ValueError otherwise). Raises DeliveryError where the sender
    is no address.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a token for a Message-ID: {token!r}")
    return f"<{token}@{parse_address(sender).domain}>"


def compose(
    email: Email,
    *,
    to: str,
    date: datetime,
    message_id: str,
    boundary: str,
    subject_prefix: str = "",
    images: InlineImages | None = None,
) -> Composed:
    """Addresses and encodes one e-mail; the same arguments give the same bytes.

    `to` is one address, with or without a name; `date` has a timezone; `message_id` is a made one (above); `boundary`
    is a token like the one that it takes (no text can collide with what is made of it). `subject_prefix` is put before
    the subject with a space between. `images` are those that travel within it; without them the HTML stays as it is.

    Raises DeliveryError where an address is none, a header cannot be sent as it is, or an image is not there.
    """
    if not _TOKEN.fullmatch(boundary) or not _MESSAGE_ID.fullmatch(message_id):
        raise ValueError(f"not a boundary and a Message-ID: {boundary!r}, {message_id!r}")
    # A recipient that is none says so by itself; what is wrong with the message says which message.
    recipient = parse_address(to)
    with _naming(email):
        given = dict(email.headers)
        addresses = _pop_addresses(given) | {"To": recipient}
        subject = f"{subject_prefix} {given.pop('Subject', '')}".strip()
        fields = [
            *(encode_address(name, address) for name, address in addresses.items()),
            encode_subject(subject),
            f"Date: {format_datetime(date)}\r\n",
            f"Message-ID: {message_id}\r\n",
            *(encode_header(name, value) for name, value in given.items()),
            "MIME-Version: 1.0\r\n",
        ]
        content = "".join(fields).encode() + _body(email, boundary, images, addresses["From"].domain)
    smtputf8 = any(address.international for address in addresses.values())
    return Composed(content, addresses["From"].spec, recipient.spec, smtputf8, message_id)


@contextmanager
def _naming(email: Email) -> Iterator[None]:
    try:
        yield
    except DeliveryError as error:
        which = f"`{email.notification}` ({email.locale}, sample {email.sample}) cannot be composed."
        raise DeliveryError(f"{which} {error.message}", position=error.position, hint=error.hint) from None


def _pop_addresses(headers: dict[str, str]) -> dict[str, Address]:
    if "From" not in headers:
        raise DeliveryError("It has no sender.", hint="Give `defaults` or the notification a `from`.")
    for name in headers:
        if name.lower() in _OWN:
            raise DeliveryError(f"It has a header `{name}`, which sending writes.", hint="Leave the header out.")
    return {name: parse_address(headers.pop(name)) for name in _ADDRESSES if name in headers}


def _body(email: Email, boundary: str, images: InlineImages | None, domain: str) -> bytes:
    html, inline = images.embed(email.html, email.notification, domain) if images else (email.html, [])
    page = _part("html", html)
    if inline:
        # No token has a dot, so that neither boundary starts with the other (RFC 2046, section 5.1.1).
        parts = [page, *(image.part(domain) for image in inline)]
        page = _multipart('related; type="text/html"', f"=_.{boundary}", parts)
    # Neither quoted-printable nor base64 can hold "=_", so no message can hold its own boundary.
    return _multipart("alternative", f"=_{boundary}", [_part("plain", email.text), page])


def _multipart(kind: str, mark: str, parts: Sequence[bytes]) -> bytes:
    edge = f"--{mark}".encode()
    head = f'Content-Type: multipart/{kind};\r\n boundary="{mark}"\r\n\r\n'.encode()
    return head + b"".join(edge + b"\r\n" + part + b"\r\n" for part in parts) + edge + b"--\r\n"


def _part(kind: str, text: str) -> bytes:
    try:
        raw = text.replace("\r\n", "\n").replace("\r", "\n").encode()
    except UnicodeEncodeError as error:
        half = f"half a character (U+{ord(text[error.start]):04X})"
        raise DeliveryError(f"Its text has {half}.", hint="Look where the data comes from.") from None
    encoding, coded = _encode(raw)
    head = f'Content-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return head.encode() + coded


def _encode(raw: bytes) -> tuple[str, bytes]:
    """A body in whichever encoding is shorter, with CRLF for line feeds."""
    # binascii does not count what a space at the end of a line grows by; RFC 2045, section 6.7 has lines of 76.
    quoted = _TOO_LONG.sub(rb"\1=\n\2", b2a_qp(raw, istext=True, header=False))
    # Programs that store mail in one file put ">" before a line that starts so.
    quoted = _FROM.sub(b"=46=\nrom ", quoted).replace(b"\n", b"\r\n")
    lines = raw.replace(b"\n", b"\r\n")
    # Four characters for three bytes, and a line end for 57.
    if len(quoted) <= (len(lines) + 2) // 3 * 4 + (len(lines) + 56) // 57 * 2:
        return "quoted-printable", quoted
    return "base64", encodebytes(lines).replace(b"\n", b"\r\n")
