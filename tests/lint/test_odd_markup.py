"""Markup as few people write it, and whoever does is right: capitals, attributes over several lines, old habits."""

from pathlib import Path

import pytest

from notify.lint.example import files_of
from notify.lint.finding import Finding
from notify.lint.knowledge.remarks import TEMPLATE, has_element
from notify.lint.rule import Example
from notify.lint.views.markup.declared import read_sheet
from notify.lint.views.message.image import read_images
from notify.lint.views.template.shown import read_shown
from notify.render.markup.elements import Start, Text, Token
from notify.source import Position
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


DEEP = 1000


@pytest.mark.parametrize(
    "css",
    [
        f"a {{ width: {'calc(' * DEEP} }}",
        f"a {{ width: {'(' * DEEP} }}",
        f"{'a {' * DEEP} float: left",
        f"{'@media {' * DEEP} a {{ float: left }}",
        f"{':not(' * DEEP} {{ float: left }}",
    ],
)
def test_css_that_nobody_can_read_is_passed_over(css: str, tmp_path: Path) -> None:
    assert {each.feature for each in read_sheet(css)} <= {"html-style"}
    style = f"float: left; width: {css.replace('{', '(')}"
    html = f'<mj-raw><style>{css}</style></mj-raw><mj-text><p style="{style}">{{{{ name }}}}</p></mj-text>'
    assert "HTM003" not in {one.code for one in found_in(html, tmp_path)}


# Each would take minutes, were every sign looked at again for each of the others.
MANY = 200_000


@pytest.mark.parametrize(
    "sheet",
    [
        "a { background: " + "url(" * MANY,
        "url(" + " " * MANY,
        "url(a) " + "/* " * MANY,
        "url(a) " + "@import " * MANY,
        "url(a) " + "@font-face { " * MANY,
    ],
    ids=lambda sheet: sheet[-12:],
)
def test_images_of_a_sheet_that_never_ends(sheet: str) -> None:
    tokens: list[Token] = [Start(0, "style", {}, closed=False), Text(7, sheet)]
    assert [image.src for image in read_images(tokens, [], lambda _: Position("a"))] in ([], ["a"])


def test_addresses_in_a_sheet_are_those_of_images() -> None:
    others = "@import url(a.css); @font-face { src: url(a.woff) } /* url(b) */"
    sheet = f"{others} b {{ background: URL( 'c d' ) url( \"e\" ), url(f) }}"
    tokens: list[Token] = [Start(0, "style", {}, closed=False), Text(7, sheet)]
    images = read_images(tokens, [], lambda offset: Position("a", offset))
    assert [(image.src, image.at.line) for image in images] == [
        ("c d", 7 + sheet.index("URL")),
        ("e", 7 + sheet.index('url( "')),
        ("f", 7 + sheet.index("url(f)")),
    ]


def test_many_wide_elements_and_a_sheet_of_many_selectors(tmp_path: Path) -> None:
    wide = "<div width='900'>{{ name }}</div>" * 300
    sheet = "<style>" + "div," * 20_000 + "</style>"
    found = found_in(f"<mj-raw>{sheet}</mj-raw><mj-text>{wide}</mj-text>", tmp_path)
    assert [one.code for one in found if one.code == "HTM009"] == ["HTM009"]
    narrowed = "<style>@media (max-width: 480px) { .a, DIV:first-child { max-WIDTH: 100% } }</style>"
    found = found_in(f"<mj-raw>{narrowed}</mj-raw><mj-text>{wide}</mj-text>", tmp_path / "narrowed")
    assert [one.code for one in found if one.code == "HTM009"] == []


def test_a_style_of_many_declarations_is_read_once(tmp_path: Path) -> None:
    style = "colour: red;" * 20_000 + "display: none; float: left;" * 5000
    found = found_in(f'<mj-text>{{{{ name }}}}<p style="{style}"></p></mj-text>', tmp_path)
    (one,) = [one for one in found if one.code == "HTM003"]
    assert "`colour: red`" in one.message


@pytest.mark.parametrize("sign", ["{", "{{", "{% ", "{#", "<%", "*|a", "<?=", "%%= ", "<p ", "<p >", "<p a='", "</p"])
def test_signs_in_a_comment_that_nothing_ends(sign: str) -> None:
    assert TEMPLATE.search(sign * 20_000) is None
    assert not has_element(sign * 20_000)


@pytest.mark.parametrize(
    ("comment", "taken_out"),
    [
        ("<p>Old</p>", True),
        ("<p>Old<p>", False),
        ("</p><p>", False),
        ('<td width="1">', True),
        ("<mj-text>a</mj-text >", True),
        ("<mj-text> has no `role`", False),
        ("<p> and <b>this</b>", False),
        ("a < b", False),
    ],
)
def test_a_piece_of_a_message_in_a_comment(comment: str, taken_out: bool) -> None:
    assert has_element(comment) == taken_out


@pytest.mark.parametrize("sign", ["{", "**a ", "[a](", "<a ", "&a", "{ a", "**"])
def test_signs_that_are_no_markup_of_a_subject_however_many(sign: str, tmp_path: Path) -> None:
    copy = {"subject": f"{{% raw %}}{sign * 20_000}{{% endraw %}}"}
    found = findings_of(Example(copy=copy), tmp_path)
    assert [one.code for one in found if one.code == "SUB007"] == []


def test_bold_ends_where_the_next_begins(tmp_path: Path) -> None:
    found = findings_of(Example(copy={"subject": "**a **b *c* d** e"}), tmp_path)
    (one,) = [one for one in found if one.code == "SUB007"]
    assert one.message.startswith("People see “**b *c* d**” in the subject")


def test_many_leaks_of_one_part_are_each_told_at_their_line(tmp_path: Path) -> None:
    marks = "\n".join(f"{{{{ a{number} }}}} {{{{ a0 }}}}" for number in range(3000))
    found = findings_of(Example(body=f"<mj-text>{{% raw %}}{marks}{{% endraw %}}</mj-text>"), tmp_path)
    leaks = {one.message.split("”")[0][1:]: one.position.line for one in found if one.code == "HTM007"}
    assert leaks == {f"{{{{ a{number} }}}}": 9 + number for number in range(3000)}


def test_lines_of_a_long_template_are_counted_once() -> None:
    shown = read_shown("a b\n" * 200_000 + "{{ c }} {# d #}\n" * 3000, markup=False)
    values = [each for each in shown if each.value is not None]
    assert [(each.line, each.before) for each in values] == [(200_001 + number, "") for number in range(3000)]
    (one,) = (each for each in read_shown("<b>a {% if b %}c\n{{ d }}</b>{% endif %}") if each.value is not None)
    assert (one.line, one.before) == (2, "c\n")
