"""Headers of a message as people read them, however long and odd they are."""

from collections.abc import Iterator
from contextlib import suppress
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.parser import HeaderParser
from typing import Final

from notify.render.draft import one_line

# RFC 2047, section 2: 75 bytes at most for an encoded word, of which each may hold as few as six letters.
_CODED: Final = 16


class Headers:
    """The headers of a message of any origin: read without its body, and each in time that grows only as it does."""

    def __init__(self, content: bytes) -> None:
        head = content.partition(b"\r\n\r\n")[0]
        # Not by the newer policies of the library, which take minutes for a subject of a megabyte.
        self._head: Message = HeaderParser().parsestr(head.decode("utf-8", "replace"))

    def read(self, name: str, longest: int = 1000) -> str:
        """One of them on one line of `longest` characters at most, which ends in `…` where there is more.

        Empty where it is not there.
        """
        return _decoded(self._head.get(name, ""), longest)

    def all(self, longest: int) -> Iterator[tuple[str, str]]:
        """All of them, in their order: names, and values as `read` has them."""
        return ((name, _decoded(value, longest)) for name, value in self._head.items())


def _decoded(value: str, longest: int) -> str:
    decoded = some = value[: longest * _CODED]
    # What cannot be read is shown as it is written.
    with suppress(MessageError, LookupError, ValueError):
        decoded = str(make_header(decode_header(some)))
    line = one_line(decoded.encode("utf-8", "replace").decode())
    return line if len(line) <= longest and some == value else f"{line[: longest - 1]}…"
