"""How a conversation with a mail server can break, and where in it."""

import smtplib
import ssl
from typing import Final, Literal

from notify.delivery.smtp.reply import Reply

Phase = Literal[
    "connect", "greeting", "capabilities", "tls", "login", "sender", "recipient", "reset", "data", "message"
]

# How encryption ends where the other side has left.
_LEFT: Final = (ssl.SSLEOFError, ssl.SSLZeroReturnError)


class Trouble(Exception):
    """A conversation that cannot go on: in which phase, why, and whether trying again may help.

    The reason is the server's answer, `reply`, or else what was raised, `error`.
    """

    def __init__(
        self, phase: Phase, why: str, *, passing: bool, reply: Reply | None = None, error: Exception | None = None
    ) -> None:
        super().__init__(why)
        self.phase, self.why, self.passing, self.reply, self.error = phase, why, passing, reply, error


class Vanished(Exception):
    """The connection broke after a message was begun: whether it was taken, only the other side knows."""


def unwelcome(phase: Phase, reply: Reply) -> Trouble:
    """The trouble of an answer after which a conversation cannot go on."""
    return Trouble(phase, str(reply), passing=not 500 <= reply.code < 600, reply=reply)


def root_of(error: Exception) -> Exception:
    """What broke the connection, where smtplib says only that it was closed."""
    cause = error.__context__ if isinstance(error, smtplib.SMTPServerDisconnected) else None
    return cause if isinstance(cause, OSError) else error


def is_lasting(phase: Phase, error: Exception) -> bool:
    """Whether there is no use in another attempt: only for what two sides of TLS have against each other."""
    return phase == "tls" and isinstance(error, ssl.SSLError) and not isinstance(error, _LEFT)
