"""What a server heard, said and took, written down before each answer leaves."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Final

from tests.servers.script import Answer, Moment, Phase, Script, choose

_PATIENCE: Final = 30  # seconds, after which a test has gone wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A message that the server took: its envelope, and its bytes as they were before dots were doubled.

    `options` are the words after the sender, such as `SIZE=300`. `tls` and `login` are the connection's.
    """

    connection: int
    sender: str
    options: tuple[str, ...]
    recipients: tuple[str, ...]
    content: bytes
    tls: str | None
    login: tuple[str, str] | None


@dataclass
class Conversation:
    """What happened in one connection: each line of the client and of the server, without line ends.

    The lines of messages are not among them. `tls` is the version, such as `TLSv1.3`; `login` the name and password
    that were accepted; `fault` why encryption failed, as the server saw it; `ended` whether the client has left.
    """

    number: int
    commands: list[str] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    tls: str | None = None
    login: tuple[str, str] | None = None
    fault: str | None = None
    ended: bool = False

    @property
    def verbs(self) -> list[str]:
        """The first word of each command, in capitals."""
        return [verb(command) for command in self.commands]


def verb(command: str) -> str:
    """The first word of a command, in capitals."""
    return command.partition(" ")[0].upper()


class Record:
    """What the threads of one server write down together."""

    def __init__(self, script: Script) -> None:
        self.messages: list[Taken] = []
        self.conversations: list[Conversation] = []
        self.errors: list[BaseException] = []
        self._script = script
        self._counts: Counter[Phase | tuple[Phase, int]] = Counter()
        self._changed = threading.Condition()

    @contextmanager
    def change(self) -> Iterator[None]:
        """What is done meanwhile, nobody sees half done."""
        with self._changed:
            yield
            self._changed.notify_all()

    def begin(self) -> Conversation:
        """A new conversation."""
        with self.change():
            self.conversations.append(Conversation(len(self.conversations) + 1))
            return self.conversations[-1]

    def consult(self, phase: Phase, connection: int, command: str, recipients: Sequence[str]) -> Answer | None:
        """What the script says of a phase that now has come once more."""
        here = (phase, connection)
        with self._changed:
            self._counts.update((phase, here))
            nth, nth_here = self._counts[phase], self._counts[here]
            return choose(self._script, Moment(phase, connection, nth, nth_here, command, tuple(recipients)))

    def wait_until(self, happened: Callable[[], bool]) -> None:
        """Waits for something to be written down. AssertionError if it never is."""
        with self._changed:
            assert self._changed.wait_for(happened, _PATIENCE), "what the test waits for did not happen"
