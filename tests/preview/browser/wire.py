"""Requests as no browser would send them, letter by letter."""

import json
import re
import socket
from dataclasses import dataclass
from typing import Any, Final

from tests.preview.browser.served import Preview

# A server that does not answer fails its test instead of the whole run.
_PATIENCE: Final = 30.0  # seconds


@dataclass(frozen=True)
class Reply:
    """What a server answered: `status` is 0 where it said nothing, names of `headers` are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


def connect(preview: Preview) -> socket.socket:
    """A connection on which nothing was said yet."""
    return socket.create_connection((preview.host, preview.port), timeout=_PATIENCE)


def read(connection: socket.socket) -> Reply:
    """What is answered, up to the end of the connection, which is closed."""
    content = b""
    with connection:
        try:
            while part := connection.recv(1 << 16):
                content += part
        except ConnectionResetError:
            # Whoever sends more than is wanted may find the connection gone.
            pass
    head, _, body = content.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Reply(int(first.split()[1]) if first else 0, headers, body)


def write(
    preview: Preview, path: str, *headers: str, method: str = "GET", host: str | None = "", body: bytes = b""
) -> bytes:
    """A request. `host` is the server's own unless it is given; None for none at all."""
    named = [] if host is None else [f"Host: {host or f'{preview.host}:{preview.port}'}"]
    length = [f"Content-Length: {len(body)}"] if body and not any("Length" in header for header in headers) else []
    lines = [f"{method} {path} HTTP/1.1", *named, *length, *headers, "Connection: close"]
    return "".join(f"{line}\r\n" for line in [*lines, ""]).encode("latin-1") + body


def ask(
    preview: Preview, path: str, *headers: str, method: str = "GET", host: str | None = "", body: bytes = b""
) -> Reply:
    """What is answered to one request."""
    connection = connect(preview)
    connection.sendall(write(preview, path, *headers, method=method, host=host, body=body))
    return read(connection)


def token(preview: Preview) -> str:
    """The header that only the page knows."""
    found = re.search(rb'name="notify-token" content="([\w-]+)"', ask(preview, "/").body)
    assert found
    return f"X-Notify-Token: {found[1].decode()}"


def post(preview: Preview, path: str, body: Any, *headers: str) -> Reply:
    """What is answered to JSON, or to bytes as they are, from the page itself."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return ask(preview, path, token(preview), *headers, method="POST", body=content)
