"""Mail servers as relays of the catalogue, and what commands say of what they hand over."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

from tests.conftest import Ended, Workspace
from tests.servers.scripted import ScriptedServer

# The program, in the environment that the tests run in.
NOTIFY = str(Path(sys.executable).with_name("notify"))
TO = ["--relay", "staging", "--to"]

# Puts a server into the catalogue as the relay `staging`, with further settings.
Relay = Callable[..., None]


def receipts(ended: Ended) -> list[tuple[str, str]]:
    return [(each["recipient"], each["outcome"]) for each in json.loads(ended.out)["receipts"]]


def recipients(server: ScriptedServer) -> list[str]:
    return [address for message in server.messages for address in message.recipients]


def write_people(workspace: Workspace, count: int) -> str:
    rows = [f"p{number}@acme.example,Person {number}" for number in range(1, count + 1)]
    return str(workspace.write("people.csv", "\n".join(["address,user.first_name", *rows])))
