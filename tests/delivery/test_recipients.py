"""Recipients from files: CSV as spreadsheets save it, YAML as people write it, and every slip at its place."""

from pathlib import Path

import pytest

from notify.delivery.people.recipients import Recipient, read_recipients
from notify.errors import NotifyError
from notify.source import Position


def read(folder: Path, text: str, name: str = "people.csv") -> list[Recipient]:
    path = folder / name
    path.write_bytes(text.encode())
    return read_recipients(path)


def plain(recipients: list[Recipient]) -> list[tuple[str, str | None, dict[str, object]]]:
    return [
        (each.address, each.locale, {".".join(map(str, g.path)): g.value for g in each.given}) for each in recipients
    ]


def place(position: Position | None) -> tuple[int | None, int | None]:
    assert position
    return position.line, position.column


ANA_AND_BO = [
    ("ana@example.com", "fr", {"user.first_name": "Ana", "name": "A, B"}),
    ("Bo <bo@example.com>", None, {"user.first_name": 'The "best"', "name": ""}),
]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_as_spreadsheets_save_it(tmp_path: Path, separator: str, end: str) -> None:
    rows = [
        ["address", "locale", "user.first_name", "name"],
        ["ana@example.com", "fr", "Ana", '"A, B"'],
        ["", "", "", ""],
        [" Bo <bo@example.com> ", " ", '"The ""best"""', ""],
    ]
    text = "\ufeff" + end.join(separator.join(row) for row in rows) + end + end
    assert plain(read(tmp_path, text)) == ANA_AND_BO


def test_a_list_says_the_same(tmp_path: Path) -> None:
    text = """
- {address: ana@example.com, locale: fr, user: {first_name: Ana}, name: "A, B"}
- address: Bo <bo@example.com>
  user.first_name: The "best"
  name: ""
- cy@example.com
"""
    assert plain(read(tmp_path, text, "people.yaml")) == [*ANA_AND_BO, ("cy@example.com", None, {})]


@pytest.mark.parametrize(
    ("header", "address"), [("Email", "a@x.example"), ("to", "a@x.example"), ("ADDRESS", "a@x.example")]
)
def test_the_address_goes_by_several_names(tmp_path: Path, header: str, address: str) -> None:
    assert plain(read(tmp_path, f"{header}\n{address}\n")) == [(address, None, {})]


def test_beside_an_address_an_email_is_data(tmp_path: Path) -> None:
    assert plain(read(tmp_path, "email,address\nx,a@x.example\n")) == [("a@x.example", None, {"email": "x"})]


def test_every_cell_knows_its_place(tmp_path: Path) -> None:
    first, second = read(tmp_path, 'address,name,locale\na@x.example,"two\nlines",fr\nb@x.example,Bo,en\n')
    assert place(first.given[0].key_position) == (1, 9)
    assert place(first.given[0].position) == (2, 13)
    assert place(first.locale_position) == (3, 8)
    assert place(second.position) == (4, 1)
    assert second.position.excerpt == "b@x.example,Bo,en"


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        pytest.param("", None, None, "This table is empty.", id="empty"),
        pytest.param("\n \n", None, None, "This table is empty.", id="blank"),
        pytest.param("address\n", None, None, "There are no recipients", id="header alone"),
        pytest.param("name,locale\nBo,fr\n", 1, 1, "There is no column with the address.", id="no address"),
        pytest.param("address,address\na,b\n", 1, 9, "There are two columns `address`.", id="two of one"),
        pytest.param("address,,name\na,b,c\n", 1, 9, "This column has no name.", id="no name"),
        pytest.param("address,a..b\na,b\n", 1, 9, "`a..b` names no value.", id="no path"),
        pytest.param("address,user,user.id\na,b,c\n", 1, 14, "`user.id` is a part of `user`", id="a part besides"),
        pytest.param("address,name\na@x.example,A,B\n", 2, 1, "This row has 3 cells, and the first has 2.", id="long"),
        pytest.param("address,name\n\na@x.example\n", 3, 1, "This row has 1 cell,", id="short"),
        pytest.param('address,name\na@x.example,"A\nb,c\n', 2, 13, "This quote is never closed.", id="open quote"),
        pytest.param('address,name\na@x.example,"A" B\n', 2, 16, "This comes after a closing quote.", id="after"),
        pytest.param("address,name\n,Bo\na@x.example,Ana\n", 2, 1, "This recipient has no address.", id="nobody"),
    ],
)
def test_a_slip_in_a_table_is_told_at_its_place(
    tmp_path: Path, text: str, line: int | None, column: int | None, said: str
) -> None:
    with pytest.raises(NotifyError, match=said.replace(".", r"\.")) as raised:
        read(tmp_path, text)
    assert place(raised.value.position) == (line, column)
    assert raised.value.hint


@pytest.mark.parametrize(
    ("text", "line", "column", "said"),
    [
        pytest.param("", None, None, "There are no recipients", id="empty"),
        pytest.param("address: a@x.example\n", 1, 1, "Recipients are a list.", id="no list"),
        pytest.param("- a@x.example\n- 7\n", 2, 3, "`7` is no recipient.", id="a number"),
        pytest.param("- {adress: a@x.example}\n", 1, 3, "There is no field with the address.", id="slip"),
        pytest.param("- {address: 7}\n", 1, 13, "`address` is `7`, and should be text.", id="no text"),
        pytest.param("- {address: }\n", 1, 13, "This recipient has no address.", id="nobody"),
        pytest.param("- {address: a@x, locale: [fr]}\n", 1, 26, "`locale` is a list", id="locales"),
        pytest.param("- {address: a@x, a.: 1}\n", 1, 18, "`a.` names no value.", id="no path"),
        pytest.param("- {address: a@x, user.id: u, user: {id: v}}\n", 1, 37, "`user.id` is given twice.", id="twice"),
        pytest.param("- {address: a@x, user: x, user.id: v}\n", 1, 27, "is a part of `user`", id="a part besides"),
    ],
)
def test_a_slip_in_a_list_is_told_at_its_place(
    tmp_path: Path, text: str, line: int | None, column: int | None, said: str
) -> None:
    with pytest.raises(NotifyError, match=said.replace(".", r"\.").replace("[", r"\[")) as raised:
        read(tmp_path, text, "people.yaml")
    assert place(raised.value.position) == (line, column)
    assert raised.value.hint


def test_what_there_is_instead_of_an_address_is_said(tmp_path: Path) -> None:
    with pytest.raises(NotifyError) as raised:
        read(tmp_path, "who,name\na@x.example,Ana\n")
    assert raised.value.hint == "Call it `address`, `email` or `to`; there is `who` and `name`."


def test_a_file_that_is_not_there_or_no_text_says_so(tmp_path: Path) -> None:
    with pytest.raises(NotifyError, match="There is no such file"):
        read_recipients(tmp_path / "nobody.csv")
    (tmp_path / "latin.csv").write_bytes("address\nJos\xe9@x.example\n".encode("latin-1"))
    with pytest.raises(NotifyError, match="This is not UTF-8"):
        read_recipients(tmp_path / "latin.csv")
