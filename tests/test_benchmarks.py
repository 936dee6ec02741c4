"""The benchmarks' workspace renders, and what notify is compared with says the same."""

import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from benchmarks.plain import Pipeline, every_message
from benchmarks.table import Limit, Row, write_table
from benchmarks.workspace import write_workspace

from notify.catalogue.load import load_workspace
from notify.catalogue.samples import read_sample
from notify.render.message import Email
from notify.render.render import Renderer
from tests.conftest import Notify

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmarks") / "workspace"
    write_workspace(folder, notifications=5, locales=2, samples=2)
    return folder


def test_the_workspace_renders(generated: Path, notify: Notify, tmp_path: Path) -> None:
    arguments = ["notification-00[12]", "--workspace", str(generated), "--locale", "all", "--sample", "all"]
    ended = notify("render", *arguments, "--out", str(tmp_path))
    assert ended.code == 0, ended.err
    assert len(list(tmp_path.rglob("*.html"))) == 2 * 2 * 2
    assert 'dir="rtl"' in (tmp_path / "notification-002" / "email.ar.busy.html").read_text()


def test_it_is_the_same_every_time(generated: Path, tmp_path: Path) -> None:
    write_workspace(tmp_path, notifications=5, locales=2, samples=2)
    files = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert files == {path.relative_to(generated): path.read_bytes() for path in generated.rglob("*") if path.is_file()}


def test_the_floor_says_what_notify_says(generated: Path, tmp_path: Path) -> None:
    workspace = load_workspace(generated)
    renderer, floor = Renderer(workspace, NOW), Pipeline(generated, NOW, tmp_path)
    messages = list(every_message(floor))
    assert len(messages) == 5 * 2 * 2
    for id_, locale, name, data in messages:
        layers = [read_sample(generated, id_, name)]
        email = renderer.render(workspace.catalogue.notifications[id_], "email", locale, name, layers)
        assert isinstance(email, Email)
        mail = floor.write(id_, locale, data)
        assert (mail.subject, mail.preheader) == (email.subject, email.preheader)
        assert _outline(mail.mjml) == _outline(email.mjml)


@pytest.mark.parametrize(
    ("limit", "ratio", "held"),
    [
        (Limit("at most", 3), 3.0, True),
        (Limit("at most", 3), 3.01, False),
        (Limit("at least", 6), 6.0, True),
        (Limit("at least", 6), 5.9, False),
        (None, 100.0, True),
    ],
)
def test_a_row_holds_its_limit_or_says_so(limit: Limit | None, ratio: float, held: bool) -> None:
    row = Row("a message", "`notify`", 1.5, "ms", ratio, "floor", limit)
    assert row.held is held
    line = list(write_table([row]))[-1]
    assert f"| 1.50 ms | {ratio:.2f} x floor |" in line
    assert ("not held" in line) is not held


def test_memory_is_held_by_its_value_and_what_was_skipped_holds() -> None:
    assert not Row("a run", "`notify`", 151.0, "MB", limit=Limit("at most", 150)).held
    skipped = Row("a run", "`mjml`", None, "ms", limit=Limit("at most", 1), skipped="there is no node here")
    assert skipped.held
    assert list(write_table([skipped]))[-1] == "| a run | `mjml` | - |  | there is no node here |"


class _Outline(HTMLParser):
    """Tags, attributes and words of markup, without what may differ: white space, and how characters are written."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[object] = []
        self._words = ""
        self._skipping = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if ("inline", "inline") in attrs:
            # notify takes the rules for inlining out before the MJML is compiled.
            self._skipping = True
            return
        said = {} if tag == "mjml" else {name: re.sub(r"\s+", " ", value or "").strip() for name, value in attrs}
        self._end_words()
        self.parts.append((tag, said))

    def handle_endtag(self, tag: str) -> None:
        if self._skipping:
            self._skipping, self._words = False, ""
            return
        self._end_words()
        self.parts.append(tag)

    def handle_data(self, data: str) -> None:
        self._words += data

    def _end_words(self) -> None:
        if words := " ".join(self._words.split()):
            self.parts.append(words)
        self._words = ""


def _outline(markup: str) -> list[object]:
    outline = _Outline()
    outline.feed(markup)
    outline.close()
    return outline.parts
