"""The table of mail programs, who of them counts, and what a message uses that they may lack."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from notify.catalogue.load import read_workspace
from notify.lint.example import files_of, write_example
from notify.lint.knowledge import features
from notify.lint.knowledge.clients import (
    AS_OF,
    CALLED,
    DEFAULT,
    WORD,
    all_clients,
    chosen,
    known_names,
    named,
    support,
    which_is_meant,
)
from notify.lint.rule import Example
from notify.lint.settings import slips
from notify.lint.views.markup.declared import read_sheet, read_style
from tests.lint.test_rules import findings_of

ONLY = {"lint": {"select": ["HTM003"]}}
SHOWING = (
    features.PROPERTIES,
    features.DISPLAYS,
    features.KEYWORDS,
    features.FUNCTIONS,
    features.UNITS,
    features.COMBINATORS,
    features.PSEUDO_CLASSES,
    features.PSEUDO_ELEMENTS,
    features.AT_RULES,
    features.MEDIA,
    features.ELEMENTS,
    features.ATTRIBUTES,
    features.IMAGES,
    features.FORBIDDEN,
)  # fmt: skip


def harmful(css: str) -> list[str]:
    shown = read_sheet(css) if "{" in css else read_style(css)
    return [each.feature.removeprefix("css-") for each in shown if not each.harmless]


def clients(*names: str) -> dict[str, Any]:
    return {"lint": {"clients": list(names)}}


def test_every_feature_of_the_table_is_shown_by_something_and_none_other() -> None:
    shown = {feature for names in SHOWING for feature in names.values()}
    shown |= {features.SHEET, features.NESTING, features.BACKDROP}
    assert shown == support().keys()
    assert shown >= features.HARMLESS
    assert features.CURES.keys() <= shown - features.HARMLESS | {"html-semantics", *features.HARMLESS}


def test_the_table_knows_of_each_program_whether_it_supports_a_feature() -> None:
    for feature in support().values():
        assert feature.by_client.keys() == set(all_clients())
        assert set(feature.by_client.values()) <= set("yanu")
        assert feature.tested <= AS_OF
        assert feature.title


def test_a_family_stands_for_all_of_its_programs() -> None:
    assert chosen(("gmail",)) == ("gmail.android", "gmail.desktop-webmail", "gmail.ios", "gmail.mobile-webmail")
    assert chosen(("gmail.ios", "thunderbird", "gmail.ios")) == ("gmail.ios", "thunderbird.macos")
    assert {*DEFAULT, *WORD} <= known_names()
    assert "outlook.windows" in chosen(())
    assert "gmail.mobile-webmail" not in chosen(())
    assert chosen(("nobody",)) == chosen(())


def test_programs_are_named_as_people_know_them() -> None:
    among = chosen(("gmail", "outlook", "thunderbird"))
    assert named(chosen(("gmail",)), among) == "Gmail"
    assert named(("gmail.ios",), among) == "Gmail on iOS"
    assert named(("gmail.ios",), ("gmail.ios",)) == "Gmail on iOS"
    some = ("gmail.android", "gmail.ios", "outlook.windows", "outlook.windows-mail", "thunderbird.macos")
    assert named(("gmail.ios", *chosen(("outlook",))), among) == "Gmail on iOS and Outlook"
    assert named((*chosen(("gmail",)), "outlook.ios"), among) == "Outlook on iOS and Gmail"
    said = "Gmail on Android and on iOS, Outlook on Windows and in Windows Mail and Thunderbird"
    assert named(some, among) == said


def test_one_that_nobody_knows_is_a_slip_with_its_place(tmp_path: Path) -> None:
    write_example(Example(catalogue=clients("gmial", "outlook.linux", "yahoo", "pegasus")), tmp_path)
    workspace, _ = read_workspace(tmp_path)
    assert workspace is not None
    first, second, third = slips(workspace)
    assert first.message == "There is no mail program `gmial`."
    assert first.position is not None
    line = (tmp_path / "notifications.yaml").read_text().splitlines()[(first.position.line or 0) - 1]
    assert line.strip() == "- gmial"
    assert first.hint == "Did you mean `gmail`?"
    assert second.hint is not None
    assert second.hint.startswith("Of `outlook` there are `outlook.android`, `outlook.ios`")
    assert third.hint is not None
    assert "HTM003" in third.hint


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("outlook.com", "Write `outlook.outlook-com`."),
        ("Hotmail", "Write `outlook.outlook-com`."),
        ("outlook.desktop", "Write `outlook.windows`."),
        ("gmail.web", "Write `gmail.desktop-webmail`."),
        ("Apple Mail", "Write `apple-mail`."),
        ("hey.ios", "Of `hey` there is `hey.desktop-webmail`."),
        ("thunderbrid", "Did you mean `thunderbird`?"),
        ("pegasus", None),
    ],
)
def test_what_people_call_a_program_is_understood(name: str, hint: str | None) -> None:
    assert which_is_meant(name) == hint


def test_what_people_call_programs_leads_to_one() -> None:
    assert set(CALLED.values()) <= known_names()
    assert not CALLED.keys() & known_names()


@pytest.mark.parametrize(
    ("css", "found"),
    [
        ("display: flex", ["display-flex"]),
        ("DISPLAY: Inline-Flex !important", ["display-flex"]),
        ("display: inline-grid; grid-template-columns: 1fr 1fr", ["display-grid", "grid-template"]),
        ("display: block; display: flex", []),
        ("float: left", ["float"]),
        ("float: none", []),
        ("position: absolute; top: 0; left: 0; z-index: 2", ["position"]),
        ("position: relative", []),
        ("font-size: 1.5rem", ["unit-rem"]),
        ("font: bold 1rem/1.5 Arial", ["unit-rem"]),
        ("font-size: 24px; font-size: 1.5rem", []),
        ("line-height: 1.5rem; mso-line-height-alt: 24px", []),
        ("font-size: clamp(16px, 4vw, 24px)", ["function-clamp", "unit-vw"]),
        ("max-width: calc(100% - 20px); min-height: 50vh; border-radius: 1rem", []),
        ("width: calc(100% - 20px)", ["unit-calc"]),
        ("color: var(--ink, #333)", ["variables"]),
        ("--ink: #333", []),
        ("background-color: rgba(0, 0, 0, .5)", ["rgba"]),
        ("border: 1px solid rgba(0, 0, 0, .1); box-shadow: 0 0 2px rgba(0,0,0,.2)", []),
        ("color: oklch(40% 0.1 200)", ["modern-color"]),
        ("background: url(https://a.example/b.png)", ["background-image"]),
        ("background: #234 url(https://a.example/b.png) no-repeat", []),
        ("background-color: #234; background-image: url('https://a.example/b.png')", []),
        ("background: transparent url(b.png)", ["background-image"]),
        ("background: linear-gradient(#fff, #eee)", ["linear-gradient"]),
        ("background: #eee; background-image: linear-gradient(#fff, #eee)", []),
        ("visibility: hidden", ["visibility"]),
        ("visibility: visible; opacity: .8", []),
        ("display: none; visibility: hidden; opacity: 0; max-height: 0; overflow: hidden; font-size: 1rem", []),
        ("mso-hide: all; display: none; width: calc(1px)", []),
        ("white-space: pre-line", ["white-space"]),
        ("white-space: nowrap", []),
        ("object-fit: cover", ["object-fit"]),
        ("padding-inline: 8px; margin-inline-start: 4px", ["padding-inline-block", "margin-inline-start-end"]),
        ("transition: all 1s; transform: rotate(3deg); letter-spacing: .1em; text-shadow: none", []),
        ("-webkit-text-size-adjust: 100%; font-family: system-ui, Arial", []),
        ("nothing; : ; color", []),
        (".a { display: flex } .a { float: left; }", ["display-flex", "float"]),
        (".a:hover { display: flex }", []),
        (".a:first-child { display: flex }", ["display-flex"]),
        ("@media (max-width: 480px) { .a { display: flex } }", []),
        ("@supports (display: grid) { .a { display: grid } }", []),
        ("@font-face { font-family: A; src: url(a.woff2) }", []),
        ("@keyframes a { from { width: 1rem } to { width: 2rem } }", []),
        ("@import url(https://fonts.example/css?family=A); a { color: red }", []),
        ("@import url(https://a.example/mail.css); a { color: red }", ["at-import"]),
        (".a { color: red; .b { display: flex } }", ["nesting"]),
        ("pre { white-space: pre-wrap }", []),
        (".log pre { white-space: pre-wrap }", []),
        ("p { white-space: pre-wrap }", ["white-space"]),
        (".a::before { content: 'New: ' }", ["pseudo-element-before"]),
        (".a::before { content: '→' }", []),
        ("a > b, a + b, a ~ b, a[href], * { color: red }", []),
        ("} } {{ .a", []),
    ],
)
def test_what_breaks_where_it_is_ignored(css: str, found: list[str]) -> None:
    assert harmful(css) == found


def test_a_use_has_its_line_and_its_words() -> None:
    (flex,) = (each for each in read_sheet("a {}\n\n.b {\n  color: red;\n  display :  flex;\n}") if not each.harmless)
    assert (flex.line, flex.column, flex.written) == (5, 3, "display: flex")


def test_the_message_names_the_programs_their_share_and_the_day(tmp_path: Path) -> None:
    body = '<mj-text font-size="1rem">{{ t.body }}</mj-text>\n<mj-text font-size="2rem">{{ t.button }}</mj-text>'
    (found,) = findings_of(Example(body=body, catalogue=ONLY), tmp_path)
    assert found.message == (
        '`font-size="1rem"` (rem unit) does not work in Outlook on Windows and Yahoo: 4 of the 13 mail programs that '
        f"count (31%), by caniemail.com of {AS_OF}. It is used 2 times, also in line 10."
    )
    assert found.help == "Write the size in `px`."
    assert (found.code, found.position.line, found.key) == ("HTM003", 9, "css-unit-rem")
    assert found.locales == ("en", "fr")


@pytest.mark.parametrize(
    ("names", "options", "found"),
    [
        ([], {}, True),
        (["outlook.windows"], {}, True),
        (["apple-mail"], {}, False),
        ([], {"share": 8}, False),
        ([], {"share": 7}, True),
        (["gmail.ios"], {}, False),
        (["gmail.ios"], {"partly": True}, True),
    ],
)
def test_who_counts_and_how_many_must_fail(
    names: list[str], options: dict[str, Any], *, found: bool, tmp_path: Path
) -> None:
    lint = {"clients": names, "select": ["HTM003"], "rules": {"HTM003": options}}
    body = '<mj-text><p style="display: flex">{{ t.body }}</p></mj-text>'
    assert [one.code for one in findings_of(Example(body=body, catalogue={"lint": lint}), tmp_path)] == (
        ["HTM003"] * found
    )


def test_what_ignores_a_function_is_not_told_of_the_units_in_it(tmp_path: Path) -> None:
    body = '<mj-text><p style="font-size: clamp(1rem, 4vw, 2rem)">{{ t.body }}</p></mj-text>'
    (found,) = findings_of(Example(body=body, catalogue=ONLY), tmp_path)
    assert found.message.startswith(
        "`font-size: clamp(1rem, 4vw, 2rem)` does not work in Outlook and Yahoo: 8 of the 13"
    )


def test_enhancements_are_reported_where_somebody_wants_them(tmp_path: Path) -> None:
    head = "<mj-style>.a:hover { color: red } @media (max-width: 480px) { .a { float: left } }</mj-style>"
    example = Example(
        body='<mj-raw><b style="border-radius: 4px">{{ name }}</b></mj-raw>\n<mj-text>{{ t.body }}</mj-text>',
        catalogue={"lint": {"select": ["HTM003"], "rules": {"HTM003": {"enhancements": True}}}},
    )
    mjml = files_of(example)["templates/note/email.mjml"].replace("</mj-head>", head + "</mj-head>")
    found = findings_of(Example(catalogue=example.catalogue, files={"templates/note/email.mjml": mjml}), tmp_path)
    keys = {one.key for one in found}
    assert {"css-pseudo-class-hover", "css-at-media", "css-float", "css-border-radius"} <= keys


def test_what_a_layout_shows_is_one_finding(tmp_path: Path) -> None:
    base = files_of(Example())
    page, note = base["templates/note/email.mjml"], yaml.safe_load(base["notifications.yaml"])["notifications"]["note"]
    layout = page.replace("</mj-head>", "<mj-style>\n.a { display: grid }\n</mj-style></mj-head>")
    example = Example(
        catalogue={"notifications": {"memo": note}, **ONLY},
        files={
            "templates/layouts/base.mjml": layout,
            "templates/note/email.mjml": '{% extends "layouts/base.mjml" %}\n',
            "templates/memo/email.mjml": '{% extends "layouts/base.mjml" %}\n',
            "templates/memo/copy/en.yaml": base["templates/note/copy/en.yaml"],
            "templates/memo/copy/fr.yaml": base["templates/note/copy/fr.yaml"],
        },
    )
    found = findings_of(example, tmp_path)
    assert [(one.position.file, one.notification) for one in found] == [("templates/layouts/base.mjml", None)]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_it_is_the_same_in_every_language(locale: str, tmp_path: Path) -> None:
    only = f'{{% if locale == "{locale}" %}}<p style="float: left">{{{{ name }}}}</p>{{% endif %}}'
    body = f"<mj-text>{only}{{{{ t.body }}}}</mj-text>"
    (found,) = findings_of(Example(body=body, catalogue=ONLY), tmp_path)
    assert found.locales == (locale,)
