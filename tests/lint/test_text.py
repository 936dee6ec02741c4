"""Text parts: near misses and awkward cases."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

TEXT = "templates/note/email.txt"
MJML = "templates/note/email.mjml"
OWN = "{{ t.body }}\n%s\n{{ unsubscribe_url }}\n"


def found(folder: Path, code: str, **differences: Any) -> list[Finding]:
    return [one for one in findings_of(Example(**differences), folder) if one.code == code]


def test_a_picture_with_a_link_and_no_words(tmp_path: Path) -> None:
    picture = '<mj-image href="https://acme.example/n" src="https://acme.example/a.png" alt="%s" />'
    page = f"<mjml><mj-body><mj-section><mj-column>{picture}</mj-column></mj-section></mj-body></mjml>"
    [one] = found(tmp_path / "bad", "TXT001", files={MJML: page % ""})
    assert (one.severity, one.position.file) == ("error", MJML)
    assert "addresses and no words" in one.message
    assert found(tmp_path / "good", "TXT001", files={MJML: page % "مرحبا"}) == []


def test_an_empty_text_part_is_graver_where_people_may_leave(tmp_path: Path) -> None:
    [optional] = found(tmp_path / "optional", "TXT001", files={TEXT: "\n"})
    [essential] = found(tmp_path / "essential", "TXT001", note={"topic": "account"}, files={TEXT: "\n"})
    assert (optional.severity, essential.severity) == ("error", "warning")
    settled = found(tmp_path / "settled", "TXT001", catalogue={"lint": {"severity": {"TXT": "info"}}}, files={TEXT: ""})
    assert [one.severity for one in settled] == ["info"]


@pytest.mark.parametrize(
    "line",
    [
        "{{ product.url }}/notes",
        "<{{ product.url }}/notes>.",
        "({{ product.url }}/notes/?utm_source=text)",
        "HTTPS://ACME.example/notes",
    ],
)
def test_the_same_address_may_be_written_otherwise(line: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TXT002", files={TEXT: OWN % line}) == []


@pytest.mark.parametrize(
    ("button", "text"),
    [
        (
            '<mj-button href="{{ product.url }}/n?id=1&amp;utm_medium=button">{{ t.button }}</mj-button>',
            "{{ product.url }}/n?id=1",
        ),
        ('<mj-button href="mailto:help@acme.example?subject=Note">{{ t.button }}</mj-button>', "help@acme.example"),
        ('<mj-button href="tel:+33199001234">{{ t.button }}</mj-button>', "+33 1 99 00 12 34"),
        ('<mj-button href="#top">{{ t.button }}</mj-button>', ""),
        ('<mj-text><a href="{{ product.url }}/about">{{ t.button }}</a></mj-text>', ""),
    ],
)
def test_what_the_text_part_need_not_repeat(button: str, text: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TXT002", body=button, files={TEXT: OWN % text}) == []


def test_another_address_is_lost(tmp_path: Path) -> None:
    body = '<mj-button href="{{ product.url }}/n?id=1">{{ t.button }}</mj-button>'
    [one] = found(tmp_path, "TXT002", body=body, files={TEXT: OWN % "{{ product.url }}/n?id=2"})
    assert one.message == (
        "The button “Read the note” leads to https://acme.example/n?id=1, which the text part does not have."
    )
    assert (one.position.file, one.key, one.locales) == (MJML, "button:button", ("en", "fr"))


def test_a_link_that_looks_like_a_button_is_one(tmp_path: Path) -> None:
    link = '<a aria-hidden="true" href="{{ product.url }}/n" style="display: inline-block; background: #234">Go</a>'
    [one] = found(tmp_path, "TXT002", body=f"<mj-text>{link} {{{{ t.body }}}}</mj-text>")
    assert "https://acme.example/n" in one.message


AMOUNT = {
    "note": {"variables": {"name": {"type": "string"}, "price": {"type": "money"}}},
    "catalogue": {
        "events": {
            "note.written": {
                "name": {"type": "string", "sample": "Bo"},
                "at": {"type": "datetime"},
                "price": {"type": "money", "sample": {"amount": 1234.5, "currency": "EUR"}},
            }
        },
        "locales": ["en", "fr", "pl", "ar"],
    },
    "locales": {"pl": {"subject": "Notatka"}, "ar": {"subject": "ملاحظة"}},
    "body": "<mj-text>{{ t.body }} <b>{{ price|currency }}</b></mj-text>"
    '<mj-button href="{{ product.url }}/n">Go</mj-button>',
}


def test_an_amount_is_lost_in_every_language(tmp_path: Path) -> None:
    [one] = found(tmp_path, "TXT002", **AMOUNT, files={TEXT: OWN % "{{ product.url }}/n"})
    assert one.message.startswith("The HTML says €1,234.50, and")
    assert (one.position.file, one.locales) == (MJML, ("en", "fr", "pl", "ar"))


@pytest.mark.parametrize("written", ["{{ price|currency }}", "1234.50 EUR", "1 234,50 euros", "EUR 1\u2019234.50"])
def test_an_amount_may_be_written_otherwise(written: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TXT002", **AMOUNT, files={TEXT: OWN % f"{{{{ product.url }}}}/n {written}"}) == []


def test_a_picture_that_is_not_read_aloud_may_say_what_the_words_say(tmp_path: Path) -> None:
    cell = '<table><tr><td aria-hidden="true">{price}</td></tr></table>'
    body = f"<mj-text>{cell}{{{{ t.body }}}} %s</mj-text>".replace("{price}", "$9.00")
    assert found(tmp_path / "said", "TXT002", body=body % "9 dollars") == []
    [one] = found(tmp_path / "lost", "TXT002", body=body % "")
    assert "The HTML says $9.00" in one.message


def test_numbers_are_no_amounts(tmp_path: Path) -> None:
    body = (
        '<mj-text>{{ t.body }} 12 of 15, 40 %, ALL-IN 3, F 12, 9.5 kg, v2$</mj-text><mj-button href="#">Go</mj-button>'
    )
    assert found(tmp_path, "TXT002", body=body, files={TEXT: OWN % "x"}) == []


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("It is &amp; was.", "&amp;"),
        ("A non-breaking&#160;space.", "&#160;"),
        ("One<br/>two.", "<br/>"),
        ('See <a href="https://acme.example/n">this</a>.', '<a href="https://acme.example/n">'),
        ("** bold ** is not.", None),
        ("**{{ name }} **left a note.", "**"),
    ],
)
def test_markup_in_copy_is_shown_where_it_is_written(body: str, written: str | None, tmp_path: Path) -> None:
    reported = found(tmp_path, "TXT003", copy={"body": body})
    if written is None:
        assert reported == []
        return
    assert f"`{written}`" in reported[0].message
    assert str(reported[0].position).startswith("templates/note/copy/en.yaml:3")
    assert reported[0].locales == ("en",)


@pytest.mark.parametrize(
    "body",
    [
        "Read <draft>, <Save> and <https://acme.example/n> or <ana@acme.example>.",
        "R&D; fish & chips &c. AT&T &nosuchname; 1 < 2 > 1",
        "2**3 is 8, and the card **** **** **** 4242 or **42.",
        "An [aside] (in brackets), snake__case__name, # 1 and `code`.",
        "**Bold** and *italic* and [a link](https://acme.example/n).",
    ],
)
def test_what_looks_like_markup_and_is_none(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TXT003", copy={"body": body}) == []


@pytest.mark.parametrize("name", ["<b>Bo</b>", "Bo &amp; Co", "**Bo**", "[Bo](https://acme.example)"])
def test_what_people_wrote_is_theirs(name: str, tmp_path: Path) -> None:
    assert found(tmp_path, "TXT003", samples={"odd": {"name": name}}) == []


def test_a_template_of_text_with_markup(tmp_path: Path) -> None:
    text = "{{ t.body }}\n\n  <strong>{{ product.url }}/notes</strong>?a=1&amp;b=2\n{{ unsubscribe_url }}\n"
    first, second = sorted(found(tmp_path, "TXT003", files={TEXT: text}), key=lambda one: one.key)
    assert (first.key, str(first.position)) == ("entity:&amp;", f"{TEXT}:3:3")
    assert (second.key, second.position.line, second.locales) == ("tag:strong", 3, ("en", "fr"))


@pytest.mark.parametrize(
    ("body", "told", "cure"),
    [
        ("A <b>word</b>", "`body` shows the tag `<b>`", "Copy has no tags"),
        ("A **word", "`body` shows the Markdown `**`", "Close it"),
        ("See [our help] ({{ product.url }}/help).", "`body` shows the Markdown `[our help] (", "Take the space out"),
        (
            "See [our help] (https://acme.example/help).",
            "`body` shows the Markdown `[our help] (",
            "Take the space out",
        ),
        ("See [1] (https://acme.example/help).", "", ""),
        ("See [our help]({{ product.url }}/help).", "", ""),
        ("See [[our help]](https://acme.example/help).", "", ""),
        ("Take it [or not] (as you like).", "", ""),
    ],
)
def test_markup_of_the_copy_is_named_by_its_key(body: str, told: str, cure: str, tmp_path: Path) -> None:
    found = [one for one in findings_of(Example(copy={"body": body}), tmp_path) if one.code == "TXT003"]
    assert len(found) == (1 if told else 0)
    for one in found:
        assert one.message.startswith(told)
        assert one.help.startswith(cure)
        assert one.position.file == "templates/note/copy/en.yaml"
