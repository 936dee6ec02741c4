"""What ships, word for word: a change of template or copy shows in every file of `golden/` that it changes.

`golden/` holds the files that `notify render --locale all --channel all --out` writes, and for each locale its inbox,
with every sender, subject and preheader, to be read in one go. `pytest tests/shipped/test_golden.py --refresh` writes
all of it anew, and takes away what is not written any more.
"""

import json
from datetime import timedelta
from difflib import unified_diff
from pathlib import Path
from typing import Any, Final

import pytest

from notify.render.document import describe_message
from tests.conftest import Notify
from tests.shipped.messages import NOW, REPOSITORY, open_shipped, render_messages

GOLDEN: Final = Path(__file__).parent / "golden"
REFRESH: Final = "Run `pytest tests/shipped/test_golden.py --refresh` and read the diff."

_FIRST_LINES: Final = 6
_WIDTH: Final = 160  # a page is a few very long lines, and its text is beside it


def test_what_ships_says_what_it_said(notify: Notify, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    now = render_now(notify, tmp_path / "out")
    if request.config.getoption("--refresh"):
        rewrite(GOLDEN, now)
    if faults := list(differences(read(GOLDEN), now)):
        pytest.fail("\n".join([*faults, REFRESH]), pytrace=False)


def test_what_ships_says_the_same_on_any_day() -> None:
    now, later = (list(map(describe_message, render_messages(now=day))) for day in (NOW, NOW + timedelta(days=400)))
    assert now == later


def test_a_change_is_shown_and_a_refresh_takes_it(tmp_path: Path) -> None:
    rewrite(tmp_path, {"a/email.en.txt": b"One\nTwo\n", "b/sms.en.json": b"{}\n"})
    now = {"a/email.en.txt": b"One\nThree\n", "c/email.en.txt": b"New\n"}
    assert list(differences(read(tmp_path), now)) == [
        "golden/a/email.en.txt is not what is rendered now:\n-Two\n+Three",
        "golden/b/sms.en.json is not written any more.",
        "golden/c/email.en.txt is not there yet.",
    ]
    rewrite(tmp_path, now)
    assert read(tmp_path) == now
    assert not (tmp_path / "b").exists()


def render_now(notify: Notify, folder: Path) -> dict[str, bytes]:
    """The files of every message by their names, and the inboxes."""
    every = ["--locale", "all", "--channel", "all", "--workspace", str(REPOSITORY)]
    ended = notify("render", *every, "--out", str(folder))
    assert ended.code == 0, ended.err
    messages = json.loads(notify("render", *every, "--format", "json").out)["messages"]
    inboxes = {
        f"inbox.{locale}.txt": write_inbox([one for one in messages if one["locale"] == locale]).encode()
        for locale in open_shipped().catalogue.locales
    }
    return read(folder) | inboxes


def write_inbox(messages: list[dict[str, Any]]) -> str:
    """What people see of messages before they open them, and who they are from; what phones show is shown whole."""
    return "\n".join(f"{message['notification']}, {message['channel']}\n{_rows(message)}" for message in messages)


def _rows(message: dict[str, Any]) -> str:
    if message["channel"] == "email":
        headers = message["headers"]
        rows = {
            "from": headers["From"],
            "reply-to": headers.get("Reply-To", "-"),
            "subject": message["subject"],
            "preheader": message["preheader"],
            "unsubscribe": headers.get("List-Unsubscribe", "-"),
        }
    else:
        known = {"notification", "channel", "locale", "locale_used", "sample"}
        rows = {name: str(value) for name, value in message.items() if name not in known}
    return "".join(f"  {name:<12} {value}\n" for name, value in rows.items())


def read(folder: Path) -> dict[str, bytes]:
    """The files below a folder by their names."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def rewrite(folder: Path, files: dict[str, bytes]) -> None:
    """Makes these the files below a folder, and the only ones."""
    for name in read(folder).keys() - files.keys():
        (folder / name).unlink()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    for below in folder.iterdir():
        if below.is_dir() and not any(below.iterdir()):
            below.rmdir()


def differences(before: dict[str, bytes], now: dict[str, bytes]) -> list[str]:
    """A few lines for each file that is not the same."""
    faults = []
    for name in sorted(before.keys() | now.keys()):
        if name not in now:
            faults.append(f"golden/{name} is not written any more.")
        elif name not in before:
            faults.append(f"golden/{name} is not there yet.")
        elif before[name] != now[name]:
            lines = unified_diff(_lines(before[name]), _lines(now[name]), n=0, lineterm="")
            changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
            shown = [line[:_WIDTH] for line in changed[:_FIRST_LINES]]
            faults.append("\n".join([f"golden/{name} is not what is rendered now:", *shown]))
    return faults


def _lines(content: bytes) -> list[str]:
    return content.decode().split("\n")
