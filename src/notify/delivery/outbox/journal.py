"""The journal of a run: what was about to happen to each message, and what did.

One JSON object a line, in `journal.ndjson` in the run's folder, each on the disk before the next step is taken:

    {"number": 0, "state": "begun", "messages": 1}
    {"number": 1, "state": "queued", "notification": …, "channel": …, "locale": …, "sample": …, "recipient": …, …}
    {"number": 1, "state": "handing_over"}
    {"number": 1, "state": "written", "reply": null, "path": ".notify/outbox/…"}

A later line adds to an earlier one of the same number. The last state is an `Outcome`, or else the message has no end:
one that is `handing_over` may be with its recipient or not, and nobody here can know.
"""

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from queue import SimpleQueue
from threading import Lock, Thread
from typing import Any, Final

from notify.delivery.outbox.disk import explaining
from notify.delivery.transport import Outcome, Outgoing, Receipt
from notify.errors import UsageError, nearest
from notify.files import hold

OUTBOX: Final = ".notify/outbox"
# The relay that is always there, and only writes into that folder.
RELAY: Final = "outbox"

_FILE: Final = "journal.ndjson"
_RUN: Final = re.compile(r"\d{8}T\d{6}Z-[a-z0-9]{1,32}")
_TOKEN: Final = re.compile(r"[a-z0-9]{1,27}")
# The number of the line that is about the run, and about no message of it.
_RUN_ITSELF: Final = 0
_ENDS: Final = frozenset(Outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the journal says of one message; a field is None where it says nothing."""

    number: int
    state: str
    notification: str | None = None
    channel: str | None = None
    locale: str | None = None
    sample: str | None = None
    recipient: str | None = None
    relay: str | None = None
    reply: str | None = None
    path: str | None = None
    message_id: str | None = None
    mail_from: str | None = None
    rcpt_to: str | None = None
    digest: str | None = None

    def receipt(self, outcome: Outcome) -> Receipt:
        """What became of it, as whoever hands it over says it."""
        return Receipt(
            notification=self.notification or "",
            channel=self.channel or "",
            locale=self.locale or "",
            sample=self.sample or "",
            recipient=self.recipient or "",
            relay=self.relay or "",
            outcome=outcome,
            reply=self.reply,
            path=self.path,
            message_id=self.message_id,
        )

    @property
    def ended(self) -> bool:
        """Whether its end is known. In the outbox, no end means that it was not written."""
        return self.state in _ENDS

    @property
    def left(self) -> bool:
        """Whether nobody has it yet, so that it may be handed over once more."""
        return self.state in {"queued", Outcome.DEFERRED}

    @property
    def unknown(self) -> bool:
        """Whether it may be with its recipient, or not. In the outbox, it is not."""
        return self.state in {"handing_over", Outcome.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Run:
    """One run: its entries by number, and which lines of its journal, from 1, could not be read and were skipped.

    `expected` is how many messages it has, where the journal says so: fewer entries are lost ones.
    """

    id: str
    entries: tuple[Entry, ...]
    damaged: tuple[int, ...]
    expected: int | None = None

    @property
    def relay(self) -> str | None:
        """What its messages were handed to, or came by; None where its journal does not say."""
        return next((entry.relay for entry in self.entries if entry.relay), None)

    @property
    def caught(self) -> bool:
        """Whether its messages came from elsewhere: they alone are files, and did not go to the outbox."""
        return any(entry.state == Outcome.WRITTEN and entry.relay != RELAY for entry in self.entries)

    @property
    def sent_on(self) -> bool:
        """Whether it was to leave this machine."""
        return self.relay not in {None, RELAY} and not self.caught

    @property
    def open(self) -> bool:
        """Whether something of it is left that somebody may not have."""
        return self.sent_on and any(entry.left or entry.unknown for entry in self.entries)


def make_run_id(now: datetime, token: str) -> str:
    """A run's name, which sorts by time: `20260301T090000Z-000003f9`, its microseconds in five hexadecimal digits.

    `now` has a timezone. `token` tells apart runs of one microsecond and is the caller's: 1 to 27 lower-case letters
    and digits (ValueError otherwise).
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError(f"not a token for a run: {token!r}")
    return f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}-{now.microsecond:05x}{token}"


def read_runs(workspace: Path) -> list[Run]:
    """Every run in the outbox of a workspace, the oldest first. Raises DeliveryError where a journal cannot be read."""
    return [_read(workspace, run) for run in _run_ids(workspace)]


def read_run(workspace: Path, run: str) -> Run:
    """One run by its id. Raises UsageError where there is none, DeliveryError where its journal cannot be read."""
    known = _run_ids(workspace)
    if run not in known:
        hint = nearest(run, known) or "See `notify outbox` for the runs there are."
        raise UsageError(f"There is no run `{run}` in the outbox.", hint=hint)
    return _read(workspace, run)


class Journal:
    """The journal of one run, open for writing by one program at a time.

    Of several threads, each may note what it does. Raises UsageError where another program has it open.
    """

    def __init__(self, folder: Path) -> None:
        path = folder / _FILE
        self._file = path.open("ab")
        self._writing, self._flushing = Lock(), Lock()
        # Who waits for the disk, from which of the times below on, and how to tell them. Futures would do as well, and
        # make four connections a tenth slower.
        self._waiting = SimpleQueue[tuple[int, Callable[[], None]] | None]()
        self._trouble: OSError | None = None
        self._disk = Thread(target=self._flush_for_others, name="journal", daemon=True)
        # How many times something was noted, and how many of them are known to be on the disk.
        self._noted = self._flushed = 0
        if not hold(self._file):
            self._file.close()
            hint = "Wait for its end; `notify outbox` shows how far it is."
            raise UsageError(f"The run `{folder.name}` is going on in another program.", hint=hint)
        # What was being written when a run was killed is a line of its own, and no part of the next.
        if path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            self._file.write(b"\n")
        self._disk.start()

    def close(self) -> None:
        """Closes the file, with everything noted on the disk."""
        self._waiting.put(None)
        self._disk.join()
        self._flush(self._noted)
        self._file.close()

    def queue(self, outgoings: Sequence[Outgoing], relay: str) -> None:
        """Notes messages that are going to be handed over to `relay`, with the files that they are in."""
        self._append([{"number": _RUN_ITSELF, "state": "begun", "messages": len(outgoings)}])
        noted = self._append(
            {"number": each.number, "state": "queued"}
            | _origin(each, relay)
            | {"path": each.path, "digest": each.composed and digest_of(each.composed.content)}
            for each in outgoings
        )
        self._flush(noted)

    def keep(self, outgoings: Sequence[Outgoing], relay: str, path: str) -> None:
        """Notes messages that came from elsewhere and are written already, all of them in one file."""
        noted = self._append(
            {"number": each.number, "state": Outcome.WRITTEN} | _origin(each, relay) | {"path": path}
            for each in outgoings
        )
        self._flush(noted)

    def begin(self, outgoing: Outgoing) -> Callable[[], object]:
        """Notes that one message is being handed over from now on; on the disk when what is returned has returned."""
        noted = self._append([{"number": outgoing.number, "state": "handing_over"}])
        on_disk = Lock()
        on_disk.acquire()
        # Servers are talked with while the disk is busy.
        self._waiting.put((noted, on_disk.release))

        def wait() -> None:
            on_disk.acquire()
            if self._trouble:
                raise self._trouble

        return wait

    def put_off(self, outgoing: Outgoing, reply: str) -> None:
        """Notes that a message is to be handed over once more, since nobody has taken it."""
        self._append([{"number": outgoing.number, "state": "queued", "reply": reply}])

    def end(self, outgoing: Outgoing, receipt: Receipt) -> None:
        """Notes how that ended; on the disk with whatever is begun next, or at the end."""
        end = {"state": receipt.outcome, "reply": receipt.reply}
        new = receipt.path and receipt.path != outgoing.path
        self._append([{"number": outgoing.number} | end | ({"path": receipt.path} if new else {})])

    def _append(self, lines: Iterable[Mapping[str, Any]]) -> int:
        """Notes lines, and returns how many times something was noted by now."""
        content = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode()
        with self._writing:
            self._file.write(content)
            self._file.flush()
            self._noted += 1
            return self._noted

    def _flush_for_others(self) -> None:
        while waiting := self._waiting.get():
            noted, tell = waiting
            try:
                self._flush(noted)
            except OSError as error:
                self._trouble = error
            tell()

    def _flush(self, noted: int) -> None:
        """Waits until what was noted is on the disk: for one thread's sake it is flushed for all of them."""
        with self._flushing:
            if self._flushed < noted:
                covered = self._noted
                os.fsync(self._file.fileno())
                self._flushed = covered


def _origin(outgoing: Outgoing, relay: str) -> dict[str, Any]:
    composed = outgoing.composed
    return {
        "notification": outgoing.message.notification,
        "channel": outgoing.message.channel,
        "locale": outgoing.message.locale,
        "sample": outgoing.message.sample,
        "recipient": outgoing.recipient,
        "relay": relay,
        "message_id": composed.message_id if composed else None,
        "mail_from": composed.sender if composed else None,
        "rcpt_to": composed.recipient if composed else None,
    }


def _run_ids(workspace: Path) -> list[str]:
    folder = workspace / OUTBOX
    with explaining(OUTBOX):
        return sorted(each.name for each in folder.iterdir() if _RUN.fullmatch(each.name)) if folder.exists() else []


def _read(workspace: Path, run: str) -> Run:
    path = workspace / OUTBOX / run / _FILE
    with explaining(f"{OUTBOX}/{run}/{_FILE}"):
        lines = path.read_bytes().splitlines() if path.is_file() else []
    said: dict[int, dict[str, Any]] = {}
    damaged = []
    expected = None
    for place, line in enumerate(lines, start=1):
        if (count := _count(line)) is not None:
            expected = count
        elif parsed := _parse(line):
            said.setdefault(parsed["number"], {}).update(parsed)
        else:
            damaged.append(place)
    return Run(run, tuple(Entry(**said[number]) for number in sorted(said)), tuple(damaged), expected)


def digest_of(content: bytes) -> str:
    """What tells a message from any other, and from a part of itself."""
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def _count(line: bytes) -> int | None:
    """How many messages a run has, of the line that says so."""
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    known = isinstance(data, dict) and data.get("number") == _RUN_ITSELF and type(data.get("messages")) is int
    return int(data["messages"]) if known else None


def _parse(line: bytes) -> dict[str, Any] | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or type(data.get("number")) is not int or not isinstance(data.get("state"), str):
        return None
    # Fields of a later version are none of ours.
    said = {field.name: data.get(field.name) for field in fields(Entry)}
    return {"number": data["number"]} | {name: value for name, value in said.items() if isinstance(value, str)}
