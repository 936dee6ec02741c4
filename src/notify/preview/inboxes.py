"""How inboxes show a message in their lists: who it is from, and as much of subject and preheader as there is room."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from notify.catalogue.address import parse_address
from notify.errors import DeliveryError
from notify.render.message import Email

_JOINER: Final = "\u200d"
# A letter of a flag, of which two make one sign, and a colour of skin, which belongs to the sign before it.
_FLAGS: Final = range(0x1F1E6, 0x1F200)
_SKINS: Final = range(0x1F3FB, 0x1F400)


@dataclass(frozen=True, slots=True)
class Inbox:
    """How many columns of a subject and of a preheader one inbox shows; in `one_row`, of both together.

    A column is an ordinary letter. `id` is for programs, `name` for people.
    """

    id: str
    name: str
    subject: int
    preheader: int
    one_row: bool = False


# Approximate, and with each program's usual window and font: real inboxes measure pixels, not characters. The subject's
# figures are those commonly given, as in the rule SUB002. The preheader's are what is left of the row in Gmail's pages,
# two lines in iOS Mail (81 characters on an upright phone, theMarketer and Newsletter2Go), one in Outlook (55, the
# former), in Yahoo (45 to 50, the same) and in Gmail's app, where a line of it is as long as one of the subject.
AS_OF: Final = 2026
GMAIL_WEB: Final = Inbox("gmail-web", "Gmail web", 70, 110, one_row=True)
GMAIL_MOBILE: Final = Inbox("gmail-mobile", "Gmail mobile", 40, 40)
IOS_MAIL: Final = Inbox("ios-mail", "iOS Mail", 41, 82)
OUTLOOK: Final = Inbox("outlook", "Outlook", 55, 55)
YAHOO: Final = Inbox("yahoo", "Yahoo", 46, 46)
INBOXES: Final = (GMAIL_WEB, GMAIL_MOBILE, IOS_MAIL, OUTLOOK, YAHOO)


@dataclass(frozen=True, slots=True)
class Cut:
    """A text in an inbox: what is `shown` of it, and what is `lost`."""

    shown: str
    lost: str


@dataclass(frozen=True, slots=True)
class Row:
    """A message in the list of one inbox. Where it has no preheader, an inbox fills in words of the message."""

    inbox: Inbox
    sender: str
    subject: Cut
    preheader: Cut


def row(email: Email, inbox: Inbox) -> Row:
    """The row of an e-mail in one inbox."""
    subject, preheader = (" ".join(text.split()) for text in (email.subject, email.preheader))
    room = inbox.preheader - (min(_width(subject), inbox.subject) if inbox.one_row else 0)
    return Row(inbox, _sender(email), _cut(subject, inbox.subject), _cut(preheader, room))


def _sender(email: Email) -> str:
    written = email.headers.get("From", "")
    try:
        address = parse_address(written)
    except DeliveryError:
        return written
    return address.name or address.spec


def _cut(text: str, room: int) -> Cut:
    end = 0
    for sign in _signs(text):
        room -= _width(sign)
        if room < 0:
            break
        end += len(sign)
    return Cut(text[:end], text[end:])


def _signs(text: str) -> Iterator[str]:
    """What people see as one sign each: a character with all that is written above, below and into it."""
    start = 0
    for index in range(1, len(text) + 1):
        if index == len(text) or not _joined(text, start, index):
            yield text[start:index]
            start = index


def _joined(text: str, start: int, index: int) -> bool:
    """Whether the character at `index` belongs to the sign that starts at `start`."""
    code = ord(text[index])
    return (
        unicodedata.category(text[index]) in {"Mn", "Mc", "Me", "Cf"}
        or text[index - 1] == _JOINER
        or code in _SKINS
        or (code in _FLAGS and index - start == 1 and ord(text[start]) in _FLAGS)
    )


def _width(text: str) -> int:
    """How many columns a text takes: two for a wide sign of East Asia or an emoji."""
    return sum(
        0 if unicodedata.category(sign[0]) in {"Mn", "Me", "Cf"} else 2 if _is_wide(sign) else 1
        for sign in _signs(text)
    )


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign[0]) in "WF" or "\ufe0f" in sign or ord(sign[0]) in _FLAGS
