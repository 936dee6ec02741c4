"""One conversation with a mail server: connected, encrypted, logged in, and then message after message.

smtplib does the talking. Its commands are sent one by one here and not by its `sendmail`, since the moment between the
command DATA and the message is the one after which nobody can know whether a message was taken.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Final, Self

from notify.delivery.compose.mime import Composed
from notify.delivery.smtp.client import Client
from notify.delivery.smtp.login import log_in
from notify.delivery.smtp.reply import Reply
from notify.delivery.smtp.server import Server
from notify.delivery.smtp.trouble import Phase, Trouble, Vanished, is_lasting, root_of, unwelcome

_SELF: Final = "localhost"
_DOTTED: Final = b"\n."
_DOT: Final = re.compile(rb"(?m)^\.")
# What would end an address, or the command that it stands in.
_BREAKS_OUT: Final = re.compile(r"[\s<>\0]")
# What a terminal would obey: control characters, and marks that turn the direction of what follows.
_UNSEEN: Final = re.compile("[\0-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
# The timeout is one of a piece, and not of a message of any size.
_PIECE: Final = 262_144


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a server said of a message, and to what of it."""

    reply: Reply
    phase: Phase


class Session:
    """A conversation with a server, open from `with` to its end.

    `done` is called after each phase that went well, from `connect` to `login`, in which more is known of the server.
    `greeting` is what it said first.
    """

    greeting: Reply

    def __init__(
        self, server: Server, context: ssl.SSLContext, done: Callable[[Phase], object] = lambda _: None
    ) -> None:
        self._server, self._context, self._done = server, context, done

    def __enter__(self) -> Self:
        try:
            self._connect()
            if self._server.username is not None and self._server.password is not None:
                self._log_in(self._server.username, self._server.password)
                self._done("login")
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:  # or else the server may be waiting for a message, and no command
            # A server that is waited for at the end could keep everybody: an answer to QUIT changes nothing.
            with suppress(OSError, smtplib.SMTPException):
                self._smtp.putcmd("quit")
        self._hang_up()

    @property
    def encryption(self) -> ssl.SSLSocket | None:
        """The encrypted connection; None where it is not encrypted."""
        return self._smtp.sock if isinstance(self._smtp.sock, ssl.SSLSocket) else None

    @property
    def extensions(self) -> dict[str, str]:
        """What the server can do besides RFC 5321: names in small letters, and what it says of each."""
        return {name: self._server.hide(said) for name, said in self._smtp.esmtp_features.items()}

    @property
    def largest(self) -> int | None:
        """How large a message may be at most, in bytes (RFC 1870); None where the server does not say."""
        said = self._smtp.esmtp_features.get("size", "")
        return int(said) if said.isdecimal() and len(said) < 16 and int(said) else None

    def deliver(self, composed: Composed, begin: Callable[[], Callable[[], object]]) -> Verdict:
        """Hands over one message; `begin`, and what it returns, are called before the server can have any of it.

        Raises Trouble where the conversation ends before the message is under way, and Vanished where it ends after.
        """
        if verdict := self._refusal(composed):
            return verdict
        begun = begin()
        if verdict := self._envelope(composed):
            return verdict
        body = _DOT.sub(b"..", composed.content) if _DOTTED in composed.content else composed.content
        end = b".\r\n" if body.endswith(b"\r\n") else b"\r\n.\r\n"
        if not (reply := self._ask("data", "data")).accepted:
            self.reset()
            return Verdict(reply, "data")
        begun()
        return Verdict(self._send(body + end), "message")

    def ask_sender(self, address: str, *, international: bool = False) -> Reply:
        """Whether the server takes mail from a bare address. Nothing is sent.

        `international` says that it, or the recipient's, is not in ASCII.
        """
        return self._ask("sender", f"mail FROM:<{address}>{' SMTPUTF8' if international else ''}")

    def ask_recipient(self, address: str) -> Reply:
        """Whether it takes mail to a bare address, after it took a sender. Nothing is sent."""
        return self._ask("recipient", f"rcpt TO:<{address}>")

    def reset(self) -> None:
        """Takes back what was asked, or begun and refused."""
        with suppress(Trouble):
            self._ask("reset", "rset")

    # ---- Beginning and end.

    def _connect(self) -> None:
        server = self._server
        connection = self._reach()
        # With a name of its own smtplib asks nobody for that of this machine, which can take seconds.
        self._smtp = Client(local_hostname=_literal(connection), timeout=server.timeout)
        # smtplib looks here for the name that the certificate must have.
        self._smtp._host = server.host  # type: ignore[attr-defined] # noqa: SLF001
        self._smtp.sock = connection
        self._done("connect")
        if server.security == "tls":
            self._smtp.sock = self._encrypted(connection)
            self._done("tls")
        self.greeting = self._listen("greeting")
        self._expect("greeting", self.greeting)
        self._done("greeting")
        self._hello()
        if server.security == "starttls":
            self._start_tls()
            self._done("tls")
            # What a server says of itself before it is encrypted, anybody may have said.
            self._hello()

    def _reach(self) -> socket.socket:
        server = self._server
        try:
            connection = socket.create_connection((server.host, server.port), server.timeout)
            # The end of a message does not wait for the other side to have seen its beginning.
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        except (OSError, UnicodeError) as error:
            raise self._broken("connect", error) from None
        return connection

    def _encrypted(self, connection: socket.socket) -> ssl.SSLSocket:
        try:
            return self._context.wrap_socket(connection, server_hostname=self._server.host)
        except (OSError, ValueError) as error:
            raise self._broken("tls", error) from None

    def _hello(self) -> None:
        try:
            code, words = self._smtp.ehlo()
            if 500 <= code < 600:
                code, words = self._smtp.helo()
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken("capabilities", error) from None
        self._expect("capabilities", self._reply(code, words))
        self._done("capabilities")

    def _start_tls(self) -> None:
        if not self._smtp.has_extn("starttls"):
            raise Trouble("tls", "The server does not offer STARTTLS.", passing=False)
        try:
            self._smtp.starttls(context=self._context)
        except smtplib.SMTPResponseException as error:
            raise self._refused("tls", error) from None
        except (OSError, ValueError, smtplib.SMTPException) as error:
            raise self._broken("tls", error) from None

    def _log_in(self, username: str, password: str) -> None:
        try:
            log_in(self._smtp, username, password)
        except smtplib.SMTPAuthenticationError as error:
            raise self._refused("login", error) from None
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            raise self._broken("login", error) from None
        except UnicodeError:
            # What that says, and what it keeps, is the password.
            why = "The name or the password has letters beyond ASCII, which logins cannot carry."
            raise Trouble("login", why, passing=False) from None
        except smtplib.SMTPException as error:
            raise Trouble("login", self._why(error), passing=False, error=error) from None

    def _hang_up(self) -> None:
        with suppress(AttributeError, OSError, smtplib.SMTPException):
            self._smtp.close()

    # ---- One message.

    def _refusal(self, composed: Composed) -> Verdict | None:
        """What the server has said already that it will not take."""
        if composed.smtputf8 and not self._smtp.has_extn("smtputf8"):
            reply = Reply(550, "5.6.7 The server does not take international addresses (it offers no SMTPUTF8).")
            return Verdict(reply, "recipient")
        if self.largest is not None and len(composed.content) > self.largest:
            size = f"The message has {len(composed.content):,} bytes, and the server takes {self.largest:,}."
            return Verdict(Reply(552, f"5.3.4 {size}"), "sender")
        return None

    def _envelope(self, composed: Composed) -> Verdict | None:
        """Says who it is from and to whom; a Verdict where the server will not have it."""
        options = f" SIZE={len(composed.content)}" if self._smtp.has_extn("size") else ""
        options += " SMTPUTF8" if composed.smtputf8 else ""
        if _BREAKS_OUT.search(composed.sender + composed.recipient):
            raise ValueError("an envelope has bare addresses")
        commands = f"mail FROM:<{composed.sender}>{options}", f"rcpt TO:<{composed.recipient}>"
        # RFC 2920: both at once save a way there and back, where the server can do that.
        together = self._smtp.has_extn("pipelining")
        self._put(*(commands if together else commands[:1]))
        sender = self._listen("sender")
        if together:
            recipient = self._listen("recipient")
        else:
            recipient = self._ask("recipient", commands[1]) if sender.accepted else sender
        if sender.accepted and recipient.accepted:
            return None
        self.reset()
        return Verdict(recipient, "recipient") if sender.accepted else Verdict(sender, "sender")

    def _send(self, content: bytes) -> Reply:
        """Sends a message to its end, and hears what the server says of it."""
        try:
            for start in range(0, len(content), _PIECE):
                self._smtp.send(content[start : start + _PIECE])
            reply = self._read()
        except (OSError, smtplib.SMTPException) as error:
            raise Vanished(self._why(error)) from None
        if reply.code == 421:
            raise unwelcome("message", reply)
        if reply.code // 100 not in {2, 4, 5}:
            raise Vanished(f"It said what is no answer: {reply}")
        return reply

    # ---- Words there and back.

    def _ask(self, phase: Phase, command: str) -> Reply:
        self._put(command)
        return self._listen(phase)

    def _put(self, *commands: str) -> None:
        try:
            self._smtp.send("".join(f"{command}\r\n" for command in commands).encode())
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken("sender", error) from None

    def _listen(self, phase: Phase) -> Reply:
        try:
            reply = self._read()
        except (OSError, smtplib.SMTPException) as error:
            raise self._broken(phase, error) from None
        # After 421 the server leaves (RFC 5321, 3.8); and with one that says what cannot come now, nobody is in step.
        if reply.code == 421 or reply.code // 100 not in {3 if phase == "data" else 2, 4, 5}:
            raise unwelcome(phase, reply)
        return reply

    def _read(self) -> Reply:
        code, words = self._smtp.getreply()
        return self._reply(code, words)

    def _reply(self, code: int, words: bytes | str) -> Reply:
        text = words if isinstance(words, str) else words.decode("utf-8", "replace")
        return Reply(code, _UNSEEN.sub("\ufffd", " ".join(self._server.hide(text).split())))

    def _expect(self, phase: Phase, reply: Reply) -> None:
        if not reply.accepted:
            raise unwelcome(phase, reply)

    def _refused(self, phase: Phase, error: smtplib.SMTPResponseException) -> Trouble:
        return unwelcome(phase, self._reply(error.smtp_code, error.smtp_error))

    def _broken(self, phase: Phase, error: Exception) -> Trouble:
        error = root_of(error)
        return Trouble(phase, self._why(error), passing=not is_lasting(phase, error), error=error)

    def _why(self, error: Exception) -> str:
        error = root_of(error)
        if isinstance(error, ssl.SSLCertVerificationError):
            return f"The server's certificate cannot be trusted: {error.verify_message.rstrip('.')}."
        if isinstance(error, ssl.SSLError) and error.reason == "WRONG_VERSION_NUMBER":
            return "The server does not begin with TLS."
        if isinstance(error, TimeoutError):
            return f"The server did not answer within {self._server.timeout:g} s."
        words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        return self._server.hide(words[:1].upper() + words[1:].rstrip(".") + ".")


def _literal(connection: socket.socket) -> str:
    """What this machine calls itself: its address in brackets, which needs no name (RFC 5321, 4.1.3)."""
    address = str(connection.getsockname()[0])
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"
