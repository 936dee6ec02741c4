"""The server of the preview: its port, its beginning and its end."""

import asyncio
import errno
import logging
import secrets
import signal
import socket
import threading
from collections.abc import Callable, Generator
from contextlib import closing, contextmanager
from ipaddress import ip_address
from typing import Any, Final

import uvicorn

from notify.errors import UsageError
from notify.preview.browser.app import make_app
from notify.preview.browser.live import Live
from notify.preview.browser.news import News

# Ports that are tried after the one that is asked for, when somebody else has it.
_TRIES: Final = 50
# Connections that wait to be let in; asyncio lets in as many at a time.
_QUEUE: Final = 128
# There are as many open files as the system allows: who waits is let in once there are fewer, a second later at first.
_FULL: Final = frozenset({errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM})


class Server(uvicorn.Server):
    """The preview of a workspace, served until it is interrupted or told to `end`.

    It listens at once, on `address`; `port` is the first that is tried, 0 any that is free. Raises UsageError where it
    cannot listen on that host. `ready` is told its address as soon as it answers.
    """

    def __init__(self, live: Live, host: str, port: int, ready: Callable[[str], None]) -> None:
        self._listening, self._ready, self._news = _listen(host, port), ready, News()
        self.address = _address(self._listening)
        names = frozenset() if _is_address(host) else frozenset({host.lower()})
        super().__init__(
            uvicorn.Config(
                make_app(live, self._news, secrets.token_urlsafe(), names),
                http="h11",
                ws="none",
                loop="asyncio",
                log_config=None,
                access_log=False,
                server_header=False,
                backlog=_QUEUE,
                timeout_graceful_shutdown=1,
            )
        )

    def serve_until_ended(self) -> None:
        """Answers, in this thread, until it is to end."""
        log = logging.getLogger("uvicorn.error")
        log.addFilter(_is_fault)
        try:
            with closing(self._listening):
                self.run(sockets=[self._listening])
        finally:
            log.removeFilter(_is_fault)

    def end(self) -> None:
        """Lets it end, from any thread."""
        self.should_exit = True

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Ends as well where the terminal is closed, unless that is ignored."""
        with super().capture_signals():
            hangup = getattr(signal, "SIGHUP", None)
            mine = threading.current_thread() is threading.main_thread()
            if hangup is None or not mine or signal.getsignal(hangup) == signal.SIG_IGN:
                yield
                return
            before = signal.signal(hangup, self.handle_exit)
            try:
                yield
            finally:
                signal.signal(hangup, before)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begins to answer."""
        asyncio.get_running_loop().set_exception_handler(_tell)
        await super().startup(sockets)
        if self.started:
            self._ready(self.address)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Lets everybody go: who reads the news would stay for ever."""
        self._news.end()
        await super().shutdown(sockets)


def _tell(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """Says what nobody else could hear of, but not that it is full, which asyncio would say for each that waits."""
    error = context.get("exception")
    if not (isinstance(error, OSError) and error.errno in _FULL):
        loop.default_exception_handler(context)


def _is_fault(record: logging.LogRecord) -> bool:
    """Whether it is said of a fault of this program. That somebody asks in vain, or leaves, is nobody's concern."""
    kind = record.exc_info[0] if record.exc_info else None
    return kind is not None and issubclass(kind, Exception)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    trouble: OSError | None = None
    for number in range(port, min(port + _TRIES, 65536)) if port else [0]:
        try:
            listening = socket.create_server((host, number), family=family, backlog=_QUEUE)
        except OSError as error:
            trouble = error
            if error.errno != errno.EADDRINUSE:
                break
        else:
            # Inherited by each connection. An answer is sent in two parts, and the second would wait for the browser to
            # acknowledge the first, 40 ms; asyncio sees to it only for sockets that were made with a protocol.
            listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return listening
    reason = (trouble and trouble.strerror) or "no port is free"
    raise UsageError(
        f"The preview cannot listen on {host}, port {port}: {reason}.",
        hint="Name another port with `--port`, or leave out `--host`.",
    )


def _address(listening: socket.socket) -> str:
    host, port = listening.getsockname()[:2]
    shown = "localhost" if host in {"0.0.0.0", "::"} else f"[{host}]" if ":" in host else host  # noqa: S104 # compared
    return f"http://{shown}:{port}/"


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
