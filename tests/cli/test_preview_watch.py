"""`notify preview --watch`: a real terminal on which messages are drawn again whenever a file is saved."""

import os
import re
import select
import signal
import struct
import subprocess
import sys
from collections.abc import Iterator
from types import TracebackType
from typing import Self

import pytest

from tests.conftest import Notify, Workspace

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")
fcntl = pytest.importorskip("fcntl")

END = "Ctrl-C ends it."
# Seconds after which a test that waits in vain gives up.
PATIENCE = 60


class Watching:
    """The command in a terminal of so many columns and rows, and what is drawn there."""

    def __init__(self, *arguments: str, columns: int = 100, rows: int = 50) -> None:
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        environment = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "notify", "preview", *arguments, "--watch"],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env=environment | {"TERM": "xterm"},
        )
        os.close(theirs)
        self._seen = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def draws(self, text: str) -> str:
        """The next drawing with some text in it, whole, without styles."""
        return next(drawing for drawing in self._drawings() if text in drawing)

    def ends(self, number: signal.Signals | None = None) -> tuple[int, str]:
        """The exit code, after a signal if one is given, and what was printed since the last drawing."""
        if number is not None:
            self.process.send_signal(number)
        while self._read():
            pass
        return self.process.wait(PATIENCE), self._plain(self._seen)

    def _drawings(self) -> Iterator[str]:
        while True:
            while END not in self._seen:
                assert self._read(), self._seen
            drawing, self._seen = self._seen.split(END, 1)
            yield self._plain(drawing)

    def _read(self) -> bool:
        ready, _, _ = select.select([self._ours], [], [], PATIENCE)
        assert ready, self._seen
        try:
            part = os.read(self._ours, 65536)
        except OSError:  # how Linux says that nobody has the other end any more
            part = b""
        self._seen += part.decode(errors="replace")
        return bool(part)

    def _plain(self, text: str) -> str:
        return re.sub(r"\x1b\[[0-9;]*[mK]", "", text).replace("\r\n", "\n")


def test_what_is_saved_is_drawn_over_what_was_there(workspace: Workspace) -> None:
    with Watching("note") as watching:
        first = watching.draws("A note")
        workspace.copy(subject="Another note", body="Hello {{ name }}")
        second = watching.draws("Another note")
    assert first.startswith("\x1b[2J\x1b[Hnote · email\n")
    assert first.endswith("\nWatching notifications.yaml and templates/. ")
    # What was below it is erased, and the rest is written over.
    assert second.startswith("\x1b[J\x1b[Hnote · email\n")
    assert "A note" not in second


@pytest.mark.parametrize(
    ("file", "broken", "said"),
    [
        ("templates/note/copy/en.yaml", 'subject: "A note', "templates/note/copy/en.yaml:1:10\n"),
        ("templates/note/email.mjml", "<mjml>{% if %}</mjml>", "templates/note/email.mjml:1:"),
        ("notifications.yaml", "version: [\n", "notifications.yaml:1:10\n"),
    ],
)
def test_a_mistake_is_shown_until_it_is_mended(workspace: Workspace, file: str, broken: str, said: str) -> None:
    good = (workspace.root / file).read_text()
    with Watching("note") as watching:
        watching.draws("Hello Bo")
        workspace.write(file, broken)
        drawn = watching.draws("help: ")
        assert said in drawn
        assert drawn.index("help: ") < drawn.index("As it was before") < drawn.index("Hello Bo")
        workspace.write(file, good)
        assert "Findings" in watching.draws("Hello Bo\n")


def test_it_can_begin_with_a_mistake(workspace: Workspace) -> None:
    workspace.write("templates/note/copy/en.yaml", "subject: [")
    with Watching("note") as watching:
        assert "As it was before" not in watching.draws("help: ")
        workspace.copy(body="Hello {{ name }}")
        assert "help: " not in watching.draws("Hello Bo")


def test_what_can_be_rendered_in_spite_of_a_mistake_is_shown(workspace: Workspace) -> None:
    workspace.copy("fr", body="Bonjour {{ name }}")
    with Watching("note", "--locale", "all") as watching:
        watching.draws("Bonjour Bo")
        workspace.copy("fr", body="Bonjour {{ nam }}")
        drawn = watching.draws("help: ")
        places = [drawn.index(words) for words in ("help: ", "Hello Bo", "As it was before", "Bonjour Bo")]
        assert places == sorted(places)
        assert drawn.count("Hello Bo") == 1
        workspace.copy(body="Hello {{ name }} again")
        assert "Bonjour Bo" in watching.draws("Hello Bo again")


def test_a_mistake_stays_on_a_small_screen(workspace: Workspace) -> None:
    with Watching("note", rows=12) as watching:
        watching.draws("Hello Bo")
        workspace.write("templates/note/copy/en.yaml", 'subject: "A note')
        drawn = watching.draws("help: ")
        shown = drawn[drawn.rindex("\x1b[H") :]
        assert shown.count("\n") < 12
        assert "As it was before" in shown


def test_a_wrong_command_ends_at_once_but_not_later(workspace: Workspace) -> None:
    with Watching("nothing") as watching:
        code, printed = watching.ends()
        assert (code, "There is no notification `nothing`." in printed) == (2, True)
    with Watching("note") as watching:
        watching.draws("Hello Bo")
        workspace.catalogue(notifications={})
        watching.draws("There is no notification `note`.")
        workspace.catalogue()
        watching.draws("Findings")


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_it_ends_when_it_is_told_to(workspace: Workspace, number: signal.Signals, code: int) -> None:
    with Watching("note") as watching:
        watching.draws("Hello Bo")
        assert watching.ends(number) == (code, "\x1b[J\nInterrupted.\n")


def test_data_from_a_file_is_watched(workspace: Workspace) -> None:
    workspace.write("elsewhere/data.yaml", "name: Zoé")
    with Watching("note", "--data", "elsewhere/data.yaml") as watching:
        drawn = watching.draws("Hello Zoé")
        assert "Watching notifications.yaml, templates/ and elsewhere/data.yaml. " in drawn
        workspace.write("elsewhere/data.yaml", "name: Inès")
        watching.draws("Hello Inès")


def test_data_from_standard_input_cannot_be_watched(workspace: Workspace) -> None:
    with Watching("note", "--data", "-") as watching:
        code, printed = watching.ends()
    assert code == 2
    assert "error: Standard input can be read only once.\nhelp: Write the data into a file.\n" in printed


def test_without_a_terminal_there_is_nothing_to_draw_on(workspace: Workspace, notify: Notify) -> None:
    ended = notify("preview", "note", "--watch")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "error: `--watch` draws on a terminal, and standard output is none.\n"
        "help: Leave it out, or run it in a terminal.\n"
    )
