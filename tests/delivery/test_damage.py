"""Runs whose files were damaged, and servers whose answers have no end: nothing is sent that nobody meant."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from notify.catalogue.load import load_workspace
from notify.delivery.outbox.journal import read_run
from notify.delivery.people.guard import is_redirected
from notify.delivery.run import hand_over, resume
from notify.delivery.transport import Outcome
from notify.errors import UsageError
from tests.conftest import Workspace
from tests.delivery.sender import AT_ONCE, RELAY, write_messages
from tests.delivery.test_kill import make_run_id_for
from tests.servers.scripted import ScriptedServer

RUN = make_run_id_for(1)

pytestmark = pytest.mark.usefixtures("loopback")


def relay(server: ScriptedServer, **more: object) -> dict[str, object]:
    given = {"kind": "smtp", "host": server.host, "port": server.port, "security": "none", "allow": ["*@acme.example"]}
    return given | more


def leave_half(workspace: Workspace, server: ScriptedServer) -> Path:
    """A run of three messages of which one is sent, and its folder."""
    workspace.catalogue(relays={RELAY: relay(server)})
    opened = load_workspace(workspace.root)
    next(iter(hand_over(opened, RELAY, RUN, write_messages(3), {}, AT_ONCE)))
    return workspace.root / ".notify/outbox" / RUN


def go_on(workspace: Workspace) -> list[str]:
    opened = load_workspace(workspace.root)
    return [receipt.outcome for _, receipt in resume(opened, read_run(workspace.root, RUN), {}, retries=AT_ONCE)]


def edit_journal(folder: Path, edit: Callable[[list[str]], list[str]]) -> None:
    journal = folder / "journal.ndjson"
    journal.write_text("".join(f"{line}\n" for line in edit(journal.read_text("utf-8").splitlines())), "utf-8")


def test_what_is_left_is_sent(workspace: Workspace) -> None:
    with ScriptedServer() as server:
        leave_half(workspace, server)
        assert set(go_on(workspace)) <= {Outcome.SENT}
        assert sorted(message.recipients[0] for message in server.messages) == [
            f"person-{number}@acme.example" for number in (1, 2, 3)
        ]


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:900])


def swap(file: Path) -> None:
    file.write_bytes(file.with_name(file.name.replace(".3.eml", ".2.eml")).read_bytes())


def make_folder(file: Path) -> None:
    file.unlink()
    file.mkdir()


@pytest.mark.parametrize("damage", [empty, cut, swap, Path.unlink, make_folder])
def test_a_message_that_is_not_what_it_was_is_not_sent_and_the_others_are(
    damage: Callable[[Path], None], workspace: Workspace
) -> None:
    with ScriptedServer({"mail": "451 4.3.0 Later"}) as server:
        folder = leave_half(workspace, server)
    (file,) = folder.glob("*.3.eml")
    whole = file.read_bytes()
    damage(file)
    with ScriptedServer() as server:
        workspace.catalogue(relays={RELAY: relay(server)})
        opened = load_workspace(workspace.root)
        left = {
            outgoing.number: receipt
            for outgoing, receipt in resume(opened, read_run(workspace.root, RUN), {}, retries=AT_ONCE)
        }
        assert {number: receipt.outcome for number, receipt in left.items()} == {1: "sent", 2: "sent", 3: "lost"}
        assert re.match("Its file is not (what it was|there any more): .* Send it anew", str(left[3].reply))
        assert (left[3].recipient, left[3].path) == ("person-3@acme.example", None)
        # Whoever brings it back can go on with it.
        file.rmdir() if file.is_dir() else file.unlink(missing_ok=True)
        file.write_bytes(whole)
        assert go_on(workspace) == [Outcome.SENT]
    assert sorted(message.recipients[0] for message in server.messages) == [
        f"person-{number}@acme.example" for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (lambda lines: lines[:0], "says nothing: what was sent cannot be known"),
        (lambda lines: lines[:2], "was broken off before it began"),
        (lambda lines: [*lines[:2], "\ufffd", *lines[3:]], "of its 3 messages it has 2"),
    ],
)
def test_a_journal_with_gaps_is_not_gone_on_with(
    edit: Callable[[list[str]], list[str]], said: str, workspace: Workspace
) -> None:
    with ScriptedServer() as server:
        folder = leave_half(workspace, server)
        edit_journal(folder, edit)
        before = len(server.messages)
        with pytest.raises(UsageError, match=said):
            go_on(workspace)
        assert len(server.messages) == before


@pytest.mark.parametrize("field", ["mail_from", "rcpt_to"])
def test_a_journal_cannot_speak_to_the_server(field: str, workspace: Workspace) -> None:
    hostile = "hello@acme.example>\r\nRCPT TO:<evil@evil.example"

    def forge(lines: list[str]) -> list[str]:
        parsed = [json.loads(line) for line in lines]
        return [json.dumps(line | ({field: hostile} if line.get(field) else {})) for line in parsed]

    with ScriptedServer({"mail": [None, *["451 4.3.0 Later"] * 40]}) as server:
        folder = leave_half(workspace, server)
        edit_journal(folder, forge)
        assert set(go_on(workspace)) == {Outcome.LOST}
    assert not any("evil" in command for each in server.conversations for command in each.commands)


def test_a_reply_without_an_end_is_none(workspace: Workspace) -> None:
    endless = "\r\n".join(["250-still talking"] * 300 + ["250 done"])
    with ScriptedServer({"mail": endless}) as server:
        workspace.catalogue(relays={RELAY: relay(server)})
        ended = hand_over(load_workspace(workspace.root), RELAY, RUN, write_messages(2), {}, AT_ONCE)
        receipts = [receipt for _, receipt in ended]
    assert {receipt.outcome for receipt in receipts} == {Outcome.DEFERRED}
    assert "more than 200 lines" in str(receipts[0].reply)
    assert not server.messages


def test_letters_that_fold_alike_are_other_people() -> None:
    from notify.delivery.people.guard import Guard

    guard = Guard(allow=("strasse@acme.example", "Ana@ACME.example"))
    assert guard.admits("ANA@acme.example")
    assert not guard.admits("straße@acme.example")


@pytest.mark.parametrize(
    ("recipient", "envelope", "redirected"),
    [
        ("ana@acme.example", "a@acme.example", True),
        ("Q <b@ACME.example>", "b@acme.example", False),
        ("a@acme\u3002example", "a@acme.example", False),
        ("ana@acme.example", "ana@acme.example", False),
    ],
)
def test_it_is_said_where_a_message_went(recipient: str, envelope: str, redirected: bool) -> None:
    assert is_redirected(recipient, envelope) is redirected


def test_a_server_cannot_speak_to_the_terminal(workspace: Workspace) -> None:
    with ScriptedServer({"rcpt": "550 5.1.1 No \x9b31m\x1b[2J\u202e\u200f such user"}) as server:
        workspace.catalogue(relays={RELAY: relay(server)})
        ended = hand_over(load_workspace(workspace.root), RELAY, RUN, write_messages(1), {}, AT_ONCE)
        [(_, receipt)] = ended
    assert receipt.outcome == Outcome.REFUSED
    assert str(receipt.reply).startswith("550 5.1.1 No \ufffd")
    assert not set("\x9b\x1b\u202e\u200f") & set(str(receipt.reply))
