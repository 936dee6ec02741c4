"""The command as a whole: its help, its exit codes, and what becomes of errors."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from notify import __version__
from tests.conftest import Notify, Workspace


def test_help_groups_the_commands(notify: Notify) -> None:
    ended = notify("--help")
    assert ended.code == 0
    panels = {
        "Start": ["init", "new", "schema"],
        "Look": ["list", "show", "render", "preview"],
        "Send": ["send", "outbox", "relay"],
    }
    places = [
        ended.out.index(text)
        for panel, commands in panels.items()
        for text in (f"╭─ {panel} ─", *(f"│ {command} " for command in commands))
    ]
    assert places == sorted(places)


def test_the_version_is_printed(notify: Notify) -> None:
    assert notify("--version").out == f"notify {__version__}\n"


def test_what_cannot_be_asked_ends_with_2(notify: Notify) -> None:
    for arguments in (["renderr"], ["render", "--nope"], ["render", "--format", "pdf"], ["send", "note"]):
        ended = notify(*arguments)
        assert (ended.code, ended.out) == (2, "")
        assert "Traceback" not in ended.err


def test_a_folder_without_a_workspace_says_how_to_get_one(
    notify: Notify, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    ended = notify("list")
    assert ended.code == 2
    assert "Run `notify init`" in ended.err


def test_an_error_shows_place_excerpt_message_and_cure(workspace: Workspace, notify: Notify) -> None:
    workspace.copy(body="Hello {{ nme }}")
    ended = notify("render", "note")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == (
        "templates/note/copy/en.yaml:3:16\n"
        "    3 | body: Hello {{ nme }}\n"
        "      |                ^^^\n"
        "error: `nme` is not known here.\n"
        "help: Did you mean `name`?\n"
    )


def test_places_are_relative_to_where_somebody_stands(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.copy(body="Hello {{ nme }}")
    monkeypatch.chdir(workspace.root / "templates")
    assert notify("render", "note").err.startswith("note/copy/en.yaml:3:16\n")
    monkeypatch.chdir(workspace.root.parent)
    assert notify("render", "note", "-w", "workspace").err.startswith("workspace/templates/note/copy/en.yaml:3:16\n")


def test_a_traceback_is_there_for_those_who_ask(workspace: Workspace) -> None:
    workspace.copy(body="Hello {{ nme }}")
    command = [sys.executable, "-m", "notify", "render", "note"]
    for arguments, shown in ((command, False), ([*command, "--traceback"], True)):
        ended = subprocess.run(arguments, capture_output=True, text=True, check=False)
        assert ended.returncode != 0
        assert ("Traceback" in ended.stderr) is shown


def test_nothing_in_data_or_copy_instructs_the_terminal(workspace: Workspace, notify: Notify) -> None:
    workspace.copy(body="[bold]x[/bold] {{ nme }} \u202e\u009b31m")
    ended = notify("render", "note")
    assert "[bold]x[/bold]" in ended.err
    assert "\u009b" not in ended.err
    assert "\u202e" not in ended.err


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("notify render no", {"note"}),
        ("notify render note --locale f", {"fr"}),
        ("notify send note --relay ", {"outbox", "staging"}),
        ("notify new x --category act", {"activation", "activity"}),
    ],
)
def test_the_shell_completes_names_of_the_catalogue(workspace: Workspace, typed: str, offered: set[str]) -> None:
    workspace.catalogue(relays={"staging": {"kind": "smtp", "host": "mail.acme.example"}})
    environment = os.environ | {
        "_NOTIFY_COMPLETE": "complete_bash",
        "COMP_WORDS": typed,
        "COMP_CWORD": str(len(typed.split(" ")) - 1),
    }
    ended = subprocess.run(
        [sys.executable, "-c", "from notify.cli.app import main; main()"],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert set(ended.stdout.split()) == offered, ended.stderr


def test_completion_never_complains(tmp_path: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(str(tmp_path))
    environment = os.environ | {"_NOTIFY_COMPLETE": "complete_bash", "COMP_WORDS": "notify render x", "COMP_CWORD": "2"}
    ended = subprocess.run(
        [sys.executable, "-c", "from notify.cli.app import main; main()"],
        capture_output=True, text=True, check=False, env=environment,
    )  # fmt: skip
    assert (ended.stdout.strip(), ended.stderr) == ("", "")


@pytest.mark.parametrize("redirection", [">&-", "2>&-", ">&- 2>&-", "<&-"])
@pytest.mark.parametrize("command", ["list", "show note", "render note", "--version", "outbox"])
def test_a_closed_stream_is_no_fault(workspace: Workspace, command: str, redirection: str) -> None:
    line = f"{sys.executable} -m notify {command} {redirection}"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert ended.returncode == 0
    assert "Traceback" not in ended.stderr
    assert "bug" not in ended.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full on this system")
@pytest.mark.parametrize("command", ["list", "render note", "--version"])
def test_a_full_disk_is_said(workspace: Workspace, command: str) -> None:
    ended = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m notify {command} >/dev/full"], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, "The output cannot be written" in ended.stderr) == (2, True)
    assert "Traceback" not in ended.stderr


def test_a_folder_that_was_deleted_is_said(workspace: Workspace) -> None:
    line = f"mkdir gone && cd gone && rmdir ../gone && {sys.executable} -m notify list"
    ended = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    assert "The current folder is not there any more." in ended.stderr


@pytest.mark.parametrize("command", ["list --workspace nowhere", "list --nonsense", "render nothing", "lint nothing"])
def test_an_error_that_nobody_reads_is_an_error(workspace: Workspace, command: str) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "notify", *command.split()], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ended:
        assert ended.stdout
        assert ended.stderr
        ended.stdout.close()
        ended.stderr.close()
        assert ended.wait(60) == 2


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("lint --fail-on warn", "error: `--fail-on` cannot be `warn`.\nhelp: Did you mean `warning`?\n"),
        (
            "lint --fail-on it's",
            "error: `--fail-on` cannot be `it's`.\nhelp: Write `error`, `warning`, `info` or `never`.\n",
        ),
        ("lint --format sarrif", "error: `--format` cannot be `sarrif`.\nhelp: Did you mean `sarif`?\n"),
        ("render --channel mail", "error: `--channel` cannot be `mail`.\nhelp: Did you mean `email`?\n"),
        ("list --format x", "error: `--format` cannot be `x`.\nhelp: Write `table` or `json`.\n"),
    ],
)
def test_an_option_says_what_it_can_be(workspace: Workspace, notify: Notify, command: str, said: str) -> None:
    ended = notify(*command.split())
    assert (ended.code, ended.out, ended.err) == (2, "", said)
