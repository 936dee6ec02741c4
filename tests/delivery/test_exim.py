"""Real messages through a mail server of the world, and what is in the mailbox then."""

import json
import os
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from shutil import copytree
from typing import Any

import dns.resolver
import pytest
import yaml

from tests.conftest import EMAIL, Notify, Workspace
from tests.delivery.test_signature import KEYS, KINDS, record_of
from tests.servers.certificates import AUTHORITY
from tests.servers.exim import Delivered, Exim

NOTIFY = str(Path(sys.executable).with_name("notify"))
SHIPPED = Path(__file__).parents[2]
PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40
LONG = f"https://acme.example/u?t={'0123456789' * 60}&u={{{{ user.id }}}}"

pytestmark = pytest.mark.usefixtures("loopback")


def relay_of(exim: Exim, security: str = "starttls", **settings: Any) -> dict[str, Any]:
    """The relay `staging`, which logs in to a server with the password of the environment."""
    usual = {
        "kind": "smtp",
        "host": "localhost",
        "port": exim.tls_port if security == "tls" else exim.port,
        "security": security,
        "username": exim.username,
        "password": "${SMTP_PASSWORD}",
        "ca_file": str(AUTHORITY),
        "allow": ["*"],
    }
    return {"staging": usual | settings}


@pytest.fixture(autouse=True)
def _environment(exim: Exim, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", exim.password)
    # Nobody outside is asked what they know of a domain.
    monkeypatch.setattr(dns.resolver, "default_resolver", dns.resolver.Resolver(configure=False))


@pytest.fixture
def shipped(tmp_path: Path) -> Workspace:
    """The catalogue that the repository has."""
    copied = Workspace(tmp_path / "shipped")
    copytree(SHIPPED / "templates", copied.root / "templates")
    return copied


def kept(workspace: Workspace) -> list[bytes]:
    """The messages of all runs, as the outbox has them."""
    return [path.read_bytes() for path in workspace.root.glob(".notify/outbox/*/*.eml")]


def parse(message: Delivered) -> EmailMessage:
    return message_from_bytes(message.content, policy=SMTP)


def outcomes(out: str) -> list[str]:
    return [receipt["outcome"] for receipt in json.loads(out)["receipts"]]


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_shipped_catalogue_arrives_byte_for_byte(
    security: str, shipped: Workspace, exim: Exim, notify: Notify
) -> None:
    catalogue = yaml.safe_load((SHIPPED / "notifications.yaml").read_text("utf-8"))
    shipped.write("notifications.yaml", catalogue | {"relays": relay_of(exim, security, connections=2)})
    where = ["--workspace", str(shipped.root), "--locale", "all", "--channel", "email"]
    to = ["--to", "Ana <ana@nimbus.example>"]
    ended = notify("send", "*", *where, "--relay", "staging", *to, "--yes", "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    messages = exim.mailbox()
    assert set(outcomes(ended.out)) == {"sent"}
    assert len(messages) == len(json.loads(ended.out)["receipts"]) > 50
    assert Counter(message.content for message in messages) == Counter(kept(shipped))
    assert {message.recipient for message in messages} == {"ana@nimbus.example"}
    assert all("with esmtpsa (TLS1.3)" in message.received for message in messages)
    # What is in them is what is rendered.
    rendered = [json.loads(line) for line in notify("render", *where, "--format", "ndjson").out.splitlines()]
    said = {(each["notification"], each["locale"]): each for each in rendered}
    for message in messages:
        parsed = parse(message)
        expected = said[parsed["X-Notify-Notification"], parsed["X-Notify-Locale"]]
        text, html = (part.get_content().replace("\r\n", "\n") for part in parsed.iter_parts())
        assert message.sender == parsed["From"].addresses[0].addr_spec
        assert parsed["Subject"] == f"[TEST {expected['locale']}] {expected['subject']}"
        assert text == expected["text"]
        assert html == expected["html"]


def test_images_long_headers_and_international_names_arrive(workspace: Workspace, exim: Exim, notify: Notify) -> None:
    workspace.catalogue(
        relays=relay_of(exim),
        defaults={"locale": "en", "from": "Zoë Łoś <zoë@acme.example>", "unsubscribe_url": LONG},
        note={"unsubscribe": "one_click", "class": "promotional"},
    )
    workspace.write("templates/note/email.mjml", EMAIL % '<mj-image src="logo.png" alt="A"/>.\n<mj-text>é</mj-text>')
    (workspace.root / "templates/note/logo.png").write_bytes(PNG)
    people = ["Ünal Şen <unal@acme.example>", "équipe@acme.example", "bo@bücher.example"]
    to = [word for person in people for word in ("--to", person)]
    ended = notify("send", "note", "--relay", "staging", *to, "--format", "json")
    assert ended.code == 0, ended.err
    messages = exim.mailbox()
    assert sorted(message.content for message in messages) == sorted(kept(workspace))
    assert {message.recipient for message in messages} == {
        "unal@acme.example",
        "équipe@acme.example",
        "bo@xn--bcher-kva.example",
    }
    for message in messages:
        parsed = parse(message)
        [image] = [part for part in parsed.walk() if part.get_content_type() == "image/png"]
        assert image.get_content() == PNG
        assert f'src="cid:{image["Content-ID"][1:-1]}"' in parsed.get_body(("html",)).get_content()  # type: ignore[union-attr]
        # Whole, and not in words that a program would have to decode.
        url = LONG.replace("{{ user.id }}", "u1").encode()
        assert b"<" + url + b">" in message.content
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


@pytest.mark.parametrize("kind", KINDS)
def test_signatures_verify_in_the_mailbox(kind: str, workspace: Workspace, exim: Exim, notify: Notify) -> None:
    import dkim

    key = {"domain": "acme.example", "selector": "mail", "key": str(KEYS / f"{kind}.pem")}
    workspace.catalogue(relays=relay_of(exim, dkim=key))
    workspace.copy(body=".\nFrom {{ name }}\n" + "x" * 2000)
    assert notify("send", "note", "--relay", "staging", "--to", "bo@acme.example", "--locale", "all").code == 0

    def find(name: bytes, timeout: int = 5) -> bytes | None:
        return record_of(kind) if name == b"mail._domainkey.acme.example." else None

    messages = exim.mailbox()
    assert len(messages) == 2
    for message in messages:
        assert f"a={kind}-sha256".encode() in message.content
        assert dkim.verify(message.content, dnsfunc=find)
        assert not dkim.verify(message.content.replace(b"Subject: ", b"Subject: Not "), dnsfunc=find)


def test_a_wrong_password_lets_nothing_in(
    workspace: Workspace, exim: Exim, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.catalogue(relays=relay_of(exim))
    monkeypatch.setenv("SMTP_PASSWORD", "wr0ng-passw0rd")
    ended = notify("send", "note", "--relay", "staging", "--to", "bo@acme.example", "--format", "json")
    assert ended.code == 1
    [receipt] = json.loads(ended.out)["receipts"]
    assert (receipt["outcome"], receipt["reply"]) == ("deferred", "535 Incorrect authentication data")
    checked = notify("relay", "check", "staging", "--to", "bo@acme.example")
    assert checked.code == 1
    assert "535 Incorrect authentication data" in checked.out
    assert exim.mailbox() == []
    # With the right one, what is left goes.
    monkeypatch.setenv("SMTP_PASSWORD", exim.password)
    assert notify("send", "--resume", "last").code == 0
    assert [message.content for message in exim.mailbox()] == kept(workspace)


def test_one_recipient_that_there_is_not_stops_nobody(workspace: Workspace, exim: Exim, notify: Notify) -> None:
    workspace.catalogue(relays=relay_of(exim))
    to = [word for name in ("ana", "nobody", "bo") for word in ("--to", f"{name}@acme.example")]
    ended = notify("send", "note", "--relay", "staging", *to)
    assert ended.code == 1
    assert "1 refused: nobody@acme.example\n  550 5.1.1 No such user\n  There is no such mailbox." in ended.out
    assert [message.recipient for message in exim.mailbox()] == ["ana@acme.example", "bo@acme.example"]


def test_what_is_too_large_for_it_is_refused(workspace: Workspace, exim: Exim, notify: Notify) -> None:
    with Exim(exim.program, size=4000) as small:
        workspace.catalogue(relays=relay_of(small))
        workspace.copy(body="x " * 5000)
        ended = notify("send", "note", "--relay", "staging", "--to", "bo@acme.example", "--format", "json")
        assert small.mailbox() == []
    [receipt] = json.loads(ended.out)["receipts"]
    assert receipt["outcome"] == "refused"
    assert receipt["reply"].startswith("552 5.3.4 ")
    assert receipt["reply"].endswith("the server takes 4,000.")


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_the_command_sends_what_the_checkup_promises(
    security: str, workspace: Workspace, exim: Exim, notify: Notify
) -> None:
    workspace.catalogue(relays=relay_of(exim, security))
    checked = notify("relay", "check", "staging", "--to", "bo@acme.example", "--format", "json")
    steps = {step["step"]: step for step in json.loads(checked.out)["steps"]}
    mail = "settings name connection greeting capabilities tls login sender recipient size".split()
    assert [step for step in mail if steps[step]["ok"] is not True] == []
    assert "TLSv1.3" in steps["tls"]["detail"]
    assert exim.mailbox() == []
    command = [NOTIFY, "send", "note", "--relay", "staging", "--to", "bo@acme.example"]
    ended = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"COLUMNS": "100"}, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert "250 OK id=" in ended.stdout
    assert [message.content for message in exim.mailbox()] == kept(workspace)
