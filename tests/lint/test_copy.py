"""Rules about copy: the near misses and awkward cases."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from notify.lint.rulebook import all_rules
from tests.lint.test_rules import findings_of

BUTTON = '\n<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>'
BODY = "<mj-text>{{ t.body }}</mj-text>" + BUTTON
ARABIC = {
    "subject": "رسالة من {{ name }}",
    "preheader": "رسالة قصيرة تنتظرك على لوحتك في Acme.",
    "body": "ترك لك **{{ name }}** رسالة يا {{ user.first_name }}.",
    "button": "قراءة الرسالة",
    "unsubscribe": "إلغاء الاشتراك",
    "preferences": "اختيار ما يصلك",
}
RTL = '<mj-head><mj-attributes><mj-section direction="{{ dir }}" /><mj-column direction="{{ dir }}" /></mj-attributes>'


def found(code: str, folder: Path, **changes: Any) -> list[Finding]:
    return [one for one in findings_of(Example(**changes), folder) if one.code == code]


def messages(code: str, folder: Path, **changes: Any) -> list[str]:
    return [one.message for one in found(code, folder, **changes)]


def grave(folder: Path, **changes: Any) -> list[Finding]:
    """All that is found, by whichever rule, but for what is only said by the way."""
    return [one for one in findings_of(Example(**changes), folder) if one.severity != "info"]


def plural(source: Mapping[str, str], **others: Mapping[str, str]) -> dict[str, Any]:
    """A workspace whose body is a plural, in English and in other languages."""
    catalogue = {"locales": ["en", *others]}
    locales = {locale: {"body": forms} for locale, forms in others.items()}
    body = '<mj-text>{{ t("body", count=2) }}</mj-text>' + BUTTON
    files = {} if "fr" in others else {"templates/note/copy/fr.yaml": None}
    return {"copy": {"body": source}, "locales": locales, "catalogue": catalogue, "body": body, "files": files}


# What is missing.


def test_each_locale_has_one_finding_for_what_it_lacks(tmp_path: Path) -> None:
    catalogue = {"locales": ["en", "fr", "pl"]}
    polish: dict[str, Any] = {"button": None, "body": None}
    one, other = found("COP001", tmp_path, catalogue=catalogue, locales={"fr": {"button": None}, "pl": polish})
    assert (one.message, one.locales) == ("`button` is missing in `fr`.", ("fr",))
    assert (other.message, other.locales) == ("`body` and `button` are missing in `pl`.", ("pl",))
    assert (one.position.file, other.position.file) == (
        "templates/note/copy/fr.yaml",
        "templates/note/copy/pl.yaml",
    )
    assert one.fingerprint != other.fingerprint


def test_a_language_without_a_file_lacks_the_file(tmp_path: Path) -> None:
    [one] = found("COP001", tmp_path, catalogue={"locales": ["en", "fr", "pl"]})
    assert one.message == "There is no copy in `pl`: 6 texts of `email` are missing."
    assert one.position.file == "templates/note/copy/pl.yaml"


def test_words_left_empty_are_missing_at_their_line(tmp_path: Path) -> None:
    [one] = found("COP001", tmp_path, locales={"fr": {"button": " "}})
    assert one.message == "`button` is missing in `fr`."
    assert one.position.line == 4


def test_words_that_are_empty_in_the_source_too_are_not_missing(tmp_path: Path) -> None:
    body = BODY + "<mj-text>{{ t.note }}</mj-text>"
    assert not found("COP001", tmp_path, copy={"note": ""}, locales={"fr": {"note": ""}}, body=body)


def test_words_of_a_channel_that_it_is_not_sent_by_are_not_missing(tmp_path: Path) -> None:
    assert not found("COP001", tmp_path, copy={"sms": "A note from {{ name }}"})


def test_words_of_a_language_that_the_catalogue_does_not_have_are_not_missing(tmp_path: Path) -> None:
    assert not found("COP001", tmp_path, files={"templates/note/copy/de.yaml": 'subject: "Notiz"\n'})


def test_words_that_nobody_wrote_are_missing_where_they_are_asked_for(tmp_path: Path) -> None:
    [one] = found("COP001", tmp_path, body="<mj-text>{{ t.bodi }}</mj-text>" + BUTTON)
    assert one.message == "The copy has no `bodi`."
    assert str(one.position).startswith("templates/note/email.mjml:9")
    assert one.help == "Did you mean `body`?"


def test_every_key_that_nobody_wrote_is_found_in_every_branch(tmp_path: Path) -> None:
    body = "<mj-text>{{ t.bdy }}</mj-text>{% if name == 'Zoe' %}<mj-text>{{ t('hlep', x=1) }}</mj-text>{% endif %}"
    said = [
        (one.message, one.position.line) for one in found("COP001", tmp_path, body=body + "\n{{ t.nothing_at_all }}")
    ]
    assert said == [
        ("The copy has no `bdy`.", 9),
        ("The copy has no `hlep`.", 9),
        ("The copy has no `nothing_at_all`.", 10),
    ]


@pytest.mark.parametrize(
    "asking",
    [
        "{{ t.lede|default('') }}",
        "{% if t.lede is defined %}{{ t.lede }}{% endif %}",
        "{% macro m(t) %}{{ t.lede }}{% endmacro %}",
        "{% if locale == 'fr' %}{{ t.only_french }}{% endif %}",
        "{{ t.button.upper() }}{{ t.days.mon }}{% for day in t.days %}{{ day }}{% endfor %}",
    ],
)
def test_words_that_need_not_be_there(asking: str, tmp_path: Path) -> None:
    days = {"days": {"mon": "Monday"}}
    french = days | {"only_french": "Un texte"}
    assert not found("COP001", tmp_path, copy=days, locales={"fr": french}, body=BODY + asking)


def test_what_a_layout_asks_for_in_a_branch_is_only_missing_where_it_is_rendered(tmp_path: Path) -> None:
    layout = (
        "{% if user.id == 'u2' %}{{ t.farewell }}{% endif %}{% block body %}{{ t.dropped }}{% endblock %}{{ t.fotter }}"
    )
    files = {
        "templates/layouts/a.mjml": f"<mjml><mj-body><mj-text>{layout}</mj-text></mj-body></mjml>",
        "templates/note/email.mjml": '{% extends "layouts/a.mjml" %}{% block a %}{{ t.bdy }}{% endblock %}',
    }
    assert {one.message for one in found("COP001", tmp_path, files=files)} == {
        "The copy has no `bdy`.",
        "The copy has no `fotter`.",
    }


def test_a_slip_in_the_name_of_a_text_is_one_finding_at_the_text(tmp_path: Path) -> None:
    copy = {"body": None, "boby": "**{{ name }}** left you a note, {{ user.first_name }}."}
    catalogue = {"locales": ["en", "fr", "ar"]}
    [one] = grave(tmp_path, copy=copy, catalogue=catalogue, locales={"ar": ARABIC})
    assert one.message == "Nothing shows `boby`, and a template asks for `body`, which is not there."
    assert (one.code, str(one.position), one.help) == (
        "COP001",
        "templates/note/copy/en.yaml:6:7",
        "Did you mean `body`?",
    )


def test_a_slip_in_the_name_of_a_translation_is_one_finding_at_it(tmp_path: Path) -> None:
    french = {"body": None, "boby": "**{{ name }}** vous a laissé un mot, {{ user.first_name }}."}
    [one] = grave(tmp_path, locales={"fr": french})
    assert (one.code, one.message, str(one.position)) == (
        "COP001",
        "`body` is missing in `fr`.",
        "templates/note/copy/fr.yaml:6:7",
    )
    assert one.help == "Did you mean `body` with `boby`?"


def test_a_slip_in_a_template_does_not_make_its_text_useless(tmp_path: Path) -> None:
    words = {"not_you": "Was it not you?"}
    body = BODY + "<mj-text>{{ t.notyou }}</mj-text>"
    [one] = grave(tmp_path, copy=words, locales={"fr": {"not_you": "Pas vous ?"}}, body=body)
    assert (one.code, one.message, one.help) == ("COP001", "The copy has no `notyou`.", "Did you mean `not_you`?")


def test_a_text_without_words_is_missing_at_its_line(tmp_path: Path) -> None:
    english = (
        "subject: A note\npreheader: It is short, and waits for you on your board.\nbody:\nbutton: Read the note\n"
    )
    files = {"templates/note/copy/en.yaml": english + "unsubscribe: Unsubscribe\npreferences: Choose what you get\n"}
    [one] = found("COP001", tmp_path, files=files)
    assert (one.message, str(one.position)) == ("`body` has no words.", "templates/note/copy/en.yaml:3:1")


def test_a_text_that_nothing_shows_need_not_be_translated(tmp_path: Path) -> None:
    assert not found("COP001", tmp_path, copy={"farewell": "See you soon"})
    [one] = found("COP002", tmp_path / "other", copy={"farewell": "See you soon"})
    assert one.severity == "error"
    assert one.message == (
        "Nothing shows `farewell`, which is in `en`. For lack of it, messages in `fr` are in another language."
    )


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_a_file_with_another_ending_is_named(locale: str, tmp_path: Path) -> None:
    files = {f"templates/note/copy/{locale}.yaml": None, f"templates/note/copy/{locale}.yml": 'subject: "A note"\n'}
    [one] = found("COP001", tmp_path, files=files)
    assert one.help == f"Call templates/note/copy/{locale}.yml `{locale}.yaml`: no other ending is read."


def test_copy_in_a_language_that_the_catalogue_does_not_have_is_found_once(tmp_path: Path) -> None:
    [one] = found("COP002", tmp_path, files={"templates/note/copy/de.yaml": 'subject: "Notiz"\n'})
    assert one.message == "There is copy in `de`, which is not among `locales`: nobody looks at what it says."
    assert (one.position.file, one.notification) == ("templates/note/copy/de.yaml", None)


def test_shared_words_are_missing_in_the_shared_file_once(tmp_path: Path) -> None:
    files = {"templates/copy/en.yaml": "bye: Bye\n", "templates/copy/fr.yaml": "hi: Salut\n"}
    [one] = found("COP001", tmp_path, files=files, body=BODY + "<mj-text>{{ t.bye }}</mj-text>")
    assert (one.message, one.position.file) == ("`bye` is missing in `fr`.", "templates/copy/fr.yaml")
    assert one.notification is None


def test_a_channel_without_words_is_missing_them_and_a_subject_is_another_rules(tmp_path: Path) -> None:
    assert messages("COP001", tmp_path, note={"channels": ["email", "sms"]}) == [
        "This copy has no `sms`, which `sms` needs."
    ]
    assert not found("COP001", tmp_path / "other", copy={"subject": None}, locales={"fr": {"subject": None}})


# What nobody reads.


@pytest.mark.parametrize(
    "asking",
    [
        "{{ t.days.mon }}",
        '{{ t("days.mon") }}',
        '{{ t.days("mon") }}',
        '{{ t("days." ~ name) }}',
        "{{ t.days[name] }}",
        '{{ t["days"]["mon"] }}',
        "{{ t.days.mon.upper() }}",
        "{% for day in t.days %}{{ day }}{% endfor %}",
        '{{ t("days.mon" if name else "body") }}',
        "{% if not name %}{{ t.days.mon }}{% endif %}",
    ],
)
def test_words_that_a_template_may_ask_for_are_used(asking: str, tmp_path: Path) -> None:
    words = {"days": {"mon": "Monday it is"}}
    files = {"templates/note/email.txt": "{% if name == 'nobody' %}" + asking + "{% endif %}\n"}
    assert not found("COP002", tmp_path, copy=words, locales={"fr": {"days": {"mon": "Lundi"}}}, files=files)


def test_a_group_that_nobody_asks_for_is_one_finding(tmp_path: Path) -> None:
    words = {"days": {"mon": "Monday", "tue": "Tuesday"}}
    [one] = found("COP002", tmp_path, copy=words, locales={"fr": {"days": {"mon": "Lundi", "tue": "Mardi"}}})
    assert one.message == "Nothing shows the 2 texts of `days`, which is in `en` and `fr`."
    assert one.position.line == 8


def test_a_key_that_only_a_translation_has_is_found_there(tmp_path: Path) -> None:
    [one] = found("COP002", tmp_path, locales={"fr": {"buton": "Lire"}})
    assert one.message == "Nothing shows `buton`, which is in `fr`."
    assert one.position.file == "templates/note/copy/fr.yaml"


def test_words_of_a_channel_that_it_is_not_sent_by_are_unused(tmp_path: Path) -> None:
    push = {"push": {"title": "A note", "body": "From {{ name }}"}}
    assert found("COP002", tmp_path, copy=push, locales={"fr": push})
    both = {"channels": ["email", "push"]}
    assert not found("COP002", tmp_path / "other", copy=push, locales={"fr": push}, note=both)


def test_shared_words_are_used_where_any_template_asks_for_them(tmp_path: Path) -> None:
    files = {
        "templates/copy/en.yaml": "bye: Bye for now\nhello: Hello there\n",
        "templates/copy/fr.yaml": "bye: Salut à tous\nhello: Bonjour à tous\n",
        "templates/components/end.mjml": "{% macro end() %}<mj-text>{{ t.bye }}</mj-text>{% endmacro %}",
    }
    [one] = found("COP002", tmp_path, files=files)
    assert (one.message, str(one.position)) == ("Nothing shows `hello`.", "templates/copy/en.yaml:2:8")


def test_nothing_is_unused_where_a_template_cannot_be_read(tmp_path: Path) -> None:
    assert not found("COP002", tmp_path, copy={"extra": "Some words"}, body="{% if %}" + BODY)


def test_a_form_that_no_number_has_is_unused(tmp_path: Path) -> None:
    forms = {"zero": "no notes", "one": "a note", "other": "{{ count|number }} notes"}
    [one] = found("COP002", tmp_path, **plural(forms))
    assert one.message == "No number has the form `zero` in `en`, so nobody reads that of `body`."
    french = {"one": "un mot", "many": "{{ count|number }} de mots", "other": "{{ count|number }} mots"}
    assert not found("COP002", tmp_path / "other", **plural({"one": "a note", "other": "{{ count }} notes"}, fr=french))


# What a translation prints.


def test_a_value_lost_and_a_value_gained(tmp_path: Path) -> None:
    assert messages("COP003", tmp_path, locales={"fr": {"body": "**{{ user.id }}** a écrit à {{ name }}."}}) == [
        "`body` in `fr` does not print `user.first_name` and prints `user.id` instead."
    ]


@pytest.mark.parametrize(
    "french",
    [
        "{{ user.first_name }}, un mot de **{{ name }}**.",
        "{{ user['first_name']|upper }}, un mot de **{{ name|truncate(9) }}** ({{ name }}).",
        "[{{ user.first_name }}](https://acme.example/{{ name }}) **écrit**.",
    ],
)
def test_values_in_another_order_or_place_are_the_same(french: str, tmp_path: Path) -> None:
    assert not found("COP003", tmp_path, locales={"fr": {"body": french}})


def test_a_slip_in_a_variable_is_found_where_it_is_and_nowhere_else(tmp_path: Path) -> None:
    slip = "**{{ nmae }}** left you a note, {{ user.first_name }}."
    [english] = grave(tmp_path, copy={"body": slip}, catalogue={"locales": ["en", "fr", "pl"]}, locales={"pl": {}})
    assert (english.code, english.position.file) == ("VAR001", "templates/note/copy/en.yaml")
    [french] = grave(tmp_path / "other", locales={"fr": {"body": slip}})
    assert (french.code, french.position.file) == ("VAR001", "templates/note/copy/fr.yaml")


def test_what_is_lost_beside_a_slip_is_found_too(tmp_path: Path) -> None:
    locales = {"fr": {"body": "**{{ nmae }}** vous a laissé un mot."}}
    copy = {"body": "**{{ name }}** left you a note, {{ user.first_name }}, {{ user.phone }}."}
    assert messages("COP003", tmp_path, copy=copy, locales=locales) == [
        "`body` in `fr` does not print `user.first_name` and `user.phone` as the source does."
    ]


@pytest.mark.parametrize(
    ("english", "told"),
    [
        ("**{{ name }}** wrote.", "does not print `user.first_name` as its translations do."),
        ("{{ user.first_name }}, {{ name }} of {{ user.id }}.", "prints `user.id`, which its translations do not."),
        ("{{ user.phone }}, {{ name }}.", "does not print `user.first_name` and prints `user.phone` instead."),
    ],
)
def test_the_source_is_named_where_all_translations_agree(english: str, told: str, tmp_path: Path) -> None:
    catalogue = {"locales": ["en", "fr", "ar"]}
    [one] = found("COP003", tmp_path, copy={"body": english}, catalogue=catalogue, locales={"ar": ARABIC})
    assert (one.message, one.position.file) == (f"`body` in `en` {told}", "templates/note/copy/en.yaml")


def test_what_prints_nothing_has_nothing_to_compare(tmp_path: Path) -> None:
    assert not found("COP003", tmp_path, copy={"body": ""})


def test_a_form_may_leave_the_number_out_and_all_may_not(tmp_path: Path) -> None:
    english = {"one": "{{ count|number }} note for {{ name }}", "other": "{{ count|number }} notes for {{ name }}"}
    arabic = dict.fromkeys(("zero", "one", "two"), "رسالة إلى {{ name }}")
    some = arabic | dict.fromkeys(("few", "many", "other"), "{{ count|number }} رسائل إلى {{ name }}")
    none = arabic | dict.fromkeys(("few", "many", "other"), "رسائل إلى {{ name }}")
    assert not found("COP003", tmp_path, **plural(english, ar=some))
    assert messages("COP003", tmp_path / "other", **plural(english, ar=none)) == [
        "`body` in `ar` does not print `count` as the source does."
    ]


def test_a_plural_may_say_in_figures_what_the_source_says_in_words(tmp_path: Path) -> None:
    english = {"one": "a note", "other": "some notes"}
    assert not found("COP003", tmp_path, **plural(english, fr={"one": "un mot", "other": "{{ count|number }} mots"}))


def test_an_own_text_beside_a_shared_translation_is_the_notifications(tmp_path: Path) -> None:
    files = {"templates/copy/en.yaml": "hi: Hi\n", "templates/copy/fr.yaml": 'hi: "Salut {{ user.first_name }}"\n'}
    body = BODY + "<mj-text>{{ t.hi }}</mj-text>"
    [shared] = found("COP003", tmp_path, files=files, body=body)
    [own] = found("COP003", tmp_path / "other", files=files, body=body, copy={"hi": "Hello"})
    assert (shared.notification, own.notification) == (None, "note")


# Markup.


@pytest.mark.parametrize(
    ("english", "french", "lost"),
    [
        ("A **bold** word", "Un mot gras", "its bold words"),
        ("A **bold** word", "Un mot ** gras **", "its bold words"),
        ("A **bold** word", "Un mot *italique*", ""),
        ("An *italic* word", "Un mot penché", "its italics"),
        ("[Look](https://acme.example/help)", "Regardez", "the link to `https://acme.example/help`"),
        ("[Look](https://acme.example/en/help)", "[Voir](https://acme.example/fr/aide)", ""),
        (
            "[Look](https://acme.example/help)",
            "[Voir](https://acme.test/help)",
            "the link to `https://acme.example/help`",
        ),
        ("[Look]({{ product.url }})", "[Voir]({{ preferences_url }})", "the link to `{{ product.url }}`"),
        ("2 \\* 3 is 6", "2 fois 3 font 6", ""),
        ("Bold", "**Gras**", ""),
    ],
)
def test_markup_that_a_translation_lost(english: str, french: str, lost: str, tmp_path: Path) -> None:
    said = messages("COP004", tmp_path, copy={"body": english}, locales={"fr": {"body": french}})
    assert said == ([f"`body` in `fr` has lost {lost}."] if lost else [])


def test_arabic_has_no_italics_to_lose(tmp_path: Path) -> None:
    catalogue = {"locales": ["en", "ar"]}
    arabic = ARABIC | {"body": "كلمة"}
    assert not found("COP004", tmp_path, catalogue=catalogue, copy={"body": "A *word*"}, locales={"ar": arabic})


def test_asterisks_of_a_subject_are_no_markup(tmp_path: Path) -> None:
    assert not found("COP004", tmp_path, copy={"subject": "**{{ name }}** wrote"})


# Plurals.


@pytest.mark.parametrize(
    ("locale", "forms", "missing"),
    [
        ("en", "other", "`one` (1)"),
        ("pl", "one other", "`few` (2, 3, 4, 22…) and `many` (0, 5, 6, 7…)"),
        ("pl", "one few many other", ""),
        ("fr", "one other", ""),
        ("es", "one other", ""),
        ("cs", "one few other", ""),
        ("ja", "other", ""),
        ("ar", "zero one two few many other", ""),
        ("ar", "one two few many other", "`zero` (0)"),
        ("lv", "one other", "`zero` (0, 10, 11, 12…)"),
        ("pt-BR", "other", "`one` (0, 1)"),
    ],
)
def test_forms_that_a_language_needs(locale: str, forms: str, missing: str, tmp_path: Path) -> None:
    whole = {"one": "{{ count|number }} x", "other": "{{ count|number }} xs"}
    own = dict.fromkeys(forms.split(), "{{ count|number }} xx")
    changes = plural(own) if locale == "en" else plural(whole, **{locale: own})
    said = messages("COP005", tmp_path, **changes)
    assert said == ([f"The plural `body` has no {missing} in `{locale}`."] if missing else [])


def test_a_form_left_empty_is_missing(tmp_path: Path) -> None:
    assert messages("COP005", tmp_path, **plural({"one": "", "other": "{{ count|number }} notes"})) == [
        "The plural `body` has no `one` (1) in `en`."
    ]


def test_whoever_counts_to_a_million_needs_the_form_for_it(tmp_path: Path) -> None:
    english = {"one": "a note", "other": "{{ count|number }} notes"}
    changes = plural(english, fr={"one": "un mot", "other": "{{ count|number }} mots"})
    changes["catalogue"] |= {"lint": {"rules": {"COP005": {"max": 1_000_000}}}}
    assert messages("COP005", tmp_path, **changes) == ["The plural `body` has no `many` (1,000,000) in `fr`."]


# Words that are the same.


@pytest.mark.parametrize(
    "words",
    ["Notes", "{{ name }} {{ user.first_name }}", "Acme Acme", "https://acme.example/a/b", "12 / 15", "Acme +1"],
)
def test_words_that_need_no_translation(words: str, tmp_path: Path) -> None:
    assert not found("COP006", tmp_path, copy={"button": words}, locales={"fr": {"button": words}})


def test_a_variant_of_the_language_may_say_the_same(tmp_path: Path) -> None:
    english = {"subject": "A note from {{ name }}"}
    assert not found("COP006", tmp_path, catalogue={"locales": ["en", "en-GB"]}, locales={"en-GB": english})


# Words in templates.

URL = "{% macro u(slug) %}see {{ slug }} now{% endmacro %}"
SOCIAL = (
    '<mj-social><mj-social-element name="{}" href="https://acme.example" alt="{}">{}</mj-social-element></mj-social>'
)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<mj-text>Hello {{ name }}, you</mj-text>", "Hello … , you"),
        ("<mj-text>مرحبا</mj-text>", "مرحبا"),
        ("<mj-text>你好</mj-text>", "你好"),
        ('<mj-image src="https://acme.example/a.png" alt="A bird" />', "A bird"),
        ('<mj-image src="https://acme.example/a.png" alt="{{ t.body }}" />', ""),
        ('<mj-text><a href="{{ product.url }}" title="Our site">{{ t.body }}</a></mj-text>', "Our site"),
        ('<mj-text>{{ "Hello" }}</mj-text>', "Hello"),
        ('<mj-text>{{ name|default("somebody") }}</mj-text>', "somebody"),
        ('<mj-text>{{ "Yes" if name else t.body }}</mj-text>', "Yes"),
        ('<mj-text align="{{ "right" if dir == "rtl" else "left" }}">{{ t.body }}</mj-text>', ""),
        ('{% macro big(words) %}<mj-text>{{ words }}</mj-text>{% endmacro %}{{ big("Read this") }}', "Read this"),
        ('{% macro m(tone) %}<mj-text css-class="{{ tone }}">{{ t.body }}</mj-text>{% endmacro %}{{ m("a sun") }}', ""),
        ('<mj-text>{{ t("body", reason="expired") }}</mj-text>', ""),
        ('<mj-text><span aria-hidden="true">NB <b>x</b></span>{{ t.body }}</mj-text>', ""),
        ("<mj-text>{{ t.body }} &middot; &nbsp;&rarr; 24/7 &ndash; Acme</mj-text>", ""),
        ("<mj-text>{{ t.body }} acme.example, hello@acme.example</mj-text>", ""),
        ("<mj-text>{{ t.body }}</mj-text><!-- A note to ourselves -->{# And another #}", ""),
        ("<mj-raw><style>.red { color: red }</style></mj-raw><mj-text>{{ t.body }}</mj-text>", ""),
        ('<mj-text>{{ t.body }}{% if name == "Bo" %} so {% endif %}</mj-text>', "so"),
        (f'{URL}<mj-text><a href="{{{{ u(name) }}}}">{{{{ t.body }}}}</a></mj-text>', ""),
        (f'{URL}<mj-text><a href="{{{{ u(name) }}}}">{{{{ u(name) }}}}</a></mj-text>', "see … now"),
        (f"{URL}{{% set x = u(name) %}}<mj-text>{{{{ x }}}}</mj-text>", "see … now"),
        (f'{URL}<mj-image src="https://acme.example/a.png" alt="{{{{ u(name) }}}}" />', "see … now"),
        (f'{URL}{{% macro v() %}}{{{{ u(1) }}}}{{% endmacro %}}<mj-text css-class="{{{{ v() }}}}">1</mj-text>', ""),
        (f"{URL}{{% macro v() %}}{{{{ u(1) }}}}{{% endmacro %}}<mj-text>{{{{ v() }}}}</mj-text>", "see … now"),
        ('{% set x %}color: red{% endset %}<mj-text><p style="{{ x }}">{{ t.body }}</p></mj-text>', ""),
        ("{% set x %}Good day{% endset %}<mj-text>{{ x }}</mj-text>", "Good day"),
        ("<mj-text>{{ product.url }}/notes {{ name }}/stories/{{ name }} {{ name }}/x?y=1</mj-text>", ""),
        ("<mj-text>{{ name }}/month</mj-text>", "… /month"),
        (SOCIAL.format("youtube-noshare", "YouTube", "YouTube"), ""),
        (SOCIAL.format("github", "GitHub", "{{ t.button }}"), ""),
        (SOCIAL.format("facebook", "Facebook", "Like us"), "Like us"),
        (SOCIAL.format("facebook", "Instagram", ""), "Instagram"),
        (SOCIAL.format("web", "Web", ""), "Web"),
        ("<mj-text>Facebook</mj-text>", "Facebook"),
        ("<mj-text><!--[if mso]><br />{{ t.body }}</mj-text>", ""),
        ("<mj-text>{{ t.body }}<![if !mso]><br /><![endif]><![endif]--></mj-text>", ""),
        ("<mj-text>{{ t.body }}<!--[if mso]>Good day<![endif]--> and bye</mj-text>", "and bye"),
    ],
)  # fmt: skip
def test_words_that_stand_in_a_template(body: str, words: str, tmp_path: Path) -> None:
    said = messages("COP007", tmp_path, body=body + BUTTON)
    assert said == ([f"“{words}” stands in the template, so it is the same in every language."] if words else [])


def test_words_are_found_at_their_line_and_in_text_too(tmp_path: Path) -> None:
    files = {"templates/note/email.txt": "{{ t.body }}\n\nSee https://acme.example/notes\n"}
    [text] = found("COP007", tmp_path, files=files)
    assert str(text.position) == "templates/note/email.txt:3:1"
    [mjml] = found("COP007", tmp_path / "other", body="<mj-text>\n  {{ t.body }}\n  Bye now\n</mj-text>" + BUTTON)
    assert str(mjml.position) == "templates/note/email.mjml:11:3"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{{ product.url }}/notes", None),
        ("<{{ product.url }}?from=mail&lang={{ locale }}#new>", None),
        ("{{ t.button }}: {{ product.url }}#notes.", None),
        ("<b>{{ t.button }}</b><br />", None),
        ("{{ product.url }}/notes is new", "… /notes is new"),
        ("{{ name }} / notes", "… / notes"),
        ("{{ name }}notes", "… notes"),
        ("{{ name }}/month", "… /month"),
        ("<b>Bye</b>", "<b>Bye</b>"),
        ("<draft>", "<draft>"),
    ],
)
def test_printed_addresses_and_tags_in_text_are_no_words(line: str, words: str | None, tmp_path: Path) -> None:
    files = {"templates/note/email.txt": "{{ t.body }}\n" + line + "\n"}
    said = [one.message.partition("”")[0].lstrip("“") for one in found("COP007", tmp_path, files=files)]
    assert said == ([words] if words else [])


def test_words_in_a_layout_belong_to_no_notification(tmp_path: Path) -> None:
    files = {"templates/components/end.mjml": "{% macro end() %}<mj-text>Goodbye</mj-text>{% endmacro %}"}
    body = '{% from "components/end.mjml" import end %}' + BODY + "{{ end() }}"
    [one] = found("COP007", tmp_path, files=files, body=body)
    assert (one.position.file, one.notification) == ("templates/components/end.mjml", None)


def test_names_that_are_allowed_are_passed_over(tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {"COP007": {"allow": ["Acme Cloud"]}}}}
    assert not found("COP007", tmp_path, catalogue=catalogue, body=BODY + "<mj-text>Acme Cloud</mj-text>")


# Values as they are.


def typed(kind: str, sample: object, name: str = "thing") -> dict[str, Any]:
    """A note with one more variable, of a type."""
    events = {"note.written": {"name": {"type": "string", "sample": "Bo"}, name: {"type": kind, "sample": sample}}}
    return {"note": {"variables": {name: {"type": kind}}}, "catalogue": {"locales": ["en"], "events": events}}


@pytest.mark.parametrize(
    ("kind", "sample", "printed", "raw"),
    [
        ("integer", 1200, "{{ thing }}", True),
        ("integer", 1200, "{{ thing + 1 }}", True),
        ("integer", 1200, "{{ thing|default(0) }}", True),
        ("integer", 1200, "{{ thing|number }}", False),
        ("number", 1.5, "{{ thing|round }}", True),
        ("number", 0.5, "{{ thing|percent }}", False),
        ("date", "2026-03-01", "{{ thing }}", True),
        ("date", "2026-03-01", "{{ thing|relative }}", False),
        ("datetime", "2026-03-01T09:00", "{{ thing }}", True),
        ("money", {"amount": "19.90", "currency": "EUR"}, "{{ thing.amount }}", True),
        ("money", {"amount": "19.90", "currency": "EUR"}, "{{ thing.currency }}", False),
        ("string", "1200", "{{ thing }}", False),
        ("integer", 1200, "[Look](https://acme.example/{{ thing }})", False),
    ],
)
def test_values_printed_as_they_are(kind: str, sample: object, printed: str, raw: bool, tmp_path: Path) -> None:
    assert bool(found("COP008", tmp_path, copy={"body": printed}, **typed(kind, sample))) is raw


@pytest.mark.parametrize(
    ("body", "raw"),
    [
        ("<mj-text>{{ thing }}</mj-text>", True),
        ('<mj-text padding="{{ thing }}px">{{ t.body }}</mj-text>', False),
        ("{% macro cell(value) %}<mj-text>{{ value }}</mj-text>{% endmacro %}{{ cell(thing) }}", True),
        ("{% macro cell(value) %}<mj-text>{{ value|number }}</mj-text>{% endmacro %}{{ cell(thing) }}", False),
        ("{% macro cell(thing) %}<mj-text>{{ thing }}</mj-text>{% endmacro %}{{ cell(t.body) }}", False),
        ("{% for thing in [t.body] %}<mj-text>{{ thing }}</mj-text>{% endfor %}", False),
        ("{% if thing %}<mj-text>{{ t.body }}</mj-text>{% endif %}", False),
        ("<mj-text>{{ t.body }} #{{ thing }}</mj-text>", False),
        ("<mj-text>{{ t.body }} &#8470;&nbsp;{{ thing }}</mj-text>", False),
        ("<mj-text># {{ t.body }}: {{ thing }}</mj-text>", True),
        ("<mj-text>#{% if name %}{{ thing }}{% endif %}</mj-text>", True),
    ],
)
def test_values_that_a_template_prints_as_they_are(body: str, raw: bool, tmp_path: Path) -> None:
    assert bool(found("COP008", tmp_path, body=body + BUTTON, **typed("integer", 12))) is raw


@pytest.mark.parametrize("name", ["order_number", "invoice_id", "year", "zip", "card_last4", "issue", "app_version"])
def test_numbers_that_are_names_are_left_alone(name: str, tmp_path: Path) -> None:
    assert not found("COP008", tmp_path, copy={"body": f"{{{{ {name} }}}}"}, **typed("integer", 4242, name))


def test_what_only_sounds_like_the_name_of_a_number_is_none(tmp_path: Path) -> None:
    assert found("COP008", tmp_path, copy={"body": "{{ issues }}"}, **typed("integer", 4242, "issues"))
    assert found("COP008", tmp_path / "date", copy={"body": "{{ issue }}"}, **typed("date", "2026-03-01", "issue"))


@pytest.mark.parametrize(
    ("words", "raw"),
    [
        ("Letter no. {{ thing }}", False),
        ("LETTER NO. {{ thing }}", False),
        ("Job **#{{ thing }}**", False),
        ("Job #**{{ thing }}**", False),
        ("Lettre nº {{ thing }}, n° {{ thing }}, numéro\u00a0{{ thing }}", False),
        ("Brief Nr. {{ thing }}, numer {{ thing }}, nr {{ thing }}", False),
        ("الرسالة رقم {{ thing }}", False),
        ("You are number {{ thing }}", False),
        ("Letter no. {{ thing }} of {{ thing }}", True),
        ("There are no {{ thing }}", True),
        ("The number of notes is {{ thing }}", True),
        ("Casino. {{ thing }}", True),
        ("# of notes: {{ thing }}", True),
    ],
)
def test_a_number_after_a_marker_is_a_name(words: str, raw: bool, tmp_path: Path) -> None:
    assert bool(found("COP008", tmp_path, copy={"body": words}, **typed("integer", 4242))) is raw


def test_a_date_after_a_marker_is_a_date_all_the_same(tmp_path: Path) -> None:
    assert found("COP008", tmp_path, copy={"body": "no. {{ thing }}"}, **typed("date", "2026-03-01"))


def test_who_prints_a_number_is_told_of_both_ways_out(tmp_path: Path) -> None:
    [one] = found("COP008", tmp_path, copy={"body": "{{ thing }}"}, **typed("integer", 4242))
    assert one.help == (
        "Print it as the language writes it: `{{ thing|number }}`, or declare it as a string where it names something."
    )


def test_what_a_template_hands_over_is_formatted_there(tmp_path: Path) -> None:
    body = '<mj-text>{{ t("body", thing=thing|number) }}</mj-text>' + BUTTON
    assert not found("COP008", tmp_path, copy={"body": "{{ thing }}"}, body=body, **typed("integer", 12))


def test_the_number_of_a_plural_is_a_number(tmp_path: Path) -> None:
    raw = plural({"one": "{{ count }} note", "other": "{{ count }} notes"})
    assert messages("COP008", tmp_path, **raw) == ["`body` in `en` prints `count`, a number, as it is."]
    small = plural({"one": "{{ count }} note", "other": "{{ count|number }} notes"})
    assert not found("COP008", tmp_path / "other", **small)


# What grew.


@pytest.mark.parametrize(
    ("key", "english", "french", "grown"),
    [
        ("subject", "A note", "Un mot de quiconque pour vous", True),
        ("subject", "A note", "Un mot pour vous", False),
        ("subject", "A note for {{ name }}", "Un mot pour {{ name }}, {{ user.first_name }}", False),
        ("body", "A note", "Un mot de quiconque pour vous", False),
        ("button", "Read", "Ouvrir ce mot et le lire", True),
        ("button", "{{ name }}", "Ouvrir ce mot et lire {{ name }}", False),
    ],
)
def test_what_grew_in_translation(key: str, english: str, french: str, grown: bool, tmp_path: Path) -> None:
    assert bool(found("COP009", tmp_path, copy={key: english}, locales={"fr": {key: french}})) is grown


def test_the_words_of_a_button_are_found_through_macros(tmp_path: Path) -> None:
    macro = (
        '{% macro button(words, link) %}<mj-button href="{{ link }}">{{ words }}</mj-button>{% endmacro %}'
        "{% macro two(first, link) %}{{ button(first, link) }}{% endmacro %}"
    )
    files = {"templates/components/two.mjml": macro}
    body = '{% from "components/two.mjml" import two %}<mj-text>{{ t.body }}</mj-text>{{ two(t.button, product.url) }}'
    [one] = found(
        "COP009", tmp_path, files=files, body=body, locales={"fr": {"button": "Ouvrir le tableau pour lire le mot"}}
    )
    assert one.position.file == "templates/note/copy/fr.yaml"


# Invisible characters.


@pytest.mark.parametrize(
    ("words", "stray"),
    [
        ("A \u202bnote", "U+202B"),
        ("A note\u202c", "U+202C"),
        ("A \u2067note", "U+2067"),
        ("A note\u2069", "U+2069"),
        ("\u202enote\u202c", "U+202E"),
        ("\u2067a \u202bnote\u2069 b", "U+202B"),
        ("A\u200e note", "U+200E"),
        ("A \u2068{{ name }}\u2069 note", ""),
        ("\u202bشكر\u202c is thanks", ""),
        ("شكرا\u200e is thanks", ""),
        ("{{ name }}\u200e: a note", ""),
        ("A\u200b note\u00ad\u200d", ""),
    ],
)
def test_controls_of_direction(words: str, stray: str, tmp_path: Path) -> None:
    said = messages("COP010", tmp_path, copy={"button": words})
    assert [stray in message for message in said] == ([True] if stray else [])


def test_marks_belong_into_arabic(tmp_path: Path) -> None:
    arabic = ARABIC | {"button": "قراءة\u200f!"}
    assert not found("COP010", tmp_path, catalogue={"locales": ["en", "ar"]}, locales={"ar": arabic})


# Direction.


def directed(body: str, locale: str = "ar", head: str = RTL) -> dict[str, Any]:
    """An e-mail in English and Arabic with such a body."""
    email = (
        f"<mjml>{head}</mj-head><mj-body><mj-section><mj-column>\n{body}\n</mj-column></mj-section></mj-body></mjml>"
    )
    return {
        "catalogue": {"locales": ["en", locale]},
        "locales": {locale: ARABIC} if locale == "ar" else {},
        "files": {"templates/note/email.mjml": email},
    }


@pytest.mark.parametrize(
    ("body", "wrong"),
    [
        ("<mj-text>{{ t.body }}</mj-text>", ""),
        ('<mj-text><p dir="ltr">{{ t.body }}</p></mj-text>', "left to right"),
        ('<mj-text><p style="color: red; direction: ltr">{{ t.body }}</p></mj-text>', "left to right"),
        ('<mj-text><p dir="auto">{{ t.body }}</p></mj-text>', ""),
        ('<mj-text><p dir="{{ dir }}">{{ t.body }}</p></mj-text>', ""),
        ('<mj-text>{{ t.body }}<p dir="ltr">{{ name }} 123-456</p></mj-text>', ""),
        ('<mj-text><p dir="rtl">{{ t.body }}</p></mj-text>', "right to left"),
        ('<mj-text><p lang="{{ locale }}">{{ t.body }}</p></mj-text>', ""),
        ('<mj-text>{{ t.body }} <i lang="la">{{ name }}</i></mj-text>', ""),
    ],
)
def test_directions_of_words(body: str, wrong: str, tmp_path: Path) -> None:
    said = messages("COP011", tmp_path, **directed(body))
    assert [wrong in message for message in said] == ([True] if wrong else [])


@pytest.mark.parametrize(
    ("section", "column", "words", "line"),
    [
        ('direction="{{ dir }}"', "", "{{ t.body }}", 3),
        ("", "", "{{ t.body }}", 3),
        ('direction="{{ dir }}"', 'dir="{{ dir }}"', "{{ t.body }}", 3),
        ("", 'direction="ltr"', "{{ t.body }}", 3),
        ("", 'direction="{{ dir }}"', '<p dir="ltr">{{ t.body }}</p>', 4),
        ("", "", '<p dir="ltr"><b dir="auto">1</b> {{ t.body }}</p>', 4),
        ('direction="ltr"', 'direction="{{ dir }}"', "{{ t.body }}", None),
    ],
)
def test_a_direction_is_to_be_set_where_it_is_wrong(
    section: str, column: str, words: str, line: int | None, tmp_path: Path
) -> None:
    email = (
        f"<mjml><mj-body>\n<mj-section {section}>\n<mj-column {column}>\n<mj-text>{words}</mj-text>\n"
        "</mj-column></mj-section></mj-body></mjml>"
    )
    written = directed("") | {"files": {"templates/note/email.mjml": email}}
    assert [one.position.line for one in found("COP011", tmp_path, **written)] == ([line] if line else [])


def test_words_are_marked_as_another_language(tmp_path: Path) -> None:
    [one] = found("COP011", tmp_path, **directed('<mj-text>\n<p lang="en-GB">{{ t.button }}</p></mj-text>'))
    assert one.message == "“قراءة الرسالة” is marked as `en-GB`, and its language is `ar`."
    assert str(one.position) == "templates/note/email.mjml:3:1"
    assert one.locales == ("ar",)


def test_nobody_is_told_twice_of_one_layout_that_reads_from_left_to_right(tmp_path: Path) -> None:
    [one] = found("COP011", tmp_path, **directed("<mj-text>{{ t.body }}</mj-text>" + BUTTON, head="<mj-head>"))
    assert one.position.file == "templates/note/email.mjml"
    assert one.locales == ("ar",)


# What cannot be read.


@pytest.mark.parametrize(
    "content",
    [
        "- subject\n",
        "subject: [a, b]\n",
        "subject: yes\n",
        'subject: "A note"\nbody:\n  one: "a"\n',
        'subject: "A\n',
        "sub-ject: A note\n",
        'subject: "A"\nsubject: "B"\n',
        "\tsubject: A\n",
    ],
)
def test_copy_that_cannot_be_read(content: str, tmp_path: Path) -> None:
    said = found("COP012", tmp_path, files={"templates/note/copy/fr.yaml": content})
    assert {one.position.file for one in said} == {"templates/note/copy/fr.yaml"}


@pytest.mark.parametrize("words", ["{% if name %}A{% endif %}", "{{ name", "{{ name|nothing }}", "{{ name.upper() }}"])
def test_a_text_that_cannot_be_filled(words: str, tmp_path: Path) -> None:
    [one] = found("COP012", tmp_path, copy={"body": words})
    assert (one.position.file, one.position.line) == ("templates/note/copy/en.yaml", 3)


def test_shared_copy_that_cannot_be_read_is_said_once(tmp_path: Path) -> None:
    [one] = found("COP012", tmp_path, files={"templates/copy/en.yaml": "- a\n"})
    assert (one.position.file, one.notification) == ("templates/copy/en.yaml", None)


def test_an_undeclared_variable_in_copy_is_another_rules(tmp_path: Path) -> None:
    assert not found("COP012", tmp_path, copy={"body": "{{ nam }}"})


@pytest.mark.parametrize("code", [code for code in all_rules() if code.startswith("COP")])
def test_no_rule_stumbles_over_copy_that_is_not_there(code: str, tmp_path: Path) -> None:
    files = {"templates/note/copy/en.yaml": None, "templates/note/copy/fr.yaml": None}
    said = messages(code, tmp_path, files=files)
    assert said == (["`note` has no copy."] if code == "COP001" else [])


MONEY: dict[str, Any] = {
    "note": {"variables": {"fee": {"type": "money"}}},
    "catalogue": {
        "events": {
            "note.written": {
                "name": {"type": "string", "sample": "Bo"},
                "fee": {"type": "money", "sample": {"amount": "19.90", "currency": "EUR"}},
            }
        }
    },
}


def test_money_that_a_macro_cannot_print_is_one_finding_at_the_call(tmp_path: Path) -> None:
    macro = "{% macro total(value) %}<mj-text>{{ value }}</mj-text>{% endmacro %}\n"
    body = '{% from "components/rows.mjml" import total %}' + BODY + "\n{{ total(fee) }}"
    [one] = grave(tmp_path, **MONEY, files={"templates/components/rows.mjml": macro}, body=body)
    assert (one.code, str(one.position)) == ("VAR008", "templates/note/email.mjml:11:10")
    assert one.message == "`fee` is an amount of money, and cannot be printed as it is."


def test_money_that_copy_cannot_print_is_one_finding_a_text(tmp_path: Path) -> None:
    text = "{{ name }}, {{ user.first_name }}: {{ fee }}"
    said = grave(tmp_path, **MONEY, copy={"body": text}, locales={"fr": {"body": text}})
    assert [(one.code, one.position.file[-7:]) for one in said] == [("COP012", "en.yaml"), ("COP012", "fr.yaml")]


@pytest.mark.parametrize("before", ["", "preheader: It waits.\n", "subject: >\n  a\n"])
def test_a_merge_that_nobody_finished_is_named(before: str, tmp_path: Path) -> None:
    text = f"{before}<<<<<<< HEAD\nbody: a\n=======\nbody: b\n>>>>>>> theirs\n"
    [one] = found("COP012", tmp_path, files={"templates/note/copy/fr.yaml": text})
    assert (one.message, one.position.line) == ("This is a merge that nobody has finished.", before.count("\n") + 1)


def test_a_subject_that_grew_is_called_so_once(tmp_path: Path) -> None:
    [one] = found("COP009", tmp_path, locales={"fr": {"subject": "Un mot très long, et encore plus, de {{ name }}"}})
    assert one.message == "The subject has 36 letters in `fr` and 11 in `en`."
    assert "button" not in one.help
