"""smtplib's client, which waits for the end of a reply no longer than it is told to."""

import smtplib
import socket
import time
from typing import IO, Final

# Lines of one reply: RFC 5321, 4.5.3.1, sets no limit. Servers that introduce themselves at length have some thirty.
_LINES: Final = 200


class Client(smtplib.SMTP):
    """A client for which a reply has an end: so many lines at most, all of them within the timeout."""

    def getreply(self) -> tuple[int, bytes]:
        """The next reply. Raises TimeoutError, or SMTPException where it has no end."""
        if self.file is None and self.sock is not None:
            self.file = _Bounded(self.sock, self.timeout)
        if isinstance(self.file, _Bounded):
            self.file.begin()
        return super().getreply()


class _Bounded:
    """Lines from a connection."""

    def __init__(self, connection: socket.socket, timeout: float) -> None:
        self._file: IO[bytes] = connection.makefile("rb")
        self._timeout = timeout
        self._end, self._lines = 0.0, 0

    def begin(self) -> None:
        """From here on another reply is read."""
        self._end, self._lines = time.monotonic() + self._timeout, 0

    def readline(self, limit: int = -1) -> bytes:
        """The next line, as files have it."""
        self._lines += 1
        if self._lines > _LINES:
            raise smtplib.SMTPServerDisconnected(f"The server's reply has more than {_LINES} lines")
        if time.monotonic() > self._end:
            raise TimeoutError
        return self._file.readline(limit)

    def close(self) -> None:
        """Closes what it reads from."""
        self._file.close()
