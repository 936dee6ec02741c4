"""What one rendering produces for one channel."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One notification in one locale with one sample, for one channel.

    `locale` is the one that was asked for, `locale_used` the one its words are in: they differ where copy is missing
    and the whole message fell back. `channel` names the subclass: email, sms, push, in_app or whatsapp.
    """

    notification: str
    channel: str
    locale: str
    locale_used: str
    sample: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Message):
    """An e-mail, before it is addressed and encoded.

    `headers` are those that follow from the catalogue (From, Reply-To, Subject, List-Unsubscribe and so on), as
    readable text: unfolded and unencoded. Date, Message-ID and To belong to sending. `mjml` is what the HTML was made
    from. `html` and `text` have lines that end in a line feed; `text` ends in one.
    """

    subject: str
    preheader: str
    html: str
    text: str
    headers: Mapping[str, str]
    mjml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sms(Message):
    """A text message; `encoding` is GSM-7 or UCS-2, and `segments` how many messages it is sent and paid as."""

    text: str
    encoding: str
    segments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Card(Message):
    """A push, in-app or WhatsApp message: named words, such as `title` and `body`, in the order of the copy."""

    words: Mapping[str, str]
