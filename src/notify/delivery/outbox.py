"""The embedded relay: it sends nothing, and writes each message to a file that a mail program opens."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from notify.delivery.disk import explaining
from notify.delivery.journal import OUTBOX, Journal, Run
from notify.delivery.transport import Outcome, Outgoing, Receipt
from notify.errors import DeliveryError, UsageError
from notify.files import write_whole
from notify.render.draft import one_line
from notify.render.message import Card, Sms
from notify.source import Position

RELAY: Final = "outbox"


class Outbox:
    """One run into `.notify/outbox/<run>/` of a workspace: its messages, and the journal that says which are whole.

    `run` comes from `make_run_id`; each run has a folder of its own, so that two at once never meet. Everything raises
    DeliveryError, with place and cure, where the disk is full, may not be written to, or already has that run.
    """

    def __init__(self, workspace: Path, run: str) -> None:
        self._folder = workspace / OUTBOX / run
        self._place = f"{OUTBOX}/{run}"
        self._hidden = workspace / OUTBOX.partition("/")[0]

    def __enter__(self) -> Self:
        with explaining(self._place):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(self._hidden)
            self._folder.mkdir()
            self._journal = Journal(self._folder)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._journal.close()

    def queue(self, outgoings: Sequence[Outgoing]) -> None:
        """Notes every message of the run in the journal."""
        with explaining(self._place):
            self._journal.queue(outgoings, RELAY)

    def hand_over(self, outgoing: Outgoing) -> Receipt:
        """Writes one message: an e-mail as `.eml`, one for a short channel as `.json`."""
        content = outgoing.composed.content if outgoing.composed else _short(outgoing)
        name = _file_name(outgoing)
        place = f"{self._place}/{name}"
        receipt = outgoing.receipt(RELAY, Outcome.WRITTEN, path=place)
        with explaining(place):
            self._journal.begin(outgoing)
            write_whole(self._folder / name, content)
            self._journal.end(outgoing, receipt)
        return receipt


@dataclass(frozen=True, slots=True)
class Written:
    """A message of the outbox, read back: decoded headers in their order (none for a short channel) and its text."""

    headers: tuple[tuple[str, str], ...]
    text: str


def read_message(workspace: Path, run: Run, number: int) -> Written:
    """One message of a run as it was written. Raises UsageError where the run has no such message, or not its file."""
    entry = next((entry for entry in run.entries if entry.number == number), None)
    if entry is None:
        hint = f"`notify outbox {run.id}` lists its messages."
        raise UsageError(f"The run `{run.id}` has no message {number}.", hint=hint)
    # Only its name counts: a journal that was tampered with leads nowhere else.
    path = workspace / OUTBOX / run.id / Path(entry.path or "").name
    if entry.path is None or not path.is_file():
        raise UsageError(f"The file of message {number} is not there.", hint="It was never written, or was deleted.")
    content = path.read_bytes()
    try:
        return Written((), content.decode()) if path.suffix == ".json" else _read_email(content)
    except Exception as error:  # the standard library's parser raises a dozen kinds for mail that is none
        name = f"{OUTBOX}/{run.id}/{path.name}"
        raise DeliveryError("This is not an e-mail that can be read.", position=Position(name)) from error


def _read_email(content: bytes) -> Written:
    message = message_from_bytes(content, policy=policy.default)
    text = message.get_body(("plain",))
    headers = tuple((name, one_line(str(value))) for name, value in message.items())
    return Written(headers, text.get_content() if text else "")


def _keep_out_of_git(folder: Path) -> None:
    try:
        # Exclusively: of two first runs at once one writes it, and what somebody wrote there stays.
        with (folder / ".gitignore").open("x", encoding="utf-8") as file:
            file.write("*\n")
    except FileExistsError:
        pass


def _file_name(outgoing: Outgoing) -> str:
    message = outgoing.message
    parts = (message.notification, message.channel, message.locale, message.sample)
    # Every file system takes these characters, and four times 50 of them.
    safe = (re.sub(r"[^A-Za-z0-9_-]+", "-", part)[:50] for part in parts)
    return f"{'.'.join(safe)}.{outgoing.number}.{'eml' if outgoing.composed else 'json'}"


def _short(outgoing: Outgoing) -> bytes:
    message = outgoing.message
    match message:
        case Sms():
            content: dict[str, object] = {
                "text": message.text,
                "encoding": message.encoding,
                "segments": message.segments,
            }
        case Card():
            content = {"words": dict(message.words)}
        case _:
            raise ValueError(f"a message for {message.channel} has to be composed")
    document = {
        "version": 1,
        "notification": message.notification,
        "channel": message.channel,
        "locale": message.locale,
        "locale_used": message.locale_used,
        "sample": message.sample,
        "recipient": outgoing.recipient,
    }
    return (json.dumps(document | content, ensure_ascii=False, indent=2) + "\n").encode()
