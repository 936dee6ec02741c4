"""The embedded inbox: a mail server that keeps whatever it is sent as files of the outbox, and sends nothing on."""

import asyncio
import errno
import logging
import os
import socket
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Final, Self

from aiosmtpd.smtp import SMTP, AuthResult, Envelope

from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.disk import explaining
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.header import Headers
from notify.delivery.outbox.journal import Journal
from notify.delivery.transport import Label, Outgoing
from notify.errors import NotifyError, UsageError

RELAY: Final = "inbox"

# What Gmail takes from others (support.google.com/mail/answer/6584): 25 MB with encoded attachments.
_LARGEST: Final = 25 * 1024 * 1024
# How many characters of a subject are shown: more than any inbox does.
_SUBJECT: Final = 200
_CURES: Final = {
    errno.EADDRINUSE: "Name another one, such as `--port 2526`, or `--port 0` for any that is free.",
    errno.EACCES: "Ports below 1024 are for administrators. Name another, such as `--port 2525`.",
}


@dataclass(frozen=True, slots=True)
class Caught:
    """A message that was kept: its envelope, its subject as people read it, its size in bytes, and its file.

    Of a subject of more than 200 characters there is the beginning. `numbers` are those of the run, one for each
    recipient. `path` is relative to the workspace.
    """

    numbers: range
    sender: str
    recipients: tuple[str, ...]
    subject: str
    size: int
    path: str


def listen(host: str, port: int, *, exposed: bool = False) -> socket.socket:
    """A socket that waits for connections; port 0 is any that is free.

    Raises UsageError where the port or the address cannot be had, and unless `exposed` where other machines could
    connect.
    """
    if not exposed and not _is_loopback(host):
        raise UsageError(
            f"At {host} other machines could connect, and fill your disk with mail.",
            hint="Leave out `--host`, or add `--let-others-connect` if they are meant to.",
        )
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        hint = _CURES.get(error.errno or 0, "Name an address of this machine, such as `--host 127.0.0.1`.")
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else "there is no such name"
        raise UsageError(f"Nothing can listen on port {port} of {host}: {reason}.", hint=hint) from None


def read_certificate(file: Path) -> ssl.SSLContext:
    """How a server encrypts with the certificate and key in a PEM file. Raises UsageError where they are not there."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    try:
        # Asked for no password, OpenSSL would ask the terminal.
        context.load_cert_chain(file, password=lambda: "")
    except (OSError, ValueError) as error:
        reason = "it needs both, in PEM form and without a password"
        if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) and error.strerror:
            reason = error.strerror
        hint = "Make them with `openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=localhost -keyout - -out -`."
        raise UsageError(f"The certificate and key in {file} cannot be read: {reason}.", hint=hint) from None
    return context


class Inbox:
    """A server on a socket of `listen`, from `with` to its end; what it caught comes by iterating.

    Messages go into a run of the outbox that begins with the first. Whoever connects may log in with any name and
    password, or not at all, and encrypt where there is `tls`. `count` is how many messages it caught, `port` where it
    listens.
    """

    def __init__(self, folder: RunFolder, listening: socket.socket, tls: ssl.SSLContext | None = None) -> None:
        self._folder, self._listening, self._tls = folder, listening, tls
        self._journal: Journal | None = None
        self._last = 0
        self.count = 0
        self._storing = Lock()
        self._caught: SimpleQueue[Caught | BaseException] = SimpleQueue()
        self._open: set[_Conversation] = set()
        self._ready = Event()
        self._thread = Thread(target=self._work, name="inbox")
        self.port: Final = int(listening.getsockname()[1])

    def __enter__(self) -> Self:
        # What its library would say of each connection is said here, or of no interest.
        logging.getLogger("mail.log").addHandler(logging.NullHandler())
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with suppress(RuntimeError):  # its loop has come to an end already
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        if self._journal:
            with explaining(self._folder.place):
                self._journal.close()

    def __iter__(self) -> Iterator[Caught]:
        """Each message as it comes, without end. Raises DeliveryError where the disk will not have one."""
        while True:
            with suppress(Empty):
                # On Windows nothing interrupts a wait that has no end.
                caught = self._caught.get(timeout=1)
                if isinstance(caught, BaseException):
                    raise caught
                yield caught

    # ---- The server, in a thread of its own, so that the other one can be interrupted.

    def _work(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # whoever waits for messages has to hear of it
            self._caught.put(error)
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        server = await self._loop.create_server(self._begin, sock=self._listening)
        self._ready.set()
        await self._stop.wait()
        server.close()
        while self._open:
            for conversation in tuple(self._open):
                conversation.abort()
            await asyncio.sleep(0)

    def _begin(self) -> "_Conversation":
        return _Conversation(
            self._open,
            handler=self,
            # Otherwise the name of this machine is looked for, which can take seconds.
            hostname="localhost",
            ident="notify inbox: nothing is sent on",
            data_size_limit=_LARGEST,
            enable_SMTPUTF8=True,
            tls_context=self._tls,
            auth_require_tls=False,
            authenticator=lambda *_: AuthResult(success=True),
            loop=self._loop,
        )

    async def handle_DATA(self, _server: SMTP, _session: object, envelope: Envelope) -> str:  # noqa: N802 # its name
        """Keeps a message, and says so when it is on the disk."""
        try:
            caught = await asyncio.to_thread(self._keep, envelope)
        except NotifyError as error:
            self._caught.put(error)
            # RFC 5321, 4.2.3: the system is out of storage.
            return "452 4.3.1 The message cannot be kept"
        self._caught.put(caught)
        return f"250 2.0.0 Kept as {caught.numbers.start} of {self._folder.run}"

    # ---- The outbox.

    def _keep(self, envelope: Envelope) -> Caught:
        content = envelope.original_content or b""
        # A bounce is from nobody, which is written `<>` (RFC 5321, 4.5.5).
        sender, recipients = _whole(envelope.mail_from or "<>"), tuple(map(_whole, envelope.rcpt_tos))
        sender = "" if sender == "<>" else sender
        head = Headers(content)
        label = Label(
            notification=head.read("X-Notify-Notification"),
            channel="email",
            locale=head.read("X-Notify-Locale"),
            sample=head.read("X-Notify-Sample"),
        )
        message_id = head.read("Message-ID")
        with self._storing:
            if self._journal is None:
                self._journal = self._folder.create()
            numbers = range(self._last + 1, self._last + 1 + len(recipients))
            outgoings = [
                Outgoing(
                    number=number,
                    message=label,
                    recipient=recipient,
                    composed=Composed(content, sender, recipient, envelope.smtp_utf8, message_id),
                )
                for number, recipient in zip(numbers, recipients, strict=True)
            ]
            # One file, whoever else it is for.
            path = self._folder.write(outgoings[0])
            with explaining(self._folder.place):
                self._journal.keep(outgoings, RELAY, path)
            self._last += len(recipients)
            self.count += 1
        return Caught(numbers, sender, recipients, head.read("Subject", _SUBJECT), len(content), path)


class _Conversation(SMTP):
    """A conversation that is among the open ones as long as it is."""

    def __init__(self, among: "set[_Conversation]", **settings: Any) -> None:
        super().__init__(**settings)
        self._among = among

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """It begins, or begins anew when it is encrypted."""
        self._among.add(self)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """It is over."""
        self._among.discard(self)
        super().connection_lost(error)

    def abort(self) -> None:
        """Ends it without waiting for the other side."""
        if isinstance(self.transport, asyncio.WriteTransport):
            self.transport.abort()


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _whole(text: str) -> str:
    """Text that can be written as UTF-8; what was none is `?`."""
    return text.encode("utf-8", "replace").decode()
