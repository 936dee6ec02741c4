"""Whether a relay would work: everything that sending does, as far as RCPT, and nothing sent."""

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import perf_counter
from typing import Final

from notify.catalogue.address import parse_address
from notify.catalogue.load import Workspace
from notify.catalogue.model.relay import Security, SmtpRelay
from notify.delivery.checkup.records import LookUp, check_domain, look_up
from notify.delivery.checkup.step import Step, Stopwatch
from notify.delivery.compose.signature import Signer
from notify.delivery.environment import variables
from notify.delivery.outbox.journal import RELAY
from notify.delivery.people.guard import Guard
from notify.delivery.run import find_relay, find_signer
from notify.delivery.smtp.advice import advise
from notify.delivery.smtp.certificate import Certificate
from notify.delivery.smtp.reply import Reply
from notify.delivery.smtp.server import Server, find_server
from notify.delivery.smtp.session import Session
from notify.delivery.smtp.trouble import Phase, Trouble
from notify.errors import DeliveryError, UsageError

# In the order in which they happen; what a server can do, it says once more when it is encrypted.
_STEPS: Final[Mapping[Security, str]] = {
    "starttls": "settings name connection greeting capabilities tls login sender recipient size",
    "tls": "settings name connection tls greeting capabilities login sender recipient size",
    "none": "settings name connection greeting capabilities tls login sender recipient size",
}
_DOMAIN: Final = "spf dkim dmarc"


def check_relay(
    workspace: Workspace,
    relay: str,
    environment: Mapping[str, str],
    *,
    sender: str,
    recipient: str | None,
    now: datetime,
    clock: Callable[[], float] = perf_counter,
    look_up: LookUp = look_up,
) -> list[Step]:
    """The steps of a checkup of a mail server of the catalogue; after one that fails, others are not reached.

    `sender` and `recipient` are addresses, with or without a name; without a recipient, the server is asked for none.
    `now` has a timezone, `clock` counts seconds, and `look_up` asks the DNS. Raises UsageError where there is no such
    relay, or it is no mail server, and DeliveryError where an address is none.
    """
    settings = _find(workspace, relay)
    envelope = parse_address(sender).spec, recipient and parse_address(recipient).spec
    found = _Findings(Stopwatch(clock))
    if setting := _read(workspace, relay, settings, environment, found):
        if _resolve(setting.server, found):
            _Talk(setting, found, now).hold(*envelope)
        found.watch.lap()
        # What others ask of the sender holds whatever becomes of the conversation.
        for step in check_domain(envelope[0], setting.signer, now, found.watch, look_up):
            found.steps[step.step] = step
    names = f"{_STEPS[settings.security]} {_DOMAIN}".split()
    return [found.steps.get(name) or Step(step=name, ok=None, detail="Not reached.") for name in names]


@dataclass(frozen=True)
class _Findings:
    """The steps so far, by name."""

    watch: Stopwatch
    steps: dict[str, Step] = field(default_factory=dict)

    def note(self, step: str, detail: str, *, ok: bool | None = True, cure: str | None = None) -> None:
        """Adds a step that ends now."""
        took = self.watch.lap()
        self.steps[step] = Step(step=step, ok=ok, milliseconds=None if ok is None else took, detail=detail, cure=cure)


@dataclass(frozen=True)
class _Setting:
    """All that sending takes."""

    server: Server
    context: ssl.SSLContext
    guard: Guard
    signer: Signer | None


def _find(workspace: Workspace, relay: str) -> SmtpRelay:
    if relay == RELAY:
        hint = "Name one of the catalogue's relays; `notify relay list` shows them."
        raise UsageError("The outbox is a folder, and there is no server to check.", hint=hint)
    settings = find_relay(workspace, relay)
    if not isinstance(settings, SmtpRelay):
        raise UsageError(
            f"`{relay}` is a relay of the kind `{settings.kind}`, and only mail servers can be checked.",
            position=workspace.document.key_position(("relays", relay)),
            hint="`notify relay list` shows the kind of each.",
        )
    return settings


def _read(
    workspace: Workspace, relay: str, settings: SmtpRelay, environment: Mapping[str, str], found: _Findings
) -> _Setting | None:
    named = variables(str(settings))
    shown = ", ".join(f"`{name}`" for name in named)
    if missing := [name for name in named if not environment.get(name)]:
        several = ", ".join(f"`{name}`" for name in missing)
        cure = f"Set it for this command, such as `{missing[0]}=… notify …`, or in this shell with `export`."
        found.note("settings", f"Not set in the environment: {several}.", ok=False, cure=cure)
        return None
    try:
        server = find_server(settings, relay, environment, workspace.root)
        guard = Guard.of(settings, relay, environment)
        setting = _Setting(server, server.context(), guard, find_signer(workspace, relay, environment))
    except DeliveryError as error:
        found.note("settings", error.message, ok=False, cure=error.hint)
        return None
    found.note("settings", f"Set in the environment: {shown}." if named else "They need no variables.")
    return setting


def _resolve(server: Server, found: _Findings) -> bool:
    """Whether there are addresses for the server's name."""
    try:
        known = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except socket.gaierror as error:
        lost = error.errno == socket.EAI_AGAIN
        why = "No name server answers" if lost else f"There is no machine called {server.host}"
        cure = "Look at the network that this machine is in." if lost else "Look for a slip in the relay's `host`."
        found.note("name", f"{why}.", ok=False, cure=cure)
        return False
    except (OSError, UnicodeError):
        found.note("name", f"{server.host} is no name.", ok=False, cure="Look for a slip in the relay's `host`.")
        return False
    addresses = ", ".join(dict.fromkeys(str(address[0]) for *_, address in known))
    found.note("name", f"{server.host} is {addresses}.")
    return True


class _Talk:
    """One conversation, of which each phase is noted as it ends."""

    def __init__(self, setting: _Setting, found: _Findings, now: datetime) -> None:
        self._server, self._guard, self._found, self._now = setting.server, setting.guard, found, now
        self._session = Session(setting.server, setting.context, self._done)

    def hold(self, sender: str, recipient: str | None) -> None:
        """Talks as far as RCPT, to whoever gets what is meant for a recipient."""
        try:
            with self._session:
                if self._server.username is None:
                    self._found.note("login", "The relay has no name and password to log in with.", ok=None)
                self._ask(sender, recipient)
                self._session.reset()
        except Trouble as trouble:
            detail, cure = advise(trouble, self._server)
            step = "connection" if trouble.phase == "connect" else trouble.phase
            self._found.note(step, detail, ok=False, cure=cure)

    def _done(self, phase: Phase) -> None:
        session, note = self._session, self._found.note
        match phase:
            case "connect":
                note("connection", f"Open, to port {self._server.port}.")
            case "greeting":
                note("greeting", f"{session.greeting}")
            case "capabilities":
                note("capabilities", self._capabilities())
                if self._server.security == "none":
                    self._note_openness()
            case "tls" if session.encryption:
                note("tls", _encryption(session.encryption, self._now))
            case "login":
                note("login", f"Done. The server offers {session.extensions.get('auth', '').strip()}.")

    def _capabilities(self) -> str:
        # Without EHLO (RFC 5321, 4.1.1.1) there are none.
        said = [f"{name.upper()} {what.strip()}".strip() for name, what in self._session.extensions.items()]
        return f"{', '.join(said)}." if said else "Only what every mail server can."

    def _note_openness(self) -> None:
        offered = "starttls" in self._session.extensions and not self._server.is_local
        cure = "The server offers encryption: set `security: starttls`." if offered else None
        self._found.note("tls", "Not encrypted, as the relay's `security: none` says.", ok=None, cure=cure)

    def _ask(self, sender: str, recipient: str | None) -> None:
        answer = self._session.ask_sender(sender, international=not f"{sender}{recipient}".isascii())
        self._note_answer("sender", sender, answer)
        if answer.accepted:
            self._ask_recipient(recipient)
        largest = self._session.largest
        detail = "The server does not say how large a message may be." if largest is None else None
        self._found.note("size", detail or f"Up to {largest:,} bytes a message.", ok=None if detail else True)

    def _ask_recipient(self, recipient: str | None) -> None:
        if not self._guard.allow and not self._guard.redirect:
            cure = 'Add `allow: ["*@your.domain"]` to the relay, or a `redirect`.'
            self._found.note("recipient", "The relay may send to nobody: it has no `allow` list.", ok=False, cure=cure)
        elif recipient is None:
            self._found.note("recipient", "Not checked: name somebody with `--to`.", ok=None)
        elif not self._guard.admits(recipient):
            cure = "Add the address, or a pattern such as `*@its.domain`, to the relay's `allow`."
            self._found.note("recipient", f"The relay may not send to {recipient}.", ok=False, cure=cure)
        else:
            instead = self._guard.destination(recipient)
            who = recipient if instead == recipient else f"{instead}, who gets what is for {recipient}"
            self._note_answer("recipient", who, self._session.ask_recipient(parse_address(instead).spec))

    def _note_answer(self, step: str, who: str, answer: Reply) -> None:
        self._found.note(step, f"{who}: {answer}", ok=answer.accepted, cure=answer.meaning)


def _encryption(connection: ssl.SSLSocket, now: datetime) -> str:
    cipher, _, _ = connection.cipher() or ("no cipher", None, None)
    certificate = Certificate.of(connection)
    return f"{connection.version()}, {cipher}. {certificate.describe(now) if certificate else ''}".strip()
