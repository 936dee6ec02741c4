"""The embedded inbox takes mail from a real client, over real connections."""

import base64
import json
import os
import re
import signal
import smtplib
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from email.message import EmailMessage
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notify.delivery.inbox import Caught, Inbox, listen
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.journal import OUTBOX, Entry, read_runs
from notify.errors import DeliveryError, UsageError
from tests.conftest import Notify, Workspace
from tests.servers import certificates
from tests.servers.loopback import Loopback

RUN = "20260301T090000Z-abc1"
SECRET = "hunter2-hunter2"  # noqa: S105 # it is nobody's


@pytest.fixture(autouse=True)
def _here(loopback: Loopback) -> None:
    pass


@contextmanager
def running(root: Path, tls: ssl.SSLContext | None = None, run: str = RUN) -> Iterator[Inbox]:
    with listen("127.0.0.1", 0) as listening, Inbox(RunFolder(root, run), listening, tls) as inbox:
        yield inbox


@contextmanager
def client(inbox: Inbox) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP("127.0.0.1", inbox.port, local_hostname="client.example", timeout=30) as smtp:
        yield smtp


def hand_in(
    smtp: smtplib.SMTP, content: bytes, *to: str, sender: str = "hello@acme.example", options: str = ""
) -> tuple[int, bytes]:
    """Sends the very bytes, which smtplib's own `data` would not."""
    smtp.ehlo_or_helo_if_needed()
    smtp.putcmd(f"MAIL FROM:<{sender}>{options}")
    assert smtp.getreply()[0] == 250
    for recipient in to or ("ana@acme.example",):
        smtp.putcmd(f"RCPT TO:<{recipient}>")
        assert smtp.getreply()[0] == 250
    smtp.putcmd("DATA")
    assert smtp.getreply()[0] == 354
    smtp.send(re.sub(rb"(?:^|(?<=\r\n))\.", b"..", content) + b".\r\n")
    return smtp.getreply()


def caught_by(inbox: Inbox, count: int = 1) -> list[Caught]:
    return list(islice(inbox, count))


def entries(root: Path) -> tuple[Entry, ...]:
    (run,) = read_runs(root)
    assert run.damaged == ()
    return run.entries


@pytest.mark.parametrize(
    "content",
    [
        b"Subject: x\r\n\r\nHello\r\n",
        b"Subject: x\r\n\r\n.\r\n..\r\n.a\r\nb.\r\n",
        b"Subject: x\r\n\r\nalone \n and \r and \x00 and \xff\xfe\r\n",
        b"no header at all\r\n",
        b"\r\n",
        b"",
        b"Subject: x\r\n\r\n" + b"y" * 998 + b"\r\n" + b"." * 998 + b"\r\n",
        b"Subject: x\r\n\r\n" + b"z\r\n" * 100_000,
    ],
)
def test_the_bytes_are_kept_as_they_came(tmp_path: Path, content: bytes) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        assert hand_in(smtp, content) == (250, f"2.0.0 Kept as 1 of {RUN}".encode())
        (caught,) = caught_by(inbox)
    assert (tmp_path / caught.path).read_bytes() == content
    assert caught.size == len(content)


def test_the_journal_has_the_envelope(tmp_path: Path) -> None:
    message = b"From: a@acme.example\r\nTo: b@acme.example\r\nSubject: x\r\nMessage-ID: <1@acme.example>\r\n\r\nx\r\n"
    with running(tmp_path) as inbox:
        assert not (tmp_path / ".notify").exists()
        with client(inbox) as smtp:
            hand_in(smtp, message, "ana@acme.example", "bo@elsewhere.example", sender="bounce@acme.example")
            hand_in(smtp, message, sender="")
            first, second = caught_by(inbox, 2)
    assert (first.sender, first.recipients) == ("bounce@acme.example", ("ana@acme.example", "bo@elsewhere.example"))
    assert (list(first.numbers), list(second.numbers)) == ([1, 2], [3])
    assert first.path == f"{OUTBOX}/{RUN}/email.1.eml"
    noted = entries(tmp_path)
    assert [(entry.number, entry.state, entry.relay, entry.path) for entry in noted] == [
        (1, "written", "inbox", first.path),
        (2, "written", "inbox", first.path),
        (3, "written", "inbox", second.path),
    ]
    assert [(entry.mail_from, entry.rcpt_to) for entry in noted] == [
        ("bounce@acme.example", "ana@acme.example"),
        ("bounce@acme.example", "bo@elsewhere.example"),
        ("", "ana@acme.example"),
    ]
    assert {entry.message_id for entry in noted} == {"<1@acme.example>"}


def test_what_notify_sent_is_called_by_its_name(tmp_path: Path) -> None:
    head = "X-Notify-Notification: ../welcome\r\nX-Notify-Locale: fr\r\nX-Notify-Sample: default\r\n"
    with running(tmp_path) as inbox, client(inbox) as smtp:
        hand_in(smtp, f"{head}\r\nx\r\n".encode())
        (caught,) = caught_by(inbox)
    assert caught.path == f"{OUTBOX}/{RUN}/-welcome.email.fr.default.1.eml"
    (entry,) = entries(tmp_path)
    assert (entry.notification, entry.channel, entry.locale, entry.sample) == ("../welcome", "email", "fr", "default")


@pytest.mark.parametrize(
    ("header", "subject"),
    [
        ("Subject: =?utf-8?q?Pr=C3=AAt?=", "Prêt"),
        ("Subject: a\r\n  folded one", "a folded one"),
        ("Subject: =?nonsense?q?x?=", "=?nonsense?q?x?="),
        ("Subject: =?utf-8?b?x?=", "=?utf-8?b?x?="),
        ("Subject: prêt", "prêt"),
        ("X-Other: x", ""),
        ("Subject: " + "y" * 200, "y" * 200),
        ("Subject: " + "y" * 201, "y" * 199 + "…"),
        ("Subject: " + "\r\n ".join(["=?utf-8?q?" + "=E2=82=AC" * 6 + "?="] * 40), "€" * 199 + "…"),
        ("Subject: " + "\r\n ".join(["z" * 900] * 1000), "z" * 199 + "…"),
    ],
)
def test_a_subject_is_shown_as_people_read_it(tmp_path: Path, header: str, subject: str) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        assert hand_in(smtp, f"{header}\r\n\r\nx\r\n".encode())[0] == 250
        assert caught_by(inbox)[0].subject == subject


@given(head=st.binary(max_size=60), name=st.sampled_from([b"Subject", b"Message-ID", b"X-Notify-Sample"]))
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_header_is_kept(shared: Inbox, head: bytes, name: bytes) -> None:
    content = name + b": " + head.replace(b"\r", b"").replace(b"\n", b"") + b"\r\n\r\nx\r\n"
    with client(shared) as smtp:
        assert hand_in(smtp, content)[0] == 250
        assert caught_by(shared)[0].size == len(content)


@pytest.fixture
def shared(tmp_path: Path) -> Iterator[Inbox]:
    with running(tmp_path) as inbox:
        yield inbox


def test_several_at_once(tmp_path: Path) -> None:
    with running(tmp_path) as inbox, client(inbox) as one, client(inbox) as other:
        for smtp in (one, other):
            smtp.ehlo()
            smtp.putcmd("MAIL FROM:<hello@acme.example>")
            smtp.getreply()
            smtp.putcmd("RCPT TO:<ana@acme.example>")
            smtp.getreply()
            smtp.putcmd("DATA")
            assert smtp.getreply()[0] == 354
        for smtp, text in ((other, b"second"), (one, b"first")):
            smtp.send(text + b"\r\n.\r\n")
            assert smtp.getreply()[0] == 250
        paths = [caught.path for caught in caught_by(inbox, 2)]
    assert [(tmp_path / path).read_bytes() for path in paths] == [b"second\r\n", b"first\r\n"]
    assert len(entries(tmp_path)) == 2


def test_any_login_is_right_and_none_is_needed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        assert smtp.login("anybody", SECRET)[0] == 235
        hand_in(smtp, b"x\r\n")
        caught_by(inbox)
    out, err = capfd.readouterr()
    written = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    for secret in (SECRET, base64.b64encode(f"\0anybody\0{SECRET}".encode()).decode()):
        assert secret not in out + err
        assert secret.encode() not in written


def test_encryption_where_there_is_a_certificate(tmp_path: Path) -> None:
    with running(tmp_path, certificates.serving()) as inbox, client(inbox) as smtp:
        smtp.starttls(context=certificates.trusting())
        smtp.login("anybody", SECRET)
        assert hand_in(smtp, b"x\r\n")[0] == 250
        assert len(caught_by(inbox)) == 1


@pytest.mark.parametrize("encrypted", [False, True])
def test_its_end_is_that_of_every_conversation(tmp_path: Path, encrypted: bool) -> None:
    with ExitStack() as clients, running(tmp_path, certificates.serving()) as inbox:
        smtp = clients.enter_context(client(inbox))
        if encrypted:
            smtp.starttls(context=certificates.trusting())
        smtp.ehlo()
        clients.pop_all()
    with pytest.raises(smtplib.SMTPServerDisconnected):
        smtp.noop()


def test_an_international_envelope(tmp_path: Path) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        smtp.ehlo()
        smtp.send("MAIL FROM:<zoé@acme.example> SMTPUTF8\r\n".encode())
        assert smtp.getreply()[0] == 250
        smtp.send("RCPT TO:<équipe@acme.example>\r\n".encode())
        assert smtp.getreply()[0] == 250
        smtp.send(b"DATA\r\n")
        smtp.getreply()
        smtp.send(b"x\r\n.\r\n")
        assert smtp.getreply()[0] == 250
        caught_by(inbox)
    (entry,) = entries(tmp_path)
    assert (entry.mail_from, entry.rcpt_to) == ("zoé@acme.example", "équipe@acme.example")


def test_an_envelope_that_is_no_text(tmp_path: Path) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        smtp.ehlo()
        for command, code in (
            (b"MAIL FROM:<\xff@acme.example>", 250),
            (b"RCPT TO:<\xfe@acme.example>", 250),
            (b"DATA", 354),
        ):
            smtp.send(command + b"\r\n")
            assert smtp.getreply()[0] == code
        smtp.send(b"x\r\n.\r\n")
        assert smtp.getreply()[0] == 250
        assert caught_by(inbox)[0].sender == "?@acme.example"
    assert entries(tmp_path)[0].rcpt_to == "?@acme.example"


def test_what_is_too_large_is_refused(tmp_path: Path) -> None:
    with running(tmp_path) as inbox, client(inbox) as smtp:
        smtp.ehlo()
        limit = int(smtp.esmtp_features["size"])
        smtp.putcmd(f"MAIL FROM:<hello@acme.example> SIZE={limit + 1}")
        assert smtp.getreply()[0] == 552
        line = b"y" * 998 + b"\r\n"
        assert hand_in(smtp, line * (limit // 1000 + 1))[0] == 552
        assert hand_in(smtp, b"x\r\n")[0] == 250
        assert caught_by(inbox)[0].numbers == range(1, 2)


def test_a_disk_that_does_not_take_it(tmp_path: Path) -> None:
    (tmp_path / ".notify").write_text("in the way")
    with running(tmp_path) as inbox, client(inbox) as smtp:
        assert hand_in(smtp, b"x\r\n")[0] == 452
        with pytest.raises(DeliveryError, match="outbox cannot be used"):
            caught_by(inbox)


def test_one_port_is_for_one_server(tmp_path: Path) -> None:
    with listen("127.0.0.1", 0) as taken, pytest.raises(UsageError, match="Nothing can listen on port") as error:
        listen("127.0.0.1", taken.getsockname()[1])
    assert error.value.hint is not None
    assert "--port" in error.value.hint


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "mail.acme.example"])  # noqa: S104 # that is the point
def test_others_do_not_connect_unless_they_are_let(host: str) -> None:
    with pytest.raises(UsageError, match="other machines could connect") as error:
        listen(host, 0)
    assert "--let-others-connect" in (error.value.hint or "")


def test_others_connect_where_they_are_let() -> None:
    with listen("0.0.0.0", 0, exposed=True) as listening:  # noqa: S104 # that is the point
        assert listening.getsockname()[0] == "0.0.0.0"  # noqa: S104
    with pytest.raises(UsageError, match="Nothing can listen"):
        listen("192.0.2.1", 0, exposed=True)


def test_an_address_of_the_newer_kind() -> None:
    try:
        with listen("::1", 0) as listening:
            assert listening.family == socket.AF_INET6
    except UsageError:
        pytest.skip("this machine has no IPv6")


def test_what_a_relay_sends_arrives_as_it_was_composed(workspace: Workspace, notify: Notify) -> None:
    with running(workspace.root) as inbox:
        local = {
            "kind": "smtp",
            "host": "127.0.0.1",
            "port": inbox.port,
            "security": "none",
            "allow": ["*@acme.example"],
        }
        workspace.catalogue(relays={"local": local})
        checked = notify("relay", "check", "local", "--to", "ana@acme.example")
        assert (checked.code, checked.err) == (0, "")
        sent = notify("send", "note", "--relay", "local", "--to", "ana@acme.example", "--format", "json")
        assert (sent.code, sent.err) == (0, "")
        (caught,) = caught_by(inbox)
    (receipt,) = json.loads(sent.out)["receipts"]
    assert (receipt["outcome"], receipt["reply"]) == ("sent", f"250 2.0.0 Kept as 1 of {RUN}")
    kept, own = (run.entries[0] for run in read_runs(workspace.root))
    assert (kept.relay, own.relay) == ("inbox", "local")
    assert (kept.notification, kept.locale, kept.sample) == ("note", "en", "default")
    assert kept.message_id == own.message_id
    assert own.path is not None
    assert (workspace.root / caught.path).read_bytes() == (workspace.root / own.path).read_bytes()


# ---- The command.


def test_the_command_prints_a_line_for_each_and_ends_tidily(workspace: Workspace, notify: Notify) -> None:
    command = [sys.executable, "-m", "notify", "inbox", "--port", "0", "--certificate", str(certificates.GOOD)]
    environment = os.environ | {"NO_COLOR": "1", "COLUMNS": "200"}
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        first = re.fullmatch(
            r"Listening on 127\.0\.0\.1, port (\d+), until Ctrl-C\. What is sent there goes into (\S+)\.\n",
            running.stdout.readline(),
        )
        assert first
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = "Prêt [red]", "hello@acme.example", "ana@acme.example"
        message.set_content("Hello")
        with smtplib.SMTP("127.0.0.1", int(first[1]), local_hostname="client.example", timeout=30) as smtp:
            smtp.starttls(context=certificates.trusting())
            smtp.send_message(message, to_addrs=["ana@acme.example", "bo@acme.example"])
            said = running.stdout.readline() + running.stdout.readline()
            # A conversation that is open does not keep it.
            running.send_signal(signal.SIGINT)
            out, err = running.communicate(timeout=60)
    assert said.startswith("caught  hello@acme.example to ana@acme.example and 1 other  Prêt [red]\n  .notify/outbox/")
    run = first[2].rpartition("/")[2]
    assert out == f"1 message. notify outbox {run} lists what was caught.\n"
    assert (running.returncode, err) == (130, "\nInterrupted.\n")
    document = json.loads(notify("outbox", "last", "--format", "json").out)
    assert [entry["rcpt_to"] for entry in document["runs"][0]["messages"]] == ["ana@acme.example", "bo@acme.example"]
    assert "Hello" in notify("outbox", "last", "2").out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--host", "0.0.0.0"], "other machines could connect"),  # noqa: S104 # that is the point
        (["--certificate", "nowhere.pem"], "No such file"),
        (["--certificate", "notifications.yaml"], "it needs both, in PEM form"),
    ],
)
def test_what_cannot_be_listened_to(workspace: Workspace, notify: Notify, arguments: list[str], said: str) -> None:
    ended = notify("inbox", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_a_port_that_is_taken(workspace: Workspace, notify: Notify) -> None:
    with listen("127.0.0.1", 0) as taken:
        ended = notify("inbox", "--port", str(taken.getsockname()[1]))
    assert ended.code == 2
    assert "Address already in use" in ended.err
    assert "help: Name another one, such as `--port 2526`" in ended.err
