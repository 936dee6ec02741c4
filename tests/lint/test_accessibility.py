"""Headings, languages, tables and dark colours: near misses and awkward cases."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.knowledge.languages import THREE_LETTERS
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

FRAME = (
    "<mjml>\n<mj-head>\n<mj-title>{{ t.subject }}</mj-title>\n%s\n</mj-head>\n"
    "<mj-body><mj-section><mj-column><mj-text>{{ t.body }}</mj-text></mj-column></mj-section></mj-body>\n</mjml>\n"
)
META = '<mj-raw><meta name="color-scheme" content="%s" /></mj-raw>'
DARK = "<mj-style>@media (prefers-color-scheme: dark) { body { background: #111 !important; } }</mj-style>"


def found(folder: Path, code: str, body: str | None = None, **differences: Any) -> list[Finding]:
    return [one for one in findings_of(Example(body=body, **differences), folder) if one.code == code]


def said(folder: Path, code: str, body: str, **differences: Any) -> list[str]:
    return [one.message for one in found(folder, code, body, **differences)]


@pytest.mark.parametrize(
    ("headings", "skipped"),
    [
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h2>D</h2>", None),
        ("<h2>A</h2><h3>B</h3><h1>C</h1><h1>D</h1><h2>E</h2>", None),
        ("<h1>A</h1><h2>B</h2><h3>C</h3><h4>D</h4><h2>E</h2>", None),
        ("<h1>A</h1><h3>B</h3>", "`<h3>` comes after `<h1>`: level 2 is left out."),
        ("<h2>A</h2><h6>B</h6>", "`<h6>` comes after `<h2>`: levels 3 to 5 are left out."),
        ("<h4>A</h4><h4>B</h4>", "`<h4>` is the first heading: there is nothing above it that it could belong to."),
        ("<h2>A</h2><h3>B</h3><h4>C</h4><h2>D</h2><h4>E</h4>", "`<h4>` comes after `<h2>`: level 3 is left out."),
        # The same in a loop is one.
        ("{% for _ in range(3) %}<h1>A</h1><h3>B</h3>{% endfor %}", "`<h3>` comes after `<h1>`: level 2 is left out."),
        # What has another role, or is not heard, is no heading.
        ('<h1>A</h1><h4 role="presentation">B</h4><h5 role="none">C</h5>', None),
        ('<h1>A</h1><div aria-hidden="true"><h4>B</h4><br /></div><h2>C</h2>', None),
        ('<h1>A</h1><h4 style="font-size: 0; display: none">B</h4>', None),
        ("<h1>A</h1><!--[if mso]><h4>B</h4><![endif]--><h2>C</h2>", None),
        ("<h1>A</h1><!--[if !mso]><!--><h3>B</h3><!--<![endif]-->", "`<h3>` comes after `<h1>`: level 2 is left out."),
        # ARIA says what a heading is, and of what level.
        ('<h1>A</h1><h4 aria-level="2">B</h4><div role="heading">C</div>', None),
        (
            '<div role="heading" aria-level="1"><div>A</div>A</div><h3>B</h3>',
            "`<h3>` comes after `<div>` of level 1: level 2 is left out.",
        ),
        (
            '<h1>A</h1><p role="heading" aria-level="3">B</p>',
            "`<p>` of level 3 comes after `<h1>`: level 2 is left out.",
        ),
    ],
)
def test_levels(headings: str, skipped: str | None, tmp_path: Path) -> None:
    messages = said(tmp_path, "ACC003", f"<mj-text>{headings}</mj-text>")
    assert messages == ([skipped] if skipped else [])


@pytest.mark.parametrize(
    ("heading", "empty"),
    [
        ("<h1></h1>", True),
        ("<h1>&nbsp;&#8203; <br /></h1>", True),
        ('<h1><span aria-hidden="true">★</span></h1>', True),
        ('<h1><img src="https://acme.example/a.png" alt="Acme" /></h1>', False),
        ('<h1 aria-label="Acme"></h1>', False),
        ("<h1><em>{{ name }}</em></h1>", False),
    ],
)
def test_headings_without_words(heading: str, empty: bool, tmp_path: Path) -> None:
    assert said(tmp_path, "ACC003", f"<mj-text>{heading}</mj-text>") == ["`<h1>` has no words."] * empty


def test_headings_of_all_parts_are_one_sequence(tmp_path: Path) -> None:
    heading = "{% macro heading(words) %}\n<mj-text>\n<h3>{{ words }}</h3></mj-text>{% endmacro %}"
    body = (
        '{% from "components/heading.mjml" import heading %}\n<mj-text><h1>{{ t.subject }}</h1></mj-text>\n'
        "<mj-raw><tr><td><p>{{ t.body }}</p></td></tr></mj-raw>\n{{ heading(t.button) }}"
    )
    [one] = found(tmp_path, "ACC003", body, files={"templates/components/heading.mjml": heading})
    assert str(one.position).startswith("templates/components/heading.mjml:3")
    assert (one.notification, one.locales) == ("note", ("en", "fr"))


def test_each_place_is_a_finding_and_a_loop_is_one_place(tmp_path: Path) -> None:
    twice = "<h2>B</h2>\n<h4>C</h4>\n<h2></h2>\n"
    all_found = found(tmp_path, "ACC003", f"<mj-text>\n{twice}{twice}</mj-text>")
    said_at = [(one.position.line, one.message[:4]) for one in all_found]
    assert said_at == [(11, "`<h4"), (12, "`<h2"), (14, "`<h4"), (15, "`<h2")]
    assert len({one.fingerprint for one in all_found}) == 4
    looped = f"<mj-text>\n{{% for _ in range(3) %}}{twice}{{% endfor %}}</mj-text>"
    assert len(found(tmp_path / "looped", "ACC003", looped)) == 2


def test_a_wrong_language_in_a_component_is_one_finding(tmp_path: Path) -> None:
    files = {"templates/components/name.mjml": '<mj-text><p lang="english">{{ name }}</p></mj-text>'}
    [one] = found(tmp_path, "ACC004", '{% include "components/name.mjml" %}', files=files)
    assert (one.notification, one.position.file) == (None, "templates/components/name.mjml")


def test_a_heading_that_only_one_sample_has(tmp_path: Path) -> None:
    body = '<mj-text><h1>{{ t.subject }}</h1>{% if name == "Zoe" %}<h2>A</h2>{% endif %}<h3>B</h3></mj-text>'
    [one] = found(tmp_path, "ACC003", body, samples={"default": {}, "zoe": {"name": "Zoe"}})
    assert one.samples == ("default",)


@pytest.mark.parametrize(
    "tag",
    ["en", "EN-us", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "sl-rozaj-biske-1994", "de-1996", "en-u-ca-gregory",
     "fil", "gsw", "yue", "cmn-Hans", "zh-cmn", "iw", "x-klingon", "i-klingon", "mul", "und", "zxx", " fr ",
     "{{ locale }}"],
)  # fmt: skip
def test_tags_of_languages(tag: str, tmp_path: Path) -> None:
    assert found(tmp_path, "ACC004", f'<mj-text><p lang="{tag}" xml:lang="{tag}">{{{{ t.body }}}}</p></mj-text>') == []


@pytest.mark.parametrize(
    ("tag", "cure"),
    [
        ("english", 'Write `lang="en"`.'),
        ("French", 'Write `lang="fr"`.'),
        ("pt_BR", 'Write `lang="pt-BR"`.'),
        ("en_US.UTF-8", 'Write `lang="en-US"`.'),
        ("eng", 'Write `lang="en"`.'),
        ("ger-AT", 'Write `lang="de-AT"`.'),
        ("jp", 'Write `lang="ja"`.'),
        ("cz_CZ", 'Write `lang="cs-CZ"`.'),
        ("", None),
        ("  ", None),
        ("x", None),
        ("en-", 'Write `lang="en"`.'),
        ("fr, en", None),
        ("en-GB-", 'Write `lang="en-GB"`.'),
        ("français", None),
        ("undefined", None),
    ],
)
def test_what_is_no_language(tag: str, cure: str | None, tmp_path: Path) -> None:
    [one] = found(tmp_path, "ACC004", f'<mj-text>{{{{ t.body }}}}\n<p lang="{tag}">A</p></mj-text>')
    assert one.severity == "error"
    assert one.message == f"`lang` of `<p>` is {f'`{tag}`, which is no language' if tag.strip() else 'empty'}."
    assert one.help == cure or (cure is None and one.help.startswith("Write the tag of the language"))
    assert str(one.position).startswith("templates/note/email.mjml:10:")


def test_what_is_no_language_is_no_wrong_one_besides(tmp_path: Path) -> None:
    all_found = findings_of(Example(body='<mj-text><p lang="english">{{ t.body }}</p></mj-text>'), tmp_path)
    assert [one.code for one in all_found if one.code in {"ACC004", "COP011"}] == ["ACC004"]


def test_the_document_says_its_own_language(tmp_path: Path) -> None:
    frame = (FRAME % (META % "light")).replace("<mjml>", '<mjml lang="{{ user.language }}" dir="ltr">')
    user = {"language": {"type": "string", "sample": "english"}}
    files = {"templates/note/email.mjml": frame}
    [one] = found(tmp_path, "ACC004", files=files, catalogue={"user": user})
    assert (one.severity, one.position.line) == ("warning", 1)
    assert one.message == "`lang` of `<mjml>` is `english`, which is no language."


def test_a_language_that_elements_of_mjml_cannot_have(tmp_path: Path) -> None:
    assert found(tmp_path, "ACC004", '<mj-text lang="english">{{ t.body }}</mj-text>') == []


def test_a_document_in_the_message_has_its_language(tmp_path: Path) -> None:
    pasted = "<mj-raw><html><head></head><body><p>{{ t.body }}</p></body></html></mj-raw>"
    assert found(tmp_path, "ACC004", pasted) == []
    assert said(tmp_path, "ACC004", pasted.replace("<html>", '<html lang="">')) == ["`lang` of `<html>` is empty."]


def test_languages_are_listed_once() -> None:
    threes = [three for each in THREE_LETTERS.values() for three in each]
    assert len(THREE_LETTERS) == 183
    assert len(set(threes)) == len(threes) == 203
    assert all(len(two) == 2 and all(len(three) == 3 for three in each) for two, each in THREE_LETTERS.items())


ROW = "<tr><td>{{ name }}</td><td>12</td></tr>"
IMAGE = '<img src="https://acme.example/a.png" alt="" width="40" />'


@pytest.mark.parametrize(
    ("table", "why"),
    [
        (f"<table>{ROW}</table>", "has a single row"),
        ("<table><tr><td>A</td></tr></table>", "has a single column"),
        ("<table><tbody><tr><td>A</td></tr><tr><td>B</td></tr></tbody></table>", "has a single column"),
        ("<table><td>A</td></table>", "has a single column"),
        (f'<table role="">{ROW}</table>', "has a single row"),
        (f"<table>{ROW}<tr><td><table role='none'>{ROW}</table></td></tr></table>", "has another table in it"),
        ("<table>" + "<tr><td>&nbsp;</td><td height='12'></td></tr>" * 2 + "</table>", "has no words in it"),
        (f"<table>{ROW}<tr><td>{IMAGE}</td><td>B</td></tr></table>", "has pictures, headings or lists in its cells"),
        # As Foundation for Emails lays out: these are no headers.
        ("<table><tr><th><table role='none'><tr><th>A</th></tr></table></th></tr></table>", "has another table in it"),
        # One of data, unless it says that it is none.
        (f"<table>{ROW}{ROW}</table>", ""),
        (f"<table><caption>A</caption>{ROW}</table>", ""),
        (f"<table summary='A'>{ROW}</table>", ""),
        (f"<table aria-label='A'>{ROW}</table>", ""),
        ("<table><tr><td scope='row'>A</td><td>B</td></tr></table>", ""),
        ("<table><tr><th>A</th></tr></table>", ""),
        (f"<table><thead>{ROW}</thead>{ROW}</table>", ""),
        ("<table><tr><th>A</th><td><table role='none'><tr><td>B</td></tr></table></td></tr></table>", ""),
        # Others say what they are, or are not heard.
        (f"<table role='Presentation'>{ROW}</table>", ""),
        (f"<table role='none'>{ROW}</table>", ""),
        (f"<table role='list'>{ROW}</table>", ""),
        (f"<table aria-hidden='true'>{ROW}</table>", ""),
        (f"<div aria-hidden='true'>A<table>{ROW}</table></div>", ""),
        (f"<!--[if mso | IE]><table>{ROW}</table><![endif]-->", ""),
        # Header cells in a layout do no harm: the role takes their meaning away as well.
        ("<table role='presentation'><tr><th>A</th></tr></table>", ""),
        ("<table></table>", ""),
    ],
)  # fmt: skip
def test_tables(table: str, why: str, tmp_path: Path) -> None:
    said_of = [f"This `<table>` has no `role`, and it {why}: a layout, read aloud as data."] if why else []
    assert said(tmp_path / "text", "ACC005", f"<mj-text>{table}</mj-text>") == said_of
    raw = f"<mj-raw><tr><td>{table}</td></tr></mj-raw>"
    assert said(tmp_path / "raw", "ACC005", raw) == said_of


@pytest.mark.parametrize(
    ("table", "found_in_it"),
    [
        (f"<mj-table>{ROW}</mj-table>", False),
        (f"<mj-table>{ROW * 3}</mj-table>", False),
        ("<mj-table><tr><td>{{ name }}</td></tr></mj-table>", False),
        ("<mj-table><tr><td>{{ name }}</td></tr><tr><td>B</td></tr></mj-table>", True),
        (f"<mj-table><tr><td>{IMAGE}</td><td>B</td></tr></mj-table>", True),
        # The compiler leaves out what an `mj-table` says of its role.
        (f'<mj-table role="presentation"><tr><td>{IMAGE}</td><td>B</td></tr></mj-table>', True),
    ],
)
def test_tables_of_mjml(table: str, found_in_it: bool, tmp_path: Path) -> None:
    frame = (FRAME % "").replace("</mj-column>", f"\n{table}</mj-column>")
    [*all_found] = found(tmp_path, "ACC005", files={"templates/note/email.mjml": frame})
    assert [one.position.line for one in all_found] == [7] * found_in_it


def test_the_tables_of_a_file_are_one_finding(tmp_path: Path) -> None:
    tables = "\n".join(f"<table>{ROW}</table>" for _ in range(7))
    component = f"<mj-text>\n{tables}\n</mj-text>"
    body = f'{{% include "components/rows.mjml" %}}\n<mj-text><table>{ROW}</table></mj-text>'
    shared, own = found(tmp_path, "ACC005", body, files={"templates/components/rows.mjml": component})
    assert shared.message == (
        "The tables on 7 lines (2, 3, 4, 5, 6 and 2 more) have no `role`, and the first has a single row: "
        "a layout, read aloud as data."
    )
    assert (shared.notification, str(shared.position)[:33]) == (None, "templates/components/rows.mjml:2:")
    assert (own.notification, own.position.line) == ("note", 10)


@pytest.mark.parametrize(
    ("head", "missing"),
    [
        ("", 'has no `<meta name="color-scheme">`, and no rule for `prefers-color-scheme: dark`'),
        (META % "light dark", "says that it can be dark, and has no rule for `prefers-color-scheme: dark`"),
        (DARK, 'has rules for `prefers-color-scheme: dark`, and no `<meta name="color-scheme">`'),
        (
            META % "light dark" + DARK.replace("@media", "/* @media").replace("</", "*/</"),
            "says that it can be dark, and ",
        ),
        (META.replace("color-scheme", "supported-color-schemes") % "light dark" + DARK, "has rules for `prefers-c"),
        ("<mj-style>.night { color-scheme: dark; }</mj-style>" + DARK, "has rules for `prefers-color-scheme: dark`"),
        ("<mj-style>@media (prefers-color-scheme: light) { p { color: #111; } }</mj-style>", "has no `<meta"),
        (META % "light dark" + DARK, ""),
        (META % "dark light" + DARK, ""),
        ("<mj-style>:root { color-scheme: light dark; }</mj-style>" + DARK, ""),
        ("<mj-style>p { margin: 0; } html, body { margin: 0; color-scheme: light dark }</mj-style>" + DARK, ""),
        (
            META % "light dark"
            + '<mj-raw><style media="(prefers-color-scheme:dark)">p { color: #eee; }</style></mj-raw>',
            "",
        ),
        # One scheme alone is an answer.
        (META % "light only", ""),
        (META % "only light", ""),
        (META % "dark", ""),
        ("<mj-style>:root{color-scheme:light only}</mj-style>", ""),
    ],
)
def test_what_is_said_of_the_dark(head: str, missing: str, tmp_path: Path) -> None:
    all_found = found(tmp_path, "ACC006", files={"templates/note/email.mjml": FRAME % head})
    assert [one.message.startswith(f"The message {missing}") for one in all_found] == [True] * bool(missing)
    assert [(one.severity, one.notification, one.position.line) for one in all_found] == [("info", "note", 2)] * bool(
        missing
    )


def test_a_layout_is_one_finding(tmp_path: Path) -> None:
    layout = (FRAME % "").replace("<mj-text>{{ t.body }}</mj-text>", "{% block content %}{% endblock %}")
    mine = '{% extends "layouts/base.mjml" %}{% block content %}<mj-text>{{ t.body }}</mj-text>{% endblock %}'
    note = {"category": "activity", "description": "A note.", "class": "transactional", "topic": "notes"}
    other = note | {"trigger": {"event": "note.written"}, "channels": ["email"]}
    copy = "subject: 'A note'\npreheader: 'It is short'\nbody: 'A note'\n"
    files = {
        "templates/layouts/base.mjml": layout,
        "templates/note/email.mjml": mine,
        "templates/other/email.mjml": mine,
        "templates/other/copy/en.yaml": copy,
        "templates/other/copy/fr.yaml": copy,
    }
    [one] = found(tmp_path, "ACC006", catalogue={"notifications": {"other": other}}, files=files)
    assert (one.notification, str(one.position)[:30]) == (None, "templates/layouts/base.mjml:2:")


def test_mjml_without_a_head(tmp_path: Path) -> None:
    frame = "\n<mjml><mj-body><mj-section><mj-column><mj-text>A</mj-text></mj-column></mj-section></mj-body></mjml>"
    [one] = found(tmp_path, "ACC006", files={"templates/note/email.mjml": frame})
    assert one.position.line == 2


def test_it_is_found_in_what_does_not_compile(tmp_path: Path) -> None:
    body = '<mj-text><h1>A</h1><h3 lang="english">B</h3></mj-texd>'
    assert [len(found(tmp_path, code, body)) for code in ("ACC003", "ACC004")] == [1, 1]


def test_what_the_dark_lacks_is_what_it_is_told_to_write(tmp_path: Path) -> None:
    for number, (head, cure) in enumerate([(META % "light dark", "Write an `mj-style`"), (DARK, "Write `<meta name=")]):
        [one] = found(tmp_path / str(number), "ACC006", files={"templates/note/email.mjml": FRAME % head})
        assert one.help.startswith(cure)


@pytest.mark.parametrize(
    ("way", "message", "cure"),
    [
        ("rlt", "`dir` of `<p>` is `rlt`, which is no direction.", "Did you mean `rtl`?"),
        ("", "`dir` of `<p>` is empty.", 'Write `dir="{{ dir }}"`'),
        ("RTL", "", ""),
        ("{{ dir }}", "", ""),
        ("auto", "", ""),
    ],
)
def test_a_direction_that_there_is_none_of(way: str, message: str, cure: str, tmp_path: Path) -> None:
    all_found = found(tmp_path, "ACC004", body=f'<mj-text><p dir="{way}">{{{{ t.body }}}}</p></mj-text>')
    assert [one.message for one in all_found] == ([message] if message else [])
    assert all(one.help.startswith(cure) for one in all_found)
