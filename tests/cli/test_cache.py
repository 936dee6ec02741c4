"""The cache as people meet it: the same messages and the same mistakes, only sooner."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from notify.cache import Cache
from tests.conftest import CATALOGUE, Notify, Workspace

REPOSITORY = Path(__file__).parents[2]
NOTIFY = str(Path(sys.executable).with_name("notify"))
EVERYTHING = ["--locale", "all", "--sample", "all", "--channel", "all"]
# More locales than there are, so that there are enough messages to be shared out among processes.
MORE = [word for locale in ("en-XA", "en-AU", "en-CA", "fr-CA", "fr-BE") for word in ("--locale", locale)]
LAYOUT = (
    "<mjml><mj-head><mj-preview>{{ t.preheader }}</mj-preview></mj-head><mj-body><mj-section><mj-column>\n"
    "<mj-text>LAYOUT</mj-text>{% block content %}{% endblock %}\n"
    "</mj-column></mj-section></mj-body></mjml>\n"
)


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def kept(cache_home: Path) -> Callable[[], dict[str, bytes]]:
    """What is kept now, by its path in the cache."""
    return lambda: files(cache_home)


def run(*arguments: str, **environment: str) -> bytes:
    """Runs the command in a process of its own, and gives what it said on standard error."""
    ended = subprocess.run([NOTIFY, *arguments], env=os.environ | environment, capture_output=True, check=False)
    assert ended.returncode == 0, ended.stderr
    return ended.stderr


def test_every_run_writes_the_same_with_the_cache_and_without(tmp_path: Path) -> None:
    written = []
    for number, (seed, *options) in enumerate(
        [
            ("1", "--jobs", "1", "--no-cache"),
            ("2", "--jobs", "2", "--no-cache"),
            ("1", "--jobs", "2"),  # nothing is kept yet
            ("2", "--jobs", "2"),
            ("2", "--jobs", "1"),
            ("1", "--jobs", "1", "elsewhere"),  # and nothing once more
            ("2", "--jobs", "1", "elsewhere"),
        ]
    ):
        place = {"XDG_CACHE_HOME": str(tmp_path / options.pop())} if "elsewhere" in options else {}
        out = tmp_path / str(number)
        root = ["--workspace", str(REPOSITORY), "--out", str(out)]
        said = run("render", *root, *EVERYTHING, *MORE, *options, PYTHONHASHSEED=seed, **place)
        written.append((said.replace(str(out).encode(), b"out"), files(out)))
    assert len(written[0][1]) > 150
    for one in written[1:]:
        assert one == written[0]


def values(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        for value in data.values():
            yield from values(value)
    elif isinstance(data, list):
        for value in data:
            yield from values(value)
    elif isinstance(data, str):
        yield data


def test_nothing_that_belongs_to_a_person_is_kept(
    tmp_path: Path, notify: Notify, kept: Callable[[], dict[str, bytes]]
) -> None:
    root = ["--workspace", str(REPOSITORY)]
    assert notify("render", *root, *EVERYTHING, "--out", str(tmp_path / "all")).code == 0
    own = {
        "user": {"first_name": "Zuzanna", "email": "zuzanna@somewhere.example", "phone": "+48 600 700 800"},
        "link": "https://nimbus.example/activate/s3cr3t-t0k3n",
    }
    (tmp_path / "own.yaml").write_text(yaml.safe_dump(own))
    data = ["--data", str(tmp_path / "own.yaml"), "--out", str(tmp_path / "own")]
    assert notify("render", "account-activation", *root, *EVERYTHING, *data).code == 0
    rendered = b"".join(files(tmp_path / "own").values())
    personal = {*values(own), "Zuzanna", "somewhere.example", "s3cr3t-t0k3n"}
    assert all(text.encode() in rendered for text in ("Zuzanna", "s3cr3t-t0k3n"))
    # The catalogue is kept whole, with the examples in it.
    catalogue = (REPOSITORY / "notifications.yaml").read_text("utf-8")
    for sample in REPOSITORY.glob("templates/*/samples/*.yaml"):
        said = values(yaml.safe_load(sample.read_text("utf-8")))
        # Shorter ones are the names of days, which copy has as keys.
        personal |= {text for text in said if len(text) > 3 and text not in catalogue}
    assert len(personal) > 20
    entries = b"".join(kept().values())
    # What is kept can be read here: words of copy are in it.
    assert "wiadomość".encode() in entries
    assert [text for text in sorted(personal) if text.encode() in entries] == []


@pytest.mark.parametrize(
    "arguments",
    [["render", "note"], ["preview", "note"], ["send", "note", "--to", "a@acme.example"]],
    ids=["render", "preview", "send"],
)
def test_without_the_cache_nothing_is_kept(
    workspace: Workspace, notify: Notify, kept: Callable[[], dict[str, bytes]], arguments: list[str]
) -> None:
    assert notify(*arguments, "--no-cache").code == 0
    assert kept() == {}
    assert notify(*arguments).code == 0
    assert {path.split("/")[:2] == ["notify-workbench", "1"] for path in kept()} == {True}


def text_of(notify: Notify, *options: str) -> str:
    ended = notify("render", "note", "--format", "text", *options)
    assert ended.code == 0, ended.err
    return ended.out


def change_the_template(workspace: Workspace) -> None:
    workspace.write("templates/note/email.mjml", EXTENDING.replace("{{ t.body }}", "{{ t.body }}, anew"))


def change_the_layout(workspace: Workspace) -> None:
    workspace.write("templates/layouts/base.mjml", LAYOUT.replace("LAYOUT", "ANOTHER"))


def change_what_the_layout_asks_for(workspace: Workspace) -> None:
    workspace.write("templates/layouts/base.mjml", LAYOUT.replace("LAYOUT", "{{ product.name }}"))


def change_the_copy(workspace: Workspace) -> None:
    workspace.copy(body="Good day {{ name }}")


def change_the_catalogue(workspace: Workspace) -> None:
    workspace.catalogue(note={"variables": {"name": {"type": "string", "sample": "Somebody else"}}})


EXTENDING = '{% extends "layouts/base.mjml" %}{% block content %}<mj-text>{{ t.body }}</mj-text>{% endblock %}\n'


@pytest.fixture
def warm(workspace: Workspace, notify: Notify) -> Workspace:
    """A workspace with a layout, all of it in the cache."""
    change_the_layout(workspace)
    workspace.write("templates/note/email.mjml", EXTENDING)
    assert text_of(notify) == "ANOTHER\n\nHello Bo\n"
    return workspace


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (change_the_template, "ANOTHER\n\nHello Bo, anew\n"),
        (change_what_the_layout_asks_for, "Acme\n\nHello Bo\n"),
        (change_the_copy, "ANOTHER\n\nGood day Bo\n"),
        (change_the_catalogue, "ANOTHER\n\nHello Somebody else\n"),
    ],
)
def test_a_change_shows_at_once(
    warm: Workspace, notify: Notify, change: Callable[[Workspace], None], text: str
) -> None:
    change(warm)
    assert text_of(notify) == text
    assert text_of(notify) == text


MISTAKES: dict[str, Callable[[Workspace], Any]] = {
    "copy": lambda workspace: workspace.copy(body="Hello {{ nme }}"),
    "copy of one language": lambda workspace: workspace.copy("fr", subject="{{ nme }}", body="{% if %}"),
    "template": lambda workspace: workspace.write("templates/note/email.mjml", EXTENDING.replace("t.body", "t.boddy")),
    "syntax": lambda workspace: workspace.write("templates/note/email.mjml", EXTENDING + "{% if %}"),
    "markup": lambda workspace: workspace.write(
        "templates/note/email.mjml", EXTENDING.replace("</mj-text>", "</mj-txt>")
    ),
    "layout": lambda workspace: workspace.write("templates/layouts/base.mjml", LAYOUT.replace("</mjml>", "")),
    "layout without the block": lambda workspace: workspace.write(
        "templates/layouts/base.mjml", LAYOUT.replace("block content", "block other")
    ),
    "no layout": lambda workspace: (workspace.root / "templates/layouts/base.mjml").unlink(),
    "catalogue": lambda workspace: workspace.catalogue(note={"topic": "tipps"}, locales=["en", "e"]),
    "url": lambda workspace: workspace.catalogue(
        defaults=CATALOGUE["defaults"] | {"preferences_url": "{{ user.first_name }}"}
    ),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_is_said_in_the_same_words_every_time(warm: Workspace, notify: Notify, mistake: str) -> None:
    MISTAKES[mistake](warm)
    arguments = ["render", *EVERYTHING, "--out", "out"]
    without = notify(*arguments, "--no-cache")
    assert without.code == 2
    assert [notify(*arguments), notify(*arguments)] == [without, without]


@pytest.mark.parametrize("entry", ["damaged", "of another kind"])
def test_entries_that_cannot_be_used_are_made_again(
    warm: Workspace, notify: Notify, cache_home: Path, kept: Callable[[], dict[str, bytes]], entry: str
) -> None:
    before, text = kept(), text_of(notify)
    assert len(before) >= 3
    cache = Cache(cache_home / "notify-workbench")
    for name in before:
        if entry == "damaged":
            (cache_home / name).write_bytes(before[name][:-1])
        else:
            cache.write("".join(name.split("/")[-2:]), {"something": "else"})
    assert all(content != before[name] for name, content in kept().items())
    assert text_of(notify) == text
    assert kept().keys() == before.keys()
    assert all(len(content) == len(before[name]) for name, content in kept().items())


@pytest.mark.parametrize("place", ["a file", "a relative path", "nowhere"])
def test_without_a_place_to_keep_anything_all_is_well(workspace: Workspace, tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("not a folder")
    environment = {
        "a file": {"XDG_CACHE_HOME": str(tmp_path / "file")},
        "a relative path": {"XDG_CACHE_HOME": "relative", "HOME": str(tmp_path / "file")},
        "nowhere": {"XDG_CACHE_HOME": "", "HOME": str(tmp_path / "file")},
    }[place]
    before = files(tmp_path)
    for arguments in (["render", "note"], ["cache", "clear"]):
        assert run(*arguments, **environment) == b""
    assert files(tmp_path) == before


def test_clear_says_how_much_it_freed_and_where(
    warm: Workspace, notify: Notify, cache_home: Path, kept: Callable[[], dict[str, bytes]]
) -> None:
    place = cache_home / "notify-workbench"
    ended = notify("cache", "clear")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("Freed ")
    assert ended.out.endswith(f" kB in {place}.\n")
    assert kept() == {}
    again = notify("cache", "clear")
    assert (again.code, again.out, again.err) == (0, f"There is nothing to clear in {place}.\n", "")
    assert text_of(notify) == "ANOTHER\n\nHello Bo\n"
    assert len(kept()) >= 3


def test_what_cannot_be_removed_is_said(notify: Notify, cache_home: Path) -> None:
    place = cache_home / "notify-workbench"
    place.mkdir()
    (place / "0").symlink_to(cache_home)
    ended = notify("cache", "clear")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: What is in {place} cannot be removed: ")
    assert "by hand" in ended.err


def test_the_command_alone_shows_what_it_can_do(notify: Notify) -> None:
    ended = notify("cache")
    assert "clear" in ended.out + ended.err


def test_a_folder_that_others_can_write_into_is_said(workspace: Workspace, notify: Notify, cache_home: Path) -> None:
    place = cache_home / "notify-workbench"
    place.mkdir()
    place.chmod(0o777)
    assert notify("render", "note").code == 0
    assert list(place.iterdir()) == []
    ended = notify("cache", "clear")
    assert (ended.code, ended.out) == (0, f"Nothing is kept in {place}, since it is not this user's alone.\n")


def test_a_message_whose_values_are_all_structure_is_not_kept(
    workspace: Workspace, notify: Notify, kept: Callable[[], dict[str, bytes]]
) -> None:
    head = '<mj-head><mj-style inline="inline">p[title="x"] { color: red }</mj-style></mj-head>'
    body = "<mj-body><mj-raw><p>{{ name }}</p></mj-raw></mj-body>"
    workspace.write("templates/note/email.mjml", f"<mjml>{head}{body}</mjml>")
    assert "Bo-Ann Secret" in notify("render", "note", "--set", "name=Bo-Ann Secret").out
    assert kept()
    assert not any(b"Secret" in entry for entry in kept().values())
