"""MJML: what is wrong in it, what is none of it, and that a refusal is told once, at the line to mend."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from benchmarks.mjml_agreement import make_documents, make_reader

from notify.lint.finding import Finding
from notify.lint.knowledge.mjml import FORMER, describe, elements, fits, types_of
from notify.lint.rule import Example
from notify.lint.rules.mjml import mismatched_tags, misplaced_element, unknown_element
from notify.render.markup.fault import MarkupFault
from notify.render.markup.nesting import ELEMENTS
from notify.render.markup.reading import is_readable, read_as_written
from tests.lint.test_rules import findings_of

TEXT = "<mj-text>{{ t.body }}</mj-text>"
LAYOUT = "<mjml><mj-head>%s<mj-title>{{ t.subject }}</mj-title></mj-head><mj-body>%s</mj-body></mjml>"
SECTION = "<mj-section><mj-column>%s</mj-column></mj-section>"


def found_in(body: str, folder: Path, files: Mapping[str, str | None] | None = None) -> list[Finding]:
    found = findings_of(Example(body=body, files=files or {}), folder)
    return [one for one in found if one.code.startswith("MJM") or one.code == "VAR008"]


def codes_in(body: str, folder: Path) -> list[str]:
    return [one.code for one in found_in(body, folder) if one.severity != "info"]


def found_in_whole(head: str, body: str, folder: Path) -> list[Finding]:
    return found_in("", folder, {"templates/note/email.mjml": LAYOUT % (head, body)})


@pytest.mark.parametrize(
    ("body", "message", "cure"),
    [
        ("<mj-txt>a</mj-txt>", "`<mj-txt>` is not an element", "Did you mean `<mj-text>`?"),
        ("<MJ-Text>a</MJ-Text>", "have small letters", "Write `<mj-text>`."),
        ("<mjtext>a</mjtext>", "`<mjtext>` is not an element", "Did you mean `<mj-text>`?"),
        ('<mj-include path="a.mjml" />', "does not work here", "{% include %}"),
        ("<mj-inline-links><mj-link /></mj-inline-links>", "of MJML 3", "`<mj-navbar>`"),
        ("<mj-invoice><mj-invoice-item /></mj-invoice>", "of MJML 3", "a row for each"),
        ("<mj-link />", "of MJML 3", "`<mj-navbar-link>`"),
        ("<mj-html>a</mj-html>", "of MJML 3", "Write `<mj-text>` instead."),
        ('<mj-container width="600px"></mj-container>', "of MJML 3", "`width` and `background-color`"),
        ('<mj-selector path="a"></mj-selector>', "compiler of notify does not have", "documentation.mjml.io"),
        (f"{TEXT}<mj-text><mj-foo>a</mj-foo></mj-text>", "`<mj-foo>`", ""),
    ],
)
def test_an_unknown_element_is_named_with_what_was_meant(body: str, message: str, cure: str, tmp_path: Path) -> None:
    (finding,) = found_in(TEXT + body, tmp_path)
    assert (finding.code, finding.severity) == ("MJM001", "error")
    assert message in finding.message
    assert cure in finding.help


@pytest.mark.parametrize(
    "body",
    [
        "<mj-text><foo>a</foo><o:p>b</o:p></mj-text>",
        "<mj-raw><custom-element></custom-element></mj-raw>",
        "<mj-raw><!--[if mso]><v:rect></v:rect><![endif]--></mj-raw>",
        f"<!--[if mso]><v:rect><p>a</p><![endif]--><!-- a -->{TEXT}<!--[if mso]></v:rect>b<![endif]-->",
        f"<!--[if !mso]><!-->{TEXT}<!--<![endif]-->",
    ],
)
def test_html_that_is_none_is_no_concern_of_mjml(body: str, tmp_path: Path) -> None:
    assert [code for code in codes_in(body, tmp_path) if code in {"MJM001", "MJM003"}] == []


@pytest.mark.parametrize(
    ("attributes", "message", "cure"),
    [
        ('colour="red"', "`colour` is no attribute that `<mj-text>` has", "Did you mean `color`?"),
        ('Align="center"', "`Align`", "Did you mean `align`?"),
        ('class="ink"', "`class`", "Write `css-class`."),
        ('style="color: red"', "`style`", "<mj-style"),
        ('dir="rtl"', "`dir`", "an element of HTML in `<mj-text>`"),
        ('aria-label="x"', "`aria-label`", "an element of HTML in `<mj-text>`"),
        ('data-track="x"', "`data-track`", "an element of HTML in `<mj-text>`"),
        ("nowrap", "`nowrap`", "Take it away"),
        ('border-radius="3px"', "`border-radius`", ""),
    ],
)
def test_an_unknown_attribute_is_named_with_what_was_meant(
    attributes: str, message: str, cure: str, tmp_path: Path
) -> None:
    (finding,) = found_in(f"<mj-text {attributes}>{{{{ t.body }}}}</mj-text>", tmp_path)
    assert (finding.code, finding.severity) == ("MJM002", "error")
    assert message in finding.message
    assert cure in finding.help


@pytest.mark.parametrize(
    ("attribute", "name"), [("facebook-href='x'", "facebook"), ("display='x'", "…"), ("text-mode='true'", "…")]
)
def test_what_social_icons_were_in_mjml_3_are_elements_now(attribute: str, name: str, tmp_path: Path) -> None:
    (finding,) = found_in(f"{TEXT}<mj-social {attribute}></mj-social>", tmp_path)
    assert f'`<mj-social-element name="{name}" href="…">`' in finding.help


def test_an_attribute_that_stands_twice_is_told_at_the_second(tmp_path: Path) -> None:
    words = '<p style="top: 0"\n STYLE="left: 0">{{ t.body }}</p>'
    body = f'<mj-text\n color="#333" align="left"\n color="#444">{words}</mj-text>'
    found = found_in(body, tmp_path)
    assert [(one.code, one.severity, one.message.split("`")[1]) for one in found] == [
        ("MJM002", "warning", "color"),
        ("MJM002", "warning", "style"),
    ]
    assert (found[1].position.line or 0) - (found[0].position.line or 0) == 1
    near = (
        '<mj-text color="#333" css-class="a=b">a="b" a="b" <a title="x=y=z" href="https://acme.example/?a=1&amp;b=2">'
    )
    assert codes_in(f"{near}{{{{ t.body }}}}</a></mj-text>", tmp_path / "near") == []


def test_what_only_the_compiler_lacks_is_no_error(tmp_path: Path) -> None:
    image = '<mj-image src="https://acme.example/a.png" alt="A" width="90px" %s />'
    (finding,) = found_in(TEXT + image % 'border-top="1px solid red"', tmp_path / "seen")
    assert (finding.code, finding.severity) == ("MJM002", "warning")
    assert "compiler of notify leaves out" in finding.message
    (finding,) = found_in('<mj-table role="presentation"><tr><td>{{ t.body }}</td></tr></mj-table>', tmp_path / "not")
    assert (finding.code, finding.severity) == ("MJM002", "info")


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text css-class="a" mj-class="">{{ t.body }}</mj-text>',
        '<mj-text><p id="a" dir="rtl" lang="ar" style="color:red" bogus="1">{{ t.body }}</p></mj-text>',
        "<mj-raw><b bogus>a</b></mj-raw>",
        '<mj-text padding="0" line-height="1.5" letter-spacing="-0.5px" color="RebeccaPurple">{{ t.body }}</mj-text>',
        '<mj-text padding=" 10px  0 " color="rgba(0, 0, 0, .5)" container-background-color="transparent">a</mj-text>',
        '<mj-image src="https://acme.example/a.png" alt="A" width="90px" height="auto" fluid-on-mobile="true" />',
        '<mj-table width="auto" cellpadding="4"><tr><td>{{ t.body }}</td></tr></mj-table>',
        '<mj-text color="&#35;fff">{{ t.body }}</mj-text>',
    ],
)
def test_what_mjml_has_is_silent(body: str, tmp_path: Path) -> None:
    assert codes_in(body, tmp_path) == []


@pytest.mark.parametrize(
    ("attribute", "message", "cure"),
    [
        ('color="reed"', "`color` of `<mj-text>` is `reed`, and not a colour", "Did you mean `red`?"),
        ('color="333"', "`333`", "Write `#333`."),
        ('color="#33333"', "`#33333`", "`#rrggbb`"),
        ('color=""', "is empty", "leave the attribute out"),
        ("color", "is empty", "leave the attribute out"),
        ('padding="10"', "one to four lengths in px or %", "Write `10px`."),
        ('padding="10 25 0"', "`10 25 0`", "Write `10px 25px 0px`."),
        ('padding="1,5px"', "`1,5px`", "Write `1.5px`."),
        ('padding="-3px"', "`-3px`", "Write one to four lengths in px or %."),
        ('padding="1px 2px 3px 4px 5px"', "`1px 2px 3px 4px 5px`", ""),
        ('font-size="1em"', "a length in px", ""),
        ('font-size="16"', "`16`", "Write `16px`."),
        ('line-height="normal"', "a length in px or % or a bare number", ""),
        ('align="centre"', "`left`, `right`, `center` or `justify`", "Did you mean `center`?"),
        ('align="CENTER"', "`CENTER`", "Did you mean `center`?"),
        ('align="middle"', "`middle`", "Write `center`."),
        ('line-height="20"', "that many times the size of the letters", "Write `20px`, or a number"),
    ],
)
def test_a_value_is_shown_with_what_it_should_be(attribute: str, message: str, cure: str, tmp_path: Path) -> None:
    (finding,) = found_in(f"<mj-text {attribute}>{{{{ t.body }}}}</mj-text>", tmp_path)
    assert (finding.code, finding.severity) == ("MJM004", "error")
    assert message in finding.message
    assert cure in finding.help


@pytest.mark.parametrize(
    ("attribute", "cure"),
    [
        ('border-radius="4"', "Write `4px`."),
        ('border-radius="4 0 .5px"', "Write `4px 0 .5px`."),
        ('border="1 solid #333"', "Write `1px solid #333`."),
        ('border-radius="4px / 0 2%" border="0 solid #333333"', ""),
        ('border="thin solid rgb(1 2 3)" line-height="1.5"', ""),
    ],
)
def test_a_border_needs_units_though_mjml_takes_any_words(attribute: str, cure: str, tmp_path: Path) -> None:
    found = found_in(f'<mj-button href="https://acme.example/a" {attribute}>{{{{ t.body }}}}</mj-button>', tmp_path)
    assert [(one.code, one.help) for one in found] == ([("MJM004", cure)] if cure else [])


def test_a_class_must_be_one_that_there_is(tmp_path: Path) -> None:
    head = '<mj-attributes><mj-class name="lead" color="red" /><mj-class name="x" color="red" /></mj-attributes>'
    body = (
        SECTION % '<mj-text mj-class="x leed">{{ t.body }}</mj-text><mj-text mj-class="lead  x">{{ t.body }}</mj-text>'
    )
    (finding,) = found_in_whole(head, body, tmp_path)
    assert (finding.code, finding.severity, finding.help) == ("MJM004", "error", "Did you mean `lead`?")
    (finding,) = found_in('<mj-text mj-class="leed">{{ t.body }}</mj-text>', tmp_path / "none")
    assert (finding.code, finding.severity) == ("MJM004", "warning")
    assert '`<mj-class name="leed" />`' in finding.help


@pytest.mark.parametrize(
    ("attributes", "cures"),
    [
        ('name="facebok"', ["Did you mean `facebook`?"]),
        ('name="mastodon"', ["Give it an icon with `src`, and say in `alt` whose it is."]),
        ('name="mastodon" src="https://acme.example/m.png"', []),
        ('name="x-noshare"', []),
    ],
)
def test_a_network_must_be_one_with_an_icon(attributes: str, cures: list[str], tmp_path: Path) -> None:
    element = f'<mj-social-element {attributes} alt="" href="https://acme.example/a">{{{{ name }}}}</mj-social-element>'
    found = found_in(f"{TEXT}<mj-social>{element}</mj-social>", tmp_path)
    assert [one.help for one in found] == cures


def test_defaults_are_read_as_what_they_are_the_defaults_of(tmp_path: Path) -> None:
    body = SECTION % '<mj-text mj-class="a">{{ t.body }}</mj-text>'
    good = (
        '<mj-attributes><mj-all font-size="16px" line-height="1.5" icon-size="20px" />'
        '<mj-class name="a" color="red" width="auto" /><mj-section padding="0" /></mj-attributes>'
    )
    assert [one.code for one in found_in_whole(good, body, tmp_path / "good")] == []
    bad = (
        '<mj-attributes><mj-all colour="red" font-size="16" />\n'
        '<mj-class name="a" class="b" color="none" />\n<mj-section font-size="16px" /></mj-attributes>'
    )
    found = found_in_whole(bad, body, tmp_path / "bad")
    assert [(one.code, one.position.line, one.message.split("`")[1]) for one in found] == [
        ("MJM002", 1, "colour"),
        ("MJM004", 1, "font-size"),
        ("MJM002", 2, "class"),
        ("MJM004", 2, "color"),
        ("MJM002", 3, "font-size"),
    ]


@pytest.mark.parametrize(
    ("body", "message", "severity"),
    [
        ("<mj-section><mj-column>" + TEXT + "</mj-column></mj-section>", "in `<mj-column>`", "error"),
        ("<mj-text><mj-image src='https://acme.example/a.png' alt='A' /></mj-text>", "holds HTML", "error"),
        ("<mj-raw><div><mj-text>a</mj-text></div></mj-raw>", "`<mj-text>` is not compiled in `<mj-raw>`", "error"),
        ("{{ name }}", "Text cannot stand in `<mj-column>`", "error"),
        ("<mj-title>a</mj-title>", "`<mj-title>` cannot stand in `<mj-column>`", "error"),
        ("<mj-navbar><mj-raw>a</mj-raw></mj-navbar>", "in MJML, and not in the compiler of notify", "error"),
        ("<mj-navbar><p>a</p></mj-navbar>", "`<p>` cannot stand in `<mj-navbar>`", "error"),
        ("<mj-navbar><!--[if mso]></mj-navbar>", "A condition (`<!--[if mso]>`)", "error"),
        ("<mj-spacer><!-- high --></mj-spacer>", "A comment cannot stand", "error"),
        ("<mj-spacer>a</mj-spacer>", "Text cannot stand in `<mj-spacer>`", "error"),
        ('<mj-all color="red" />', "`<mj-all>` cannot stand in `<mj-column>`", "error"),
        ("<div>{{ t.body }}</div>", "`<div>` is HTML", "warning"),
    ],
)
def test_what_is_out_of_place_is_told(body: str, message: str, severity: str, tmp_path: Path) -> None:
    found = [one for one in found_in(TEXT + body, tmp_path) if one.severity != "info"]
    assert [(one.code, one.severity) for one in found] == [("MJM003", severity)]
    assert message in found[0].message


@pytest.mark.parametrize(
    ("body", "own"),
    [
        ('<mj-carousel><mj-image src="https://acme.example/a.png" alt="" /></mj-carousel>', "mj-carousel-image"),
        ('<mj-navbar><a href="https://acme.example/a">{{ name }}</a></mj-navbar>', "mj-navbar-link"),
    ],
)
def test_what_has_an_element_of_its_own_there_is_told_that(body: str, own: str, tmp_path: Path) -> None:
    (finding,) = found_in(TEXT + body, tmp_path)
    assert (finding.code, finding.help) == ("MJM003", f"Write `<{own}>` instead.")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('<mj-text><a href="{url}">a <b><a href="{url}">b</a></b></a></mj-text>', "in the link of a `<a>`"),
        ('<mj-button href="{url}"><a href="{url}">b</a></mj-button>', "in the link of a `<mj-button>`"),
        ("<mj-table><td>a</td></mj-table>", "`<td>` stands in `<mj-table>` outside of a row"),
        ("<mj-table><tr><td><table><tbody><th>a</th></tbody></table></td></tr></mj-table>", "`<th>` stands in `<tb"),
        ("<mj-table><tr><div>a</div></tr></mj-table>", "`<div>` stands in `<tr>` outside of its cells"),
        ("<mj-text><table><p>a</p></table></mj-text>", "`<p>` stands in `<table>` outside of its cells"),
    ],
)
def test_html_that_parsers_put_elsewhere_deserves_a_warning(body: str, message: str, tmp_path: Path) -> None:
    (finding,) = found_in(TEXT + body.replace("{url}", "https://acme.example/a"), tmp_path)
    assert (finding.code, finding.severity) == ("MJM003", "warning")
    assert message in finding.message


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text><a name="a"><a href="https://acme.example/a">b</a></a></mj-text>',
        '<mj-text><a href="https://acme.example/a">b</a><a href="https://acme.example/a">b</a></mj-text>',
        "<mj-table><caption>a</caption><colgroup><col /></colgroup><tr><td><div>a</div></td></tr></mj-table>",
        "<mj-raw><tr><td><p>a</p></td></tr></mj-raw>",
        "<mj-raw><!--[if mso]><table><div>a</div></table><![endif]--></mj-raw>",
    ],
)
def test_html_that_stays_where_it_is_is_silent(body: str, tmp_path: Path) -> None:
    assert codes_in(TEXT + body, tmp_path) == []


def test_words_out_of_place_are_told_at_their_own_line(tmp_path: Path) -> None:
    found = found_in(f"{TEXT}\n\n{{{{ name }}}}\n", tmp_path)
    assert [(one.code, one.position.excerpt) for one in found] == [("MJM003", "{{ name }}")]


@pytest.mark.parametrize(
    "document",
    [
        "<mjml><mj-section></mj-section><mj-body>%s</mj-body></mjml>",
        "<mjml>words<mj-body>%s</mj-body></mjml>",
        '<mjml><mj-raw position="file-start">a</mj-raw><mj-body>%s</mj-body></mjml>',
        "<mjml><mj-head><mj-attributes><mj-all><b /></mj-all></mj-attributes></mj-head><mj-body>%s</mj-body></mjml>",
        '<mjml><mj-head><mj-font name="a" href="https://a.example">b</mj-font></mj-head><mj-body>%s</mj-body></mjml>',
    ],
)
def test_what_is_out_of_place_around_the_body_is_told_once(document: str, tmp_path: Path) -> None:
    files = {"templates/note/email.mjml": document % (SECTION % TEXT)}
    assert [one.code for one in found_in("", tmp_path, files)] == ["MJM003"]


def test_all_tags_that_do_not_match_are_told_each_at_its_line(tmp_path: Path) -> None:
    body = "<mj-text>\n<b>a</mj-text>\n<mj-text>b</mj-txt>\n</div>\n<mj-text><i>{{ t.body }}</mj-text>"
    found = found_in(body, tmp_path)
    assert [(one.code, one.message, one.help) for one in found] == [
        ("MJM005", "`<b>` is closed by `</mj-text>`.", "Add `</b>` where it ends."),
        ("MJM005", "`<mj-text>` is closed by `</mj-txt>`.", "Did you mean `</mj-text>`?"),
        ("MJM005", "`</div>` closes nothing that is open here.", "Remove it."),
        ("MJM005", "`<i>` is closed by `</mj-text>`.", "Add `</i>` where it ends."),
    ]
    first = found[0].position.line or 0
    assert [one.position.line for one in found] == [first, first + 1, first + 2, first + 3]
    assert [(one.locales, one.samples) for one in found] == 4 * [(("en", "fr"), ("default",))]


GHOST = '<mj-raw><!--[if mso]><table role="presentation" width="600"><tr><td><![endif]--></mj-raw>'
GHOST_END = "<mj-raw><!--[if mso]></td></tr></table><![endif]--></mj-raw>"


def test_a_table_for_outlook_around_others_is_none_of_mjml_and_one_that_never_ends_is_one_fault(tmp_path: Path) -> None:
    assert codes_in(GHOST + TEXT + GHOST_END, tmp_path / "good") == []
    assert codes_in(GHOST + TEXT, tmp_path / "open") == ["MJM005"]
    assert codes_in(TEXT + GHOST_END, tmp_path / "end") == ["MJM005"]


def test_html_that_opens_in_one_part_and_ends_in_another_is_one_fault(tmp_path: Path) -> None:
    body = f"<mj-raw><table><tr><td></mj-raw>{TEXT}<mj-raw></td></tr></table></mj-raw>"
    (finding,) = found_in(body, tmp_path)
    assert (finding.code, finding.message) == ("MJM005", "`<table>` is closed by `</mj-raw>`.")
    assert "in the same `<mj-raw>`" in finding.help


def test_what_is_never_closed_is_all_that_is_said_of_what_follows(tmp_path: Path) -> None:
    assert [(one.code, one.message) for one in found_in(f"<mj-button>{TEXT}", tmp_path)] == [
        ("MJM005", "`<mj-button>` is closed by `</mj-column>`.")
    ]


def test_what_is_no_markup_at_all_is_another_fault(tmp_path: Path) -> None:
    assert [one.code for one in found_in(f"{TEXT}<mj-text>a < b</mj-text>", tmp_path)] == ["VAR008"]


def test_several_refusals_are_told_with_whatever_else_is_wrong(tmp_path: Path) -> None:
    body = (
        f'<mj-txt>a</mj-txt>\n<mj-column>{TEXT}</mj-column>\n<mj-text><b>c</mj-text>\n<mj-text colour="red">d</mj-text>'
    )
    assert [one.code for one in found_in(body, tmp_path)] == ["MJM001", "MJM003", "MJM005", "MJM002"]


def test_a_tag_lost_in_a_translation_is_told_where_it_stands(tmp_path: Path) -> None:
    example = Example(
        body="<mj-text>{{ t.html }}</mj-text>",
        copy={"html": "<b>{{ name }}</b> wrote."},
        locales={"fr": {"html": "<b>{{ name }} a écrit."}},
    )
    found = [one for one in findings_of(example, tmp_path) if one.code in {"MJM005", "VAR008", "COP012"}]
    assert len(found) <= 1


def test_a_fault_is_one_however_often_it_stands_in_a_file(tmp_path: Path) -> None:
    part = '{% macro part(words) %}\n<mj-text colour="red">{{ words }}</mj-text>\n{% endmacro %}'
    body = (
        '{% from "components/part.mjml" import part %}{{ part(t.body) }}{{ part(name) }}\n'
        '<mj-text colour="blue">a</mj-text>\n<mj-text\n colour="blue">b</mj-text>'
    )
    first, second = found_in(body, tmp_path, {"templates/components/part.mjml": part})
    assert (first.position.file, first.position.line) == ("templates/components/part.mjml", 2)
    assert "same stands" not in first.help
    assert (second.position.file, second.position.excerpt) == (
        "templates/note/email.mjml", '<mj-text colour="blue">a</mj-text>',
    )  # fmt: skip
    line = second.position.line or 0
    assert second.position.column == 10
    assert second.help == f"Did you mean `color`? The same stands in line {line + 2}."
    assert not any(character.isdigit() for character in first.key + second.key)


def test_values_are_faults_of_their_own_where_they_are_written_and_one_where_data_brings_them(tmp_path: Path) -> None:
    written = '<mj-text color="rd">{{ t.body }}</mj-text>\n<mj-text color="blu">a</mj-text>'
    assert len(found_in(written, tmp_path / "written")) == 2
    data = "{% for each in ['rd', 'blu'] %}\n<mj-text color=\"{{ each }}\">{{ t.body }}</mj-text>\n{% endfor %}"
    (finding,) = found_in(data, tmp_path / "data")
    assert finding.key == "templates/note/email.mjml:mj-text.color"


@pytest.mark.parametrize("name", sorted(set(FORMER)))
def test_what_mjml_3_had_is_none_of_mjml(name: str) -> None:
    assert name not in elements()
    assert name not in ELEMENTS


def test_what_the_compiler_has_is_known() -> None:
    assert ELEMENTS - elements().keys() == {"mj-all", "mj-class"}
    assert {"mj-html-attributes", "mj-selector", "mj-html-attribute"} == elements().keys() - ELEMENTS - {"mjml"}
    for name, known in elements().items():
        assert known.holds - {"*"} <= elements().keys(), name
        for kind in known.attributes.values():
            assert kind == "string" or describe(kind)
            assert not fits(kind, "?") or kind == "string"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("unit(px,%){1,4}", "0 10px 5% 0", "0 10px 5% 0 0"),
        ("unit(px,auto)", "auto", "10%"),
        ("unit(px,%,)", "1.5", "1.5em"),
        ("unitWithNegative(px,em)", "-.5em", "-em"),
        ("integer", "12", "١٢"),
        ("boolean", "false", "False"),
        ("enum(full-width,false,)", "", "true"),
        ("color", "#ABC", "#ABCD"),
    ],
)
def test_types(kind: str, good: str, bad: str) -> None:
    assert fits(kind, good)
    assert not fits(kind, bad)


def test_defaults_may_be_of_the_type_of_any_element() -> None:
    assert types_of("width") == ["unit(px)", "unit(px,%)", "unit(px,%,auto)"]
    assert types_of("bogus") == []


def test_every_refusal_that_is_a_rule_of_mjml_is_found_by_one(tmp_path: Path) -> None:
    read, refused = make_reader(tmp_path), 0
    for number, document in enumerate(make_documents(count=150)):
        lines = document.splitlines()
        if number % 2:
            # Without one of its tags.
            del lines[3 + number * 7 % (len(lines) - 3)]
        mjml = "\n".join(lines)
        if fault := _refusal(mjml):
            view = read(mjml)
            found = [*unknown_element.find(view), *misplaced_element.find(view), *mismatched_tags.find(view)]
            assert bool(fault.kind) == is_readable(mjml), fault
            assert found or not fault.kind, mjml
            refused += 1
    assert refused > 50


def _refusal(mjml: str) -> MarkupFault | None:
    try:
        read_as_written(mjml)
    except MarkupFault as fault:
        return fault
    return None
