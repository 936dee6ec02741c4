"""`notify send --recipients`: everybody gets the message in their language and with their data, and only once."""

import json

import pytest

from tests.cli.test_send import parts, sent
from tests.conftest import Notify, Workspace

VARIABLES = {
    "name": {"type": "string", "sample": "Bo"},
    "count": {"type": "integer", "sample": 1},
    "paid": {"type": "boolean", "sample": False},
    "link": {"type": "string", "required": False},
}


@pytest.fixture
def note(workspace: Workspace) -> Workspace:
    """A workspace whose notification shows all that it is given."""
    workspace.catalogue(note={"variables": VARIABLES})
    who = "{{ user.first_name or 'nobody' }} {{ name }}"
    workspace.email(
        f"<mj-text>{{{{ t.body }}}} | {who} {{{{ count + 1 }}}} {{{{ paid }}}} {{{{ link or 'none' }}}}</mj-text>"
    )
    workspace.copy(body="Hello")
    workspace.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour")
    return workspace


def texts(workspace: Workspace) -> dict[str, str]:
    return {str(message["To"]): parts(message)[0].splitlines()[0] for _, message in sent(workspace.root)}


TABLE = """\
address,locale,user.first_name,name,count,paid,link
ana@acme.example,fr,Ana Maria,007,41,TRUE,x
Bo <bo@acme.example>,,,true,0,false,
"""
LIST = """\
- {address: ana@acme.example, locale: fr, user.first_name: Ana Maria, name: "007", count: 41, paid: true, link: x}
- {address: Bo <bo@acme.example>, user: {first_name: null}, name: "true", count: 0, paid: false, link: null}
"""


@pytest.mark.parametrize(("name", "content"), [("people.csv", TABLE), ("people.yaml", LIST)])
def test_everybody_has_their_own_data(note: Workspace, notify: Notify, name: str, content: str) -> None:
    note.write("templates/note/samples/default.yaml", "link: sampled\n")
    note.write(name, content)
    ended = notify("send", "note", "--recipients", name)
    assert (ended.code, ended.err) == (0, "")
    # A cell's type is what the catalogue declares; an empty one takes away what the sample has.
    assert texts(note) == {
        "ana@acme.example": "Bonjour | Ana Maria 007 42 True x",
        "Bo <bo@acme.example>": "Hello | nobody true 1 False none",
    }


def test_a_value_on_the_command_line_is_over_everybodys(note: Workspace, notify: Notify) -> None:
    note.write("people.csv", "address,name,count\nana@acme.example,Ana,5\n")
    note.write("data.yaml", "name: from data\ncount: 7\n")
    ended = notify("send", "note", "--recipients", "people.csv", "--data", "data.yaml", "--set", "count=8")
    assert ended.code == 0
    assert texts(note) == {"ana@acme.example": "Hello | Ana Ana 9 False none"}


def test_both_ways_of_naming_recipients_add_up(note: Workspace, notify: Notify) -> None:
    note.write("people.csv", "address,locale\nana@acme.example,fr\nbo@acme.example,\n")
    ended = notify("send", "note", "--to", "cy@acme.example", "--recipients", "people.csv", "--locale", "all")
    assert "5 messages: note in en, fr, to 3 recipients, into the outbox" in ended.out
    got = sorted((str(message["To"]), str(message["Content-Language"])) for _, message in sent(note.root))
    assert got == [
        ("ana@acme.example", "fr"),
        ("bo@acme.example", "en"),
        ("bo@acme.example", "fr"),
        ("cy@acme.example", "en"),
        ("cy@acme.example", "fr"),
    ]


def test_nobody_gets_a_message_twice(note: Workspace, notify: Notify) -> None:
    rows = [
        "address,locale",
        "ANA@acme.example,fr",
        "Ana <ana@Acme.example>,fr",
        "bo@acme.example,",
        "ana@acme.example,en",
    ]
    note.write("people.csv", "\n".join(rows))
    to = ["--to", "bo@acme.example", "--to", "Bo <bo@acme.example>"]
    ended = notify("send", "note", *to, "--recipients", "people.csv")
    assert ended.code == 0
    assert "3 messages: " in ended.out
    twice = "Bo <bo@acme.example>, Ana <ana@Acme.example>, bo@acme.example"
    assert f"Named more than once, and sent to once: {twice}.\n" in ended.out
    got = sorted((str(message["To"]), str(message["Content-Language"])) for _, message in sent(note.root))
    assert got == [("ANA@acme.example", "fr"), ("ana@acme.example", "en"), ("bo@acme.example", "en")]


def test_every_mistake_is_told_at_its_cell_before_anything_is_sent(note: Workspace, notify: Notify) -> None:
    note.write(
        "people.csv",
        "address,locale,count,user.nam\nana@acme.example,fr,soon,A\nnobody,,1,B\nbo@acme.example,fr_,2,C\n",
    )
    ended = notify("send", "note", "--recipients", "people.csv")
    assert ended.code == 2
    assert ended.out == ""
    for said in (
        "people.csv:1:22",
        "`user.nam` is not a trait that the catalogue declares.",
        "people.csv:2:21",
        "2 | ana@acme.example,fr,soon,A\n      |                     ^^^^",
        "`count`: This is declared as a whole number, and the text `soon` is not.",
        "people.csv:3:1",
        "`nobody` is not an e-mail address: it has no @.",
        "people.csv:4:17",
        "`fr_` is not a locale.",
        "4 mistakes.",
    ):
        assert said in ended.err
    assert not (note.root / ".notify").exists()


def test_every_row_of_another_length_is_told_with_its_own_cure(note: Workspace, notify: Notify) -> None:
    note.write("people.csv", "address,name\nana@acme.example\nbo@acme.example,Bo,C\n")
    ended = notify("send", "note", "--recipients", "people.csv")
    assert ended.code == 2
    for said in ("has 1 cell, and", "a cell may be empty", "has 3 cells, and", '"Doe, Ana"', "2 mistakes."):
        assert said in ended.err


def test_a_slip_in_the_name_of_the_address_is_seen(note: Workspace, notify: Notify) -> None:
    note.write("people.csv", "name,adress\nAna,ana@acme.example\n")
    assert "Did you mean `address`?" in notify("send", "note", "--recipients", "people.csv").err


def test_a_required_value_that_somebody_lacks_is_told_at_the_cell(note: Workspace, notify: Notify) -> None:
    note.write("people.csv", "address,name\nana@acme.example,Ana\nbo@acme.example,\n")
    ended = notify("send", "note", "--recipients", "people.csv")
    assert ended.code == 2
    assert "people.csv:3:17" in ended.err
    assert "`name` is required, and has no value here." in ended.err


def test_telephone_numbers_are_recipients_of_text_messages(note: Workspace, notify: Notify) -> None:
    note.catalogue(note={"channels": ["email", "sms"]})
    note.copy(body="b", sms="Hi {{ name }}")
    note.write("people.csv", "to,name\n+33612345678,Ana\n+33687654321,Bo\n")
    assert notify("send", "note", "--channel", "sms", "--recipients", "people.csv").code == 0
    written = [json.loads(path.read_text(encoding="utf-8")) for path in note.root.glob(".notify/outbox/*/*.json")]
    assert sorted((each["recipient"], each["text"]) for each in written) == [
        ("+33612345678", "Hi Ana"),
        ("+33687654321", "Hi Bo"),
    ]


def test_many_recipients_are_shared_out_and_keep_their_order(note: Workspace, notify: Notify) -> None:
    rows = [f"p{number}@acme.example,N{number}" for number in range(250)]
    note.write("people.csv", "\n".join(["address,name", *rows]))
    ended = notify("send", "note", "--recipients", "people.csv", "--jobs", "2", "--format", "json")
    receipts = json.loads(ended.out)["receipts"]
    assert [receipt["recipient"] for receipt in receipts] == [f"p{number}@acme.example" for number in range(250)]
    assert texts(note) == {f"p{number}@acme.example": f"Hello | Ana N{number} 2 False none" for number in range(250)}


@pytest.mark.parametrize(
    ("column", "meant"),
    [("first_name", "user.first_name"), ("firstname", "user.first_name"), ("naem", "name"), ("email_", "user.email")],
)
@pytest.mark.parametrize("name", ["people.csv", "people.json"])
def test_a_column_that_is_called_by_half_a_name(
    column: str, meant: str, name: str, note: Workspace, notify: Notify
) -> None:
    people = [{"address": "ana@acme.example", column: "Ana"}]
    note.write(name, f"address,{column}\nana@acme.example,Ana\n" if name == "people.csv" else json.dumps(people))
    ended = notify("send", "note", "--recipients", name)
    assert ended.code == 2
    assert f"error: `{column}` is not a variable of `note`.\nhelp: Did you mean `{meant}`?\n" in ended.err
