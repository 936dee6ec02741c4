"""Runs of messages through a mail server of a test, and what became of each."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from notify.catalogue.load import load_workspace
from notify.delivery.compose.mime import Composed, make_message_id
from notify.delivery.outbox.journal import make_run_id, read_run
from notify.delivery.run import hand_over, resume
from notify.delivery.smtp.pace import Retries
from notify.delivery.transport import Outgoing, Receipt
from tests.conftest import Workspace
from tests.delivery.messages import SENDER, make_composed, make_email
from tests.servers.certificates import AUTHORITY
from tests.servers.scripted import ScriptedServer

ANA, BO, CY, DI, EM = (f"{name}@acme.example" for name in ("ana", "bo", "cy", "di", "em"))
ATTEMPTS = 2
RELAY = "staging"
_NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)


@dataclass
class Relaying:
    """The relay `staging` of a workspace, and one run through it after the other."""

    workspace: Workspace
    environment: Mapping[str, str] = field(default_factory=dict)
    # How often, and not how long, is what the tests look at.
    retries: Retries = field(default_factory=lambda: Retries(attempts=ATTEMPTS, first=0.001))
    _runs: int = 0

    def leads_to(self, server: ScriptedServer, **settings: Any) -> None:
        """Writes the relay into the catalogue: in the open, and to anybody, unless the settings say otherwise."""
        usual = {"kind": "smtp", "host": server.host, "port": server.port, "security": "none", "allow": ["*"]}
        usual |= {"ca_file": str(AUTHORITY)}
        self.workspace.catalogue(relays={RELAY: usual | settings})

    @property
    def run(self) -> str:
        """The id of the last run."""
        return make_run_id(_NOW, f"r{self._runs}")

    def send(self, *recipients: str, html: str = "<p>Hello</p>\n") -> dict[str, Receipt]:
        """Hands over a new run of a message to each; the receipts by recipient."""
        self._runs += 1
        ended = hand_over(
            load_workspace(self.workspace.root),
            RELAY,
            self.run,
            [write(number, to, html) for number, to in enumerate(recipients, start=1)],
            self.environment,
            self.retries,
        )
        return {receipt.recipient: receipt for _, receipt in ended}

    def resume(self, *, retry_unknown: bool = False) -> dict[str, Receipt]:
        """Goes on with the last run; the receipts of what was left, by recipient."""
        workspace = load_workspace(self.workspace.root)
        run = read_run(workspace.root, self.run)
        ended = resume(workspace, run, self.environment, retry_unknown=retry_unknown, retries=self.retries)
        return {receipt.recipient: receipt for _, receipt in ended}

    def states(self, number: int = 1) -> list[str]:
        """Every state that the journal of the last run has of a message, in order."""
        lines = (self.workspace.root / ".notify/outbox" / self.run / "journal.ndjson").read_text("utf-8").splitlines()
        return [entry["state"] for entry in map(json.loads, lines) if entry["number"] == number]

    def ends(self) -> dict[str, str]:
        """The last state of each message of the last run, by recipient."""
        return {str(entry.recipient): entry.state for entry in read_run(self.workspace.root, self.run).entries}


def write(number: int, to: str, html: str) -> Outgoing:
    """A message to somebody, with dots and long lines in it."""
    email, token = make_email(html=html, text=".\n..dots\nFrom here\n" + "x" * 2000 + "\n"), f"t-{number}"
    composed = make_composed(email, to=to, message_id=make_message_id(token, SENDER), boundary=token)
    return Outgoing(number=number, message=email, recipient=to, composed=composed)


def content_of(number: int, to: str, html: str = "<p>Hello</p>\n") -> bytes:
    """The bytes of such a message."""
    composed = write(number, to, html).composed
    assert isinstance(composed, Composed)
    return composed.content


def outcomes(receipts: Mapping[str, Receipt]) -> dict[str, str]:
    return {recipient: str(receipt.outcome) for recipient, receipt in receipts.items()}


def arrived(server: ScriptedServer) -> Counter[str]:
    """How often each recipient got something."""
    return Counter(address for message in server.messages for address in message.recipients)


def times(server: ScriptedServer, verb: str) -> int:
    """How often a command came in all conversations."""
    return sum(conversation.verbs.count(verb) for conversation in server.conversations)


def went(server: ScriptedServer, recipients: Sequence[str]) -> bool:
    """Whether each of them got one message, and nobody else any."""
    return arrived(server) == Counter(recipients)
