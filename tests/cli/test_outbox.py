"""`notify outbox`: the runs so far, and what became of each message."""

import json
import os
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notify.cli.runs import complete_run
from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.journal import make_run_id
from notify.delivery.transport import Label, Outgoing
from tests.cli.relays import NOTIFY, TO, Relay
from tests.conftest import Notify, Workspace
from tests.servers.script import one_bad
from tests.servers.scripted import ScriptedServer


def test_the_outbox_shows_what_became_of_a_message(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"rcpt": one_bad("x@acme.example")}) as server:
        relay(server)
        notify("send", "note", *TO, "x@acme.example", "--to", "Bo <bo@acme.example>")
    assert "staging" in notify("outbox").out
    listed = notify("outbox", "last")
    assert ", through staging" in listed.out
    assert "refused" in listed.out
    shown = notify("outbox", "last", "1")
    assert shown.out.splitlines()[:3] == [
        "refused  to x@acme.example through staging",
        "  550 5.1.1 No such user",
        "  There is no such mailbox. Look for a slip in the address.",
    ]
    assert "Subject: [TEST en] A note" in shown.out
    assert "Hello Bo" in shown.out
    [run] = json.loads(notify("outbox", "--format", "json").out)["runs"]
    assert run["relay"] == "staging"
    assert [message["end"] for message in run["messages"]] == ["refused", "sent"]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: " + "\r\n ".join(["word " * 12] * 20_000),
        "Subject: " + "\r\n ".join(["=?utf-8?q?" + "=C3=A9" * 9 + "?="] * 20_000),
        "To: " + "," * 100_000,
        "To: " + "(" * 100_000,
        "Message-ID: " + "<" * 100_000,
        "Content-Type: text/plain; charset=" + "x" * 100_000,
    ],
    ids=lambda head: head[:20],
)
def test_a_message_with_a_header_without_end_is_shown_as_far_as_anybody_reads(
    head: str, workspace: Workspace, notify: Notify
) -> None:
    run = make_run_id(datetime(2026, 3, 1, tzinfo=UTC), "caught")
    content = f"{head}\r\nX-Short: =?utf-8?q?=C3=A9t=C3=A9?=\r\n\r\nHéllo\r\n".encode()
    composed = Composed(content, "a@acme.example", "b@acme.example", False, "")
    outgoing = Outgoing(number=1, message=Label("", "email", "", ""), recipient="b@acme.example", composed=composed)
    folder = RunFolder(workspace.root, run)
    with closing(folder.create()) as journal:
        journal.keep([outgoing], "inbox", folder.write(outgoing))
    ended = notify("outbox", run, "1")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "X-Short: été" in lines
    assert "Héllo" in lines
    [long] = [line for line in lines if line.startswith(head[:4])]
    # Ten thousand and the name.
    assert long.endswith("…")
    assert 10_000 < len(long) < 10_050


def test_a_run_of_a_relay_that_was_killed_says_what_nobody_knows(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server)
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--to", "c@acme.example")
    [journal] = workspace.root.glob(".notify/outbox/*/journal.ndjson")
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    # Their number, the three of them, one sent, and one begun.
    journal.write_text("".join(lines[:7]), encoding="utf-8")
    assert "1 queued, 1 sent, 1 unknown" in notify("outbox").out
    [run] = json.loads(notify("outbox", "--format", "json").out)["runs"]
    assert [message["end"] for message in run["messages"]] == ["sent", "unknown", "queued"]


def test_a_message_is_opened_by_the_program_that_is_there_for_it(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = workspace.write("bin/xdg-open", '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n')
    os.mkfifo(f"{opener}.opened")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    notify("send", "note", "--to", "a@acme.example")
    [message] = workspace.root.glob(".notify/outbox/*/*.eml")
    assert notify("outbox", "last", "--open").code == 2
    # In a process of its own, since nobody waits for what is opened.
    assert subprocess.run([NOTIFY, "outbox", "last", "1", "--open"], check=False).returncode == 0
    # Whoever reads waits for the program that writes.
    assert Path(f"{opener}.opened").read_text(encoding="utf-8") == str(message)


def test_runs_are_completed_as_they_are_typed(workspace: Workspace, notify: Notify) -> None:
    assert complete_run("") == ["last"]
    notify("send", "note", "--to", "a@acme.example")
    [run] = [each["run"] for each in json.loads(notify("outbox", "--format", "json").out)["runs"]]
    assert complete_run("") == ["last", run]
    assert complete_run(run[:8]) == [run]
    assert complete_run("x") == []
