"""What is said of files that are saved, as editors and people do it."""

import asyncio
import os
import shutil
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from pathlib import Path
from types import FrameType
from typing import NoReturn

import pytest

from notify.errors import WorkspaceError
from notify.preview.watch import watch, watch_async

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGALRM"), reason="gives up by a signal that is not there")

# Seconds after which a test that waits in vain gives up.
PATIENCE = 30
COPY = Path("templates/note/copy/en.yaml")
Changes = Generator[frozenset[Path], None, None]


class GaveUpError(Exception):
    """There was nothing to see."""


@pytest.fixture(autouse=True)
def _patience() -> Iterator[None]:
    def give_up(_number: int, _frame: FrameType | None) -> NoReturn:
        raise GaveUpError

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(PATIENCE)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
    assert "watch" not in {thread.name for thread in threading.enumerate()}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    for path in (Path("notifications.yaml"), COPY, Path("templates/note/email.mjml")):
        write(folder / path)
    return folder


def write(path: Path, text: str = "a") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def until(changes: Changes, path: Path) -> set[Path]:
    """All that is said until a path is."""
    seen: set[Path] = set()
    while path not in seen:
        seen |= next(changes)
    return seen


def save_in_place(path: Path) -> None:
    write(path, "b")


def save_by_renaming(path: Path) -> None:
    """As most editors do: a new file takes the place of the old one."""
    new = path.with_name(f".{path.name}.tmp")
    write(new, "b")
    new.replace(path)


def save_with_a_backup(path: Path) -> None:
    """As Vim does: the old file steps aside, and is removed when the new one is there."""
    old = path.with_name(f"{path.name}~")
    path.replace(old)
    write(path, "b")
    old.unlink()


@pytest.mark.parametrize("save", [save_in_place, save_by_renaming, save_with_a_backup, Path.unlink])
@pytest.mark.parametrize("path", [Path("notifications.yaml"), COPY], ids=["catalogue", "copy"])
def test_what_is_saved_is_said_and_nothing_else(root: Path, path: Path, save: Callable[[Path], None]) -> None:
    with closing(watch(root)) as changes:
        assert next(changes) == frozenset()
        save(root / path)
        assert until(changes, root / path) == {root / path}
        write(root / path, "c")
        assert until(changes, root / path) == {root / path}


@pytest.mark.parametrize(
    "path",
    [
        ".notify/outbox/a/b.eml",
        ".git/index",
        "README.md",
        "notifications.yaml~",
        ".notifications.yaml.swp",
        "templates/note/.email.mjml.swp",
        "templates/note/.#email.mjml",
        "templates/note/#email.mjml#",
        "templates/note/copy/en.yaml~",
        "templates/note/copy/4913",
        "templates/note/copy/en.yaml.___jb_tmp___",
        "templates/note/copy/en.yaml.bak",
        "templates/.idea/workspace.xml",
    ],
)
def test_what_is_no_part_of_messages_is_not_said(root: Path, path: str) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        write(root / path)
        write(root / COPY, "b")
        assert until(changes, root / COPY) == {root / COPY}


@pytest.mark.parametrize("path", ["templates/note/copy/pl.yaml", "templates/logo.png", "templates/layouts/base.mjml"])
def test_what_is_new_is_said(root: Path, path: str) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        write(root / path)
        seen = next(changes)
        # A folder stands for what is in it.
        assert {root / path, (root / path).parent} & seen
        write(root / path, "b")
        until(changes, root / path)


def test_folders_come_and_go(root: Path) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        shutil.rmtree(root / "templates")
        until(changes, root / "templates")
        write(root / COPY)
        until(changes, root / "templates")
        write(root / COPY, "b")
        until(changes, root / COPY)
        (root / "templates/note").rename(root / "templates/memo")
        until(changes, root / "templates/memo")
        write(root / "templates/memo/copy/en.yaml", "c")
        until(changes, root / "templates/memo/copy/en.yaml")


def test_templates_need_not_be_there_yet(root: Path) -> None:
    shutil.rmtree(root / "templates")
    with closing(watch(root)) as changes:
        next(changes)
        write(root / COPY)
        until(changes, root / "templates")


def test_a_save_right_after_the_beginning_is_never_missed(root: Path) -> None:
    for number in range(20):
        with closing(watch(root)) as changes:
            next(changes)
            write(root / COPY, str(number))
            assert until(changes, root / COPY) == {root / COPY}


def test_what_is_saved_while_nobody_looks_is_said_afterwards(root: Path) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        paths = {root / f"templates/note/copy/{name}.yaml" for name in ("de", "es", "fr", "pl")}
        for path in paths:
            write(path)
        seen: set[Path] = set()
        while not paths <= seen:
            seen |= next(changes)
        assert seen == paths


def test_another_file_is_watched_alone(root: Path, tmp_path: Path) -> None:
    data = tmp_path / "elsewhere" / "data.yaml"
    write(data)
    with closing(watch(root, data)) as changes:
        next(changes)
        write(data.with_name("other.yaml"))
        save_by_renaming(data)
        assert until(changes, data) == {data}


def test_paths_are_absolute(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(root / "data.yaml")
    monkeypatch.chdir(root.parent)
    with closing(watch(Path("workspace"), Path("workspace/data.yaml"))) as changes:
        next(changes)
        write(root / COPY, "b")
        until(changes, root / COPY)
        write(root / "data.yaml", "b")
        until(changes, root / "data.yaml")


def test_linked_folders_are_watched_and_rings_of_them_end(root: Path, tmp_path: Path) -> None:
    write(tmp_path / "shared/copy/en.yaml")
    (root / "templates/shared").symlink_to(tmp_path / "shared")
    (root / "templates/note/round").symlink_to(root / "templates")
    with closing(watch(root)) as changes:
        next(changes)
        write(tmp_path / "shared/copy/en.yaml", "b")
        until(changes, root / "templates/shared/copy/en.yaml")


def test_whoever_waits_can_be_interrupted(root: Path) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        with pytest.raises(GaveUpError):
            next(changes)


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with closing(watch(tmp_path / "nothing")) as changes, pytest.raises(WorkspaceError) as caught:
        next(changes)
    assert "cannot be watched: No such file or directory." in str(caught.value)
    assert caught.value.hint == "Put the folder back, or name another one with `--workspace`."


@pytest.fixture
def _without_news(monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that says nothing of changes, as for many network drives."""
    monkeypatch.setenv("WATCHFILES_FORCE_POLLING", "1")
    monkeypatch.setenv("WATCHFILES_POLL_DELAY_MS", "1000000")


@pytest.mark.usefixtures("_without_news")
def test_without_news_from_the_system_files_are_looked_at(root: Path) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        for text in ("b", "c"):
            write(root / COPY, text)
            assert until(changes, root / COPY) == {root / COPY}
        # Nothing tells it from what it was, but that it is another file.
        before = (root / COPY).stat()
        write(root / "templates/note/copy/.new", "d")
        os.utime(root / "templates/note/copy/.new", ns=(before.st_atime_ns, before.st_mtime_ns))
        (root / "templates/note/copy/.new").replace(root / COPY)
        until(changes, root / COPY)
        (root / COPY).unlink()
        until(changes, root / COPY)


@pytest.mark.usefixtures("_without_news")
def test_without_news_from_the_system_new_folders_are_found(root: Path) -> None:
    with closing(watch(root)) as changes:
        next(changes)
        write(root / "templates/memo/copy/en.yaml")
        until(changes, root / "templates/memo")
        write(root / "templates/memo/copy/en.yaml", "b")
        until(changes, root / "templates/memo/copy/en.yaml")


def test_an_event_loop_goes_on_meanwhile(root: Path) -> None:
    async def look() -> set[Path]:
        changes, seen = watch_async(root), set[Path]()
        assert await anext(changes) == frozenset()
        waiting = asyncio.ensure_future(anext(changes))
        write(root / COPY, "b")
        seen |= await waiting
        while root / COPY not in seen:
            seen |= await anext(changes)
        return seen

    assert asyncio.run(look()) == {root / COPY}


def test_waiting_in_an_event_loop_can_be_cancelled(root: Path) -> None:
    async def look() -> None:
        async for _ in watch_async(root):
            begun.set()

    async def cancel() -> None:
        task = asyncio.create_task(look())
        await begun.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    begun = asyncio.Event()
    asyncio.run(cancel())


def test_an_event_loop_is_told_what_cannot_be_watched(tmp_path: Path) -> None:
    async def look() -> None:
        await anext(watch_async(tmp_path / "nothing"))

    with pytest.raises(WorkspaceError):
        asyncio.run(look())
