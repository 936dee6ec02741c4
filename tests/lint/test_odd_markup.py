"""Markup as few people write it, and whoever does is right: capitals, attributes over several lines, old habits."""

from pathlib import Path

import pytest

from notify.lint.example import files_of
from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

TEXT = "<mj-text>{{ t.body }}</mj-text>"
LOOKED_AT = ("ACC", "HTM", "IMG", "LNK", "MJM", "VAR")


def found_in(body: str, folder: Path) -> list[Finding]:
    found = findings_of(Example(body=f"{body}\n{TEXT}"), folder)
    return [one for one in found if one.code.startswith(LOOKED_AT)]


def line_of(finding: Finding, folder: Path) -> str:
    lines = (folder / finding.position.file).read_text().splitlines()
    return lines[(finding.position.line or 0) - 1]


@pytest.mark.parametrize(
    ("body", "codes", "line"),
    [
        (
            '<mj-button\n inner-padding="9px"\n href="https://acme.example"\n padding="9vw">a</mj-button>',
            ["HTM003", "MJM004"],
            ' padding="9vw">a</mj-button>',
        ),
        (
            '<mj-text\n container-background-color="#ffffff"\n color="rgba(0, 0, 0, .6)">{{ name }}</mj-text>',
            ["HTM003"],
            ' color="rgba(0, 0, 0, .6)">{{ name }}</mj-text>',
        ),
        (
            '<mj-text css-class="x\nalign= y"\n\nalign="foo">{{ name }}</mj-text>',
            ["MJM004"],
            'align="foo">{{ name }}</mj-text>',
        ),
        (
            '<mj-text><b class="style"\n id="b"\n STYLE = "display: flex">{{ name }}</b></mj-text>',
            ["HTM003"],
            ' STYLE = "display: flex">{{ name }}</b></mj-text>',
        ),
        (
            '<mj-text><p class="hidden"\n HIDDEN>{{ name }}</p></mj-text>',
            ["HTM004"],
            " HIDDEN>{{ name }}</p></mj-text>",
        ),
    ],
)
def test_an_attribute_is_found_where_it_is_written(body: str, codes: list[str], line: str, tmp_path: Path) -> None:
    found = found_in(body, tmp_path)
    assert sorted(one.code for one in found) == codes
    assert {line_of(one, tmp_path) for one in found} == {line}


@pytest.mark.parametrize(
    "body",
    [
        "<mj-text>{{ name }}<BR>{{ name }}<Hr>{{ name }}</mj-text>",
        '<mj-text><IMG SRC="https://acme.example/a.png" ALT="{{ name }}" WIDTH="40"></mj-text>',
        '<mj-text><A HREF="https://acme.example"><img SRC="https://acme.example/a" Alt="a" width="4"></A></mj-text>',
        '<mj-text><TABLE ROLE="presentation"><TR><TD>{{ name }}</TD></TR></TABLE></mj-text>',
        "<mj-text><Table><THEAD><tr><TH>{{ name }}</th></tr></thead><tr><TD>{{ name }}</td></tr></table></mj-text>",
        "<mj-text><H1>{{ name }}</H1><h2>{{ name }}</H2></mj-text>",
        "<mj-raw><STYLE>.a td { padding: 0; }</Style></mj-raw>",
        '<mj-text><DIV STYLE="max-width: 900px" WIDTH="900">{{ name }}</DIV></mj-text>',
    ],
)
def test_html_in_capitals_is_html(body: str, tmp_path: Path) -> None:
    assert [(one.code, one.message) for one in found_in(body, tmp_path)] == []


@pytest.mark.parametrize(
    ("body", "codes"),
    [
        ("<TABLE><TR><TD>{{ name }}</TD></TR></TABLE>", ["ACC005"]),
        ('<IMG SRC="a.webp">', ["IMG001", "IMG003", "IMG004", "IMG006"]),
        ('<A HREF="http://board">{{ name }}</A>', ["LNK005"]),
        ('<P ONCLICK="go()">{{ name }}</P>', ["HTM005"]),
        ("<H1>{{ name }}</H1><H3>{{ name }}</H3>", ["ACC003"]),
        ("<STYLE>p { float: left }</STYLE><p>{{ name }}</p>", ["HTM003"]),
        ('<TD WIDTH="900">{{ name }}</TD>', ["HTM009"]),
    ],
)
def test_what_is_wrong_in_capitals_is_wrong(body: str, codes: list[str], tmp_path: Path) -> None:
    assert sorted(one.code for one in found_in(f"<mj-text>{body}</mj-text>", tmp_path)) == codes


@pytest.mark.parametrize("end", ["</br>", "<br></BR>", "<br /></br>"])
def test_the_end_of_what_has_none_is_told_at_its_line(end: str, tmp_path: Path) -> None:
    (finding,) = found_in(f"<mj-text>{{{{ name }}}}\n{end}</mj-text>", tmp_path)
    assert finding.code == "MJM005"
    assert finding.message == "`</br>` closes nothing: a `<br>` has no end."
    assert line_of(finding, tmp_path) == f"{end}</mj-text>"


@pytest.mark.parametrize(
    ("heading", "empty"),
    [
        ('<img src="https://acme.example/a.png" alt="" width="9" />', True),
        ('<img src="https://acme.example/a.png" alt="{{ name }}" role="presentation" width="9" />', True),
        ('<span aria-label=" "></span>', True),
        ('<img src="https://acme.example/a.png" alt="{{ name }}" width="9" />', False),
        ('<img src="https://acme.example/a.png" alt="" aria-label="{{ name }}" width="9" />', False),
        ('<a href="https://acme.example/" aria-label="{{ name }}"><img alt="" src="a.png" width="9" /></a>', False),
    ],
)
def test_a_picture_without_words_fills_no_heading(heading: str, empty: bool, tmp_path: Path) -> None:
    found = [one for one in found_in(f"<mj-text><h2>{heading}</h2></mj-text>", tmp_path) if one.code == "ACC003"]
    assert [one.message for one in found] == ["`<h2>` has no words."] * empty


def test_a_picture_whose_words_are_missing_in_one_language_is_told_there(tmp_path: Path) -> None:
    body = '<mj-text><h1><img src="{{ product.url }}/a.png" alt="{{ t.alt }}" width="9" /></h1>{{ t.body }}</mj-text>'
    texts = {"alt": " ", "button": None}
    example = Example(body=body, copy={"alt": "Acme", "button": None}, locales={"fr": texts})
    [one] = [one for one in findings_of(example, tmp_path) if one.code == "ACC003"]
    assert one.locales == ("fr",)


def test_conditions_in_capitals_are_conditions(tmp_path: Path) -> None:
    body = (
        "<mj-raw><!--[IF MSO]><p>{{ name }}</p><![ENDIF]-->"
        '<!--[If !Mso]><!--><p style="display: flex">{{ name }}</p><!--<![EndIf]--></mj-raw>'
    )
    assert [one.code for one in found_in(body, tmp_path)] == []
    [one] = found_in("<mj-raw><!--[IF MSO]><p>{{ name }}</p></mj-raw>", tmp_path / "open")
    assert one.message == "`<!--[if mso]>` never ends. Nobody else sees what follows it."


MEMO = {
    "category": "activity",
    "description": "A memo.",
    "class": "transactional",
    "topic": "notes",
    "trigger": {"event": "note.written"},
    "channels": ["email"],
    "variables": {"name": {"type": "string"}},
}
SHARED = {
    "ACC003": "<mj-text><h1></h1></mj-text>",
    "HTM002": f"<mj-raw><style>{'.note td { color: #111111; }' * 400}</style></mj-raw>",
    "HTM007": "<mj-text>[object Object] {{ '{{' }} name }}</mj-text>",
}


@pytest.mark.parametrize("code", SHARED)
def test_what_is_wrong_in_a_layout_is_told_once(code: str, tmp_path: Path) -> None:
    layout = files_of(Example(body=f"{SHARED[code]}{{% block words %}}{{% endblock %}}"))["templates/note/email.mjml"]
    words = f'{{% extends "layouts/base.mjml" %}}{{% block words %}}{TEXT}{{% endblock %}}'
    copies = {name: text for name, text in files_of(Example()).items() if "/copy/" in name}
    files = {
        "templates/layouts/base.mjml": layout,
        **{f"templates/{each}/email.mjml": words for each in ("note", "memo")},
        **{name.replace("/note/", "/memo/"): text for name, text in copies.items()},
    }
    found = findings_of(Example(catalogue={"notifications": {"memo": MEMO}}, files=files), tmp_path)
    assert [(one.notification, one.position.file) for one in found if one.code == code] == [
        (None, "templates/layouts/base.mjml")
    ]


def test_a_size_that_is_an_error_is_one_whatever_warns(tmp_path: Path) -> None:
    options = {"lint": {"rules": {"HTM001": {"warning": 90_000, "error": 1000}}}}
    [one] = [one for one in findings_of(Example(catalogue=options), tmp_path) if one.code == "HTM001"]
    assert one.severity == "error"
