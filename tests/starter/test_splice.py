"""One more entry in a catalogue's text, and every other byte as it was."""

from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from notify.catalogue.positions import parse_document
from notify.errors import CatalogueError
from notify.starter.splice import Fields, splice_notification, write_scalar

FIELDS: Fields = {"topic": "tips", "variables": {"link": "{type: url}"}}
ADDED = {"topic": "tips", "variables": {"link": {"type": "url"}}}


def splice(text: str) -> str:
    return splice_notification(parse_document(text, "notifications.yaml"), "new", FIELDS)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "notifications:\n  a:\n    topic: x\n",
            "notifications:\n  a:\n    topic: x\n\n  new:\n    topic: tips\n    variables:\n      link: {type: url}\n",
            id="after the only one, with a blank line between",
        ),
        pytest.param(
            "notifications:\n  a:\n    topic: x\n  b:\n    topic: x\nlint: {}\n",
            "notifications:\n  a:\n    topic: x\n  b:\n    topic: x\n"
            "  new:\n    topic: tips\n    variables:\n      link: {type: url}\nlint: {}\n",
            id="without one, as between the others",
        ),
        pytest.param(
            "notifications:\n    a:\n      topic: x   # why\n\n\n# The end\nlint: {}\n",
            "notifications:\n    a:\n      topic: x   # why\n"
            "\n    new:\n      topic: tips\n      variables:\n        link: {type: url}\n\n\n# The end\nlint: {}\n",
            id="before what belongs to the next section, in the indentation of the entries",
        ),
        pytest.param(
            "notifications:\n a:\n  topic: x\n  # when: later\n # b: one day\n",
            "notifications:\n a:\n  topic: x\n  # when: later\n"
            "\n new:\n  topic: tips\n  variables:\n   link: {type: url}\n # b: one day\n",
            id="after a comment inside the last entry, before one on its level",
        ),
        pytest.param(
            "notifications:\r\n  a: {topic: x}",
            "notifications:\r\n  a: {topic: x}"
            "\r\n\r\n  new:\r\n    topic: tips\r\n    variables:\r\n      link: {type: url}",
            id="with the line ends of the file, and none at its end",
        ),
        pytest.param(
            "notifications: {}  # none yet\nlint: {}\n",
            "notifications:  # none yet\n  new:\n    topic: tips\n    variables:\n      link: {type: url}\nlint: {}\n",
            id="in the place of empty braces",
        ),
        pytest.param(
            "product:\n    name: x\nnotifications:\n    # Yours come here.\n# Other things\nlint: {}\n",
            "product:\n    name: x\nnotifications:\n    # Yours come here.\n"
            "    new:\n        topic: tips\n        variables:\n            link: {type: url}\n"
            "# Other things\nlint: {}\n",
            id="below an empty key, in the indentation of the file",
        ),
        pytest.param(
            "notifications:",
            "notifications:\n  new:\n    topic: tips\n    variables:\n      link: {type: url}",
            id="below an empty key that ends the file",
        ),
        pytest.param(
            "notifications:\n  a:\n    description: |\n      Two\n      # lines\n\n\nlint: {}\n",
            "notifications:\n  a:\n    description: |\n      Two\n      # lines\n"
            "\n  new:\n    topic: tips\n    variables:\n      link: {type: url}\n\n\nlint: {}\n",
            id="directly after a block of text",
        ),
        pytest.param(
            "notifications:\n  a:\n    description: |+\n      Two\n\nlint: {}\n",
            "notifications:\n  a:\n    description: |+\n      Two\n\n"
            "  new:\n    topic: tips\n    variables:\n      link: {type: url}\nlint: {}\n",
            id="after the blank lines that a block of text keeps",
        ),
        pytest.param(
            "x: &x {topic: x}\nnotifications:\n  a: *x   # the same\n...\n",
            "x: &x {topic: x}\nnotifications:\n  a: *x   # the same\n"
            "\n  new:\n    topic: tips\n    variables:\n      link: {type: url}\n...\n",
            id="after an alias, before the mark that ends the document",
        ),
    ],
)
def test_an_entry_goes_after_the_last(before: str, after: str) -> None:
    assert splice(before) == after


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("notifications: {a: {topic: x}}\n", id="entries in braces"),
        pytest.param("{version: 1, notifications: {}}\n", id="everything in braces"),
        pytest.param("notifications: {\n  # nothing\n}\n", id="braces with a comment in them"),
        pytest.param("notifications: ~\n", id="null in so many letters"),
        pytest.param("x: &x {a: {topic: x}}\nnotifications: *x\n", id="an alias"),
        # The text would get a line end that it does not have.
        pytest.param("notifications:\n  a:\n    description: |\n      No end", id="a block of text that ends the file"),
    ],
)
def test_what_cannot_be_added_to_is_refused_with_a_cure(text: str) -> None:
    with pytest.raises(CatalogueError) as raised:
        splice(text)
    assert raised.value.position is not None
    assert raised.value.position.line is not None
    assert "on a line of its own" in str(raised.value.hint)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Plain words", "Plain words"),
        ("custom:beta", "custom:beta"),
        ("password.reset_requested", "password.reset_requested"),
        ("a, b", '"a, b"'),
        ("A: b # c", '"A: b # c"'),
        ('say "hi" {now}', '"say \\"hi\\" {now}"'),
        ("yes", '"yes"'),
        ("22:00", '"22:00"'),
        ("12", '"12"'),
        ("*x", '"*x"'),
        ("two\nlines", '"two\\nlines"'),
        (" space ", '" space "'),
        ("été", "été"),
    ],
)
def test_text_is_quoted_only_where_it_must_be(text: str, written: str) -> None:
    assert write_scalar(text) == written
    assert parse_document(f"key: {written}", "x").data == {"key": text}


@given(
    st.text(st.characters(blacklist_categories=("Cs", "Cc", "Cn"), blacklist_characters="\u2028\u2029"), max_size=30)
)
def test_any_text_is_read_back_as_it_was(text: str) -> None:
    assert parse_document(f"{{key: {write_scalar(text)}}}", "x").data == {"key": text}


@dataclass(frozen=True)
class Source:
    """A catalogue as somebody might write it: its text, and what `notifications:` has of braces."""

    text: str
    braces: str


COMMENTS = st.sampled_from(["", "# plain", "#", "# key: value", "# - é😀", "  # indented", "        # far"])
VALUES = st.sampled_from(
    [
        "x",
        '"x: # y"',
        "'it''s'",
        "[a, b]",
        "{a: 1}",
        "{}",
        "",
        "é😀",
        "true",
        '"multiple\\\n  lines"',
        "|\n{}a\n{}b",
        ">-\n{}a\n\n{}b",
    ]
)


@st.composite
def catalogues(draw: st.DrawFn) -> Source:
    """Sections in any order with comments and blank lines anywhere, in any style of indentation and of line end."""
    step = draw(st.integers(1, 5))
    trailing = st.sampled_from(["", "", " # why", "   # key: {"])

    def noise() -> list[str]:
        return draw(st.lists(st.one_of(st.just(""), COMMENTS), max_size=3))

    def value(column: int) -> str:
        chosen = draw(VALUES).replace("{}a", " " * (column + step) + "a").replace("{}b", " " * (column + step) + "b")
        # A comment cannot follow a block of text on its line.
        return f" {chosen}{draw(trailing) if chr(10) not in chosen else ''}"

    def mapping(column: int, depth: int) -> list[str]:
        lines: list[str] = []
        for number in range(draw(st.integers(1, 3))):
            nested = depth and draw(st.booleans())
            name = f"{' ' * column}k{number}:"
            lines += [name + draw(trailing), *mapping(column + step, depth - 1)] if nested else [name + value(column)]
            lines += noise() if draw(st.booleans()) else []
        return lines

    braces, notifications = "", ["notifications:" + draw(trailing)]
    kind = draw(st.sampled_from(["empty", "braces", "entries", "entries", "entries"]))
    if kind == "braces":
        braces = draw(st.sampled_from([" {}", " { }", "   {}"]))
        notifications = [f"notifications:{braces}{draw(trailing)}"]
    elif kind == "entries":
        column = draw(st.integers(1, 5))
        spaced = draw(st.booleans())
        for number in range(draw(st.integers(1, 3))):
            notifications += [""] * (spaced and number > 0) + [f"{' ' * column}n{number}:{draw(trailing)}"]
            notifications += mapping(column + step, 1)
    sections = [[f"s{number}:{draw(trailing)}", *mapping(step, 1)] for number in range(draw(st.integers(0, 2)))]
    sections.insert(draw(st.integers(0, len(sections))), notifications)
    lines = noise()
    for section in sections:
        lines += [*section, *noise()]
    end_of_line = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    # Without a line end at the end of the file, a block of text there would be another text with one.
    final = draw(st.sampled_from(["", end_of_line])) if "  " not in lines[-1] else end_of_line
    return Source("\n".join(lines).replace("\n", end_of_line) + final, braces)


@settings(max_examples=300)
@given(catalogues())
def test_every_other_byte_stays(source: Source) -> None:
    document = parse_document(source.text, "notifications.yaml")
    spliced = splice(source.text)
    kept = source.text.replace(f"notifications:{source.braces}", "notifications:", 1)
    start = next((at for at, (old, new) in enumerate(zip(kept, spliced, strict=False)) if old != new), len(kept))
    added = len(spliced) - len(kept)
    assert spliced[:start] + spliced[start + added :] == kept

    data = parse_document(spliced, "notifications.yaml").data
    old = document.data["notifications"] or {}
    assert data == document.data | {"notifications": old | {"new": ADDED}}
    assert list(data) == list(document.data)
    assert list(data["notifications"]) == [*old, "new"]

    if "\r\n" in source.text:
        assert spliced.count("\r\n") == spliced.count("\n")
    columns = {
        len(line) - len(line.lstrip(" ")) for line in spliced.splitlines() if line.lstrip().startswith(("n0:", "new:"))
    }
    assert len(columns) == 1
