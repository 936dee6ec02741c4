"""A password and a key are nowhere to be seen, whatever is done with them, goes wrong, or is repeated by servers."""

import base64
import json
import os
import re
import shlex
import signal
import smtplib
import subprocess
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import dns.resolver
import pytest
from typer.main import get_command

from notify.cli.app import app
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
# How the passwords begin that no login can carry.
UNFIT: Final = "mArk3d-unf1t-"
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
Search = Callable[[str], str]


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
    {form for secret in (PASSWORD, HOOK, UNFIT) for form in forms(secret)}
    | {line.encode() for line in KEY.splitlines()[1:-1] if len(line) > 8}
    | {line[::-1].encode() for line in KEY.splitlines()[1:-1] if len(line) > 8}
)


def found_in(said: bytes) -> list[bytes]:
    return [mark for mark in MARKS if mark in said]


def found_in_files(*folders: Path) -> Mapping[Path, list[bytes]]:
    """The files below folders in which, or in whose names, there is a secret; hidden ones as well."""
    files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {path: marks for path in files if (marks := found_in(path.read_bytes() + path.name.encode()))}


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
    lines = KEY.splitlines()
    keys = {"DKIM_KEY": KEY, "HALF_A_KEY": "\n".join(lines[:-2]), "BARE_KEY": "".join(lines[1:-5])}
    for name, value in ({"SMTP_PASSWORD": PASSWORD, "HOOK_SECRET": HOOK} | keys).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(dns.resolver, "default_resolver", dns.resolver.Resolver(configure=False))
    # How it ends does not depend on how long one waits.
    monkeypatch.setattr(pace, "Retries", partial(pace.Retries, first=0.001))
    # Of all the authorities in the world one is enough, and reading it takes no time.
    monkeypatch.setenv("SSL_CERT_FILE", str(AUTHORITY))

    def run(command: str) -> str:
        arguments = shlex.split(command)
        try:
            ended = notify(*arguments, "--traceback")
            said = ended.out + ended.err
        except Exception:  # what would be printed of it
            captured = capfd.readouterr()
            said = captured.out + captured.err + traceback.format_exc()
        assert found_in(said.encode()) == [], command
        assert found_in_files(workspace.root, cache_home) == {}, command
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
    commands = (
        f"relay check {RELAY} --to ana@acme.example",
        f"send note --relay {RELAY} --to ana@acme.example --to bo@acme.example",
        "outbox --format json",
        "send --resume last --retry-unknown --format json",
    )
    return "".join(map(search, commands))


def test_what_is_looked_for_would_be_found() -> None:
    for said in SAID:
        assert found_in(f"535 {said}!".encode())
        assert found_in(json.dumps({"reply": said}).encode())
    assert found_in(KEY.encode())
    assert found_in(f"Authorization {coded(f'{USER}:{PASSWORD}!')}".encode())
    assert not found_in(b"********")


@pytest.mark.parametrize("code", ["421", "451", "535", "250", "nonsense"])
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
    silent = {"rset"} | {"250": {"starttls", "auth", "data"}, "535": {"ehlo"}}.get(code, set())
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
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "${HALF_A_KEY}"}}, "it breaks off"),
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "${BARE_KEY}"}}, "is damaged"),
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "no-such.pem"}}, "cannot be read"),
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "templates"}}, "cannot be read"),
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


@pytest.mark.parametrize("password", [f"{UNFIT}päss", f"{UNFIT}\u4e2d", f"{UNFIT}\udce4", f"{UNFIT}\r\nQUIT"])
def test_a_password_that_no_login_can_carry(
    password: str, search: Search, lead: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", password)
    with ScriptedServer(tls=serving(), logins=LOGINS) as server:
        lead(server)
        assert "login" in deliver_and_look(search)
    assert not server.messages


@pytest.mark.parametrize("broken", ["auth", "ehlo", "getreply"])
def test_what_is_printed_of_a_crash(
    broken: str, search: Search, lead: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object, **__: object) -> None:
        raise RuntimeError("what nobody thought of")

    monkeypatch.setattr(smtplib.SMTP, broken, crash)
    with ScriptedServer(tls=serving(), logins=LOGINS) as server:
        lead(server)
        said = deliver_and_look(search)
    assert "Traceback (most recent call last)" in said
    assert "RuntimeError: what nobody thought of" in said


# ---- Every command, with a login that is right and one that is not.

COMMANDS: Final = """
init started
new invitation --category activity
schema
list
show note
render note
render --format ndjson
preview note
cache clear
lint
lint --format json
rules
rules HDR003
relay list
relay list --format json
relay check staging --to ana@acme.example
relay check staging --to ana@acme.example --format json
relay check hook
relay check outbox
relay check nothing
send note --to ana@acme.example
send note --to ana@acme.example --relay staging --dry-run
send note --to ana@acme.example --relay staging
send note --to ana@acme.example --relay hook
send note --to ana@acme.example --relay nothing
send note --to nobody --relay staging
send --resume last --dry-run
send --resume last
send --resume nothing
outbox
outbox --format json
outbox last
outbox last 1
inbox --certificate notifications.yaml
""".strip().splitlines()


def test_no_command_is_left_out() -> None:
    def leaves(command: Any, words: tuple[str, ...] = ()) -> Iterator[str]:
        for name, below in getattr(command, "commands", {}).items():
            yield from leaves(below, (*words, name))
        if not hasattr(command, "commands"):
            yield " ".join(words)

    assert [
        name for name in leaves(get_command(app)) if not any(f"{line} ".startswith(f"{name} ") for line in COMMANDS)
    ] == []


@pytest.mark.parametrize("right", [True, False])
def test_every_command(
    right: bool, search: Search, lead: Callable[..., None], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ScriptedServer(tls=serving(), logins=LOGINS if right else {USER: "another"}) as server:
        lead(server)
        for command in COMMANDS:
            search(command)
    # The relay's own messages are among what was searched.
    assert [message.login for message in server.messages] == [(USER, PASSWORD)] * right
    assert list(workspace.root.glob(".notify/outbox/*/*.eml"))


def test_an_inbox_that_is_logged_in_to(workspace: Workspace, loopback: Loopback, cache_home: Path) -> None:
    """It takes any password, and keeps none."""
    with subprocess.Popen(
        [sys.executable, "-m", "notify", "--traceback", "inbox", "--port", "0"],
        env=os.environ | {"NO_COLOR": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        try:
            assert running.stdout is not None
            first = running.stdout.readline()
            port = re.search(r"port (\d+)", first)
            assert port
            with smtplib.SMTP("127.0.0.1", int(port[1]), local_hostname="client.example", timeout=30) as smtp:
                smtp.login(USER, PASSWORD)
                smtp.sendmail("hello@acme.example", ["ana@acme.example"], "Subject: Hello\r\n\r\nHello\r\n")
            caught = running.stdout.readline()
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
        finally:
            running.kill()
    assert caught.startswith("caught  hello@acme.example")
    assert found_in(f"{first}{caught}{out}{err}".encode()) == []
    assert list(workspace.root.glob(".notify/outbox/*/*.eml"))
    assert found_in_files(workspace.root, cache_home) == {}


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
