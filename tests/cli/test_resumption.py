"""`notify send --resume`: a run goes on where it broke off, with its very bytes, and nobody gets anything twice."""

import json
import re
import signal
import subprocess
from contextlib import closing
from datetime import UTC, datetime

import pytest

from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.journal import make_run_id
from notify.delivery.transport import Label, Outgoing
from tests.cli.relays import NOTIFY, TO, Relay, receipts, recipients, write_people
from tests.conftest import Notify, Workspace
from tests.servers.certificates import AUTHORITY, serving
from tests.servers.script import HANG, TAKE_AND_CLOSE
from tests.servers.scripted import ScriptedServer


def test_what_a_server_could_not_be_told_goes_on_with_the_very_bytes(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    to = [*TO, "a@acme.example", "--to", "b@acme.example"]
    with ScriptedServer() as server:
        relay(server, security="starttls")
        ended = notify("send", "note", *to)
        assert server.messages == []
    assert ended.code == 1
    assert "2 deferred: a@acme.example, b@acme.example\n  The server does not offer STARTTLS." in ended.out
    assert "`notify relay check staging` looks for the reason." in ended.out
    run = json.loads(notify("outbox", "--format", "json").out)["runs"][0]["run"]
    assert f"`notify send --resume {run}` tries the deferred again." in ended.out
    kept = {path.read_bytes() for path in workspace.root.glob(".notify/outbox/*/*.eml")}
    workspace.copy(body="Something else")
    with ScriptedServer(tls=serving()) as server:
        relay(server, security="starttls", ca_file=str(AUTHORITY))
        ended = notify("send", "--resume", "last")
        assert {message.content for message in server.messages} == kept
        again = notify("send", "--resume", run)
        assert len(server.messages) == 2
    assert ended.code == 0
    assert f"Run {run}, through staging to {server.host}:{server.port}: 0 queued, 2 deferred." in ended.out
    assert "2 sent. " in ended.out
    assert again.code == 0
    assert "Nothing is left to hand over." in again.out


def test_what_may_have_arrived_is_left_alone_unless_asked_for(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"message": [None, TAKE_AND_CLOSE]}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--to", "c@acme.example")
        assert recipients(server) == ["a@acme.example", "b@acme.example", "c@acme.example"]
        assert ended.code == 1
        assert "--retry-unknown` sends the unknown again, and some people may get them twice." in ended.out
        assert "2 sent, 1 unknown" in notify("outbox").out
        alone = notify("send", "--resume", "last")
        assert (alone.code, len(server.messages)) == (1, 3)
        assert "1 message may have arrived already, and will be left alone" in alone.out
        assert "Nothing is left to hand over but what may have arrived." in alone.out
        alone = notify("send", "--resume", "last", "--format", "json")
        assert (alone.code, receipts(alone)) == (1, [])
        assert alone.err == "note: left alone, since they may have arrived: 1 message.\n"
        asked = notify("send", "--resume", "last", "--retry-unknown", "--format", "json")
        assert receipts(asked) == [("b@acme.example", "sent")]
        assert recipients(server)[3:] == ["b@acme.example"]
    assert asked.code == 0


def test_going_on_obeys_the_guard_of_today(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example")
        relay(server, allow=["b@acme.example"])
        ended = notify("send", "--resume", "last", "--format", "json")
        assert receipts(ended) == [("a@acme.example", "blocked"), ("b@acme.example", "sent")]
        assert recipients(server) == ["b@acme.example"]
        dry = notify("send", "--resume", "last", "--dry-run")
        said = "1 blocked: a@acme.example\n  The relay may not send to a@acme.example any more; its `allow` list"
        assert (dry.code, said in dry.out) == (1, True)
        # It is left for when the list has it again.
        relay(server)
        ended = notify("send", "--resume", "last", "--format", "json")
        assert (ended.code, receipts(ended)) == (0, [("a@acme.example", "sent")])
        assert recipients(server) == ["b@acme.example", "a@acme.example"]


def test_what_is_addressed_does_not_pass_a_redirect_that_came_since(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example")
        relay(server, redirect="qa@acme.example")
        ended = notify("send", "--resume", "last")
        assert ended.code == 1
        assert (
            "1 blocked: a@acme.example\n"
            "  It is for a@acme.example, and all goes to qa@acme.example by now. Send it anew with `notify send`.\n"
        ) in ended.out
        assert server.messages == []


def test_what_was_redirected_needs_whoever_got_it_on_the_list(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls", redirect="qa@other.example")
        notify("send", "note", *TO, "a@acme.example")
        relay(server)
        ended = notify("send", "--resume", "last")
        assert "The relay may not send to qa@other.example any more" in ended.out
        relay(server, allow=[])
        assert "The relay may send to nobody" in notify("send", "--resume", "last").out
        relay(server, redirect="qa@other.example")
        assert notify("send", "--resume", "last").code == 0
        assert recipients(server) == ["qa@other.example"]


def test_a_message_whose_file_is_gone_does_not_stop_the_others(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example")
        relay(server)
        (file,) = workspace.root.glob(".notify/outbox/*/*.1.eml")
        file.unlink()
        dry = notify("send", "--resume", "last", "--dry-run", "--format", "json")
        assert (dry.code, receipts(dry)) == (1, [("a@acme.example", "lost"), ("b@acme.example", "dry_run")])
        ended = notify("send", "--resume", "last")
        assert recipients(server) == ["b@acme.example"]
    assert (ended.code, ended.err) == (1, "")
    assert "1 lost: a@acme.example\n  Its file is not there any more: it was deleted" in ended.out
    assert "1 lost, 1 sent." in ended.out


def test_going_on_asks_as_well(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        people = write_people(workspace, 21)
        notify("send", "note", "--relay", "staging", "--recipients", people, "--yes")
        relay(server)
        ended = notify("send", "--resume", "last")
        assert ended.code == 2
        assert "21 messages through `staging` are more than 20" in ended.err
        dry = notify("send", "--resume", "last", "--dry-run")
        assert (dry.code, len(server.messages)) == (0, 0)
        assert "0 queued, 21 deferred." in dry.out
        assert notify("send", "--resume", "last", "--yes").code == 0
        assert len(set(recipients(server))) == 21


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume", "20260101T000000Z-none"], "There is no run `20260101T000000Z-none`"),
        (["--resume", "last", "note"], "A run goes on with its own messages"),
        (["--resume", "last", "--to", "a@acme.example"], "A run goes on with its own messages"),
        (["--resume", "last", "--relay", "staging"], "A run goes on with its own messages"),
        (["--resume", "last"], "No run went through a relay, so that there is nothing to resume."),
        (["note", "--to", "a@acme.example", "--retry-unknown"], "`--retry-unknown` is for a run that there was."),
        (["note"], "To whom is this to be sent?"),
        (["--to", "a@acme.example"], "Which notification is to be sent?"),
    ],
)
def test_what_makes_no_sense_is_refused(workspace: Workspace, notify: Notify, arguments: list[str], said: str) -> None:
    assert notify("send", "note", "--to", "a@acme.example").code == 0
    ended = notify("send", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_ctrl_c_finishes_what_is_under_way_and_says_how_to_go_on(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    people = write_people(workspace, 5)
    with ScriptedServer({"message": [None, None, HANG]}) as server:
        relay(server, timeout="1s")
        command = [NOTIFY, "send", "note", "--relay", "staging", "--recipients", people]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            server.wait_until(lambda: bool(server.conversations) and server.conversations[0].verbs.count("DATA") == 3)
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        assert running.returncode == 130
        run = json.loads(notify("outbox", "--format", "json").out)["runs"][0]["run"]
        last = (
            f"2 sent, 1 unknown, 2 queued. `notify send --resume {run}` hands over what is left. What is unknown it "
            "leaves alone, unless told to `--retry-unknown`: somebody may get it twice."
        )
        assert err.strip().splitlines() == [last, "", "Interrupted."]
        ended = notify("send", "--resume", run, "--format", "json")
        assert receipts(ended) == [("p4@acme.example", "sent"), ("p5@acme.example", "sent")]
        assert recipients(server) == [f"p{number}@acme.example" for number in (1, 2, 4, 5)]
    # One may have arrived, and nobody asked for it to be sent again.
    assert ended.code == 1


@pytest.fixture
def caught_later(workspace: Workspace) -> str:
    """A run that `notify inbox` began after every other."""
    run = make_run_id(datetime(2999, 1, 1, tzinfo=UTC), "caught")
    composed = Composed(b"Subject: Caught\r\n\r\nHello\r\n", "a@acme.example", "b@acme.example", False, "")
    outgoing = Outgoing(number=1, message=Label("", "email", "", ""), recipient="b@acme.example", composed=composed)
    folder = RunFolder(workspace.root, run)
    with closing(folder.create()) as journal:
        journal.keep([outgoing], "inbox", folder.write(outgoing))
    return run


def test_the_last_run_is_none_of_the_inbox(
    workspace: Workspace, notify: Notify, relay: Relay, caught_later: str
) -> None:
    assert caught_later in notify("outbox", "last").out
    assert notify("send", "--resume", "last").code == 2
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example")
        relay(server)
        notify("send", "note", "--to", "b@acme.example")
        assert caught_later not in notify("outbox", "last").out
        assert receipts(notify("send", "--resume", "last", "--format", "json")) == [("a@acme.example", "sent")]
        whole = notify("send", "--resume", "last")
    assert (whole.code, whole.out.count("Nothing is left to hand over.")) == (0, 1)


def test_what_was_caught_or_written_cannot_be_gone_on_with(notify: Notify, caught_later: str) -> None:
    ended = notify("send", "--resume", caught_later)
    assert (ended.code, "was caught by `notify inbox`; there is nothing to resume." in ended.err) == (2, True)
    run = json.loads(notify("send", "note", "--to", "a@acme.example", "--format", "json").out)["run"]
    assert "went into the outbox, and cannot be gone on with" in notify("send", "--resume", run).err


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_program_that_is_broken_off_has_the_receipts_so_far(
    workspace: Workspace, notify: Notify, relay: Relay, how: signal.Signals, code: int
) -> None:
    people = write_people(workspace, 5)
    with ScriptedServer({"message": [None, None, HANG]}) as server:
        relay(server, timeout="1s")
        command = [NOTIFY, "send", "note", "--relay", "staging", "--recipients", people, "--format", "json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            server.wait_until(lambda: bool(server.conversations) and server.conversations[0].verbs.count("DATA") == 3)
            running.send_signal(how)
            out, _ = running.communicate(timeout=60)
        assert running.returncode == code
        document = json.loads(out)
        ends = [(each["recipient"], each["outcome"]) for each in document["receipts"]]
        assert ends == [("p1@acme.example", "sent"), ("p2@acme.example", "sent"), ("p3@acme.example", "unknown")]
        listed = notify("send", "--resume", document["run"], "--dry-run", "--format", "json")
        assert receipts(listed) == [("p4@acme.example", "dry_run"), ("p5@acme.example", "dry_run")]
        assert json.loads(listed.out)["run"] == document["run"]


def test_why_something_is_tried_again_is_said_meanwhile(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"rcpt": ["451 4.7.1 Come back later", "451 4.7.1 Come back later", None]}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--format", "json")
    assert sorted(receipts(ended)) == [("a@acme.example", "sent"), ("b@acme.example", "sent")]
    # Both were put off, for the same reason.
    assert re.fullmatch(r"451 4\.7\.1 Come back later; trying again in \d+ s \(2 of 5\)\.\n", ended.err)


def test_a_rehearsal_has_no_run(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--dry-run", "--format", "json")
    assert json.loads(ended.out)["run"] is None
