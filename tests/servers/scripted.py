"""An SMTP server on loopback that behaves, except where a test's script says otherwise.

A library of servers is of no use here, since those keep to the protocol, and what is tested is what happens when a
server does not. Nothing waits for time to pass.
"""

import socket
import ssl
import threading
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Final, Self, get_args

from tests.servers.listener import HOST, Listener
from tests.servers.record import Conversation, Record, Taken
from tests.servers.script import Habits, Phase, Script
from tests.servers.talk import Talk


class ScriptedServer:
    """The server, running from `with` to its end, on `host` and `port`.

    `tls` is how it shows its certificate: after STARTTLS, or from the beginning where `at_once`; without it, it has
    none. `logins` are passwords by names: where there are any, nobody sends without, and where there is encryption,
    nobody logs in without. `size` is the size limit in bytes, None for none. `extensions` are the further lines of its
    answer to EHLO. An error that a script raises is raised at the end.
    """

    host: Final = HOST

    def __init__(
        self,
        script: Script | None = None,
        *,
        tls: ssl.SSLContext | None = None,
        at_once: bool = False,
        logins: Mapping[str, str] | None = None,
        mechanisms: Sequence[str] = ("PLAIN", "LOGIN"),
        size: int | None = 10_000_000,
        extensions: Sequence[str] = ("PIPELINING", "8BITMIME", "SMTPUTF8", "ENHANCEDSTATUSCODES"),
    ) -> None:
        if unknown := set(script or {}) - set(get_args(Phase)):
            raise ValueError(f"There is no phase {', '.join(unknown)}.")
        self._habits = Habits(
            tls=tls, at_once=at_once, logins=logins or {}, mechanisms=mechanisms, size=size, extensions=extensions
        )
        self._record = Record(script or {})
        self._talks: list[Talk] = []
        self._threads: list[threading.Thread] = []
        self._listener = Listener(self._take)
        self.port: Final = self._listener.port

    def __enter__(self) -> Self:
        self._listener.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if error is None and self._record.errors:
            raise self._record.errors[0]

    @property
    def messages(self) -> list[Taken]:
        """The messages that it took, in order."""
        return self._record.messages

    @property
    def conversations(self) -> list[Conversation]:
        """Each connection there was, in order."""
        return self._record.conversations

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Waits for something that will be in `messages` or `conversations`. AssertionError if it never is."""
        self._record.wait_until(happened)

    def settle(self) -> None:
        """Waits until every client has left, for example one that was killed."""
        self.wait_until(lambda: all(conversation.ended for conversation in self.conversations))

    def stop(self) -> None:
        """Breaks every conversation off and takes no more, as the end of `with` does. Nothing is recorded then."""
        self._listener.stop()
        for talk in self._talks:
            talk.break_off()
        for thread in self._threads:
            thread.join()

    def _take(self, connection: socket.socket) -> None:
        talk = Talk(connection, self._habits, self._record)
        thread = threading.Thread(target=talk.run, name=f"client of port {self.port}")
        self._talks.append(talk)
        self._threads.append(thread)
        thread.start()
