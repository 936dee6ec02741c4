"""A password and a key are nowhere to be seen, whatever is done with them, goes wrong, or is repeated by servers."""

import base64
import json
import traceback
from collections.abc import Callable, Iterator, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import dns.resolver
import pytest

from notify.delivery.smtp import pace
from tests.conftest import Notify, Workspace
from tests.delivery.relaying import RELAY
from tests.delivery.test_signature import KEYS
from tests.servers.certificates import AUTHORITY, EXPIRED, SELF_SIGNED, WRONG_NAME, serving
from tests.servers.loopback import Loopback
from tests.servers.script import CLOSE, TAKE_AND_CLOSE, Answer, Phase, Script
from tests.servers.scripted import ScriptedServer

USER: Final = "mailer"
# With what is written otherwise in JSON, in addresses, in HTML and by repr.
PASSWORD: Final = "mArk3d \"p\\s'&<w>0rd%="  # noqa: S105 # the one to look for
HOOK: Final = "mArk3d-h00k-s3cret"
KEY: Final = (KEYS / "rsa.pem").read_text()
LOGINS: Final = {USER: PASSWORD}


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


# What travels to a server, and what one can repeat.
SAID: Final = (PASSWORD, coded(PASSWORD), coded(PASSWORD).rstrip("="), coded(f"\0{USER}\0{PASSWORD}"))
ECHO: Final = " | ".join(SAID)
PHASES: Final[tuple[Phase, ...]] = (
    "greeting", "ehlo", "starttls", "auth", "mail", "rcpt", "data", "body", "message", "rset",
)  # fmt: skip
Search = Callable[..., str]


class Hasty(pace.Retries):
    """Tries as often as usual, and hardly waits."""

    def pause(self, attempt: int, why: str) -> float | None:
        return 0.001 if super().pause(attempt, why) else None


def forms(secret: str) -> Iterator[bytes]:
    """Every form in which somebody could find it."""
    for text in (secret, secret[::-1], secret.swapcase()):
        yield text.encode()
        yield json.dumps(text)[1:-1].encode()
        yield repr(text)[1:-1].encode()
        yield escape(text).encode()
        yield quote(text).encode()
        yield text.encode().hex().encode()
        yield coded(text).rstrip("=").encode()
    # In the middle of something longer, base64 has three forms, of which the ends depend on what is around.
    for shift in range(3):
        yield coded("x" * shift + secret)[4 if shift else 0 : -4].encode()


MARKS: Final = sorted(
    {form for secret in (PASSWORD, HOOK) for form in forms(secret)}
    | {line.encode() for line in KEY.splitlines()[1:-1] if len(line) > 8}
    | {line[::-1].encode() for line in KEY.splitlines()[1:-1] if len(line) > 8}
)


def found_in(said: bytes) -> list[bytes]:
    return [mark for mark in MARKS if mark in said]


@pytest.fixture
def search(
    workspace: Workspace,
    loopback: Loopback,
    notify: Notify,
    capfd: pytest.CaptureFixture[str],
    cache_home: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Search:
    """Runs a command, and looks for secrets in all that it prints, also of a traceback, and in every file."""
    for name, value in (("SMTP_PASSWORD", PASSWORD), ("HOOK_SECRET", HOOK), ("DKIM_KEY", KEY)):
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(dns.resolver, "default_resolver", dns.resolver.Resolver(configure=False))
    # How it ends does not depend on how long one waits.
    monkeypatch.setattr(pace, "Retries", Hasty)

    def run(*arguments: str) -> str:
        try:
            ended = notify(*arguments, "--traceback")
            said = ended.out + ended.err
        except Exception:  # what would be printed of it
            captured = capfd.readouterr()
            said = captured.out + captured.err + traceback.format_exc()
        assert found_in(said.encode()) == [], arguments
        for folder in (workspace.root, cache_home):
            for path in (path for path in folder.rglob("*") if path.is_file()):
                assert found_in(path.read_bytes() + path.name.encode()) == [], (arguments, path)
        return said

    return run


@pytest.fixture
def lead(workspace: Workspace) -> Callable[..., None]:
    """Puts a server, and all that has a secret, into the catalogue."""

    def put(server: ScriptedServer, **settings: Any) -> None:
        relay = {
            "kind": "smtp",
            "host": "localhost",
            "port": server.port,
            "security": "starttls",
            "username": USER,
            "password": "${SMTP_PASSWORD}",
            "ca_file": str(AUTHORITY),
            "allow": ["*@acme.example"],
            "timeout": "30s",
            "dkim": {"domain": "acme.example", "selector": "mail", "key": "${DKIM_KEY}"},
        }
        hook = {"kind": "webhook", "url": "https://hooks.acme.example", "secret": "${HOOK_SECRET}"}
        workspace.catalogue(relays={RELAY: relay | settings, "hook": hook})

    return put


def deliver_and_look(search: Search) -> str:
    """Everything that one does with a relay; what was said in all."""
    to = ["--to", "ana@acme.example", "--to", "bo@acme.example"]
    commands: Sequence[Sequence[str]] = [
        ["relay", "check", "staging", *to[:2]],
        ["relay", "check", "staging", *to[:2], "--format", "json"],
        ["send", "note", "--relay", "staging", *to],
        ["outbox", "last"],
        ["outbox", "last", "1"],
        ["outbox", "--format", "json"],
        ["send", "--resume", "last"],
        ["send", "--resume", "last", "--retry-unknown"],
        ["send", "note", "--relay", "staging", *to, "--format", "json"],
    ]
    return "".join(search(*command) for command in commands)


def test_what_is_looked_for_would_be_found() -> None:
    for said in SAID:
        assert found_in(f"535 {said}!".encode())
        assert found_in(json.dumps({"reply": said}).encode())
    assert found_in(KEY.encode())
    assert found_in(f"Authorization {coded(f'{USER}:{PASSWORD}!')}".encode())
    assert not found_in(b"********")


@pytest.mark.parametrize("code", ["421", "451", "535", "554", "250", "nonsense"])
@pytest.mark.parametrize("phase", PHASES)
def test_a_server_that_repeats_it(phase: Phase, code: str, search: Search, lead: Callable[..., None]) -> None:
    said = ECHO if code == "nonsense" else f"{code} 5.7.0 {ECHO}"
    if code == "250":
        usual = {"greeting": "220", "starttls": "220", "auth": "235", "data": "354"}.get(phase, "250")
        said = f"{usual} {ECHO}"
    if phase == "ehlo" and code == "250":
        said = f"250-mail.acme.example\n250-AUTH PLAIN {ECHO}\n250-STARTTLS\n250-X {ECHO}\n250-{ECHO}\n250 {ECHO}"
    answer = Answer(said, then="close" if code == "421" else "go on")
    script: Script = {"rcpt": "550 5.1.1 No", phase: answer} if phase == "rset" else {phase: answer}
    with ScriptedServer(script, tls=serving(), logins=LOGINS) as server:
        lead(server)
        told = deliver_and_look(search)
        assert server.conversations
    # It did repeat it, and that is what people see of it; only where they are told nothing, there is nothing to see.
    silent = {"rset"} | {"250": {"starttls", "auth", "data"}, "535": {"ehlo"}, "554": {"ehlo"}}.get(code, set())
    assert ("********" in told) == (phase not in silent)


@pytest.mark.parametrize("phase", PHASES)
def test_a_server_that_leaves(phase: Phase, search: Search, lead: Callable[..., None]) -> None:
    with ScriptedServer(
        {phase: TAKE_AND_CLOSE if phase == "message" else CLOSE}, tls=serving(), logins=LOGINS
    ) as server:
        lead(server)
        assert deliver_and_look(search)


@pytest.mark.parametrize("certificate", [EXPIRED, WRONG_NAME, SELF_SIGNED])
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_server_that_may_be_another(
    certificate: Path, security: str, search: Search, lead: Callable[..., None]
) -> None:
    with ScriptedServer(tls=serving(certificate), at_once=security == "tls", logins=LOGINS) as server:
        lead(server, security=security)
        assert "cannot be trusted" in deliver_and_look(search)


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "2 sent"),
        ({"ca_file": "no-such.pem"}, "no-such.pem"),
        ({"ca_file": "notifications.yaml"}, "it holds none"),
        ({"host": "no-such.acme.example"}, "no-such.acme.example"),
        ({"host": "127.0.0.1", "security": "tls"}, "staging"),
        ({"allow": []}, "blocked"),
        ({"production": True}, "nobody can be asked"),
        ({"username": "${SMTP_USER}"}, "SMTP_USER"),
        ({"username": "mäiler"}, "letters beyond ASCII"),
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "${SMTP_PASSWORD}"}}, "key"),
        ({"dkim": {"domain": "acme.example", "selector": "${DKIM_KEY}", "key": "${DKIM_KEY}"}}, "selector"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_settings_that_are_right_and_wrong(
    settings: dict[str, Any], words: str, search: Search, lead: Callable[..., None], loopback: Loopback
) -> None:
    loopback.names["no-such.acme.example"] = None
    with ScriptedServer(tls=serving(), logins=LOGINS) as server:
        lead(server, **settings)
        assert words in deliver_and_look(search)


@pytest.mark.parametrize("nobody", [False, True])
def test_every_other_command(nobody: bool, search: Search, lead: Callable[..., None], workspace: Workspace) -> None:
    with ScriptedServer({"auth": CLOSE} if nobody else {}, tls=serving(), logins=LOGINS) as server:
        lead(server)
        for command in (
            "list", "show note", "render note", "render --format ndjson", "lint", "lint --format json", "rules",
            "schema",
            "relay list", "relay list --format json", "relay check hook", "relay check outbox", "relay check nothing",
            "send note --to ana@acme.example", "send note --to ana@acme.example --relay staging --dry-run",
            "send note --to ana@acme.example --relay hook", "send note --to ana@acme.example --relay nothing",
            "send note --to nobody --relay staging", "send --resume nothing", "outbox", "outbox --format json",
            "new invitation --category activity", "cache clear",
        ):  # fmt: skip
            search(*command.split())
    assert list(workspace.root.glob(".notify/outbox/*/*.eml"))


def test_a_password_that_stands_in_the_catalogue_is_not_repeated(
    workspace: Workspace, notify: Notify, cache_home: Path
) -> None:
    relay = {"kind": "smtp", "host": "localhost", "username": USER, "password": "mArk3d-literal"}
    workspace.catalogue(relays={"staging": relay})
    for command in ("lint", "list", "relay list", "relay check staging", "send note --to a@acme.example"):
        ended = notify(*command.split())
        assert ended.code > 0
        assert "A secret is not written in the catalogue." in ended.out + ended.err
        assert "mArk3d" not in ended.out + ended.err
    assert not [path for path in cache_home.rglob("*") if path.is_file() and b"mArk3d" in path.read_bytes()]
