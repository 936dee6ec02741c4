"""What people read: wrapped to the width of their terminal, and the same everywhere else."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.text import Text

from notify.cli.console import labelled, make_console, marked_excerpt, show_error, show_note
from notify.cli.findings import show_findings
from notify.errors import CopyError
from notify.lint.linter import Report
from notify.lint.report.text import write_text
from notify.source import Position
from tests.lint.test_report import LONG

WIDTHS = [40, 60, 80, 120]
LINES = {
    "french": "body: « Voilà où on en est », un mot puis la suite de la phrase, et encore un peu plus. " * 4,
    "arabic": "body: مرحبا بك يا سارة، هذه رسالة طويلة جدا من فريقنا لكي نخبرك بكل ما هو جديد عندنا اليوم وغدا " * 3,
    "wide": "body: 日本語のとても長い文章をここに書いておきますので、端末の幅に合わせて切り取ってください。" * 3,
    "marks": "body: " + "e\N{COMBINING ACUTE ACCENT}te\N{COMBINING ACUTE ACCENT} " * 60,
    "short": "body: un mot",
}


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Standard output is a terminal without colours; COLUMNS is for the test to set."""
    monkeypatch.setenv("TTY_COMPATIBLE", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("NO_COLOR", "1")
    return monkeypatch


def plain_out(capsys: pytest.CaptureFixture[str]) -> str:
    """What was printed; bold is not a colour, and is there without colours too."""
    return re.sub("\x1b\\[[0-9;]*m", "", capsys.readouterr().out)


def excerpt_at(line: str, column: int, width: int) -> list[str]:
    text = marked_excerpt(make_console(), Position("f", 7, column, line, width))
    return text.plain.splitlines()


@pytest.mark.parametrize("columns", WIDTHS)
@pytest.mark.parametrize("name", LINES)
def test_an_excerpt_fits_on_the_terminal_with_its_mark(terminal: pytest.MonkeyPatch, name: str, columns: int) -> None:
    terminal.setenv("COLUMNS", str(columns))
    line = LINES[name]
    for column in range(1, len(line), 13):
        excerpt, mark = excerpt_at(line, column, 5)
        assert cell_len(excerpt) <= columns
        assert cell_len(mark) <= columns
        shown = excerpt.removeprefix("    7 | ")
        assert shown.strip("…") in line
        before = mark.removeprefix("      | ").count(" ")
        # What the mark is below is what is meant.
        at = next(index for index in range(len(shown) + 1) if cell_len(shown[:index]) >= before)
        meant = line[column - 1 : column + 4]
        assert (
            shown[at:].lstrip("\N{COMBINING ACUTE ACCENT}…").startswith(meant.lstrip("\N{COMBINING ACUTE ACCENT}")[:1])
        )


def test_a_line_that_fits_is_whole_and_a_longer_one_says_that_it_is_cut(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("COLUMNS", "40")
    whole = "x" * 32
    assert excerpt_at(whole, 32, 1) == [f"    7 | {whole}", f"      | {' ' * 31}^"]
    assert excerpt_at(whole + "y", 1, 40) == [f"    7 | {'x' * 31}…", f"      | {'^' * 31}"]
    assert excerpt_at(whole + "y", 33, 1) == [f"    7 | …{'x' * 30}y", f"      | {' ' * 31}^"]


def test_words_are_wrapped_between_words_beside_their_label(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal.setenv("COLUMNS", "40")
    error = CopyError("One word and another word, so that there are many.", hint="Write fewer words, or none.")
    show_error(make_console(), error, None)
    show_note(make_console(), "This is a note that is longer than a line.")
    assert plain_out(capsys) == (
        "error: One word and another word, so\n"
        "       that there are many.\n"
        "help: Write fewer words, or none.\n"
        "note: This is a note that is longer than\n"
        "      a line.\n"
    )


@pytest.mark.parametrize("columns", WIDTHS)
def test_findings_fit_on_the_terminal_and_say_the_same(
    terminal: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], columns: int
) -> None:
    report = Report([LONG], [], messages=4000, hidden=200, mended=30, unrendered=7)
    terminal.setenv("COLUMNS", str(columns))
    shown = printed(report, capsys)
    assert max(cell_len(line) for line in shown.splitlines()) <= columns
    terminal.setenv("TTY_COMPATIBLE", "0")
    plain = printed(report, capsys)
    assert shown.split() == plain.split()
    terminal.setenv("COLUMNS", "30")
    assert printed(report, capsys) == plain
    assert "warning: The subject has 72 characters. SUB002 subject-too-long\n" in plain


def printed(report: Report, capsys: pytest.CaptureFixture[str]) -> str:
    show_findings(make_console(), write_text(report, messages=report.messages), Path("nowhere"))
    return plain_out(capsys)


def test_on_the_narrowest_terminal_nothing_is_lost(terminal: pytest.MonkeyPatch) -> None:
    terminal.setenv("COLUMNS", "12")
    words = Text("some words that are there")
    assert labelled(make_console(), "error: ", "red", words).plain == "error: some words that are there"


@pytest.mark.parametrize(("columns", "width"), [("0", 80), ("", 80), ("1", 20), ("7", 20), ("40", 40), ("x", 80)])
def test_a_terminal_has_room_for_a_word(terminal: pytest.MonkeyPatch, columns: str, width: int) -> None:
    terminal.setenv("COLUMNS", columns)
    assert make_console().width == width


@pytest.mark.parametrize(("columns", "width"), [("0", 120), ("", 120), ("1", 20), ("300", 300)])
def test_where_there_is_no_terminal_columns_may_be_told(
    monkeypatch: pytest.MonkeyPatch, columns: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert make_console().width == width
