"""What is kept between runs: found again or made again, never wrong, never in the way, and never too much."""

import os
import pickle
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from notify import cache as module
from notify.cache import NO_CACHE, Cache
from notify.catalogue.load import load_workspace
from notify.errors import NotifyError
from notify.render.message import Email
from notify.render.render import Renderer
from tests.conftest import Workspace

LAYOUT = """
<mjml><mj-body><mj-section><mj-column>
<mj-text>{% block NAME %}{% endblock %}</mj-text>
</mj-column></mj-section></mj-body></mjml>
"""
NAME = "a1" + "5" * 38
# Writes and reads the same names as other processes do at the same time, and once clears them all away.
WORKER = """
import sys
from pathlib import Path
from notify.cache import Cache

cache = Cache(Path(sys.argv[1]), limit=16 * 20_000)
found = 0
for round in range(60):
    for number in range(8):
        name = f"a{number % 2}0{number:037}"
        content = cache.read(name)
        assert content in (None, [number] * 1_000), content
        found += content is not None
        cache.write(name, [number] * 1_000)
    if round == 30:
        cache.clear()
print(found)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a cache is not yet."""
    return tmp_path / "somewhere" / "cache"


def entry(folder: Path, name: str = NAME) -> Path:
    return next(folder.rglob(name[1:]))


def total(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_what_is_written_is_found_by_the_next_run(folder: Path) -> None:
    cache = Cache(folder)
    assert cache.read(NAME) is None
    cache.write(NAME, {"a": (1, "é")})
    assert cache.read(NAME) == Cache(folder).read(NAME) == {"a": (1, "é")}
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [NAME[1:]]


def test_a_worker_has_the_same_cache(folder: Path) -> None:
    cache = Cache(folder)
    cache.write(NAME, "kept")
    copy = pickle.loads(pickle.dumps(cache))  # noqa: S301 # made here
    assert copy.read(NAME) == "kept"
    assert copy.name("copy", [b"x"]) == cache.name("copy", [b"x"])


def test_a_name_says_everything_that_an_entry_is_made_from(folder: Path) -> None:
    cache = Cache(folder)
    made_from = [("copy", [b"ab", b"c"]), ("copy", [b"a", b"bc"]), ("copy", [b"abc"]), ("template", [b"abc"])]
    assert len({cache.name(kind, parts) for kind, parts in made_from}) == len(made_from)


def test_without_a_folder_nothing_is_kept() -> None:
    NO_CACHE.write(NO_CACHE.name("copy", [b"x"]), "lost")
    assert NO_CACHE.read(NO_CACHE.name("copy", [b"x"])) is None
    assert NO_CACHE.clear() == 0


def truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-1])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def flip_the_checksum(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[0] ^= 1
    path.write_bytes(content)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def replace_by_a_folder(path: Path) -> None:
    path.unlink()
    (path / "below").mkdir(parents=True)


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to("nothing")


@pytest.mark.parametrize(
    "damage", [truncate, flip, flip_the_checksum, empty, replace_by_a_folder, link_to_nothing, Path.unlink]
)
def test_a_damaged_entry_is_not_there_and_is_replaced(folder: Path, damage: Callable[[Path], None]) -> None:
    cache = Cache(folder)
    cache.write(NAME, ["a", "b"])
    damage(entry(folder))
    assert cache.read(NAME) is None
    cache.write(NAME, ["a", "b"])
    assert cache.read(NAME) == ["a", "b"]
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [NAME[1:]]


def test_an_entry_in_the_place_of_another_is_not_there(folder: Path) -> None:
    cache = Cache(folder)
    cache.write(NAME, ["a", "b"])
    other = NAME[:-1] + ("0" if NAME[-1] != "0" else "1")
    entry(folder).rename(entry(folder).with_name(other[1:]))
    assert cache.read(other) is None
    assert cache.read(NAME) is None


def test_an_entry_of_a_class_that_is_gone_is_not_there(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Old:
        pass

    monkeypatch.setattr(module, "Old", Old, raising=False)
    Old.__module__, Old.__qualname__ = module.__name__, "Old"
    cache = Cache(folder)
    cache.write(NAME, Old())
    assert isinstance(cache.read(NAME), Old)
    monkeypatch.delattr(module, "Old")
    assert cache.read(NAME) is None


def test_what_is_nested_too_deeply_is_not_kept(folder: Path) -> None:
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    cache = Cache(folder)
    cache.write(NAME, deep)
    assert cache.read(NAME) is None
    while deep:  # taken apart from the outside, which Python does not do by itself without running out of stack
        deep = deep.pop()  # type: ignore[assignment]


@pytest.mark.parametrize("place", ["in its place", "above it", "on a shelf"])
def test_a_file_in_the_way_is_no_error(folder: Path, place: str) -> None:
    way = {"in its place": folder, "above it": folder.parent, "on a shelf": folder / "1" / NAME[0]}[place]
    way.parent.mkdir(parents=True, exist_ok=True)
    way.write_text("not a folder")
    cache = Cache(folder)
    cache.write(NAME, "lost")
    assert cache.read(NAME) is None
    assert way.read_text() == "not a folder"


def test_a_folder_is_for_its_user_alone(folder: Path) -> None:
    Cache(folder).write(NAME, "kept")
    made = [folder.parent, folder, folder / "1", entry(folder).parent]
    assert {stat.S_IMODE(path.stat().st_mode) for path in made} == {0o700}


@pytest.mark.parametrize("mode", [0o770, 0o707])
def test_a_folder_that_others_can_write_into_is_left_alone(folder: Path, mode: int) -> None:
    Cache(folder).write(NAME, "anybody's")
    folder.chmod(mode)
    cache = Cache(folder)
    assert cache.read(NAME) is None
    cache.write("b" + NAME, "not written")
    assert [path.name for path in folder.rglob("*") if path.is_file()] == [NAME[1:]]


def test_a_full_shelf_keeps_what_was_used_last(folder: Path) -> None:
    cache = Cache(folder, limit=16 * 10_000)
    names = [f"a1{number:038}" for number in range(40)]
    for age, name in enumerate(names):
        cache.write(name, b"x" * 1_000)
        os.utime(entry(folder, name), (1_000 + age, 1_000 + age))
    broken_off = folder / "1" / "a" / "left.0123abcd"
    broken_off.write_bytes(b"x" * 5_000)
    os.utime(broken_off, (1_001, 1_001))
    assert cache.read(names[0]) is not None
    assert total(folder) > 40_000
    cache.write("a00" + "7" * 37, b"x" * 1_000)
    assert total(folder) <= 10_000
    kept = [name for name in names if cache.read(name) is not None]
    assert kept == [names[0], *names[-(len(kept) - 1) :]]
    assert len(kept) > 5
    assert not broken_off.exists()


def test_it_stays_near_its_limit(folder: Path) -> None:
    cache = Cache(folder, limit=100_000)
    for number in range(6_000):
        cache.write(cache.name("copy", [str(number).encode()]), b"x" * 100)
    # A shelf is looked after by one entry in 256 on average, so that there may be as many again on each.
    assert 20_000 < total(folder) < 100_000 + 3 * 16 * 256 * 125


def test_what_is_larger_than_a_shelf_pushes_nothing_out(folder: Path) -> None:
    cache = Cache(folder, limit=16 * 10_000)
    cache.write(NAME, "kept")
    cache.write("a00" + "7" * 37, b"x" * 11_000)
    assert cache.read("a00" + "7" * 37) is None
    assert cache.read(NAME) == "kept"


def test_clear_removes_everything_and_says_how_much(folder: Path) -> None:
    assert Cache(folder).clear() == 0
    cache = Cache(folder)
    cache.write(NAME, "kept")
    cache.write("b" + NAME, "kept as well")
    (folder / "0" / "x").mkdir(parents=True)
    (folder / "0" / "x" / "of an older version").write_text("old")
    before = total(folder)
    assert cache.clear() == before
    assert list(folder.iterdir()) == []
    assert cache.read(NAME) is None
    cache.write(NAME, "again")
    assert cache.read(NAME) == "again"


def test_clear_leaves_what_is_not_its_own(folder: Path) -> None:
    Cache(folder).write(NAME, "x")
    (folder / "photos" / "2026").mkdir(parents=True)
    assert Cache(folder).clear() > 0
    assert [path.name for path in folder.iterdir()] == ["photos"]


def test_many_processes_write_read_and_clear_at_once(folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-c", WORKER, str(folder)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(4)]
    ended = [(*worker.communicate(timeout=60), worker.returncode) for worker in workers]
    assert [(err, code) for _, err, code in ended] == [("", 0)] * 4
    assert sum(int(out) for out, _, _ in ended) > 0
    assert not [path for path in folder.rglob("*.*") if path.is_file()]


def name_in_a_process(*paths: Path) -> str:
    """What an entry is called with these folders before all others that libraries are found in."""
    code = "from pathlib import Path; from notify.cache import Cache; print(Cache(Path.cwd()).name('copy', [b'x']))"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(str(path) for path in paths)}
    ended = subprocess.run(
        [sys.executable, "-c", code], env=environment, cwd=paths[-1], capture_output=True, text=True, check=True
    )
    return ended.stdout


def test_a_new_version_of_a_library_finds_nothing_of_the_old(tmp_path: Path) -> None:
    (tmp_path / "unrelated-1.0.dist-info").mkdir()
    before = name_in_a_process(tmp_path)
    (tmp_path / "unrelated-2.0.dist-info").mkdir()
    assert name_in_a_process(tmp_path) == before
    (tmp_path / "Jinja2-3.1.7.dist-info").mkdir()
    after = name_in_a_process(tmp_path)
    (tmp_path / "Jinja2-3.1.7.dist-info").rename(tmp_path / "Jinja2-3.1.8.dist-info")
    assert len({before, after, name_in_a_process(tmp_path)}) == 3


@pytest.mark.parametrize("installed", [True, False])
def test_a_change_of_the_program_finds_nothing_of_the_old(tmp_path: Path, *, installed: bool) -> None:
    package = tmp_path / "notify"
    package.mkdir(parents=True)
    for file in ("__init__.py", "cache.py"):
        shutil.copy(Path(module.__file__).with_name(file), package)
    (package / ".#render.py").symlink_to("nothing, as editors write it")
    record = tmp_path / "notify_workbench-0.1.0.dist-info" / "RECORD"
    if installed:
        record.parent.mkdir()
        record.write_text("../../bin/notify,sha256=a,1\nnotify/cache.py,sha256=a,1\n")
    before = name_in_a_process(tmp_path)
    assert name_in_a_process(tmp_path) == before
    # An installed program is told by the digests of its files: the same wherever and whenever it was installed.
    os.utime(package / "cache.py", (1_000, 1_000))
    assert (name_in_a_process(tmp_path) == before) is installed
    if installed:
        record.write_text("../../bin/notify,sha256=b,1\nnotify/cache.py,sha256=a,1\n")
        assert name_in_a_process(tmp_path) == before
        record.write_text("../../bin/notify,sha256=b,1\nnotify/cache.py,sha256=b,1\n")
        assert name_in_a_process(tmp_path) != before
        return
    version = package / "__init__.py"
    version.write_text(version.read_text() + '\n__version__ = "99"\n')
    assert name_in_a_process(tmp_path) != before


@pytest.mark.parametrize("saved", ["note/copy/en.yaml", "copy/en.yaml", "layout.mjml"])
def test_what_is_kept_is_named_by_the_words_that_it_was_made_from(
    saved: str, workspace: Workspace, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.copy(subject="Old")
    workspace.write("templates/copy/en.yaml", "footer: Old")
    workspace.write("templates/layout.mjml", LAYOUT.replace("NAME", "Old"))
    workspace.write(
        "templates/note/email.mjml", '{% extends "layout.mjml" %}{% block Old %}{{ t.footer }}{% endblock %}'
    )
    file, read = workspace.root / "templates" / saved, Path.read_bytes

    def render(cache: Cache) -> str:
        opened = load_workspace(workspace.root)
        try:
            message = Renderer(opened, datetime(2026, 3, 1, tzinfo=UTC), cache).render(
                opened.catalogue.notifications["note"], "email", "en", "default", []
            )
        except NotifyError as error:
            return str(error)
        assert isinstance(message, Email)
        return message.subject + message.text

    def read_and_save(path: Path) -> bytes:
        content = read(path)
        if path == file:
            path.write_bytes(content.replace(b"Old", b"New"))
        return content

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", read_and_save)
        render(Cache(folder))
    for old, new in [(b"Old", b"New"), (b"New", b"Old")]:
        file.write_bytes(file.read_bytes().replace(old, new))
        assert render(Cache(folder)) == render(NO_CACHE)
