"""`notify init`: a workspace that the other commands work in at once."""

from pathlib import Path

import pytest

from tests.conftest import Notify


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_what_it_writes_renders_and_sends_at_once(empty: Path, notify: Notify) -> None:
    ended = notify("init")
    assert (ended.code, ended.err) == (0, "")
    assert "templates/welcome/copy/fr.yaml" in ended.out
    assert "notify preview welcome" in ended.out
    rendered = notify("render", "--locale", "all", "--sample", "all", "--out", "out")
    assert rendered.code == 0
    assert "note:" not in rendered.err
    assert len(list((empty / "out").rglob("*.html"))) == 4
    assert notify("send", "welcome", "--locale", "all", "--to", "you@example.com").code == 0
    assert notify("list").code == 0


def test_it_writes_into_a_folder_that_is_not_there_yet(empty: Path, notify: Notify) -> None:
    ended = notify("init", "products/[b]acme[/b]")
    assert ended.code == 0
    assert "products/[b]acme[/b]/notifications.yaml" in ended.out
    assert "--workspace 'products/[b]acme[/b]'" in ended.out
    assert notify("list", "--workspace", "products/[b]acme[/b]").code == 0


def test_a_second_time_it_refuses_and_says_where(empty: Path, notify: Notify) -> None:
    notify("init")
    before = (empty / "notifications.yaml").stat().st_mtime_ns
    ended = notify("init")
    assert ended.code == 2
    assert ended.out == ""
    assert ended.err.startswith("notifications.yaml\nerror: This file is already there")
    assert (empty / "notifications.yaml").stat().st_mtime_ns == before


def test_a_file_cannot_be_the_folder(empty: Path, notify: Notify) -> None:
    (empty / "file").write_bytes(b"")
    assert notify("init", "file").code == 2


def test_the_linter_has_nothing_to_say_of_it(tmp_path: Path, notify: Notify) -> None:
    notify("init", str(tmp_path / "new"))
    ended = notify("lint", "--workspace", str(tmp_path / "new"))
    assert (ended.code, ended.out) == (0, "Nothing found in 4 messages.\n")
