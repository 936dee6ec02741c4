"""`notify preview --browser` in a process of its own: what it prints, where it listens, and how it ends."""

import json
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from urllib.parse import urlsplit

import pytest

from tests.conftest import Notify, Workspace
from tests.preview.browser.served import HOST, Preview
from tests.preview.browser.wire import ask, connect, read, token, write

pytestmark = pytest.mark.usefixtures("loopback", "workspace")

NOTIFY = str(Path(sys.executable).with_name("notify"))
# A process that does not end fails its test instead of the whole run.
PATIENCE = 60.0  # seconds


@contextmanager
def started(*options: str, few_files: bool = False) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The command in the current folder, and what it prints as soon as it answers."""
    command = [NOTIFY, "preview", "--browser", "--no-open", *options]
    if few_files:
        command = ["sh", "-c", 'ulimit -n 60; exec "$@"', "sh", *command]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout
            yield running, running.stdout.readline()
        finally:
            running.kill()


def served_at(printed: str) -> Preview:
    """A preview that runs already, to be asked."""
    found = re.fullmatch(r"The preview is at (http://\S+), until Ctrl-C\.\n", printed)
    assert found, printed
    address = urlsplit(found[1])
    return Preview(Path(), Path(), host=address.hostname or "", port=address.port or 0)


@pytest.mark.parametrize(("signal_", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_it_ends_at_once_whoever_is_connected(workspace: Workspace, signal_: signal.Signals, code: int) -> None:
    # One who listens to news, one in the middle of a request, one who said nothing, and a message that does not end.
    workspace.email("{% for row in range(100000) %}{% for column in range(100000) %}{% endfor %}{% endfor %}")
    endless = json.dumps({"notification": "note", "channel": "email", "locale": "en", "sample": "default"}).encode()
    with started("--port", "0") as (running, printed):
        served = served_at(printed)
        events = connect(served)
        events.sendall(write(served, "/api/events"))
        assert events.recv(1 << 16).startswith(b"HTTP/1.1 200")
        others = [connect(served) for _ in range(3)]
        others[0].sendall(write(served, "/api/catalogue")[:-2])
        others[1].sendall(write(served, "/api/message", token(served), method="POST", body=endless))
        running.send_signal(signal_)
        out, err = running.communicate(timeout=PATIENCE)
        assert (running.returncode, out, err) == (code, "", "\nInterrupted.\n")
        for connection in (events, *others):
            connection.close()


def linters(root: Path) -> set[str]:
    """The processes that look at a workspace, by their ids."""
    found = set()
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            command = (process / "cmdline").read_bytes().split(b"\0")
            if b"lint" in command and str(root).encode() in command:
                found.add(process.name)
    return found


def becomes(state: Callable[[], bool]) -> bool:
    """Whether something comes about, which is waited for."""
    late = monotonic() + PATIENCE
    while not state() and monotonic() < late:
        sleep(0.01)
    return state()


@pytest.mark.skipif(sys.platform != "linux", reason="Processes are looked for in /proc.")
@pytest.mark.parametrize("signal_", [signal.SIGHUP, signal.SIGKILL])
def test_it_leaves_no_process_behind(workspace: Workspace, signal_: signal.Signals) -> None:
    workspace.email("{% for row in range(100000) %}{% for column in range(100000) %}{% endfor %}{% endfor %}")
    with started("--port", "0", "--no-cache") as (running, _):
        assert becomes(lambda: linters(workspace.root) != set())
        running.send_signal(signal_)
        running.communicate(timeout=PATIENCE)
        assert becomes(lambda: linters(workspace.root) == set())


def test_it_takes_the_next_port_where_one_is_taken() -> None:
    with socket.create_server((HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with started("--port", str(port)) as (_, printed):
            served = served_at(printed)
            assert port < served.port <= port + 50
            assert ask(served, "/api/catalogue").said["catalogue"]["name"] == "Acme"


def test_it_outlives_more_connections_than_the_system_allows() -> None:
    with started("--port", "0", few_files=True) as (running, printed):
        served = served_at(printed)
        many = [connect(served) for _ in range(100)]
        for connection in many:
            connection.sendall(write(served, "/frame/note/"))
        # The last ones are let in once the first ones have gone.
        assert {read(connection).status for connection in many} == {200}
        assert ask(served, "/api/catalogue").status == 200
        running.terminate()
        assert "out of system resource" not in running.communicate(timeout=PATIENCE)[1]


@pytest.mark.parametrize("folder", [".", "../workspace"])
def test_it_notices_every_save_wherever_it_was_started(folder: str, workspace: Workspace) -> None:
    with started("--port", "0", "--workspace", folder) as (_, printed):
        served = served_at(printed)
        with connect(served) as events:
            events.sendall(write(served, "/api/events"))
            for saved in ("templates/note/copy/en.yaml", "notifications.yaml", "templates/note/copy/en.yaml"):
                told = b""
                workspace.write(saved, (workspace.root / saved).read_text("utf-8") + "# Saved.\n")
                while f'"files": ["{saved}"]'.encode() not in told:
                    told += (part := events.recv(1 << 16))
                    assert part


def test_it_shows_first_what_is_asked_for() -> None:
    with started("no*", "--locale", "fr", "--set", "user.first_name=Zoë", "--port", "0") as (_, printed):
        shown = r"id=note&locale=fr&set=user\.first_name%3DZo%C3%AB"
        assert re.search(rf"http://127\.0\.0\.1:\d+/\?{shown}, until", printed)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["nota"], "There is no notification `nota`. Did you mean `note`?"),
        (["--data", "data.yaml"], "takes no file of data"),
    ],
)
def test_it_says_what_it_cannot_show(notify: Notify, options: list[str], said: str) -> None:
    ended = notify("preview", "--browser", "--no-open", "--port", "0", *options)
    assert (ended.code, ended.out) == (2, "")
    assert said in " ".join(ended.err.replace("help: ", "").split())


def test_it_starts_with_a_catalogue_that_cannot_be_read(workspace: Workspace) -> None:
    (workspace.root / "notifications.yaml").write_text("notifications: [\n", "utf-8")
    with started("note", "--port", "0") as (_, printed):
        assert ask(served_at(printed), "/api/catalogue").said["mistakes"]


@pytest.mark.parametrize(
    ("host", "own", "foreign"),
    [
        ("::1", ["[::1]", "localhost"], ["evil.example"]),
        ("localhost", ["localhost", "127.0.0.1"], ["evil.example"]),
        ("0.0.0.0", ["192.0.2.7", "localhost"], ["evil.example", "0.0.0.0.evil.example"]),  # noqa: S104 # meant so
    ],
)
def test_it_listens_where_it_is_told_to(host: str, own: list[str], foreign: list[str]) -> None:
    with started("--port", "0", "--host", host) as (_, printed):
        served = served_at(printed)
        served.host = "127.0.0.1" if served.host == "localhost" else served.host
        assert [ask(served, "/api/catalogue", host=f"{name}:{served.port}").status for name in own] == [200] * len(own)
        assert {ask(served, "/api/catalogue", host=f"{name}:{served.port}").status for name in foreign} == {403}


def test_it_says_where_it_cannot_listen(notify: Notify) -> None:
    # An address for documentation (RFC 5737), which is nobody's.
    ended = notify("preview", "--browser", "--no-open", "--port", "0", "--host", "192.0.2.7")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("error: The preview cannot listen on 192.0.2.7, port 0: ")
    assert "leave out `--host`" in ended.err
