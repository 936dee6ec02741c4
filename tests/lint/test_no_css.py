"""What is no CSS at all: in style sheets, in `style` attributes, and near misses that some program reads."""

from pathlib import Path

import pytest

from notify.lint.example import files_of
from notify.lint.finding import Finding
from notify.lint.knowledge.css import COLOURS, LENGTHS, MEANT, properties
from notify.lint.knowledge.features import PROPERTIES
from notify.lint.rule import Example
from notify.lint.views.markup.nonsense import is_unclosed, read_sheet_for_nonsense, read_style_for_nonsense
from tests.lint.test_rules import findings_of


def found_in(body: str, folder: Path, head: str = "", clients: tuple[str, ...] = ()) -> list[Finding]:
    lint = {"lint": {"select": ["HTM003"], "clients": list(clients)}}
    example = Example(body=f"{body}\n<mj-text>{{{{ t.body }}}}</mj-text>", catalogue=lint)
    mjml = files_of(example)["templates/note/email.mjml"].replace("</mj-head>", head + "</mj-head>")
    return findings_of(Example(catalogue=lint, files={"templates/note/email.mjml": mjml}), folder)


@pytest.mark.parametrize(
    ("css", "message", "cure"),
    [
        ("colour: red", "`colour` is no property of CSS", "Did you mean `color`?"),
        ("font-color: red", "`font-color` is no property of CSS", "Write `color`."),
        ("font-size:14", "`14` has no unit", "Write `font-size: 14px`."),
        ("margin: 10", "`10` has no unit", "Write `margin: 10px`."),
        ("padding: 10 px 0 -5", "`10` has no unit right after it", "Write `padding: 10px 0 -5px`."),
        ("padding: 1 em", "right after it", "Write `padding: 1em`."),
        ("border: 1 solid rgb(1 2 3)", "`1` has no unit", "Write `border: 1px solid rgb(1 2 3)`."),
        ("border-radius: 4 / .5", "`4` has no unit", "Write `border-radius: 4px / .5px`."),
        ("width: 10pxx", "`pxx` is no unit", "Did you mean `px`?"),
        ("color: #12", "`#12` is no colour", "Write `#rgb` or `#rrggbb`."),
        ("color: 333", "`333` is no colour", "Write `#333`."),
        ("background-color: fff", "`fff` is no colour", "Write `#fff`."),
        ("border-color: red bleu", "`bleu` is no colour", "Did you mean `blue`?"),
        ("color: red margin: 0", "it is two declarations", "Is a `;` missing before `margin`?"),
    ],
)
def test_a_declaration_that_no_program_reads_is_told_with_what_was_meant(css: str, message: str, cure: str) -> None:
    (wrong,) = read_style_for_nonsense(css)
    assert message in wrong.message
    assert "does not work anywhere" in wrong.message
    assert wrong.cure == cure
    assert [(each.message, each.cure) for each in read_sheet_for_nonsense(f".a {{ top: 0; {css} }}")] == [
        (wrong.message, wrong.cure)
    ]


@pytest.mark.parametrize(
    "css",
    [
        "*zoom: 1; _height: 1; color: red !ie; width: 100px\\9; behavior: url(a.htc)",
        "filter: progid:DXImageTransform.Microsoft.gradient(startColorstr=#12, a=1)",
        "mso-line-height-rule: exactly; -webkit-anything: 1; -ms-interpolation-mode: bicubic; --ink: 12",
        "Margin: 0 auto; COLOR: Red; line-height: 20; opacity: .5; z-index: 3; font-weight: 700; flex: 1",
        "font-smoothing: antialiased; osx-font-smoothing: grayscale; supported-color-schemes: light dark",
        "color: WindowText; background-color: none; border-color: currentColor transparent; color: var(--ink)",
        "color: #abcd; color: hsl(1 2% 3%); color: light-dark(#000, #fff); color: inherit",
        "width: calc(100% - 2 * 10px); margin: -0 0.0 .5em auto; font: bold 14px/1.5 Arial; border: 0",
        "color: ; padding",
        "text-underline: none; tab-stops: 3pt; layout-grid-mode: line",
    ],
)
def test_what_some_program_reads_is_silent(css: str) -> None:
    assert read_style_for_nonsense(css) == ()


@pytest.mark.parametrize(
    ("sheet", "message", "cure", "at"),
    [
        (".big { font-size: 30px; .t div { color: #eee; }", "`.big {` never ends.", "Is a `}` missing after", ".big"),
        ("@media (x) { .a { top: 0 }", "`@media (x) {` never ends.", "`@media (x) {` says?", "@media"),
        ("@media (x) { .a { top: 0; .b { top: 0 } }", "`.a {` never ends.", "after what `.a {` says?", ".a"),
        ("/* } */ .a /* of */ { top: 0", "`.a {` never ends.", "after what `.a {` says?", ".a"),
        (".a { top: 0 } } .b { top: 0 }", "A `}` closes nothing", "Take it out.", "} .b"),
    ],
)
def test_a_brace_that_is_missing_or_too_many(sheet: str, message: str, cure: str, at: str) -> None:
    (wrong,) = read_sheet_for_nonsense(sheet)
    assert message in wrong.message
    assert cure in wrong.cure
    assert sheet[wrong.offset :].startswith(at)
    assert is_unclosed(sheet) == ("never" in message)


@pytest.mark.parametrize(
    "sheet",
    [
        '.a::after { content: "{" } .b { top: 0 } /* { */',
        ".a { top: 0; .b & { top: 0 } }",
        "@font-face { font-family: A; src: url(a); unicode-range: U+1; size-adjust: 90% } @page { size: 1 }",
        "@media (min-width: 480px) { .a { width: 50% !important } } @import url(a.css);",
    ],
)
def test_a_whole_sheet_is_silent(sheet: str) -> None:
    assert read_sheet_for_nonsense(sheet) == ()


def test_what_is_a_thousand_deep_is_left_alone() -> None:
    assert read_style_for_nonsense(f"top: {'(' * 5000}{')' * 5000}") == ()
    assert read_sheet_for_nonsense(".a {" * 5000 + "}" * 5000) == ()


def test_a_missing_brace_is_told_instead_of_rules_within_rules(tmp_path: Path) -> None:
    head = "<mj-style>\n.big { font-size: 30px;\n.t div { color: #eeeeee; }\n</mj-style>"
    (found,) = found_in("", tmp_path, head)
    assert (found.severity, found.message) == ("warning", "`.big {` never ends.")
    assert found.position.excerpt == ".big { font-size: 30px;"


def test_each_is_told_once_in_its_file_with_its_lines_whichever_programs_count(tmp_path: Path) -> None:
    body = '<mj-text>\n<p style="colr: red">{{ name }}</p>\n<p style="colr: red">{{ name }}</p>\n</mj-text>'
    head = "<mj-style>\n.a { top: 0 }\n.b { padding: 10 }</mj-style>"
    sheet, style = found_in(body, tmp_path, head, ("thunderbird",))
    assert sheet.position.excerpt == ".b { padding: 10 }</mj-style></mj-head>"
    assert style.message == "`colr: red` does not work anywhere: `colr` is no property of CSS."
    assert style.help == f"Did you mean `color`? The same stands in line {(style.position.line or 0) + 1}."


def test_what_word_alone_reads_is_left_to_word(tmp_path: Path) -> None:
    odd = '<p style="width: 600; text-fit: 3">{{ name }}</p>'
    shape = '<v:rect style="width: 600; nonsense: 3"></v:rect>'
    body = f"<mj-text><!--[if mso]>{odd}<style>.a {{ colr: red }}</style><![endif]-->{shape}</mj-text>"
    assert found_in(body, tmp_path) == []


def test_the_properties_are_those_of_the_table_of_clients_too() -> None:
    assert set(PROPERTIES) <= properties()
    assert properties() >= COLOURS | LENGTHS | set(MEANT.values())
    assert not properties() & MEANT.keys()
