"""How a conversation with a mail server can break, and where in it."""

from typing import Literal

from notify.delivery.smtp.reply import Reply

Phase = Literal[
    "connect", "greeting", "capabilities", "tls", "login", "sender", "recipient", "reset", "data", "message"
]


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
