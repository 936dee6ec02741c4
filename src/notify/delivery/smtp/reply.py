"""What a mail server answers, and what that usually means."""

import re
from dataclasses import dataclass
from typing import Final

# RFC 3463: a class, a subject and a detail. What people can do about those that they meet.
_ENHANCED: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_MEANINGS: Final = {
    "1.1": "There is no such mailbox. Look for a slip in the address.",
    "1.2": "The domain of the address takes no mail. Look for a slip in it.",
    "1.3": "The server cannot read the address.",
    "1.6": "The mailbox has moved and left no address.",
    "1.8": "The server does not know the sender's domain. Look at `from`, and at the domain's DNS.",
    "2.1": "The mailbox is switched off.",
    "2.2": "The mailbox is full.",
    "2.3": "The message is larger than the mailbox takes.",
    "3.4": "The message is larger than the server takes.",
    "4.1": "The recipient's server does not answer.",
    "4.4": "The server does not know where to send this on to.",
    "5.1": "The server did not expect this command.",
    "5.3": "There are too many recipients for one conversation.",
    "6.7": "The server does not take addresses with international names before the @.",
    "7.0": "The server's policy, or what it thinks of the sender, is against it.",
    "7.1": "The server does not send on for this sender or to this recipient: often, the login is missing.",
    "7.8": "The user name or the password is wrong.",
    "7.9": "The server does not take this way of logging in.",
    "7.20": "The server asks for a valid DKIM signature.",
    "7.23": "The sender's SPF record does not allow this server.",
    "7.26": "The server asks for SPF or DKIM, and neither passes.",
    "7.27": "The sender's domain says that it sends no mail.",
}
_CODES: Final = {
    421: "The server is busy or going down. Wait a little.",
    450: "The mailbox is not free at the moment; new senders are often put off for some minutes (greylisting).",
    451: "The server had a fault of its own, or puts new senders off for some minutes (greylisting).",
    452: "The server is out of room, or has had enough recipients for now.",
    454: "The login does not work at the moment.",
    503: "The server did not expect this command.",
    530: "The server wants a login: give the relay `username` and `password`.",
    534: "The server does not take this way of logging in.",
    535: "The user name or the password is wrong.",
    550: "The server does not take mail for this address, or from this sender.",
    551: "The mailbox is elsewhere.",
    552: "The message is larger than the server takes, or the mailbox is full.",
    553: "The server does not take this address.",
    554: "The server refuses the message, often since it looks like spam or comes from an address it does not trust.",
    556: "The domain of the address takes no mail.",
}

# Something has to come first, and the words say what.
_FIRST: Final = 530
_GENERAL: Final = "7.0"
_ENCRYPT: Final = "The server wants encryption first: set the relay's `security: starttls`."


@dataclass(frozen=True, slots=True)
class Reply:
    """A server's answer: its code (RFC 5321, 4.2) and its own words, on one line."""

    code: int
    words: str

    def __str__(self) -> str:
        return f"{self.code} {self.words}".strip()

    @property
    def accepted(self) -> bool:
        """Whether the server does what it was asked to."""
        return 200 <= self.code < 400

    @property
    def passing(self) -> bool:
        """Whether the same may be accepted later."""
        return 400 <= self.code < 500

    @property
    def meaning(self) -> str | None:
        """What it usually means for people; None where nothing more can be said than it says itself."""
        found = _ENHANCED.search(self.words)
        detail = f"{int(found[2])}.{int(found[3])}" if found else ""
        if self.accepted:
            return None
        if self.code == _FIRST and "STARTTLS" in self.words.upper():
            return _ENCRYPT
        # RFC 4954 (6) and RFC 3207 (4): these codes say more than the detail that comes with them.
        exact = detail == _GENERAL and self.code in {_FIRST, 534, 535}
        return (None if exact else _MEANINGS.get(detail)) or _CODES.get(self.code)
