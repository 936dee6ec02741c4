"""`--jobs`: the same bytes from any number of processes, and none of them left behind, however it ends."""

import json
import os
import pickle
import pty
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from notify.errors import Mistakes, NotifyError, SampleError, UsageError
from notify.render.crew import share_out
from notify.source import Position
from tests.conftest import Notify, Workspace

NOTIFY = str(Path(sys.executable).with_name("notify"))
LOCALES = ["en", "fr", *(f"en-{index:03}" for index in range(150))]
ALL = ["--locale", "all", "--jobs"]

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no process groups")


def in_a_terminal() -> dict[str, str]:
    return os.environ | {"TERM": "xterm", "COLUMNS": "100"}


@pytest.fixture
def many(workspace: Workspace) -> Workspace:
    """A workspace with so many messages that they are shared out, most of them with a note."""
    workspace.catalogue(locales=LOCALES)
    workspace.copy(body="Hello {{ name }} " + "x" * 20_000)
    workspace.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour")
    return workspace


def run(*arguments: str, **environment: str) -> tuple[int, bytes, bytes]:
    ended = subprocess.run(
        [NOTIFY, *arguments], capture_output=True, env=os.environ | environment, check=False, timeout=120
    )
    return ended.returncode, ended.stdout, ended.stderr


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_any_number_of_processes_prints_the_same(many: Workspace, form: str) -> None:
    code, out, err = run("render", "--format", form, *ALL, "1", PYTHONHASHSEED="1")
    assert code == 0
    messages = json.loads(out)["messages"] if form == "json" else [json.loads(line) for line in out.splitlines()]
    assert [message["locale"] for message in messages] == LOCALES
    assert err.decode().splitlines()[0].startswith("note: note in en-000 is shown in en")
    assert err.count(b"note: ") == len(LOCALES) - 2
    for jobs, seed in (("2", "2"), ("5", "1")):
        assert run("render", "--format", form, *ALL, jobs, PYTHONHASHSEED=seed) == (code, out, err)


def test_any_number_of_processes_writes_the_same(many: Workspace) -> None:
    written = []
    for jobs in ("1", "2"):
        ended = run("render", "--out", jobs, "--format", "eml", *ALL, jobs, PYTHONHASHSEED=jobs)
        assert ended[0] == 0
        assert f"{len(LOCALES)} messages, {len(LOCALES)} files in {jobs}".encode() in ended[2]
        written.append({path.name: path.read_bytes() for path in Path(jobs, "note").iterdir()})
    assert written[0] == written[1]
    assert len(written[0]) == len(LOCALES)


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_mistakes_come_together_at_the_end_and_the_rest_is_printed(many: Workspace, form: str) -> None:
    many.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour {{ nom }}")
    many.copy("en-100", subject="{{ nme }}", body="{{ nom }}")
    ended = run("render", "--format", form, *ALL, "1")
    code, out, err = ended
    assert (code, err.count(b"/fr.yaml"), err.count(b"/en-100.yaml")) == (2, 1, 1)
    messages = json.loads(out)["messages"] if form == "json" else out.splitlines()
    assert len(messages) == len(LOCALES) - 2
    assert run("render", "--format", form, *ALL, "3") == ended


def test_a_document_in_which_nothing_can_be_rendered_is_not_begun(many: Workspace, notify: Notify) -> None:
    many.copy(body="{{ nme }}")
    many.copy("fr", body="{{ nme }}")
    ended = notify("render", "--format", "json", *ALL, "2")
    assert (ended.code, ended.out) == (2, "")


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_can_start_in_every_way(many: Workspace, method: str) -> None:
    if method == "fork" and sys.platform != "linux":
        pytest.skip("a fork is not safe on this system")
    program = f"import multiprocessing as m; m.set_start_method({method!r}); from notify.__main__ import main; main()"
    many.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour {{ nom }}")
    arguments = ["render", "--format", "ndjson", *ALL]
    ended = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *arguments, "2"], capture_output=True, check=False, timeout=120
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == run(*arguments, "1")


def test_send_renders_with_many_processes(many: Workspace, notify: Notify) -> None:
    ended = notify("send", "note", "--to", "a@example.com", "--dry-run", "--format", "json", *ALL, "2")
    assert ended.code == 0
    receipts = json.loads(ended.out)["receipts"]
    assert [receipt["locale"] for receipt in receipts] == LOCALES
    numbers = [receipt["message_id"].partition("@")[0].rpartition("-")[2] for receipt in receipts]
    assert numbers == [str(number + 1) for number in range(len(LOCALES))]


@pytest.mark.parametrize("jobs", ["0", "-1", "x"])
def test_some_process_is_needed(workspace: Workspace, notify: Notify, jobs: str) -> None:
    assert notify("render", "note", "--jobs", jobs).code == 2


@pytest.fixture
def begun(many: Workspace) -> Iterator[subprocess.Popen[bytes]]:
    """A command whose workers are there: it has printed a message, and waits until more of them are read."""
    command = [NOTIFY, "render", "--format", "ndjson", *ALL, "3"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, bufsize=0
    ) as process:
        assert process.stdout is not None
        assert process.stdout.read(1) == b"{"
        yield process
        process.kill()


def workers_of(process: "subprocess.Popen[bytes]") -> list[int]:
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def read_to_the_end(process: "subprocess.Popen[bytes]") -> str:
    """What is on standard error, which ends when the last process that holds it has ended."""
    return process.communicate(timeout=60)[1].decode()


@posix
def test_ctrl_c_ends_every_process_with_one_line(begun: subprocess.Popen[bytes]) -> None:
    os.killpg(begun.pid, signal.SIGINT)
    said = read_to_the_end(begun)
    assert begun.returncode == 130
    assert [line for line in said.splitlines() if not line.startswith("note: ")] == ["", "Interrupted."]


@posix
@pytest.mark.parametrize(("how", "code"), [(signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_workers_do_not_outlive_a_parent(begun: subprocess.Popen[bytes], how: signal.Signals, code: int) -> None:
    begun.send_signal(how)
    said = read_to_the_end(begun)
    assert begun.returncode == code
    assert "Traceback" not in said


@posix
def test_a_closed_pipe_ends_every_process_quietly(begun: subprocess.Popen[bytes]) -> None:
    assert begun.stdout is not None
    assert begun.stderr is not None
    begun.stdout.close()
    said = begun.stderr.read().decode()
    assert begun.wait(60) == 0
    assert all(line.startswith("note: ") for line in said.splitlines())


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds workers in /proc")
def test_a_worker_that_is_killed_is_said(begun: subprocess.Popen[bytes]) -> None:
    workers = workers_of(begun)
    assert len(workers) == 3
    os.kill(workers[0], signal.SIGKILL)
    said = read_to_the_end(begun)
    assert begun.returncode == 2
    assert "error: A worker process was stopped before it had done its work.\nhelp: " in said
    assert "Traceback" not in said


@posix
def test_a_terminal_shows_how_far_it_is(many: Workspace) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-W", "error", "-m", "notify", "render", "--out", "out", *ALL, "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=in_a_terminal()) as process:
        os.close(theirs)
        shown = b"".join(iter(partial(read_terminal, ours), b""))
        assert process.communicate(timeout=60)[0] == b""
    os.close(ours)
    assert process.returncode == 0
    assert b"Rendering" in shown
    assert b"Warning" not in shown


@posix
@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_a_bar_leaves_standard_output_alone(many: Workspace, tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-m", "notify", "render", "--format", form, *ALL, "1"]
    plain = subprocess.run(command, capture_output=True, check=True)
    ours, theirs = pty.openpty()
    printed = tmp_path / "printed"
    with (
        printed.open("wb") as file,
        subprocess.Popen(command, stdout=file, stderr=theirs, env=in_a_terminal()) as process,
    ):
        os.close(theirs)
        shown = b"".join(iter(partial(read_terminal, ours), b""))
    os.close(ours)
    assert (process.returncode, printed.read_bytes()) == (0, plain.stdout)
    assert b"Rendering" in shown


def read_terminal(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # how Linux says that nobody has the other end any more
        return b""


class Noted(list[range]):
    """Chunks, and how many of them were asked for."""

    asked = 0

    def __iter__(self) -> Iterator[range]:
        for chunk in super().__iter__():
            self.asked += 1
            yield chunk


def double_or_fail() -> Callable[[int], tuple[int, int]]:
    def do(number: int) -> tuple[int, int]:
        if number == 25:
            raise UsageError("Twenty-five is too much.")
        return number * 2, os.getpid()

    return do


@pytest.mark.parametrize("workers", [1, 2])
def test_a_job_that_fails_ends_the_work_after_what_came_before(workers: int) -> None:
    chunks = [range(first, first + 10) for first in range(0, 50, 10)]
    with share_out(range(50), chunks, double_or_fail, workers) as done:
        first = [next(done) for _ in range(25)]
        with pytest.raises(UsageError, match="Twenty-five is too much"):
            next(done)
    assert [number for number, _ in first] == list(range(0, 50, 2))
    assert (os.getpid() in {process for _, process in first}) is (workers == 1)


def test_no_more_is_under_way_than_the_workers_need() -> None:
    chunks = Noted([range(number % 20, number % 20 + 1) for number in range(500)])
    with share_out(range(20), chunks, double_or_fail, 2) as done:
        next(done)
        assert chunks.asked <= 5
        assert sum(1 for _ in done) == 499


def test_one_message_starts_no_process(workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse() -> int:
        raise AssertionError("a process was started")

    monkeypatch.setattr(os, "fork", refuse)
    assert notify("render", "note", "--jobs", "2").code == 0


def test_mistakes_arrive_whole() -> None:
    first = SampleError("One.", position=Position("a.yaml", 1, 2, "excerpt", 3), hint="Do this.")
    for error in (first, Mistakes([UsageError("Two.", hint="Do that."), first]), NotifyError("Three.")):
        arrived = pickle.loads(pickle.dumps(error))  # noqa: S301 # written in this line
        assert (type(arrived), str(arrived)) == (type(error), str(error))
        assert (arrived.message, arrived.position, arrived.hint) == (error.message, error.position, error.hint)
        found = arrived.mistakes if isinstance(arrived, Mistakes) else []
        assert [mistake.position for mistake in found] == [None, first.position][: len(found)]
