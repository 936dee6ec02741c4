"""What one rendering produces for one channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


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


class Page(Protocol):
    """The content of an e-mail in its forms, which may be made when they are asked for."""

    @property
    def html(self) -> str:
        """The HTML document, with lines that end in a line feed."""
        ...

    @property
    def text(self) -> str:
        """The plain text; its lines end in a line feed, the last one too."""
        ...

    @property
    def mjml(self) -> str:
        """What the HTML was made from."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Email(Message):
    """An e-mail, before it is addressed and encoded.

    `headers` are those that follow from the catalogue (From, Reply-To, Subject, List-Unsubscribe and so on), as
    readable text: unfolded and unencoded. Date, Message-ID and To belong to sending.
    """

    subject: str
    preheader: str
    headers: Mapping[str, str]
    page: Page

    @property
    def html(self) -> str:
        """The HTML document."""
        return self.page.html

    @property
    def text(self) -> str:
        """The plain text."""
        return self.page.text

    @property
    def mjml(self) -> str:
        """What the HTML was made from."""
        return self.page.mjml


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
