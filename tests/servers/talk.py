"""One conversation, seen from the server's side (RFC 5321)."""

import base64
import binascii
import re
import socket
import ssl
import struct
from collections.abc import Sequence
from contextlib import suppress
from typing import Final, Never

from tests.servers.record import Conversation, Record, Taken, verb
from tests.servers.script import Answer, Habits, Phase

_PATH: Final = re.compile(r'[^<]*<(?P<path>(?:"(?:[^"\\]|\\.)*"|[^">])*)>(?P<options>.*)')
_END: Final = b"\r\n.\r\n"
_NAME: Final = "mail.acme.example"


class _Over(Exception):
    """There is nothing more to say."""


class Talk:
    """A conversation with the client at the other end of `connection`, from `run` to its end."""

    def __init__(self, connection: socket.socket, habits: Habits, record: Record) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # A second handle on the same connection, below any encryption.
        self._connection, self._handle = connection, connection.dup()
        self._reader = connection.makefile("rb")
        self._habits, self._record, self._here = habits, record, record.begin()
        self._forget()

    @property
    def conversation(self) -> Conversation:
        return self._here

    def run(self) -> None:
        """Talks until the client leaves or the script ends it. What a script raises is kept for the test."""
        try:
            with suppress(OSError, _Over):
                if self._habits.tls and self._habits.at_once:
                    self._encrypt(self._habits.tls)
                self._do("greeting", "", f"220 {_NAME} ESMTP")
                while True:
                    self._obey(self._hear())
        except Exception as error:  # a thread has nobody to raise it to
            self._record.errors.append(error)
        finally:
            self._reader.close()
            self._connection.close()
            with self._record.change():
                self._handle.close()
                self._here.ended = True

    def break_off(self) -> None:
        """Ends it from another thread."""
        with self._record.change(), suppress(OSError):
            self._handle.shutdown(socket.SHUT_RDWR)

    # ---- Words there and back.

    def _hear(self) -> str:
        line = self._reader.readline()
        if not line.endswith(b"\n"):
            raise _Over
        command = line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")
        with self._record.change():
            self._here.commands.append(command)
        return command

    def _say(self, text: str) -> None:
        lines = text.split("\n")
        with self._record.change():
            self._here.replies.extend(lines)
        self._connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def _do(self, phase: Phase, command: str, usual: str) -> bool:
        """Answers as the script says, or as usual; whether the client was told yes."""
        answer = self._consult(phase, command) or Answer(usual)
        if phase == "message" and answer.takes:
            self._take()
        self._react(answer)
        return answer.accepts

    def _react(self, answer: Answer) -> None:
        if answer.say is not None:
            self._say(answer.say)
        if answer.then != "go on":
            self._leave(answer)

    def _consult(self, phase: Phase, command: str) -> Answer | None:
        return self._record.consult(phase, self._here.number, command, self._recipients)

    def _leave(self, answer: Answer) -> Never:
        if answer.then == "reset":
            # To linger for no time is to send RST where the end would be.
            self._handle.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            raise _Over
        if answer.then == "close":
            self._handle.shutdown(socket.SHUT_WR)
        # To close with bytes unread would be a reset, too, and could take from the client what it has not read yet.
        while self._handle.recv(65_536):
            pass
        raise _Over

    # ---- Commands.

    def _obey(self, command: str) -> None:
        known = {
            "EHLO": self._greet,
            "HELO": self._greet,
            "STARTTLS": self._start_tls,
            "AUTH": self._log_in,
            "MAIL": self._mail,
            "RCPT": self._rcpt,
            "DATA": self._data,
            "RSET": self._reset,
            "NOOP": self._pass,
            "QUIT": self._quit,
        }
        known.get(verb(command), self._wonder)(command)

    def _greet(self, command: str) -> None:
        self._forget()
        if verb(command) == "EHLO":
            self._do("ehlo", command, self._capabilities())
        else:
            self._do("helo", command, f"250 {_NAME}")

    def _reset(self, command: str) -> None:
        self._forget()
        self._do("rset", command, "250 2.0.0 Forgotten")

    def _pass(self, command: str) -> None:
        self._do("noop", command, "250 2.0.0 Done")

    def _quit(self, command: str) -> None:
        self._do("quit", command, "221 2.0.0 Bye")
        raise _Over

    def _wonder(self, _: str) -> None:
        self._say("502 5.5.2 Unknown command")

    def _capabilities(self) -> str:
        habits = self._habits
        offers = [_NAME, *habits.extensions]
        if habits.size is not None:
            offers.append(f"SIZE {habits.size}")
        if habits.tls and not self._here.tls:
            offers.append("STARTTLS")
        elif habits.logins:
            offers.append(f"AUTH {' '.join(habits.mechanisms)}")
        return "\n".join([*(f"250-{offer}" for offer in offers[:-1]), f"250 {offers[-1]}"])

    def _start_tls(self, command: str) -> None:
        offered = self._habits.tls and not self._here.tls
        usual = "220 2.0.0 Go ahead" if offered else "502 5.5.1 Not offered"
        if self._do("starttls", command, usual) and self._habits.tls:
            self._encrypt(self._habits.tls)

    def _encrypt(self, context: ssl.SSLContext) -> None:
        # What came before encryption and was not read yet, anybody may have sent (RFC 3207, section 4.2).
        self._reader.close()
        try:
            encrypted = context.wrap_socket(self._connection, server_side=True)
        except OSError as error:
            with self._record.change():
                self._here.fault = str(error)
            raise _Over from None
        self._connection, self._reader = encrypted, encrypted.makefile("rb")
        with self._record.change():
            self._here.tls = encrypted.version()
        self._forget()

    # ---- Login (RFC 4954).

    def _log_in(self, command: str) -> None:
        _, mechanism, initial = [*command.split(" "), "", ""][:3]
        try:
            login = self._credentials(mechanism.upper(), initial)
        except (binascii.Error, ValueError):
            self._do("auth", command, "501 5.5.2 Cannot read that")
            return
        if login is None:
            self._do("auth", command, "504 5.5.4 Not offered")
            return
        name, password = login
        right = self._habits.logins.get(name) == password
        usual = "235 2.7.0 Welcome" if right else "535 5.7.8 Name or password is wrong"
        if self._do("auth", command, usual):
            with self._record.change():
                self._here.login = login

    def _credentials(self, mechanism: str, initial: str) -> tuple[str, str] | None:
        if mechanism not in self._habits.mechanisms or not self._habits.logins:
            return None
        if mechanism == "PLAIN":
            _, name, password = self._decoded(initial or self._challenge("")).split("\0")
            return name, password
        name = self._decoded(initial or self._challenge("Username:"))
        return name, self._decoded(self._challenge("Password:"))

    def _challenge(self, prompt: str) -> str:
        self._say(f"334 {base64.b64encode(prompt.encode()).decode()}")
        return self._hear()

    @staticmethod
    def _decoded(text: str) -> str:
        return base64.b64decode(text, validate=True).decode()

    # ---- Messages.

    def _forget(self) -> None:
        self._sender: str | None = None
        self._options: tuple[str, ...] = ()
        self._recipients: list[str] = []
        self._content = b""

    def _mail(self, command: str) -> None:
        found = _PATH.match(command)
        options = tuple(found["options"].split()) if found else ()
        if self._do("mail", command, self._view_of_sender(found and found["path"], options)) and found:
            self._sender, self._options = found["path"], options

    def _view_of_sender(self, path: str | None, options: Sequence[str]) -> str:
        told = {word.upper().partition("=")[0]: word.partition("=")[2] for word in options}
        size = told.get("SIZE", "")
        if self._habits.logins and not self._here.login:
            return "530 5.7.0 Log in first"
        if self._sender is not None:
            return "503 5.5.1 There is a sender already"
        if path is None:
            return "501 5.1.7 Cannot read the address"
        if not path.isascii() and "SMTPUTF8" not in told:
            return "553 5.6.7 Not without SMTPUTF8"
        if self._habits.size is not None and size.isdecimal() and int(size) > self._habits.size:
            return "552 5.3.4 Too large"
        return "250 2.1.0 Sender accepted"

    def _rcpt(self, command: str) -> None:
        found = _PATH.match(command)
        if self._do("rcpt", command, self._view_of_recipient(found and found["path"])) and found:
            self._recipients.append(found["path"])

    def _view_of_recipient(self, path: str | None) -> str:
        if self._sender is None:
            return "503 5.5.1 Who is the sender?"
        if not path:
            return "501 5.1.3 Cannot read the address"
        if not path.isascii() and "SMTPUTF8" not in {option.upper() for option in self._options}:
            return "553 5.6.7 Not without SMTPUTF8"
        return "250 2.1.5 Recipient accepted"

    def _data(self, command: str) -> None:
        usual = "354 End with a dot" if self._recipients else "554 5.5.1 No valid recipients"
        if self._do("data", command, usual):
            self._message(command)

    def _message(self, command: str) -> None:
        if not self._reader.peek():
            raise _Over
        early = self._consult("body", command)
        if early:
            self._react(early)
        self._content = self._hear_content()
        # One message has one answer.
        if not early:
            large = self._habits.size is not None and len(self._content) > self._habits.size
            self._do("message", command, "552 5.3.4 Too large" if large else "250 2.0.0 Taken")
        self._forget()

    def _hear_content(self) -> bytes:
        # Only both characters together are a line end, for the end of the message and for doubled dots. In large
        # pieces, since tests measure how fast clients are.
        heard = bytearray(b"\r\n")
        while not heard.endswith(_END):
            if not (piece := self._reader.peek()):
                raise _Over
            before = heard[-len(_END) :]
            found = (before + piece).find(_END)
            heard += self._reader.read(len(piece) if found < 0 else found + len(_END) - len(before))
        return bytes(heard[:-3]).replace(b"\r\n.", b"\r\n")[2:]

    def _take(self) -> None:
        taken = Taken(
            connection=self._here.number,
            sender=self._sender or "",
            options=self._options,
            recipients=tuple(self._recipients),
            content=self._content,
            tls=self._here.tls,
            login=self._here.login,
        )
        with self._record.change():
            self._record.messages.append(taken)
