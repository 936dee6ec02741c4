"""Connections to this machine and to nowhere else, for tests that talk with a server of their own."""

import socket
from collections.abc import Callable
from typing import Any

import pytest

# Taken before any test runs, since every test begins with these forbidden.
_CONNECT = socket.socket.connect
_CONNECT_EX = socket.socket.connect_ex
_SEND_TO = socket.socket.sendto
_LOOK_UP = socket.getaddrinfo

_HERE = ("127.0.0.1", "::1")


class Loopback:
    """What may be connected to: 127.0.0.1, ::1, `localhost`, and names that the test adds.

    `names` says to which of those addresses a name leads, or None for a name that does not exist. Any other address or
    name fails the test. `looked_up` is every name that was asked for, in order.
    """

    def __init__(self) -> None:
        self.names: dict[str, str | None] = {"localhost": "127.0.0.1"}
        self.looked_up: list[str] = []

    def permit(self, patch: pytest.MonkeyPatch) -> None:
        """Allows what it allows, as long as the patch lasts."""
        patch.setattr(socket.socket, "connect", self._guarded(_CONNECT))
        patch.setattr(socket.socket, "connect_ex", self._guarded(_CONNECT_EX))
        patch.setattr(socket.socket, "sendto", self._guarded(_SEND_TO))
        patch.setattr(socket, "getaddrinfo", self._look_up)

    def _guarded(self, connect: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(opened: socket.socket, *arguments: Any) -> Any:
            # Where to comes last, after what is sent there.
            assert arguments[-1][0] in _HERE, f"a connection to {arguments[-1]} was opened"
            return connect(opened, *arguments)

        return guarded

    def _look_up(self, host: str | bytes | None, *others: Any, **named: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or "localhost"
        self.looked_up.append(name)
        address = name if name in _HERE else self.names.get(name, "")
        assert address != "", f"the name {name} was looked up"
        if address is None:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return _LOOK_UP(address, *others, **named)
