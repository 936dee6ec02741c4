"""The embedded relay: it sends nothing, and writes each message to a file that a mail program opens."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Final

from notify.delivery.outbox.disk import explaining
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.header import Headers
from notify.delivery.outbox.journal import OUTBOX, RELAY, Entry, Run
from notify.delivery.transport import Ended, Outcome, Outgoing
from notify.errors import DeliveryError, UsageError
from notify.source import Position

# How much of a header is shown; what is sent from here has less.
_LONGEST: Final = 10_000


@dataclass(frozen=True)
class Outbox:
    """One run into a folder of the outbox: its messages, and the journal that says which are whole."""

    folder: RunFolder

    def hand_over_all(self, outgoings: Sequence[Outgoing]) -> Iterator[Ended]:
        """Writes each message; raises DeliveryError where the disk will not have one."""
        journal = self.folder.create()
        try:
            with explaining(self.folder.place):
                journal.queue(outgoings, RELAY)
            for outgoing in outgoings:
                with explaining(self.folder.place):
                    journal.begin(outgoing)()
                receipt = outgoing.receipt(RELAY, Outcome.WRITTEN, path=self.folder.write(outgoing))
                with explaining(self.folder.place):
                    journal.end(outgoing, receipt)
                yield outgoing, receipt
        finally:
            with explaining(self.folder.place):
                journal.close()


@dataclass(frozen=True, slots=True)
class Written:
    """A message of the outbox, read back: decoded headers in their order (none for a short channel) and its text.

    Of a header of more than 10,000 characters there is the beginning.
    """

    headers: tuple[tuple[str, str], ...]
    text: str


def end_of(entry: Entry) -> str:
    """What became of a message, as people are told: its outcome, `queued`, or what no outcome means for its relay."""
    if entry.ended:
        return entry.state
    if entry.relay in {None, RELAY}:
        # Of a run that was broken off, a message that is queued or half handed over is no file.
        return "not written"
    return Outcome.UNKNOWN if entry.unknown else entry.state


def find_entry(run: Run, number: int) -> Entry:
    """What the journal says of a message. Raises UsageError where the run has no such message."""
    for entry in run.entries:
        if entry.number == number:
            return entry
    hint = f"`notify outbox {run.id}` lists its messages."
    raise UsageError(f"The run `{run.id}` has no message {number}.", hint=hint)


def find_file(workspace: Path, run: Run, number: int) -> Path:
    """The file of a message. Raises UsageError where the run has no such message, or not its file."""
    entry = find_entry(run, number)
    # Only its name counts: a journal that was tampered with leads nowhere else.
    path = workspace / OUTBOX / run.id / Path(entry.path or "").name
    if entry.path is None or not path.is_file():
        raise UsageError(f"The file of message {number} is not there.", hint="It was never written, or was deleted.")
    return path


def read_message(workspace: Path, run: Run, number: int) -> Written:
    """One message of a run as it was written. Raises UsageError where the run has no such message, or not its file."""
    path = find_file(workspace, run, number)
    content = path.read_bytes()
    try:
        return Written((), content.decode()) if path.suffix == ".json" else _read_email(content)
    except Exception as error:  # the standard library's parser raises a dozen kinds for mail that is none
        name = f"{OUTBOX}/{run.id}/{path.name}"
        raise DeliveryError("This is not an e-mail that can be read.", position=Position(name)) from error


def _read_email(content: bytes) -> Written:
    parts = message_from_bytes(content).walk()
    texts = (part for part in parts if part.get_content_type() == "text/plain" and not _is_attached(part))
    text = next(texts, None)
    return Written(tuple(Headers(content).all(_LONGEST)), _decoded(text) if text else "")


def _is_attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment"


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)  # noqa: S101 # it is text, and so has no parts
    with suppress(LookupError):
        return content.decode(part.get_content_charset("utf-8"), "replace")
    return content.decode("utf-8", "replace")
