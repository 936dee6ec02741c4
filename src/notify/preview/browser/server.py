"""The server of the preview: its port, its beginning and its end."""

import secrets
import socket
import webbrowser
from collections.abc import Callable
from contextlib import closing
from ipaddress import ip_address
from typing import Final

import uvicorn

from notify.errors import UsageError
from notify.preview.browser.app import make_app
from notify.preview.browser.live import Live

# Ports that are tried after the one that is asked for, when somebody else has it.
_TRIES: Final = 50


def serve(live: Live, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves the preview of a workspace until it is interrupted; `ready` is told its address as soon as it answers.

    `port` is the first that is tried, 0 any that is free. Raises UsageError where it cannot listen on that host.
    """
    with closing(_listen(host, port)) as listening:
        address = _address(listening)
        names = frozenset() if _is_address(host) else frozenset({host.lower()})
        config = uvicorn.Config(
            make_app(live, secrets.token_urlsafe(), names),
            http="h11",
            ws="none",
            loop="asyncio",
            log_config=None,
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        _Server(config, lambda: ready(address)).run(sockets=[listening])


def open_page(address: str) -> None:
    """Opens a page in the browser of whoever sits here."""
    webbrowser.open(address)


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def _listen(host: str, port: int) -> socket.socket:
    trouble: OSError | None = None
    for number in range(port, min(port + _TRIES, 65536)) if port else [0]:
        try:
            family = socket.AF_INET6 if ":" in host else socket.AF_INET
            return socket.create_server((host, number), family=family, backlog=2048)
        except OSError as error:
            trouble = error
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
