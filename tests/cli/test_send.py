"""`notify send` and `notify outbox`: test messages as files, and what the files say."""

import json
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import Notify, Workspace


def sent(root: Path) -> Iterator[tuple[bytes, EmailMessage]]:
    for path in sorted(root.glob(".notify/outbox/*/*.eml")):
        content = path.read_bytes()
        yield content, message_from_bytes(content, policy=policy.default)


def parts(message: EmailMessage) -> tuple[str, ...]:
    text, html = message.iter_parts()
    assert text.get_content_type() == "text/plain"
    assert html.get_content_type() == "text/html"
    return tuple(part.get_content().replace("\r\n", "\n").rstrip("\n") for part in (text, html))


def test_the_outbox_holds_what_was_rendered(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", subject="Une note ☕", preheader="De Bo", body="Bonjour **{{ name }}**")
    ended = notify("send", "note", "--to", "Zoé <me@example.com>", "--locale", "all")
    assert ended.code == 0
    assert ended.err == ""
    assert "2 messages: note in en, fr, to 1 recipient, into the outbox" in ended.out
    rendered = json.loads(notify("render", "note", "--locale", "all", "--format", "json").out)["messages"]
    for message, (content, parsed) in zip(rendered, sent(workspace.root), strict=True):
        assert parts(parsed) == (message["text"].rstrip("\n"), message["html"].rstrip("\n"))
        assert parsed["Subject"] == f"[TEST {message['locale']}] {message['subject']}"
        assert parsed["To"] == "Zoé <me@example.com>"
        assert parsed["From"] == "Acme <hello@acme.example>"
        assert parsed["Reply-To"] == "support@acme.example"
        assert parsed["Content-Language"] == message["locale"]
        assert parsed["Auto-Submitted"] == "auto-generated"
        assert parsed["List-Unsubscribe"] == "<https://acme.example/u?u=u1&t=tips>"
        assert parsed["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert parsed["List-ID"] == "Tips <tips.acme.example>"
        assert parsed["Message-ID"].endswith("@acme.example>")
        assert parsed["X-Notify-Notification"] == "note"
        assert parsed["Date"].datetime.tzinfo is not None
        assert b"8bit" not in content
        assert max(map(len, content.split(b"\r\n"))) <= 998


def test_a_long_unsubscribe_address_arrives_whole(workspace: Workspace, notify: Notify) -> None:
    token = "t" * 300
    url = f"https://acme.example/u?token={token}"
    defaults = {"locale": "en", "from": "Acme <hello@acme.example>", "unsubscribe_url": url}
    workspace.catalogue(defaults=defaults)
    assert notify("send", "note", "--to", "me@example.com").code == 0
    [(content, message)] = sent(workspace.root)
    assert message["List-Unsubscribe"] == f"<{url}>"
    assert f"List-Unsubscribe: <{url}>\r\n".encode() in content


def test_a_receipt_names_the_file(workspace: Workspace, notify: Notify) -> None:
    document = json.loads(
        notify("send", "note", "--to", "a@example.com", "--to", "b@example.com", "--format", "json").out
    )
    assert list(document) == ["version", "run", "receipts"]
    first, second = document["receipts"]
    fields = [
        "notification",
        "channel",
        "locale",
        "sample",
        "recipient",
        "relay",
        "outcome",
        "reply",
        "path",
        "message_id",
    ]
    assert list(first) == fields
    assert (first["recipient"], second["recipient"], first["outcome"]) == ("a@example.com", "b@example.com", "written")
    assert (workspace.root / first["path"]).is_file()
    assert first["message_id"] != second["message_id"]


def test_a_dry_run_shows_all_and_writes_nothing(workspace: Workspace, notify: Notify) -> None:
    ended = notify("send", "note", "--to", "me@example.com", "--dry-run", "--as-is")
    assert ended.code == 0
    assert "envelope: hello@acme.example to me@example.com" in ended.out
    assert "Subject: A note" in ended.out
    assert "Leave out --dry-run" in ended.out
    assert not (workspace.root / ".notify").exists()


def test_short_channels_are_written_as_json(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms"]})
    workspace.copy(body="b", sms="Hi {{ name }}")
    assert notify("send", "note", "--to", "+33100000000", "--channel", "sms").code == 0
    [path] = workspace.root.glob(".notify/outbox/*/*.json")
    assert json.loads(path.read_text(encoding="utf-8"))["text"] == "Hi Bo"


def test_an_address_that_is_none_stops_before_anything_is_written(workspace: Workspace, notify: Notify) -> None:
    ended = notify("send", "note", "--to", "a@example.com", "--to", "nobody")
    assert ended.code == 2
    assert "`nobody` is not an e-mail address" in ended.err
    assert not (workspace.root / ".notify").exists()


def test_a_relay_that_is_not_there_offers_the_nearest(workspace: Workspace, notify: Notify) -> None:
    ended = notify("send", "note", "--to", "a@example.com", "--relay", "outbx")
    assert ended.code == 2
    assert "Did you mean `outbox`?" in ended.err


def test_a_relay_of_another_kind_is_not_pretended(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(relays={"staging": {"kind": "webhook", "url": "https://acme.example/hook", "allow": ["*"]}})
    ended = notify("send", "note", "--to", "a@acme.example", "--relay", "staging")
    assert ended.code == 2
    assert "this version sends by SMTP and into the outbox" in ended.err
    assert notify("send", "note", "--to", "a@acme.example", "--relay", "staging", "--dry-run").code == 0
    rehearsed = notify("send", "note", "--to", "a@acme.example", "--relay", "staging", "--dry-run").out
    assert "This version cannot send through staging" in rehearsed


def test_the_outbox_lists_its_runs_and_messages(workspace: Workspace, notify: Notify) -> None:
    assert "The outbox is empty." in notify("outbox").out
    notify("send", "note", "--to", "me@example.com")
    run = json.loads(notify("outbox", "--format", "json").out)["runs"][0]["run"]
    assert run in notify("outbox").out
    listed = notify("outbox", "last")
    assert "note.email.en.default" in listed.out
    assert "written" in listed.out
    opened = notify("outbox", run, "1")
    assert "Subject: [TEST en] A note" in opened.out
    assert "Hello Bo" in opened.out
    assert notify("outbox", "20260101T000000Z-none").code == 2
    assert notify("outbox", "last", "7").code == 2


def test_a_run_that_was_broken_off_says_what_was_not_written(workspace: Workspace, notify: Notify) -> None:
    notify("send", "note", "--to", "a@example.com", "--to", "b@example.com")
    [journal] = workspace.root.glob(".notify/outbox/*/journal.ndjson")
    # All that was noted before the second message had its end.
    journal.write_text("".join(journal.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]), encoding="utf-8")
    assert "1 not written, 1 written" in notify("outbox").out
    assert notify("outbox", "last").out.count("not written") == 1


def test_a_damaged_outbox_neither_leads_astray_nor_instructs_the_terminal(workspace: Workspace, notify: Notify) -> None:
    notify("send", "note", "--to", "me@example.com")
    [journal] = workspace.root.glob(".notify/outbox/*/journal.ndjson")
    said = {"number": 1, "state": "\u001b]0;x", "recipient": "\u001b[31m", "path": "../../../notifications.yaml"}
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")
    assert "\u001b" not in notify("outbox", "last").out
    assert notify("outbox", "last", "1").code == 2
    [path] = workspace.root.glob(".notify/outbox/*/*.eml")
    said["path"] = path.name
    with journal.open("a", encoding="utf-8") as file:
        file.write(json.dumps(said) + "\n")
    for content in (b"From: <\r\n\r\nx", b"Content-Type: text/plain; charset=foo\r\n\r\nx", b"To: " + b"(" * 5000):
        path.write_bytes(content)
        ended = notify("outbox", "last", "1")
        assert "bug" not in ended.err
        assert ended.code in {0, 2}
    path.write_bytes(b"Subject: =?utf-8?q?a=1b[31m=0d=0aBcc:_x?=\r\n\r\n\x1b[31m")
    opened = notify("outbox", "last", "1")
    assert "\u001b" not in opened.out
    assert "\nBcc" not in opened.out


# The bytes of a header start a header of their own only if a line break gets into them.
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_a_subject_never_starts_another_header(workspace: Workspace, notify: Notify, name: str) -> None:
    workspace.copy(subject="For {{ name }}", body="b")
    workspace.write("data.json", json.dumps({"name": f"a\r\nBcc: x@evil.example\r\n\r\n{name}"}))
    for path in workspace.root.glob(".notify/outbox/*/*.eml"):
        path.unlink()
    assert notify("send", "note", "--to", "me@example.com", "--data", "data.json").code == 0
    [(_, message)] = sent(workspace.root)
    assert message["Bcc"] is None
    assert message.get_content_type() == "multipart/alternative"


def test_what_is_asked_for_is_sent_whoever_reads_about_it(workspace: Workspace) -> None:
    for number in range(4):
        workspace.write(f"templates/note/samples/sample-{number}.yaml", {"name": "Bo"})
    command = [sys.executable, "-m", "notify", "send", "note", "--sample", "all", "--to", "me@example.com"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as sending:
        assert sending.stdout
        assert sending.stderr
        sending.stdout.close()
        assert sending.stderr.read() == b""
        assert sending.wait(60) == 0
    assert len(list(sent(workspace.root))) == 4
