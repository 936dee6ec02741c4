"""Leaving what is optional, and not what is essential: near misses and awkward cases."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from notify.lint.rules.unsubscribe.malformed_header import problems
from tests.lint.test_rules import findings_of

PAGE = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>{{ t.body }}</mj-text>%s</mj-column></mj-section></mj-body></mjml>"
)
LEAVE = '<mj-text><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a></mj-text>'
MJML = "templates/note/email.mjml"
TEXT = "templates/note/email.txt"
NO_WAY_OUT = {"UNS001", "UNS002"}


def found(folder: Path, code: str, body: str | None = None, **differences: Any) -> list[Finding]:
    files = dict(differences.pop("files", {}))
    if body is not None:
        files[MJML] = PAGE % body
    return [one for one in findings_of(Example(files=files, **differences), folder) if one.code == code]


@pytest.mark.parametrize(
    "body",
    [
        LEAVE,
        '<mj-button href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</mj-button>',
        '<mj-text><a href="{{ unsubscribe_url }}&amp;utm_source=email">{{ t.unsubscribe }}</a></mj-text>',
        '<mj-raw><tr><td><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a></td></tr></mj-raw>',
        '<mj-image src="https://acme.example/a.png" alt="Unsubscribe" href="{{ unsubscribe_url }}" />',
    ],
)
def test_any_link_with_a_name_lets_people_leave(body: str, tmp_path: Path) -> None:
    assert found(tmp_path, "UNS001", body) == []


def test_a_link_without_a_name_lets_nobody_leave(tmp_path: Path) -> None:
    [one] = found(tmp_path, "UNS001", '<mj-text><a href="{{ unsubscribe_url }}"> </a></mj-text>')
    assert one.message.startswith("People may leave `notes`, but the HTML has no link to https://acme.example/u?u=u1")
    assert one.position.file == MJML
    assert one.locales == ("en", "fr")


def test_the_text_part_has_it_too(tmp_path: Path) -> None:
    [one] = found(tmp_path, "UNS001", LEAVE, files={TEXT: "{{ t.body }}\n"})
    assert "the text part has no link" in one.message
    assert one.position.file == TEXT


def test_the_text_part_lacks_what_is_not_read_aloud(tmp_path: Path) -> None:
    [one] = found(tmp_path, "UNS001", f'<mj-raw><tr aria-hidden="true"><td>{LEAVE[9:-10]}</td></tr></mj-raw>')
    assert "the text part has no link" in one.message
    assert one.position.file == MJML


def test_a_catalogue_without_an_address_is_told_once(tmp_path: Path) -> None:
    everything = findings_of(
        Example(catalogue={"defaults": {"unsubscribe_url": None, "preferences_url": None}}, files={MJML: PAGE % ""}),
        tmp_path,
    )
    [one] = [one for one in everything if one.code.startswith("UNS")]
    assert (one.code, one.notification, one.position.file) == ("UNS001", None, "notifications.yaml")
    assert (one.position.excerpt, one.position.width) == ("defaults:", len("defaults"))


LAYOUT = (
    "<mjml><mj-body><mj-section><mj-column>{% block main %}{% endblock %}%s</mj-column></mj-section></mj-body></mjml>"
)
CHILD = '{% extends "layouts/base.mjml" %}{% block main %}<mj-text>{{ t.body }}</mj-text>{% endblock %}'


def two_notes(footer: str, child: str = CHILD) -> Example:
    """Two notifications that are made with one layout; `child` is the template of the second."""
    other = {"category": "report", "description": "A second note.", "class": "transactional", "topic": "notes",
             "trigger": {"event": "note.written"}, "channels": ["email"],
             "variables": {"name": {"type": "string"}}}  # fmt: skip
    words = "subject: A second note from {{ name }}\npreheader: Another one of them, waiting for you at Acme.\n"
    words += "body: Well then.\nunsubscribe: Leave\npreferences: Choose\n"
    files = {MJML: CHILD, "templates/layouts/base.mjml": LAYOUT.replace("%s", footer)}
    files |= {"templates/other/email.mjml": child}
    files |= {f"templates/other/copy/{locale}.yaml": words for locale in ("en", "fr")}
    return Example(catalogue={"notifications": {"other": other}}, files=files)


@pytest.mark.parametrize(
    ("footer", "codes"),
    [("", ["UNS001"]), (LEAVE, ["UNS007"]), (LEAVE + '<mj-text><a href="{{ preferences_url }}">x</a></mj-text>', [])],
)
def test_a_layout_without_the_link_is_one_finding(footer: str, codes: list[str], tmp_path: Path) -> None:
    everything = findings_of(two_notes(footer), tmp_path)
    said = [one for one in everything if one.code in {"UNS001", "UNS007"}]
    assert [one.code for one in said] == codes
    for one in said:
        assert (one.position.file, one.notification) == ("templates/layouts/base.mjml", None)
        assert "No message with the layout templates/layouts/base.mjml has a link" in one.message


def test_a_message_alone_without_the_link_is_told_where_others_have_it_from(tmp_path: Path) -> None:
    child = CHILD.replace("</mj-text>", "</mj-text>" + LEAVE)
    [one] = [one for one in findings_of(two_notes("", child), tmp_path) if one.code == "UNS001"]
    assert (one.position.file, one.notification) == (MJML, "note")
    assert one.help == "Others have it from templates/other/email.mjml: show that here too, outside any branch."


def test_an_essential_message_needs_none_of_it(tmp_path: Path) -> None:
    everything = findings_of(Example(note={"topic": "account"}, files={MJML: PAGE % ""}), tmp_path)
    assert [one for one in everything if one.code.startswith("UNS")] == []


def test_unsubscribe_none_is_shown_where_it_is_written(tmp_path: Path) -> None:
    everything = findings_of(Example(note={"unsubscribe": "none"}), tmp_path)
    assert {one.code: (one.position.excerpt or "").strip() for one in everything if one.code in NO_WAY_OUT} == {
        "UNS001": "unsubscribe: none",
        "UNS002": "unsubscribe: none",
    }


def test_a_link_alone_is_more_than_one_click(tmp_path: Path) -> None:
    [one] = found(tmp_path, "UNS003", note={"unsubscribe": "link"})
    assert "`unsubscribe: link`" in one.message
    assert (one.position.excerpt or "").strip() == "unsubscribe: link"


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://acme.example/u?u={{ user.id }}", "needs an address with https"),
        ("https://acme.example/#/leave/{{ user.id }}", "after the `#`"),
        ("https://acme.example/leave", "is the same for everybody"),
    ],
)
def test_an_address_that_one_click_cannot_use(url: str, words: str, tmp_path: Path) -> None:
    [one] = found(tmp_path, "UNS004", catalogue={"defaults": {"unsubscribe_url": url}})
    assert words in one.message
    assert (one.position.excerpt or "").strip().startswith("unsubscribe_url:")


def test_a_page_may_be_any_page(tmp_path: Path) -> None:
    url = "http://acme.example/#/leave"
    assert (
        found(tmp_path, "UNS004", note={"unsubscribe": "link"}, catalogue={"defaults": {"unsubscribe_url": url}}) == []
    )


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("<https://a.example/u>", []),
        ("<mailto:u@a.example?subject=leave>, <https://a.example/u?a=1,2>", []),
        ("https://a.example/u", ["brackets"]),
        ("<https://a.example/u>; <mailto:u@a.example>", ["brackets"]),
        ("", ["brackets"]),
        ("<https://a.example/u> , <http://a.example/u>", ["twice"]),
        ("<mailto:u@a.example>,<mailto:v@a.example>,<https://a.example/u>", ["twice"]),
        ("<mailto:u@a.example>", ["insecure"]),
    ],
)
def test_a_header_is_read_as_its_rfc_says(header: str, names: list[str]) -> None:
    assert [name for name, _, _ in problems(header, one_click=True)] == names


def test_without_one_click_a_mail_address_is_enough() -> None:
    assert list(problems("<mailto:u@a.example>", one_click=False)) == []


def test_an_essential_message_links_to_the_page_by_hand(tmp_path: Path) -> None:
    body = '<mj-text><a href="https://acme.example/u?u={{ user.id }}">{{ t.unsubscribe }}</a></mj-text>'
    [one] = found(tmp_path, "UNS005", body, note={"topic": "account"})
    assert "“Unsubscribe” leads to https://acme.example/u." in one.message
    assert (one.position.file, one.locales) == (MJML, ("en", "fr"))


@pytest.mark.parametrize(
    "url",
    [
        "https://acme.example/preferences?leave={{ topic.id }}",  # the page is that of the preferences
        "https://acme.example/?leave={{ user.id }}",  # the page is the product's own
    ],
)
def test_a_page_that_has_other_uses_is_no_way_out(url: str, tmp_path: Path) -> None:
    links = '<a href="{{ preferences_url }}">{{ t.preferences }}</a> <a href="{{ product.url }}/">Acme</a>'
    body = f"<mj-text>{links}</mj-text>"
    note = {"topic": "account"}
    assert found(tmp_path, "UNS005", body, note=note, catalogue={"defaults": {"unsubscribe_url": url}}) == []


@pytest.mark.parametrize(
    "address",
    [
        "{{ product.postal_address }}",
        '{{ product.postal_address|replace(" ", "\u00a0") }}',
        "Acme<br />1 Main Street<br />10000 Acme",
        "ACME · 1 MAIN STREET · 10000 ACME, POLSKA",
    ],
)
def test_an_address_may_be_set_in_many_ways(address: str, tmp_path: Path) -> None:
    body = f"<mj-text>{address}</mj-text>{LEAVE}"
    assert found(tmp_path, "UNS006", body, note={"class": "promotional"}) == []


@pytest.mark.parametrize("hidden", ['style="display: none"', "hidden", 'style="visibility:hidden"'])
def test_an_address_that_nobody_sees_is_not_there(hidden: str, tmp_path: Path) -> None:
    body = f"<mj-text><p {hidden}>{{{{ product.postal_address }}}}</p></mj-text>{LEAVE}"
    [one] = found(tmp_path, "UNS006", body, note={"class": "promotional"})
    assert "does not say “Acme, 1 Main Street, 10000 Acme”" in one.message


def test_a_product_without_an_address(tmp_path: Path) -> None:
    catalogue = {"product": {"postal_address": None}}
    [one] = found(tmp_path, "UNS006", LEAVE, note={"class": "promotional"}, catalogue=catalogue)
    assert one.message == "The product has no `postal_address` for its promotional messages to show."
    assert one.position.file == "notifications.yaml"


def test_only_promotion_needs_an_address(tmp_path: Path) -> None:
    assert found(tmp_path, "UNS006", LEAVE) == []


def test_the_text_part_of_promotion_has_the_address_too(tmp_path: Path) -> None:
    [one] = found(
        tmp_path, "UNS006", note={"class": "promotional"}, files={TEXT: "{{ t.body }}\n{{ unsubscribe_url }}\n"}
    )
    assert one.position.file == TEXT


def test_a_footer_that_only_asks_for_the_address_is_where_it_was_to_be_shown(tmp_path: Path) -> None:
    footer = "{% if unsubscribe_url %}\n{# {{ unsubscribe_url }} #}<mj-text>{{ t.unsubscribe }}</mj-text>{% endif %}"
    [one] = [one for one in findings_of(two_notes(footer), tmp_path) if one.code == "UNS001"]
    assert one.notification is None
    assert str(one.position) == "templates/layouts/base.mjml:1:75"
