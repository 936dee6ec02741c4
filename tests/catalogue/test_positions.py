"""YAML as data with places, and what is refused because YAML 1.1 would change it."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.catalogue.positions import parse_document, read_document, read_text
from notify.errors import CatalogueError, CopyError, Mistakes, NotifyError, WorkspaceError


def test_data_is_plain_and_dates_stay_text() -> None:
    text = "a: 1\nb: [true, null, 1.5, 0x1F, 1_000, 2026-03-01, 'no']\nc:\n  d: |\n    x\n    y\n"
    assert parse_document(text, "f.yaml").data == {
        "a": 1,
        "b": [True, None, 1.5, 31, 1000, "2026-03-01", "no"],
        "c": {"d": "x\ny\n"},
    }


def test_every_key_and_value_has_its_place() -> None:
    document = parse_document("a: one\nb:\n  - c: two\n", "f.yaml")
    value, key = document.position(("b", 0, "c")), document.key_position(("b", 0, "c"))
    assert (str(value), value.width, value.excerpt) == ("f.yaml:3:8", 3, "  - c: two")
    assert (str(key), key.width) == ("f.yaml:3:5", 1)
    assert str(document.key_position(("b", 0))) == "f.yaml:3:5"
    assert str(document.position(("b", 0, "c", "not", "there"))) == "f.yaml:3:8"


def test_where_there_is_nothing_the_file_is_the_place() -> None:
    document = parse_document("# only a comment\n", "f.yaml")
    assert document.data is None
    assert str(document.position(("a",))) == "f.yaml"


def test_merged_mappings_give_way_to_what_is_written() -> None:
    text = "base: &b {x: 1, y: 2}\nmore: &m {z: 3}\nown:\n  <<: [*b, *m]\n  y: 4\n"
    assert parse_document(text, "f.yaml").data["own"] == {"x": 1, "y": 4, "z": 3}


@pytest.mark.parametrize(
    ("text", "place", "said", "cure"),
    [
        ("a: 22:00", "f.yaml:1:4", "as the number 1320", '"22:00" in quotes'),
        ("a: -1:30.5", "f.yaml:1:4", "as the number -90.5", "in quotes"),
        ("a: no", "f.yaml:1:4", "`no` as false", "or true or false"),
        ("a: on", "f.yaml:1:4", "`on` as true", "or true or false"),
        ("a: 010", "f.yaml:1:4", "as the octal number 8", "in quotes"),
        ("a: .inf", "f.yaml:1:4", "`.inf` is not a number that can be used here.", "in quotes"),
        ("a: 1.0e+999", "f.yaml:1:4", "is not a number that can be used here.", "in quotes"),
        ("a: 0x_", "f.yaml:1:4", "`0x_` is not a number", "in quotes"),
        (f"a: {'9' * 5000}", "f.yaml:1:4", "9…` is not a number", "in quotes"),
        ("on: 1", "f.yaml:1:1", "`on` as true", '"on"'),
        ("a: 1\nb: 2\na: 3", "f.yaml:3:1", "`a` is written twice; the first time on line 1.", "Keep one"),
        ("? [a]\n: 1", "f.yaml:1:3", "A key must be text.", "quotes"),
        ("a: !!python/name:os.system x", "f.yaml:1:4", "is a tag", "Remove it."),
        ("a: &a [*a]", "f.yaml:1:4", "contains itself", "Write it out."),
        ("a: &a {<<: *a}", "f.yaml:1:4", "`<<` needs the alias of a mapping.", "Write the fields out"),
        ("a: {<<: 3}", "f.yaml:1:9", "`<<` needs the alias of a mapping.", "Write the fields out"),
        ("a:\n\t- b", "f.yaml:2:1", "There is a tab", "Indent with spaces."),
        ("a: *b", "f.yaml:1:4", "an alias", "quotes"),
        ("a: @b", "f.yaml:1:4", "cannot start with `@`", "quotes"),
        ("a: b: c", "f.yaml:1:5", "second colon", "quotes"),
        ("a: 1\n---\nb: 2", "f.yaml:2:1", "second document", "---"),
        ("a: [", "f.yaml:1:4", "`[` is never closed", "Add `]`"),
        ("a: \x07", "f.yaml:1:4", "control character (U+0007)", "Remove it."),
        ("[" * 150, "f.yaml:1:101", "nested more than 100 deep", ""),
    ],
)
def test_what_cannot_be_meant_is_said_at_its_place(text: str, place: str, said: str, cure: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        parse_document(text, "f.yaml")
    assert said in raised.value.message
    assert str(raised.value.position).startswith(place)
    assert cure in str(raised.value.hint)


def test_a_file_that_nobody_wrote_is_not_read() -> None:
    with pytest.raises(CatalogueError, match=r"This file has 5,000,003 characters, and 5,000,000 are the most"):
        parse_document("a: " + "x" * 5_000_000, "f.yaml")


def test_an_alias_bomb_is_refused() -> None:
    text = "a: &a [x, x, x, x, x, x, x, x, x, x]\n"
    for name, below in zip("bcdefg", "abcdef", strict=True):
        text += f"{name}: &{name} [{', '.join([f'*{below}'] * 10)}]\n"
    with pytest.raises(CatalogueError, match="values, most of them through aliases"):
        parse_document(text, "f.yaml")


def test_several_mistakes_come_together_as_the_kind_that_was_asked_for() -> None:
    with pytest.raises(Mistakes) as raised:
        parse_document("a: no\nb: 22:00", "f.yaml", CopyError)
    assert [type(mistake) for mistake in raised.value.mistakes] == [CopyError, CopyError]


def test_a_file_is_read_as_utf_8_with_or_without_a_mark(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes("\ufeffa: é\r\nb: 1\r\n".encode())
    document = read_document(tmp_path / "f.yaml", "f.yaml")
    assert document.data == {"a": "é", "b": 1}
    assert str(document.position(("b",))) == "f.yaml:2:4"


def test_a_file_that_cannot_be_read_says_why(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="no such file"):
        read_text(tmp_path / "f.yaml", "f.yaml")
    with pytest.raises(WorkspaceError, match="cannot be read"):
        read_text(tmp_path, "f.yaml")
    (tmp_path / "f.yaml").write_bytes(b"a\nb: \xff")
    with pytest.raises(CatalogueError, match="byte 0xff on line 2"):
        read_text(tmp_path / "f.yaml", "f.yaml")


@given(st.text(alphabet="ab:-?[]{},&*!|>'\"%@`#\n\t 01xe+._<~=", max_size=40))
def test_any_text_is_data_or_a_mistake(text: str) -> None:
    data: Any = None
    try:
        data = parse_document(text, "f.yaml").data
    except NotifyError as error:
        data = error.position or error
    assert data is None or data == data  # noqa: PLR0124 - no NaN gets through
