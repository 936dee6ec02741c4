"""Contrast and size: where they are said, and what becomes of the finding when its cure is done."""

import re
from pathlib import Path

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

HEAD = '<mj-attributes><mj-all font-size="16px" line-height="1.5" /></mj-attributes>'

PAGE = f"<mjml><mj-head>{HEAD}</mj-head><mj-body><mj-section><mj-column>%s</mj-column></mj-section></mj-body></mjml>"


def found(folder: Path, body: str, head: str = HEAD, code: str = "ACC001") -> list[Finding]:
    content = f"<mj-section><mj-column>\n{body}\n</mj-column></mj-section>"
    page = f"<mjml><mj-head>\n{head}\n</mj-head><mj-body>\n{content}\n</mj-body></mjml>"
    files = {"templates/note/email.mjml": page}
    return [one for one in findings_of(Example(files=files), folder) if one.code == code]


def suggested(finding: Finding) -> str:
    (colour,) = re.findall("`(#[0-9a-f]{6})", finding.help)
    return str(colour)


DARK = f"""{HEAD}<mj-style>@media (prefers-color-scheme: dark) {{
.card div {{ background-color: #1e2329 !important; }}
.card div {{ color: %s !important; }}
}}</mj-style>"""


@pytest.mark.parametrize(
    "body",
    [
        '<mj-text color="#8a8a8a">Words {{ t.body }}</mj-text>',
        '<mj-text><p style="color: #8a8a8a; background: #eee">Words</p></mj-text>',
        '<mj-button background-color="#e8590c" color="#ffd8a8" href="https://acme.example/">Words</mj-button>',
        '<mj-text><p style="color: #555; opacity: .7; background: #ccc">Words</p></mj-text>',
        '<mj-text><p style="color: #eee; background: linear-gradient(#999, #bbb)">Words</p></mj-text>',
    ],
)
def test_what_it_says_to_write_can_be_read(body: str, tmp_path: Path) -> None:
    [one] = [each for each in found(tmp_path / "1", body) if "program darkens" not in each.message]
    assert one.position.line == 5
    written = re.findall(r'color[=:]\s*"?(#\w+)', body)[-1 if "mj-button" in body else 0]
    mended = body.replace(written, suggested(one))
    assert [each.message for each in found(tmp_path / "2", mended) if "program darkens" not in each.message] == []


def test_a_rule_for_the_dark_is_where_its_colour_is_said(tmp_path: Path) -> None:
    body = '<mj-text css-class="card">Words</mj-text>'
    [one] = found(tmp_path / "1", body, DARK % "#3d4450")
    assert (one.severity, one.position.line) == ("error", 4)
    assert one.help.endswith("in the rule `.card div`.")
    assert found(tmp_path / "2", body, DARK % suggested(one)) == []


def test_words_without_a_colour_for_the_dark_are_told_to_get_one(tmp_path: Path) -> None:
    head = DARK.replace(".card div { color: %s !important; }", "")
    [one] = found(tmp_path, '<mj-text css-class="card">Words</mj-text>', head)
    assert one.position.line == 8
    assert one.help.startswith("Give it a colour of its own in `@media (prefers-color-scheme: dark)`: `#")


def test_what_opacity_fades_too_far_is_not_cured_by_a_colour(tmp_path: Path) -> None:
    [one] = found(tmp_path, '<mj-text><p style="color: #777; opacity: .3">Words</p></mj-text>')
    assert one.help == "Take its `opacity` away."


def test_a_gradient_on_which_nothing_can_be_read(tmp_path: Path) -> None:
    body = '<mj-text><p style="color: #fff; background: linear-gradient(#000, #fff)">Words</p></mj-text>'
    messages = [one for one in found(tmp_path, body) if "program darkens" not in one.message]
    assert [one.help for one in messages] == ["Change what is behind it: no colour can be read on all of it."]


def test_words_on_a_picture_need_a_colour_behind_them(tmp_path: Path) -> None:
    picture = "background-image: url(https://acme.example/night.png)"
    body = f'<mj-text><p style="color: #fff; {picture}">Words</p></mj-text>'
    [one] = found(tmp_path / "1", body)
    assert one.message.startswith("“Words” is #ffffff on #ffffff while its picture is not shown")
    assert one.help == "Give what is behind it a `background-color` like that of its picture."
    assert found(tmp_path / "2", body.replace(picture, picture + "; background-color: #123")) == []


def test_the_same_colours_are_one_finding_that_counts(tmp_path: Path) -> None:
    body = '<mj-text color="#999"><p>One</p><p>Two</p><p>Three</p></mj-text><mj-text color="#999">Four</mj-text>'
    [one] = found(tmp_path, body)
    assert one.message.startswith("“One” and 3 more are #999999 on #ffffff, a contrast of 2.84:1")


@pytest.mark.parametrize(
    ("style", "is_found"),
    [
        ("color: #000; background: #ffd200", True),
        ("color: #3fb950; background: #0d1117", False),
        ("color: #fff; background: #3a56c5", False),
        ("color: #222; background: #fff", False),
        ("color: #999; background: #fff", False),
    ],
)
def test_where_a_program_darkens(style: str, is_found: bool, tmp_path: Path) -> None:
    body = f'<mj-text><p style="{style}">Words</p></mj-text>'
    forced = [one for one in found(tmp_path, body) if "program darkens" in one.message]
    assert [one.severity for one in forced] == ["warning"] * is_found


def test_large_words_may_be_fainter(tmp_path: Path) -> None:
    body = '<mj-text color="#8a8a8a" font-size="%s" font-weight="%s">Words</mj-text>'
    sizes = {("16px", "700"), ("24px", "400"), ("19px", "700"), ("19px", "400")}
    faint = {size for size in sizes if found(tmp_path / "".join(size), body % size)}
    assert faint == {("16px", "700"), ("19px", "400")}


@pytest.mark.parametrize(
    ("body", "head", "line"),
    [
        ('<mj-text mj-class="small">Words</mj-text>', '\n<mj-class name="small" font-size="11px" />', 3),
        ("<mj-text>Words</mj-text>", '\n<mj-text font-size="11px" />', 3),
        ('<mj-text font-size="11px">Words</mj-text>', "", 5),
        ('<mj-text>\n<p style="font-size: 11px">Words</p></mj-text>', "", 6),
        ('<mj-text css-class="fine">Words</mj-text>', None, 3),
    ],
)
def test_a_size_is_found_where_it_is_said(body: str, head: str | None, line: int, tmp_path: Path) -> None:
    rule = f"{HEAD}<mj-style>\n.fine div {{ font-size: 11px !important; }}</mj-style>"
    whole = rule if head is None else HEAD.replace("</mj-attributes>", f"{head}</mj-attributes>")
    [one] = found(tmp_path / "1", body, whole, "ACC002")
    assert (one.position.file, one.position.line) == ("templates/note/email.mjml", line)
    assert "`14px`" in one.help
    mended = body.replace("11px", "14px"), whole.replace("11px", "14px")
    assert found(tmp_path / "2", *mended, "ACC002") == []


def test_a_size_that_nobody_says_is_that_of_mjml(tmp_path: Path) -> None:
    [one] = found(tmp_path, "<mj-text>Words</mj-text>", "", "ACC002")
    assert one.message == "“Words” is 13 px high."
    assert "`<mj-all" in one.help


def test_a_selector_that_asks_for_an_address_or_a_title_is_heeded(tmp_path: Path) -> None:
    rule = '<mj-style>b[title="q"] { color: #eee; } a[href^="tel:"] { color: #eee !important; }</mj-style>'
    body = '<mj-text><b title="w">Ink</b> <b title="q">Faint</b></mj-text>'
    [one] = found(tmp_path / "1", body, HEAD + rule)
    assert "“Faint”" in one.message
    links = (
        '<mj-text><a href="tel:1" style="color: #000">Call</a> '
        '<a href="https://acme.example/" style="color: #000">Go</a></mj-text>'
    )
    [two] = found(tmp_path / "2", links, HEAD + rule)
    assert "“Call” is" in two.message


@pytest.mark.parametrize("names", [("-", "Bo"), ("Bo", "-")])
def test_every_sample_counts_whichever_comes_first(names: tuple[str, str], tmp_path: Path) -> None:
    files = {"templates/note/email.mjml": PAGE % '<mj-text><b style="color: #999">{{ name }}</b></mj-text>'}
    samples = {f"s{number}": {"name": name} for number, name in enumerate(names)}
    example = Example(files=files, samples=samples)
    assert [one.code for one in findings_of(example, tmp_path) if one.code == "ACC001"] == ["ACC001"]
