"""A sender that is killed at any moment, again and again: nothing is lost, and nobody gets anything twice."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from notify.delivery.outbox.journal import Run, make_run_id, read_run
from tests.conftest import Workspace
from tests.delivery.sender import RELAY
from tests.servers.loopback import Loopback
from tests.servers.scripted import ScriptedServer

MESSAGES: Final = 200
KILLS: Final = 100
# Who is not sure of an end says so, and leaves it.
_DOUBTFUL: Final = frozenset({"handing_over", "unknown"})
_REPOSITORY: Final = Path(__file__).parents[2]


def start(what: str, workspace: Workspace, run: str) -> "subprocess.Popen[bytes]":
    """A sender in a process of its own."""
    command = [sys.executable, "-m", "tests.delivery.sender", what, str(workspace.root), run]
    return subprocess.Popen([*command, *([str(MESSAGES)] if what == "new" else [])], cwd=_REPOSITORY)


def doubtful(run: Run) -> set[int]:
    return {entry.number for entry in run.entries if entry.state in _DOUBTFUL}


def talked(server: ScriptedServer) -> int:
    """How many commands the server has heard in all."""
    return sum(len(conversation.commands) for conversation in server.conversations)


@pytest.mark.usefixtures("loopback")
@pytest.mark.parametrize("connections", [1, 4])
def test_every_message_arrives_once_or_is_said_to_be_unknown(connections: int, workspace: Workspace) -> None:
    chance = random.Random(connections)  # noqa: S311 # moments, and no secrets
    kills, runs = 0, 0
    with ScriptedServer() as server:
        relay = {
            "kind": "smtp", "host": server.host, "port": server.port, "security": "none", "allow": ["*"],
            "connections": connections,
        }  # fmt: skip
        workspace.catalogue(relays={RELAY: relay})
        while kills < KILLS // 2:
            runs += 1
            run = make_run_id_for(runs)
            known: set[int] = set()
            before = len(server.messages)
            sender = start("new", workspace, run)
            while not kill_in_the_middle(sender, server, chance):
                kills += 1
                server.settle()
                now = doubtful(read_run(workspace.root, run)) if has_journal(workspace, run) else set()
                assert len(now - known) <= connections
                known |= now
                sender = start("resume" if has_journal(workspace, run) else "new", workspace, run)
            assert sender.returncode == 0
            check_ends(read_run(workspace.root, run), [message.recipients[0] for message in server.messages[before:]])


def make_run_id_for(number: int) -> str:
    from datetime import UTC, datetime

    return make_run_id(datetime(2026, 3, 1, 9, tzinfo=UTC), f"k{number}")


def has_journal(workspace: Workspace, run: str) -> bool:
    """Whether a run was begun, so that it can be gone on with."""
    journal = workspace.root / ".notify/outbox" / run / "journal.ndjson"
    return journal.exists() and len(read_run(workspace.root, run).entries) == MESSAGES


def kill_in_the_middle(sender: "subprocess.Popen[bytes]", server: ScriptedServer, chance: random.Random) -> bool:
    """Kills a sender after some more commands, wherever it is then; True where it was done before that."""
    moment = talked(server) + chance.randrange(1, 100)
    while talked(server) < moment and sender.poll() is None:
        time.sleep(0.001)
    sender.kill()
    return sender.wait() == 0


def check_ends(run: Run, arrived: list[str]) -> None:
    """Holds the ends of a run to what has arrived."""
    times = Counter(arrived)
    states = {entry.recipient: entry.state for entry in run.entries}
    assert len(states) == MESSAGES
    assert set(states.values()) <= {"sent", *_DOUBTFUL}
    assert times.keys() <= states.keys()
    for recipient, state in states.items():
        assert times[str(recipient)] == 1 if state == "sent" else times[str(recipient)] <= 1


def test_a_run_that_goes_on_is_left_to_whoever_has_it(workspace: Workspace, loopback: Loopback) -> None:
    from tests.servers.script import HANG

    with ScriptedServer({"message": HANG}) as server:
        relay = {"kind": "smtp", "host": server.host, "port": server.port, "security": "none", "allow": ["*"]}
        workspace.catalogue(relays={RELAY: relay})
        sender = start("new", workspace, make_run_id_for(1))
        server.wait_until(lambda: any("DATA" in each.verbs for each in server.conversations))
        other = start("resume", workspace, make_run_id_for(1))
        assert other.wait() != 0
        assert sender.poll() is None
        sender.kill()
        sender.wait()
    assert [entry.state for entry in read_run(workspace.root, make_run_id_for(1)).entries][:2] == [
        "handing_over",
        "queued",
    ]
