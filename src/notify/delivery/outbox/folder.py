"""The folder of one run in the outbox: its messages as files, and its journal."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from notify.catalogue.address import parse_address
from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.disk import explaining
from notify.delivery.outbox.journal import OUTBOX, Entry, Journal, Run, digest_of
from notify.delivery.transport import Label, Outgoing
from notify.errors import DeliveryError
from notify.files import write_whole
from notify.render.message import Card, Sms

_ANEW: Final = "Send it anew with `notify send`."


@dataclass(frozen=True, slots=True)
class Lost:
    """A message that is still to be handed over, of which there is nothing to hand over any more, and why."""

    outgoing: Outgoing
    why: str


class RunFolder:
    """`.notify/outbox/<run>/` of a workspace.

    `run` comes from `make_run_id`; each run has a folder of its own, so that two at once never meet. Everything raises
    DeliveryError, with place and cure, where the disk is full, may not be written to, or already has that run.
    """

    def __init__(self, workspace: Path, run: str) -> None:
        self.run = run
        self.place = f"{OUTBOX}/{run}"
        self._folder = workspace / OUTBOX / run
        self._hidden = workspace / OUTBOX.partition("/")[0]

    def create(self) -> Journal:
        """Makes the folder, and its journal, open."""
        with explaining(self.place):
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            _keep_out_of_git(self._hidden)
            self._folder.mkdir()
            return Journal(self._folder)

    def reopen(self) -> Journal:
        """The journal of a run that was begun before."""
        with explaining(self.place):
            return Journal(self._folder)

    def write(self, outgoing: Outgoing, *, durable: bool = True) -> str:
        """Writes one message, an e-mail as `.eml` and one for a short channel as `.json`; its path in the workspace.

        Without `durable` it may be lost in a power cut, and not with this program.
        """
        name = _file_name(outgoing)
        content = outgoing.composed.content if outgoing.composed else _short(outgoing)
        with explaining(f"{self.place}/{name}"):
            write_whole(self._folder / name, content, durable=durable)
        return f"{self.place}/{name}"

    def read_open(self, run: Run, *, unknown: bool = False) -> Iterator[Outgoing | Lost]:
        """The messages of a run that are still to be handed over, as they were; with `unknown` those, too, that may be
        with their recipients already.
        """
        return (self._read(entry) for entry in run.entries if entry.left or (unknown and entry.unknown))

    def _read(self, entry: Entry) -> Outgoing | Lost:
        label = Label(entry.notification or "", entry.channel or "", entry.locale or "", entry.sample or "")
        bare = Outgoing(number=entry.number, message=label, recipient=entry.recipient or "")
        # Only its name counts: a journal that was tampered with leads nowhere else.
        path = self._folder / Path(entry.path or "").name
        try:
            content = path.read_bytes() if entry.path and path.is_file() else None
        except OSError as error:
            return Lost(bare, f"Its file cannot be read: {error.strerror or type(error).__name__}.")
        if content is None or entry.mail_from is None or entry.rcpt_to is None:
            return Lost(bare, f"Its file is not there any more: it was deleted, or the journal damaged. {_ANEW}")
        if entry.digest not in {None, digest_of(content)} or not _is_bare(entry.mail_from, entry.rcpt_to):
            return Lost(bare, f"Its file is not what it was: it was changed, or never written whole. {_ANEW}")
        # Both addresses of the envelope stand in its headers; so does one for answers, which alone can be the reason.
        smtputf8 = not content.isascii()
        composed = Composed(content, entry.mail_from, entry.rcpt_to, smtputf8, entry.message_id or "")
        return replace(bare, composed=composed, path=f"{self.place}/{path.name}")


def _is_bare(*addresses: str) -> bool:
    """Whether these are addresses as they stand in an envelope, and nothing besides."""
    try:
        return all(parse_address(address).spec == address for address in addresses)
    except DeliveryError:
        return False


def write_all(folder: RunFolder, outgoings: Sequence[Outgoing]) -> list[Outgoing]:
    """Writes the messages of a run into its folder; the same with their paths."""
    return [replace(outgoing, path=folder.write(outgoing, durable=False)) for outgoing in outgoings]


def _keep_out_of_git(folder: Path) -> None:
    try:
        # Exclusively: of two first runs at once one writes it, and what somebody wrote there stays.
        with (folder / ".gitignore").open("x", encoding="utf-8") as file:
            file.write("*\n")
    except FileExistsError:
        pass


def _file_name(outgoing: Outgoing) -> str:
    message = outgoing.message
    # Of one that came from elsewhere, some may not be known.
    parts = filter(None, (message.notification, message.channel, message.locale, message.sample))
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
