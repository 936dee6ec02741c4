"""What a server usually does, and what it is told to do unusually, and when."""

import ssl
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

Phase = Literal[
    "greeting", "ehlo", "helo", "starttls", "auth", "mail", "rcpt", "data", "body", "message", "rset", "noop", "quit"
]
"""When a server does something: as a client connects, at a command, after the first bytes of a message (`body`), and
when the whole message is there (`message`). `auth` is the end of a login, when name and password are known. What is
said at `body` is the only answer to the message; usually it is nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Habits:
    """What a server does where no script says otherwise; the fields are those of ScriptedServer."""

    tls: ssl.SSLContext | None
    at_once: bool
    logins: Mapping[str, str]
    mechanisms: Sequence[str]
    size: int | None
    extensions: Sequence[str]


@dataclass(frozen=True, slots=True)
class Answer:
    r"""What the server does at one moment: what it says, if anything, and how it goes on.

    `say` may have several lines, with `\n` between them. `then` is one of

    - `go on`;
    - `hang`: it reads, and says no more, until the client leaves or the server stops;
    - `close`: as a server that goes down in order, after which the client reads an end;
    - `reset`: as one that was killed, after which the client reads an error (at the greeting, maybe while connecting).

    `take` decides whether a whole message counts as taken, whatever is said; None: if the client is told that it was.
    """

    say: str | None = None
    then: Literal["go on", "hang", "close", "reset"] = "go on"
    take: bool | None = None

    @property
    def accepts(self) -> bool:
        """Whether the client is told that the command did what it does."""
        return self.say is not None and self.say[0] in "23"

    @property
    def takes(self) -> bool:
        """Whether the message is kept, if this is the answer to one."""
        return self.accepts if self.take is None else self.take


HANG: Final = Answer(then="hang")
CLOSE: Final = Answer(then="close")
RESET: Final = Answer(then="reset")
TAKE_AND_HANG: Final = Answer(then="hang", take=True)
TAKE_AND_CLOSE: Final = Answer(then="close", take=True)
TAKE_AND_RESET: Final = Answer(then="reset", take=True)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a script is asked. Connections are counted from 1, as they come.

    `nth` says how often this phase has come, `nth_here` how often in this connection, both from 1. `command` is the
    line that the client sent last, empty at the greeting. `recipients` are those that were accepted.
    """

    phase: Phase
    connection: int
    nth: int
    nth_here: int
    command: str
    recipients: tuple[str, ...]


Said = str | Answer
"""A string is the reply, after which the server goes on; after 421 it closes (RFC 5321, section 3.8)."""

Choice = Callable[[Moment], Said | None]
Script = Mapping[Phase, Said | Sequence[Said | None] | Choice]
"""What is unusual, for each phase: always the same, or one after the other (and then as usual), or by a function. None
is what the server usually does."""


def one_bad(address: str, reply: str = "550 5.1.1 No such user") -> Choice:
    """For `mail` or `rcpt`: this address is refused, and no other is."""
    return lambda moment: reply if f"<{address}>" in moment.command else None


def greylist(times: int = 1, reply: str = "450 4.2.0 Greylisted, come back later") -> Choice:
    """For `rcpt`: each recipient is put off so many times, and accepted from then on."""
    seen: Counter[str] = Counter()

    def decide(moment: Moment) -> str | None:
        seen[moment.command] += 1
        return reply if seen[moment.command] <= times else None

    return decide


def choose(script: Script, moment: Moment) -> Answer | None:
    """What the script says of a moment; None where it says nothing."""
    said = script.get(moment.phase)
    if callable(said):
        said = said(moment)
    elif isinstance(said, Sequence) and not isinstance(said, str):
        said = said[moment.nth - 1] if moment.nth <= len(said) else None
    if isinstance(said, str):
        return Answer(said, then="close" if said.startswith("421") else "go on")
    return said
