"""What tests of commands share that hand messages over."""

from typing import Any

import pytest

from tests.cli.relays import Relay
from tests.conftest import Workspace
from tests.servers.loopback import Loopback
from tests.servers.scripted import ScriptedServer


@pytest.fixture
def relay(workspace: Workspace, loopback: Loopback) -> Relay:
    """Puts a server into the catalogue, as the relay `staging`."""

    def put(server: ScriptedServer, **settings: Any) -> None:
        usual = {"kind": "smtp", "host": server.host, "port": server.port, "security": "none"}
        workspace.catalogue(relays={"staging": usual | {"allow": ["*@acme.example"], "timeout": "5s"} | settings})

    return put
