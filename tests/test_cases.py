"""Mistakes that people make, a file each in `tests/cases`, with the exact message that each of them gets.

A case is a change to the workspace in `tests/cases/base`, a command, and what the command must say. Its fields:

    about    the mistake, in one sentence
    run      the command line after `notify`; all messages into files if not said
    change   for each file: the text it has instead, null to delete it, {bytes: base64} for what is not UTF-8, or a list
             of replacements {from, to}, each of which must be there exactly once
    says     what is on standard error; `pytest tests/test_cases.py --refresh` writes it, to be read in the diff
"""

import base64
import re
import shlex
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conftest import Notify

CASES = Path(__file__).parent / "cases"
BASE = CASES / "base"
FILES = sorted(path for path in CASES.glob("*/*.yaml") if path.parent != BASE)
EVERYTHING = "render --locale all --sample all --channel all --out out"
# What the base gives: a file an e-mail's part or another message, in each locale, with each sample.
WHOLE = {
    f"out/{name}.{locale}.{sample}.{end}"
    for name, samples, ends in (
        ("invoice-ready/email", ("default", "paid"), ("html", "txt")),
        ("invoice-ready/sms", ("default", "paid"), ("json",)),
        ("invoice-ready/push", ("default", "paid"), ("json",)),
        ("week-in-review/email", ("default", "company"), ("html", "txt")),
    )
    for locale in ("en", "fr", "pl")
    for sample in samples
    for end in ends
}

# `file`, `file:line` or `file:line:column`, on a line of its own above the excerpt and the message.
_PLACE = re.compile(
    r"^(?!error: |help: |note: | )(?P<file>.+?)(:(?P<line>\d+))?(:(?P<column>\d+))?\n(?= +\d+ \||error: )", re.MULTILINE
)


@dataclass(frozen=True)
class Case:
    """One mistake."""

    about: str
    change: dict[str, Any] = field(default_factory=dict)
    run: str = EVERYTHING
    says: str = ""


@pytest.fixture
def base(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace in which nothing is wrong; the current folder."""
    root = tmp_path / "workspace"
    shutil.copytree(BASE, root)
    monkeypatch.chdir(root)
    return root


def read_files(root: Path) -> dict[str, bytes]:
    """Every file below a folder by its path."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def apply(change: dict[str, Any], root: Path) -> None:
    """Makes the changes of a case in a workspace."""
    for name, content in change.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        match content:
            case None:
                path.unlink()
            case str():
                path.write_bytes(content.encode())
            case {"bytes": str(encoded)}:
                path.write_bytes(base64.b64decode(encoded))
            case _:
                text = path.read_text(encoding="utf-8")
                for replacement in content:
                    assert text.count(replacement["from"]) == 1, f"{name}: {replacement['from']}"
                    text = text.replace(replacement["from"], replacement["to"])
                path.write_text(text, encoding="utf-8")


def refresh(path: Path, said: str) -> None:
    """Writes what was said into a case; every other line of it stays as it is."""
    head = re.split(r"^says:", path.read_text(encoding="utf-8"), maxsplit=1, flags=re.MULTILINE)[0]
    lines = "".join(f"  {line}" if line.strip() else line for line in said.splitlines(keepends=True))
    # Where the first line is indented, YAML needs to be told by how much the others are.
    path.write_text(f"{head}says: |{2 if said.startswith(' ') else ''}\n{lines}", encoding="utf-8")


def test_the_base_renders_without_a_word_too_many(base: Path, notify: Notify) -> None:
    before = read_files(base)
    ended = notify(*shlex.split(EVERYTHING))
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "24 messages, 36 files in out\n"
    assert set(read_files(base)) - set(before) == WHOLE


def test_there_are_enough_cases() -> None:
    assert len(FILES) >= 50


@pytest.mark.parametrize("path", [pytest.param(path, id=f"{path.parent.name}/{path.stem}") for path in FILES])
def test_case(path: Path, base: Path, notify: Notify, request: pytest.FixtureRequest) -> None:
    case = Case(**yaml.safe_load(path.read_text(encoding="utf-8")))
    apply(case.change, base)
    before = read_files(base)

    ended = notify(*shlex.split(case.run))

    if request.config.getoption("--refresh"):
        refresh(path, ended.err)
    else:
        assert ended.err == case.says, f"Run `pytest {__name__} --refresh` and read the diff."
    assert (ended.code, ended.out) == (2, "")
    assert "Traceback" not in ended.err
    assert "This is a bug" not in ended.err
    assert re.search("^help: .+", ended.err, re.MULTILINE)
    for found in _PLACE.finditer(ended.err):
        check_place(base, found)
    after = read_files(base)
    assert {name: after.get(name) for name in before} == before
    # Of what failed nothing is written, and never a part of a file.
    assert set(after) - set(before) < WHOLE


def check_place(root: Path, place: re.Match[str]) -> None:
    """What is said to be at a line and column of a file is there."""
    file = root / place["file"]
    if place["file"].startswith("--set ") or not file.exists():
        assert place["line"] is None
        return
    if place["line"] is None:
        return
    lines = file.read_text(encoding="utf-8-sig", errors="replace").split("\n")
    assert 1 <= int(place["line"]) <= len(lines)
    assert 1 <= int(place["column"] or 1) <= len(lines[int(place["line"]) - 1]) + 1
