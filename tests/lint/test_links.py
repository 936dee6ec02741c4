"""Links: what comes near to a fault and is none, what looks odd and is one, and where each is to be mended."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.knowledge.hosts import why_local
from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.knowledge.vague_words import is_vague
from notify.lint.rule import Example
from notify.lint.views.message.address import read_address, site_of
from tests.lint.test_rules import findings_of

BUTTON = '<mj-button href="{}">{{{{ t.button }}}}</mj-button>'
LINK = '<mj-text><a href="{}">{}</a></mj-text>'
LISTED_NOWHERE: Mapping[str, Any] = {"lint": {"links": None}}


def links_of(example: Example, folder: Path) -> list[Finding]:
    return [one for one in findings_of(example, folder) if one.code.startswith("LNK")]


def codes_of(url: str, folder: Path, words: str = "{{ t.button }}") -> list[str]:
    example = Example(body=LINK.format(url, words), catalogue=LISTED_NOWHERE)
    return [one.code for one in links_of(example, folder)]


@pytest.mark.parametrize(
    "url",
    [
        "mailto:help@acme.example?subject=Notes",
        "mailto:?subject=Notes&amp;body=https%3A%2F%2Facme.example",
        "mailto:Ana%20Lima%20%3Cana@acme.example%3E,bo@acme.example,?cc=cy@acme.example",
        "mailto:%22Lima%2C%20Ana%22@acme.example",
        "tel:+33199001234",
        "tel:%2A100%23",
        "sms:?body=Notes",
        "sms:&amp;body=Notes",
        "sms:+33199001234?body=Notes",
        "https://acme.example:/",
        "https://acme.example.:65535/",
        "https://my_shop.acme.example/",
        f"https://{63 * 'a'}.example/",
        "sms:+33199001234",
        "acme://notes/7",
        "https://acme.example",
        "HTTPS://ACME.EXAMPLE/Notes",
        "https://acme.example:8443/notes?a=1&amp;b=2#part",
        "https://münchen.example/straße",
        "https://notexample.com/notes",
        "https://example.community/",
        "https://acme.example/todo/list?next=TODOS",
        "https://latest.partner.app/",
        "https://device.partner.app/",
        "https://partner.dev/",
        "https://test.de/",
        "https://8.8.8.8/",
        "https://acme.example/local?host=localhost",
        "https://acme.example/?next=http://localhost/",
        "https://acme.example/r?code=CALM30",
        "https://acme.example/r?email=1",
        "https://acme.example/r?password=",
        "https://acme.example/r?tokens=3&amp;passenger=Ana&amp;secretary=Bo",
        "https://acme.example/unsubscribe?email=ana@acme.example",
        "https://bit.ly.acme.example/3x",
        "https://habit.ly/3x",
    ],
)
def test_nothing_is_said_of_an_address_that_is_fine(url: str, tmp_path: Path) -> None:
    assert codes_of(url, tmp_path) == []


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mailto:", "LNK001"),
        ("mailto:?", "LNK001"),
        ("mailto:nobody", "LNK001"),
        ("mailto:ana@acme.example,bo", "LNK001"),
        ("tel:", "LNK001"),
        ("tel:abc", "LNK001"),
        ("TEL:;ext=", "LNK001"),
        ("sms:", "LNK001"),
        ("sms:abc?body=Notes", "LNK001"),
        ("https://a..example/", "LNK001"),
        ("https://-.example/", "LNK001"),
        ("https://.example/", "LNK001"),
        (f"https://{64 * 'a'}.example/", "LNK001"),
        (f"https://{30 * 'long-name.'}example/", "LNK001"),
        ("https://acme.example:99999/", "LNK001"),
        ("https://acme.example:port/", "LNK001"),
        ("#", "LNK002"),
        ("#!", "LNK002"),
        ("TODO", "LNK002"),
        ("http://todo", "LNK002"),
        ("[link]", "LNK002"),
        ("%UNSUB_LINK%", "LNK002"),
        ("*|ARCHIVE|*", "LNK002"),
        ("https://acme.example/TODO", "LNK002"),
        ("https://EXAMPLE.com./x", "LNK002"),
        ("https://www.your-domain.com/x", "LNK002"),
        ("https://shop.invalid/x", "LNK002"),
        ("javascript:void(0)", "LNK003"),
        ("  JaVa&#10;Script:alert(1)", "LNK003"),
        ("data:text/html,hello", "LNK003"),
        ("file:///C:/notes.pdf", "LNK003"),
        ("/notes", "LNK004"),
        ("notes.html", "LNK004"),
        ("?page=2", "LNK004"),
        ("www.acme.example/notes", "LNK004"),
        ("acme.example:8443/notes", "LNK004"),
        ("//acme.example/notes", "LNK004"),
        ("https://", "LNK004"),
        ("https:///notes", "LNK004"),
        ("http://[::1", "LNK004"),
        ("http://localhost:3000/notes", "LNK005"),
        ("https://127.0.0.1/", "LNK005"),
        ("https://127.1/", "LNK005"),
        ("https://2130706433/", "LNK005"),
        ("https://[::1]/", "LNK005"),
        ("https://192.168.0.7/", "LNK005"),
        ("https://169.254.1.1/", "LNK005"),
        ("https://printer.local/", "LNK005"),
        ("https://acme.test/", "LNK005"),
        ("https://intranet/", "LNK005"),
        ("https://app-staging2.partner.app/", "LNK005"),
        ("https://dev.partner.co.uk/", "LNK005"),
        ("http://partner.app/", "LNK006"),
        ("https://bit.ly/3xYz", "LNK010"),
        ("https://www.tinyurl.com/3xYz", "LNK010"),
        ("#terms", "LNK012"),
        ("https://acme.example/r?to=ana%40acme.example", "LNK015"),
        ("https://acme.example/r?newPassword=tulip", "LNK015"),
        ("https://acme.example/r?API-Key=7", "LNK015"),
        ("https://acme.example/r?token=7", "LNK015"),
        ("https://ana:tulip@acme.example/", "LNK015"),
    ],
)
def test_an_address_has_the_one_fault(url: str, code: str, tmp_path: Path) -> None:
    assert codes_of(url, tmp_path) == [code]


def test_what_reserved_names_stand_for_in_a_sample_is_fine(tmp_path: Path) -> None:
    example = Example(
        body=BUTTON.format("{{ link }}"),
        note={"variables": {"link": {"type": "url"}}},
        catalogue={**LISTED_NOWHERE, "events": {"note.written": {"link": {"type": "url"}}}},
        samples={"default": {"link": "https://example.com/notes/1"}},
    )
    assert [one.code for one in links_of(example, tmp_path)] == []


def test_a_product_may_own_a_name_that_is_reserved() -> None:
    assert placeholder_in("https://example.com/x", ("example.com",)) is None
    assert placeholder_in("https://example.net/x", ("example.com",)) == "example.net"


def test_a_local_address_in_a_sample_is_shown_in_the_sample(tmp_path: Path) -> None:
    example = Example(
        body=BUTTON.format("{{ link }}"),
        note={"variables": {"link": {"type": "url"}}},
        catalogue={"events": {"note.written": {"link": {"type": "url"}}}},
        samples={
            "default": {"link": "https://acme.example/notes/1"},
            "long": {"link": "http://localhost:3000/notes/1"},
        },
    )
    (found,) = links_of(example, tmp_path)
    assert (found.code, str(found.position)) == ("LNK005", "templates/note/samples/long.yaml:1:7")
    assert found.samples == ("long",)
    assert found.locales == ("en", "fr")
    assert found.key == "link:button"


@pytest.mark.parametrize(
    ("urls", "code"),
    [(("http://localhost/a", "http://10.0.0.1/b"), "LNK005"), (("a.html", "b.html"), "LNK004"), (("#", "#"), "LNK002")],
)
def test_links_that_are_called_the_same_are_findings_of_their_own(
    urls: tuple[str, str], code: str, tmp_path: Path
) -> None:
    one, other = (LINK.format(url, "Open") + "\n" for url in urls)
    [alone] = links_of(Example(body=one, catalogue=LISTED_NOWHERE), tmp_path / "alone")
    first, second = links_of(Example(body=one + other, catalogue=LISTED_NOWHERE), tmp_path / "both")
    assert [first.code, second.code] == [code, code]
    # What is in a baseline stays hidden, and what comes after it does not.
    assert first.fingerprint == alone.fingerprint != second.fingerprint


def test_a_template_is_read_as_often_with_many_links_as_with_few(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []
    often: list[int] = []
    read_text = Path.read_text

    def count(path: Path, *args: Any, **options: Any) -> str:
        read.append(path.name)
        return read_text(path, *args, **options)

    monkeypatch.setattr(Path, "read_text", count)
    for links in (5, 50):
        body = "".join(LINK.format(f"http://localhost/{number}", f"Open {number}") + "\n" for number in range(links))
        assert len(links_of(Example(body=body), tmp_path / str(links))) == links
        often.append(read.count("email.mjml"))
        read.clear()
    assert often[0] == often[1]


def test_links_in_one_text_are_findings_of_their_own_in_every_language_at_once(tmp_path: Path) -> None:
    body = "{{{{ name }}}} {{{{ user.first_name }}}} [{}](a.html) [{}](b.html)"
    english, french = {"body": body.format("one", "two")}, {"body": body.format("un", "deux")}
    found = links_of(Example(copy=english, locales={"fr": french}), tmp_path)
    assert [(one.key, one.locales) for one in found] == [("link:body", ("en", "fr")), ("link:body:2", ("en", "fr"))]


@pytest.mark.parametrize("url", ["http://localhost/{{ each }}", "{{ each }}.html"])
def test_the_links_of_a_loop_are_one_finding(url: str, tmp_path: Path) -> None:
    body = '{% for each in ["a", "b"] %}' + LINK.format(url, "Open") + "{% endfor %}"
    assert len(links_of(Example(body=body), tmp_path)) == 1


def test_the_links_of_a_sample_are_one_finding(tmp_path: Path) -> None:
    urls = {"links": ["http://localhost/a", "http://localhost/b"]}
    example = Example(
        body="{% for each in links %}" + LINK.format("{{ each }}", "Open") + "{% endfor %}",
        note={"variables": {"links": {"type": "list"}}},
        catalogue={"events": {"note.written": {"links": {"type": "list"}}}},
        samples={"default": urls},
    )
    [found] = links_of(example, tmp_path)
    assert str(found.position) == "templates/note/samples/default.yaml:2:3"


def test_a_fault_of_the_product_s_own_address_is_one_finding_there(tmp_path: Path) -> None:
    example = Example(
        body='<mj-text><a href="{{ product.url }}/a">{{ t.body }}</a></mj-text>\n'
        + BUTTON.format("{{ product.url }}/b"),
        catalogue={"product": {"name": "Acme", "url": "http://acme.example", "postal_address": "Acme, 1 Main Street"}},
    )
    (found,) = links_of(example, tmp_path)
    assert (found.code, found.key, found.position.file) == ("LNK006", "product.url", "notifications.yaml")
    assert "http://acme.example" in (found.position.excerpt or "")


def test_a_fault_of_the_way_out_is_shown_where_it_is_written(tmp_path: Path) -> None:
    defaults = {
        "locale": "en",
        "from": "Acme <hello@acme.example>",
        "unsubscribe_url": "http://acme.example/u?u={{ user.id }}",
        "preferences_url": "https://acme.example/preferences",
    }
    found = links_of(Example(catalogue={"defaults": defaults}), tmp_path)
    assert [(one.code, one.key) for one in found] == [("LNK006", "defaults.unsubscribe_url")]


def test_a_link_in_copy_is_shown_in_the_copy_of_its_locale(tmp_path: Path) -> None:
    example = Example(
        copy={"body": "See [the notes](https://acme.example/notes)."},
        locales={"fr": {"body": "Voyez [les notes](http://acme.example/notes)."}},
    )
    (found,) = links_of(example, tmp_path)
    assert (found.code, found.position.file, found.locales) == ("LNK006", "templates/note/copy/fr.yaml", ("fr",))
    assert found.key == "link:body"


def test_a_link_that_a_component_writes_is_shown_where_the_component_is_used(tmp_path: Path) -> None:
    body = '{% from "components/b.mjml" import b %}\n{{ b(t.button, "#") }}\n<mj-text>{{ t.body }}</mj-text>'
    component = '{% macro b(label, link) %}<mj-button href="{{ link }}">{{ label }}</mj-button>{% endmacro %}'
    (found,) = links_of(Example(body=body, files={"templates/components/b.mjml": component}), tmp_path)
    assert (found.code, found.position.file) == ("LNK002", "templates/note/email.mjml")
    assert found.position.excerpt == '{{ b(t.button, "#") }}'


def test_the_text_part_of_its_own_is_looked_at_for_what_only_it_has(tmp_path: Path) -> None:
    mine = "{{ t.body }}\n\n{{ product.url }}/notes\n(See http://localhost:3000/a_(b).)\n"
    text = mine + "{{ unsubscribe_url }}\n{{ preferences_url }}\n"
    (found,) = links_of(Example(files={"templates/note/email.txt": text}), tmp_path)
    assert (found.code, found.position.file, found.position.line) == ("LNK005", "templates/note/email.txt", 4)
    assert "http://localhost:3000/a_(b):" in found.message


def test_a_navbar_completes_the_addresses_in_it(tmp_path: Path) -> None:
    body = '<mj-navbar base-url="https://acme.example"><mj-navbar-link href="/notes">Notes</mj-navbar-link></mj-navbar>'
    assert links_of(Example(body=body), tmp_path) == []


@pytest.mark.parametrize(
    ("words", "url", "found"),
    [
        ("https://acme.example/a", "https://www.acme.example/b", False),
        ("acme.example", "https://app.acme.example", False),
        ("partner.com", "https://www.partner.com/x", False),
        ("Partner.com →", "https://partner.com/x", False),
        ("partner.com", "https://acme.example/out", True),
        ("See www.partner.com for more", "https://acme.example/out", True),
        ("https://partner.com@acme.example", "https://acme.example/", False),
        ("http://partner.co.uk", "https://other.co.uk", True),
        ("bücher.com", "https://xn--bcher-kva.com/", False),
        ("Node.js", "https://acme.example/", False),
        ("report.pdf", "https://acme.example/", False),
        ("No. 7 of 3.15", "https://acme.example/", False),
        ("help@partner.com", "mailto:help@acme.example", False),
        ("Booking.com offers", "https://acme.example/", False),
    ],
)
def test_words_are_compared_with_the_address(words: str, url: str, found: bool, tmp_path: Path) -> None:
    assert ("LNK007" in codes_of(url, tmp_path, words)) == found


def test_a_document_may_be_called_as_a_site_is(tmp_path: Path) -> None:
    example = Example(
        body='<mj-button href="https://acme.example/d/1">{{ name }}</mj-button>',
        samples={"default": {"name": "partner.com"}},
    )
    assert links_of(example, tmp_path) == []


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        ("Click here!", "en-GB"),
        ("→ READ  MORE…", "en"),
        ("Plus d\u2019infos", "fr"),
        ("cliquez ici", "fr-CA"),
        ("Here", "fr"),
        ("Kliknij tutaj", "pl"),
        ("تعرَّف على المزيد", "ar"),
        ("اضغط هنا", "ar"),
        ("Mehr erfahren", "de"),
        ("¡Haz clic aquí!", "es"),
        ("Clicca qui", "it"),
        ("Saiba mais", "pt-BR"),
        ("Lees meer", "nl"),
    ],
)
def test_words_that_say_nothing(words: str, locale: str) -> None:
    assert is_vague(words, locale)


@pytest.mark.parametrize(
    ("words", "locale"),
    [
        ("", "en"),
        ("Read on", "en"),
        ("Read more about your plan", "en"),
        ("Ici Paris", "fr"),
        ("ici", "de"),
        ("Czytaj dalej", "pl"),
        ("Start", "en"),
        ("1", "en"),
        ("افتح المهمة", "ar"),
    ],
)
def test_words_that_say_something(words: str, locale: str) -> None:
    assert not is_vague(words, locale)


def test_vague_words_are_found_in_their_locale_and_one_by_one(tmp_path: Path) -> None:
    example = Example(locales={"fr": {"button": "En savoir plus"}})
    (found,) = links_of(example, tmp_path)
    assert (found.code, found.locales, found.key) == ("LNK008", ("fr",), "link:button")
    assert found.position.excerpt == "button: En savoir plus"


def test_a_label_says_what_vague_words_do_not(tmp_path: Path) -> None:
    body = '<mj-text><a href="https://acme.example/n" aria-label="Read the note">Here</a></mj-text>'
    assert links_of(Example(body=body), tmp_path) == []


def test_more_words_can_be_vague(tmp_path: Path) -> None:
    options = {"lint": {"links": {"domains": ["acme.example"]}, "rules": {"vague-link": {"also": ["Read the note"]}}}}
    assert [(one.code, one.locales) for one in links_of(Example(catalogue=options), tmp_path)] == [("LNK008", ("en",))]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ('<mj-text><a href="https://acme.example/n"> &nbsp;&#8203; </a></mj-text>', True),
        ('<mj-text><a href="https://acme.example/n"><img src="https://acme.example/a.png"/></a></mj-text>', True),
        (
            '<mj-text><a href="https://acme.example/n"><img src="https://acme.example/a.png" alt="A"/></a></mj-text>',
            False,
        ),
        ('<mj-text><a href="https://acme.example/n" title="The note"><span></span></a></mj-text>', False),
        ('<mj-social><mj-social-element name="github" href="https://acme.example/n" /></mj-social>', True),
        ('<mj-social><mj-social-element name="github" href="https://acme.example/n" alt="A" /></mj-social>', False),
        ('<mj-text><a href="https://acme.example/n">→</a></mj-text>', False),
        ('<mj-text><a name="n"></a></mj-text>', False),
    ],
)
def test_a_link_needs_something_to_be_read_aloud(body: str, found: bool, tmp_path: Path) -> None:
    assert ("LNK009" in {one.code for one in links_of(Example(body=body), tmp_path)}) == found


def test_characters_beyond_ascii_count_as_they_are_sent(tmp_path: Path) -> None:
    example = Example(body=BUTTON.format("https://acme.example/?q={{ 'ł' * 400 }}"))
    (found,) = links_of(example, tmp_path)
    assert found.code == "LNK011"
    assert found.worst is not None
    assert found.worst.value == "2,424 characters"


def test_a_place_in_the_message_is_there_as_it_is_sent(tmp_path: Path) -> None:
    there = '<mj-text><a href="#caf%C3%A9">Drinks</a> <a href="#b">Food</a></mj-text>'
    places = '<mj-text><p id="café">A</p><a name="b">B</a></mj-text>'
    assert links_of(Example(body=there + places), tmp_path / "there") == []
    dropped = '<mj-text><a href="#b">Food</a></mj-text><mj-text id="b">B</mj-text>'
    assert "LNK012" in {one.code for one in links_of(Example(body=dropped), tmp_path / "dropped")}


def test_a_foreign_domain_is_one_finding_and_none_without_a_list(tmp_path: Path) -> None:
    body = LINK.format("https://partner.app/a", "A") + LINK.format("https://partner.app/b", "B")
    (found,) = links_of(Example(body=body), tmp_path / "listed")
    assert (found.code, found.key) == ("LNK013", "host:partner.app")
    assert links_of(Example(body=body, catalogue=LISTED_NOWHERE), tmp_path / "unlisted") == []


@pytest.mark.parametrize(
    ("url", "domains", "codes"),
    [
        ("https://staging.acme.example/notes", ["acme.example"], ["LNK005"]),
        ("https://staging.acme.example/notes", ["acme.example", "staging.acme.example"], []),
        ("https://eu.staging.acme.example/notes", ["acme.example", "staging.acme.example"], []),
        ("https://dev.eu.acme.example/notes", ["acme.example", "eu.acme.example"], ["LNK005"]),
        ("https://stages.acme.example/notes", ["acme.example"], []),
        ("https://wiki.acme.local/notes", ["acme.example", "acme.local"], []),
        ("https://staging.partner.app/notes", ["acme.example"], ["LNK005"]),
        ("https://wiki.partner.local/notes", ["acme.example"], ["LNK005"]),
        ("https://stages.partner.app/notes", ["acme.example"], ["LNK013"]),
    ],
)
def test_a_site_for_trials_is_one_finding_unless_it_is_listed_itself(
    url: str, domains: list[str], codes: list[str], tmp_path: Path
) -> None:
    catalogue = {"lint": {"links": {"domains": domains}}}
    found = links_of(Example(body=BUTTON.format(url), catalogue=catalogue), tmp_path)
    assert [one.code for one in found] == codes


@pytest.mark.parametrize("rule", ["LNK005", "local-link"])
def test_what_a_catalogue_calls_its_sites_for_trials_decides_which_rule_it_is(rule: str, tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {rule: {"labels": ["Beta"]}}}}
    body = BUTTON.format("https://beta.partner.app/a") + BUTTON.format("https://staging.partner.app/b")
    found = links_of(Example(body=body, catalogue=catalogue), tmp_path)
    assert sorted((one.code, one.message.partition(" in ")[0][-8:]) for one in found if one.code == "LNK005") == [
        ("LNK005", ": “beta”")
    ]
    assert [one.key for one in found if one.code == "LNK013"] == ["host:staging.partner.app"]


def test_a_product_whose_own_site_is_for_trials_is_found_where_that_is_written(tmp_path: Path) -> None:
    [found] = links_of(Example(catalogue={"product": {"url": "https://staging.acme.example"}}), tmp_path)
    assert (found.code, found.key, found.position.file) == ("LNK005", "product.url", "notifications.yaml")


def test_tracking_is_compared_among_the_product_s_own_pages(tmp_path: Path) -> None:
    tracked = LINK.format("https://acme.example/a?utm_source=mail&amp;utm_campaign=a", "A")
    other = LINK.format("https://acme.example/b?utm_source=mail&amp;utm_campaign=b", "B")
    mail = LINK.format("mailto:help@acme.example", "C")
    assert links_of(Example(body=tracked + mail), tmp_path / "one") == []
    lint = {"lint": {"links": {"domains": ["acme.example", "partner.app"]}}}
    partner = LINK.format("https://partner.app/a", "D")
    assert links_of(Example(body=tracked + partner, catalogue=lint), tmp_path / "partner") == []
    below = LINK.format("https://docs.acme.example/a", "E")
    assert [one.key for one in links_of(Example(body=tracked + below), tmp_path / "below")] == ["utm"]
    (found,) = links_of(Example(body=tracked + other), tmp_path / "two")
    assert (found.code, found.key) == ("LNK014", "utm_campaign")
    assert found.message == "Its links name different campaigns in utm_campaign: “a” and “b”."


@pytest.mark.parametrize(
    ("category", "query", "found"),
    [
        ("access", "token=7", False),
        ("activation", "otp=7", False),
        ("invitation", "token=7", False),
        ("security", "token=7", False),
        ("activity", "token=7", True),
        ("access", "token=7&amp;email=ana@acme.example", True),
        ("access", "access_token=7", True),
        ("access", "password=tulip", True),
        ("access", "code=123456", False),
    ],
)
def test_a_token_is_what_some_mail_is_for(category: str, query: str, found: bool, tmp_path: Path) -> None:
    example = Example(body=BUTTON.format(f"https://acme.example/r?{query}"), note={"category": category})
    assert ("LNK015" in {one.code for one in links_of(example, tmp_path)}) == found


def test_a_parameter_can_be_allowed(tmp_path: Path) -> None:
    lint = {"links": {"domains": ["acme.example"]}, "rules": {"LNK015": {"allow": ["user-email"]}}}
    example = Example(body=BUTTON.format("https://acme.example/?user_email=a@acme.example"), catalogue={"lint": lint})
    assert links_of(example, tmp_path) == []


@pytest.mark.parametrize(
    ("host", "site"),
    [
        ("a.b.acme.com", "acme.com"),
        ("a.acme.co.uk", "acme.co.uk"),
        ("co.uk", "co.uk"),
        ("10.0.0.1", "10.0.0.1"),
        ("x", "x"),
    ],
)
def test_the_registered_part_of_a_host(host: str, site: str) -> None:
    assert site_of(host) == site


@pytest.mark.parametrize(
    "url", ["", " ", "http://[", "http://a]b/", "https://℀.com/", "x" * 5000, "http://.../", "::::"]
)
def test_any_text_can_be_taken_apart(url: str) -> None:
    address = read_address(url)
    assert not address.host or why_local(address.host) is not None or "." in address.host


def test_a_button_that_leads_nowhere_deserves_a_warning(tmp_path: Path) -> None:
    body = "<mj-button>{{ t.button }}</mj-button>\n<mj-text>{{ t.body }}</mj-text>"
    found = [one for one in findings_of(Example(body=body), tmp_path) if one.code == "LNK001"]
    assert [(one.severity, one.position.line, one.locales) for one in found] == [("warning", 9, ("en", "fr"))]
