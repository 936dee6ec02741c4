"""Data: what comes near to a fault and is none, what looks odd and is one, and that each fault is said once."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.knowledge.secrets import secret_in
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

NOTE = "<mj-text>{{ t.body }}</mj-text>"
AT: Mapping[str, Any] = {"type": "datetime", "required": False, "sample": "2026-03-02T10:00:00+01:00"}
OPTIONAL: dict[str, Any] = {"variables": {"at": AT}}
BATCH: Mapping[str, Any] = {"batch": {"window": "10m"}}
# In two parts, so that nobody takes these for keys that got out.
STRIPE = "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc"
AWS = "AKIA" + "QX4TBN7ZLW2MEH5R"


def found_in(example: Example, folder: Path) -> list[Finding]:
    return [one for one in findings_of(example, folder) if one.code.startswith("VAR")]


def codes_in(example: Example, folder: Path) -> list[str]:
    return [one.code for one in found_in(example, folder) if one.severity != "info"]


MACRO = "{% macro part(nick) %}{{ nick }}{% endmacro %}"


def component(text: str) -> dict[str, str | None]:
    return {"templates/components/part.mjml": text}


@pytest.mark.parametrize(
    ("body", "files"),
    [
        ("{% set at = name %}{{ at }}", {}),
        ("{% for letter in name %}{{ loop.index }} {{ letter }}{% endfor %}", {}),
        ("{% macro row(label, tone='x') %}{{ label }}{{ tone }}{{ varargs|length }}{% endmacro %}{{ row(name) }}", {}),
        ("{% with nick = name %}{{ nick }}{% endwith %}", {}),
        ("{% set nick %}{{ name }}{% endset %}{{ nick }}", {}),
        ("{% if nick is defined %}{{ nick|default('x') }}{% endif %}", {}),
        ("{{ nick|default(name) }}", {}),
        ("{% for number in range(2) %}{{ number }}{% endfor %}", {}),
        ("{{ topic.label }} {{ notification.class }} {{ user['first_name'] }} {{ locale }} {{ dir }}", {}),
        ('{% from "components/part.mjml" import part %}{{ part(name) }}', component(MACRO)),
        ('{% import "components/part.mjml" as parts %}{{ parts.part(name) }}', component(MACRO)),
        ('{% set nick = name %}{% include "components/part.mjml" %}', component("{{ nick }}")),
        ('{% for nick in name %}{% include "components/part.mjml" %}{% endfor %}', component("{{ nick }}")),
        ("{{ t('said', who=name) }}", {}),
        ("{{ t.group.inner }}", {}),
    ],
)  # fmt: skip
def test_names_that_templates_bind_are_no_data(body: str, files: Mapping[str, str], tmp_path: Path) -> None:
    copy = {"said": "{{ who }} wrote.", "group": {"inner": "By {{ name }}", "other": "By {{ name }}"}}
    french = {"said": "De {{ who }}.", "group": {"inner": "De {{ name }}", "other": "De {{ name }}"}}
    example = Example(
        body=f"<mj-text>{{{{ t.body }}}} {body}</mj-text>",
        copy=copy,
        locales={"fr": french},
        files=files,
    )
    assert codes_in(example, tmp_path) == []


def test_what_layouts_and_their_templates_bind_is_known_in_both(tmp_path: Path) -> None:
    layout = "{% set start = 'left' %}<mjml><mj-body>{% block content %}{% endblock %}{{ nick }}</mj-body></mjml>"
    template = (
        '{% extends "layouts/base.mjml" %}{% set nick = name %}{% block content %}<mj-section><mj-column>'
        "<mj-text>{{ start }}{{ t.body }}</mj-text></mj-column></mj-section>{% endblock %}"
    )
    files = {"templates/layouts/base.mjml": layout, "templates/note/email.mjml": template}
    assert "VAR001" not in codes_in(Example(files=files), tmp_path)


@pytest.mark.parametrize(
    ("text", "name", "cure"),
    [
        ("{{ nmae }}", "nmae", "Did you mean `name`?"),
        ("{{ first_name }}", "first_name", "Did you mean `user.first_name`?"),
        ("{{ user.frist_name }}", "user.frist_name", "Did you mean `first_name`?"),
        ("{{ user['hat_size'] }}", "user.hat_size", "Declare it under `user`, or take it out."),
        ("{{ product.slogan }}", "product.slogan", "A product has no such field."),
        ("{{ event.name }}", "event", "Declare a variable `from: event.…` and print that."),
        ("{{ items }}", "items", "Declare `items` under the `variables` of the notification, or take it out."),
        ("{{ shoes|length }}", "shoes", "Declare `shoes` under the `variables` of the notification, or take it out."),
    ],
)
@pytest.mark.parametrize("around", ["{}", "{{% if name == 'Zoe' %}}{}{{% endif %}}"], ids=["seen", "unseen"])
def test_an_undeclared_name_is_one_finding_where_it_is_seen_and_where_it_is_not(
    text: str, name: str, cure: str, around: str, tmp_path: Path
) -> None:
    body = "<mj-text>{{ t.body }}</mj-text>\n<mj-text>" + around.format(text) + "</mj-text>"
    [found] = [one for one in found_in(Example(body=body), tmp_path) if one.severity != "info"]
    assert (found.code, found.key) == ("VAR001", f"{name}:templates/note/email.mjml")
    assert found.position.file == "templates/note/email.mjml"
    assert found.position.line == 10
    assert found.help == cure


def test_an_undeclared_name_in_copy_is_said_once_for_all_languages(tmp_path: Path) -> None:
    example = Example(copy={"body": "{{ nick }} wrote."}, locales={"fr": {"body": "De {{ nick }}."}})
    [found] = found_in(example, tmp_path)
    assert (found.code, found.key, str(found.position)) == ("VAR001", "nick:body", "templates/note/copy/en.yaml:3:7")


@pytest.mark.parametrize("around", ["{}", "{{% if name == 'Zoe' %}}{}{{% endif %}}"], ids=["seen", "unseen"])
def test_an_undeclared_name_is_a_finding_in_each_place_that_is_to_be_mended(around: str, tmp_path: Path) -> None:
    body = "<mj-text>{{ t.body }} " + around.format("{{ nick }} {{ nick }} {{ t.late }}") + "</mj-text>"
    words, french = (dict.fromkeys(("body", "late"), "{{ nick }}, {{ nick }}") for _ in range(2))
    files = {"templates/note/email.txt": "{{ t.body }} {{ nick }}"}
    found = found_in(Example(body=body, copy=words, locales={"fr": french}, files=files), tmp_path)
    assert sorted(one.key for one in found if one.code == "VAR001") == [
        "nick:body",
        "nick:late",
        "nick:templates/note/email.mjml",
        "nick:templates/note/email.txt",
    ]


def test_an_undeclared_name_of_one_form_of_an_arabic_plural_is_found(tmp_path: Path) -> None:
    forms = dict.fromkeys(("zero", "one", "two", "few", "many", "other"), "{{ count }} ملاحظة")
    arabic = {"subject": "ملاحظة من {{ name }}", "notes": forms | {"many": "{{ kount }} ملاحظة"}}
    example = Example(
        body="<mj-text>{{ t.body }} {{ t('notes', count=3) }}</mj-text>",
        copy={"notes": {"one": "{{ count }} note", "other": "{{ count }} notes"}},
        locales={
            "ar": arabic,
            "fr": {"notes": {"one": "{{ count }} mot", "many": "{{ count }} mots", "other": "mots"}},
        },
        catalogue={"locales": ["en", "fr", "ar"]},
    )
    [found] = found_in(example, tmp_path)
    assert (found.code, found.key, found.position.file) == ("VAR001", "kount:notes", "templates/note/copy/ar.yaml")


def test_copy_that_nothing_asks_for_does_not_count(tmp_path: Path) -> None:
    shared = {
        "templates/copy/en.yaml": 'late: "In {{ hours }} hours"\n',
        "templates/copy/fr.yaml": 'late: "{{ hours }} h"\n',
    }
    assert codes_in(Example(files=shared), tmp_path) == []


def test_what_a_batch_hands_over_needs_no_declaration(tmp_path: Path) -> None:
    body = "<mj-text>{{ t.body }} {{ count|number }} {% for item in items %}{{ item.text }}{% endfor %}</mj-text>"
    samples = {"default": {"items": [{"text": "Hi"}], "actors": ["Bo"]}}
    assert codes_in(Example(body=body, note=BATCH, samples=samples), tmp_path) == []


@pytest.mark.parametrize(
    ("example", "used"),
    [
        (Example(note=OPTIONAL), False),
        (Example(note=OPTIONAL, body=f"{NOTE}{{% if at %}}<mj-text>x</mj-text>{{% endif %}}"), True),
        (Example(note=OPTIONAL, body=f"{NOTE}{{% set at = at|default(1) %}}"), True),
        (Example(note=OPTIONAL, body=f"{NOTE}{{# {{{{ at }}}} #}}"), False),
        (Example(note=OPTIONAL, body=f"{NOTE}{{% for at in [1] %}}{{{{ at }}}}{{% endfor %}}"), False),
        (Example(note=OPTIONAL, locales={"fr": {"later": "{{ at|date }}"}}), True),
        (Example(note=OPTIONAL | {"reply_to": "r+{{ at }}@acme.example"}), True),
        (Example(note=OPTIONAL | {"dedup": {"key": "{{ at }}", "within": "1h"}}), True),
        (Example(note=OPTIONAL, files={"templates/note/email.txt": "{% if at %}x{% endif %}{{ t.body }}"}), True),
        (Example(note=OPTIONAL, body=f"{NOTE}{{% include 'components/' ~ name %}}"), True),
    ],
)
def test_unused_variables(example: Example, used: bool, tmp_path: Path) -> None:
    assert ("VAR002" not in codes_in(example, tmp_path)) == used


@pytest.mark.parametrize(
    ("text", "used"),
    [
        ("{% for item in items %}{{ item.at }}{% endfor %}", True),
        ("{% for item in items[:3]|reverse %}{{ item['at']|date }}{% endfor %}", True),
        ("{% set first = items|first %}{{ first.at }}", True),
        ("{{ items[0].at }}", True),
        ("{{ items|map(attribute='at')|join(', ') }}", True),
        ("{% macro row(one) %}{{ one.at }}{% endmacro %}{% for item in items %}{{ row(item) }}{% endfor %}", True),
        ("{% for all in items|groupby('name') %}{% for one in all.list %}{{ one.at }}{% endfor %}{% endfor %}", True),
        ("{% for item in items %}{% include 'components/part.mjml' %}{% endfor %}", True),
        ("{% for item in items %}{{ item.name }}{% endfor %}", False),
        ("{% for actor in actors %}{{ actor.at }}{% endfor %}", False),
        ("{{ product.at }}", False),
    ],
)  # fmt: skip
def test_what_each_of_a_batch_has_is_used_where_they_are_looped_over(text: str, used: bool, tmp_path: Path) -> None:
    files = component("{{ item.at }}") if "part.mjml" in text else {}
    samples = {"default": {"items": [{"name": "Bo", "at": "2026-03-02T10:00"}], "actors": ["Bo"]}}
    example = Example(note={**OPTIONAL, **BATCH}, body=f"{NOTE}<mj-text>{text}</mj-text>", files=files, samples=samples)
    assert ("VAR002" not in codes_in(example, tmp_path)) == used


def test_a_field_of_something_that_only_is_called_items_is_no_use(tmp_path: Path) -> None:
    body = (
        f"{NOTE}<mj-text>{{% set items = [name] %}}{{% for item in items %}}{{{{ item.at }}}}{{% endfor %}}</mj-text>"
    )
    assert "VAR002" in codes_in(Example(note=OPTIONAL, body=body), tmp_path)


def test_a_declaration_that_two_notifications_share_may_be_there_for_the_other(tmp_path: Path) -> None:
    catalogue = """\
version: 1
product: {name: Acme, url: "https://acme.example", postal_address: Acme}
defaults: {locale: en, from: hello@acme.example}
locales: [en]
user:
  email: {type: email, sample: ana@acme.example}
  first_name: {type: string, sample: Ana}
channels: {email: {address: user.email}}
topics: {notes: {label: Notes, default: required}}
notifications:
  note: &note
    category: activity
    description: A note.
    class: transactional
    topic: notes
    trigger: {event: note.written}
    channels: [email]
    variables: &both
      name: {type: string, sample: Bo}
      at: {type: date, sample: 2026-03-02}
  other:
    category: activity
    description: A note.
    class: transactional
    topic: notes
    trigger: {event: note.written}
    channels: [email]
    variables: *both
"""
    column = "<mj-column><mj-text>{{ t.body }}</mj-text></mj-column>"
    mjml = f"<mjml><mj-body><mj-section>{column}</mj-section></mj-body></mjml>"
    files = {
        "notifications.yaml": catalogue,
        "templates/other/email.mjml": mjml,
        "templates/other/copy/en.yaml": 'subject: "{{ at|date }}"\nbody: "{{ name }}"\n',
    }
    assert codes_in(Example(files=files), tmp_path) == []


@pytest.mark.parametrize(
    ("sample", "messages"),
    [
        ({"name": 12}, ["`name`: This is declared as text, and `12` is not."]),
        ({"name": None}, ["`name` is required, and has no value here."]),
        ({"nick": "Bo"}, ["`nick` is not a variable of `note`."]),
        ({"user": {"shoe": 43}}, ["`user.shoe` is not a trait that the catalogue declares."]),
        ({"name": 1, "user": {"first_name": 2}}, 2),
        ({"name": "مرحبا" * 400, "event": {"name": "Ω" * 70}}, []),
    ],
)
def test_each_fault_of_a_sample_is_one_finding(sample: Any, messages: list[str] | int, tmp_path: Path) -> None:
    found = [one for one in found_in(Example(samples={"odd": sample}), tmp_path) if one.severity != "info"]
    assert {one.code for one in found} <= {"VAR003"}
    assert all(one.position.file == "templates/note/samples/odd.yaml" for one in found)
    if isinstance(messages, int):
        assert len(found) == messages
    else:
        assert [one.message for one in found] == messages


def test_the_same_fault_in_two_samples_is_two_findings(tmp_path: Path) -> None:
    found = found_in(Example(samples={"one": {"name": 1}, "two": {"name": 1}}), tmp_path)
    assert [one.position.file for one in found if one.code == "VAR003"] == [
        "templates/note/samples/one.yaml",
        "templates/note/samples/two.yaml",
    ]


@pytest.mark.parametrize("content", ["name: [", "name: \x07", "- a\n- b\n"])
def test_a_sample_that_cannot_be_read_is_a_mismatch(content: str, tmp_path: Path) -> None:
    example = Example(files={"templates/note/samples/odd.yaml": content})
    assert codes_in(example, tmp_path) == ["VAR003"]


def test_a_sample_that_is_not_utf_8_is_a_mismatch(tmp_path: Path) -> None:
    (tmp_path / "templates/note/samples").mkdir(parents=True)
    (tmp_path / "templates/note/samples/odd.yaml").write_bytes(b"name: \xff")
    assert codes_in(Example(), tmp_path) == ["VAR003"]


@pytest.mark.parametrize(
    ("body", "fine"),
    [
        ("{{ at|datetime }}", False),
        ("{{ at }}", False),
        ("{{ t.when }}", False),
        ("{% if name %}{{ at|datetime }}{% endif %}", False),
        ("{% macro show(when) %}{{ when|datetime }}{% endmacro %}{{ show(at) }}", False),
        ("{% if at %}{{ t.when }}{% endif %}", True),
        ("{% if not at %}never{% else %}{{ at|datetime }}{% endif %}", True),
        ("{% if name and at %}{{ at|datetime }}{% endif %}", True),
        ("{{ at|datetime if at else name }}", True),
        ("{{ at|default(name) }}", True),
        ("{{ at or name }}", True),
        ("{% set when = at|default(none) %}{% if when %}{{ when|datetime }}{% endif %}", True),
        ("{% macro show(when) %}{% if when %}{{ when|datetime }}{% endif %}{% endmacro %}{{ show(at) }}", True),
    ],
)
def test_optional_data(body: str, fine: bool, tmp_path: Path) -> None:
    example = Example(
        note=OPTIONAL,
        body=f"<mj-text>{{{{ t.body }}}} {body}</mj-text>",
        copy={"when": "On {{ at|date }}"},
        locales={"fr": {"when": "Le {{ at|date }}"}},
    )
    assert codes_in(example, tmp_path) == ([] if fine else ["VAR004"])


def test_a_default_makes_optional_data_safe_to_print(tmp_path: Path) -> None:
    variables = {"at": {"type": "datetime", "default": "2026-03-02T10:00:00+01:00"}}
    body = "<mj-text>{{ t.body }} {{ at|datetime }}</mj-text>"
    assert codes_in(Example(note={"variables": variables}, body=body), tmp_path) == []


def test_optional_data_in_the_subject_and_in_a_target_is_printed_too(tmp_path: Path) -> None:
    assert codes_in(Example(note=OPTIONAL, copy={"subject": "{{ at|date }}"}), tmp_path) == ["VAR004"]
    note = OPTIONAL | {"channels": {"push": {"target": "https://acme.example/{{ at }}"}, "email": {}}}
    words = {"push": "A note from {{ name }}"}
    [found] = found_in(Example(note=note, copy=words, locales={"fr": words}), tmp_path / "push")
    assert (found.code, found.position.file) == ("VAR004", "notifications.yaml")


def test_where_a_sample_leaves_it_out_already_that_is_one_error(tmp_path: Path) -> None:
    body = "<mj-text>{{ t.body }} {{ at|datetime }}</mj-text>"
    example = Example(note=OPTIONAL, body=body, samples={"default": {}, "never": {"at": None}})
    assert codes_in(example, tmp_path) == ["VAR008"]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        ("{{ name|safe }}", ["name"]),
        ("{{ name|upper|safe }}", ["name"]),
        ("{{ ('<b>' ~ name ~ '</b>')|safe }}", ["name"]),
        ("{{ user.first_name|safe }}", ["user.first_name"]),
        ("{% set line = name %}{{ line|safe }}", ["name"]),
        ("{% for letter in name %}{{ letter|safe }}{% endfor %}", ["name"]),
        ("{% autoescape false %}{{ name }} {{ t.button }}{% endautoescape %}", ["name"]),
        ("{% macro row(label) %}{{ label|safe }}{% endmacro %}{{ row(name) }}", ["name"]),
        ("{% macro row(label) %}{{ label|safe }}{% endmacro %}{{ row(label=name) }}", ["name"]),
        ("{% macro row(label) %}{{ label|safe }}{% endmacro %}{{ row(t.button) }}", []),
        ("{% if name == 'Zoe' %}{{ name|safe }}{% endif %}", ["name"]),
        ("{{ t.button|safe }}", []),
        ("{{ '&nbsp;'|safe }}", []),
        ("{{ name|e|safe }}", []),
        ("{{ name|length|safe }}", []),
        ("{{ at|safe if at }}", []),
        ("{{ product.name|safe }}", []),
        ("{{ name }}", []),
    ],
)
def test_data_that_is_not_escaped(body: str, names: list[str], tmp_path: Path) -> None:
    example = Example(note=OPTIONAL, body=f"<mj-text>{{{{ t.body }}}} {body}{{% if at %}}{{% endif %}}</mj-text>")
    found = [one for one in found_in(example, tmp_path) if one.code == "VAR005"]
    assert [one.message for one in found] == [f"`{name}` is printed here without being escaped." for name in names]


def test_a_component_that_escapes_nothing_is_found_at_its_line(tmp_path: Path) -> None:
    files = component("\n{% macro part(words) %}\n<b>{{ words|safe }}</b>\n{% endmacro %}")
    body = '<mj-text>{% from "components/part.mjml" import part %}{{ t.body }} {{ part(name) }}</mj-text>'
    [found] = found_in(Example(body=body, files=files), tmp_path)
    assert (found.code, str(found.position)) == ("VAR005", "templates/components/part.mjml:3:13")
    assert not found.notification


@pytest.mark.parametrize(
    ("body", "tags"),
    [
        ("{% if name %}a{% endif %}", []),
        ("{% if name %}a{% else %}b{% endif %}", ["`{% else %}` of `{% if name %}`"]),
        (
            "{% if name == 'Zoe' %}a{% elif name == 'Bo' %}b{% else %}c{% endif %}",
            ["`{% if name == 'Zoe' %}`", "`{% else %}` of `{% if name == 'Zoe' %}`"],
        ),
        ("{% if not name %}a{% if locale %}b{% else %}c{% endif %}{% endif %}", ["`{% if not name %}`"]),
        ("{% for x in [] %}a{% else %}{% if not name %}b{% endif %}{% endfor %}", ["`{% if not name %}`"]),
        ("{# {% if x %} #}{% raw %}{% if %}{% endraw %}{%- if not name -%}a{%- endif %}", ["`{%- if not name -%}`"]),
        ("{% if dir == 'rtl' %}a{% elif locale == 'de' %}b{% endif %}", []),
        ("{% if not unsubscribe_url %}a{% endif %}{% if preferences_url %}{% else %}b{% endif %}", []),
        ("{% if product.url == 'x' %}a{% endif %}", ["`{% if product.url == 'x' %}`"]),
        ("{% macro m() %}{% if not name %}a{% endif %}{% endmacro %}{{ m() }}", ["`{% if not name %}`"]),
        ("{% set x %}{% if name %}{% set y = 1 %}{% endif %}{% endset %}{{ x|length }}", []),
        ("{{ name if name else t.button }}", []),
        ("{% if name %}{% else %}{% endif %}", []),
    ],
)  # fmt: skip
def test_branches(body: str, tags: list[str], tmp_path: Path) -> None:
    found = found_in(Example(body=f"<mj-text>{{{{ t.body }}}} {body}</mj-text>"), tmp_path)
    assert {one.code for one in found} <= {"VAR006"}
    assert [one.message for one in found] == [f"No sample comes to what is printed after {tag}." for tag in tags]


def test_branches_of_the_text_and_of_several_lines(tmp_path: Path) -> None:
    text = "{{ t.body }}\n{% if\n  name == 'Zoe' %}\nx\n{% endif %}\n{% if name == 'Zoe' %}x{% endif %}\n"
    found = found_in(Example(files={"templates/note/email.txt": text}), tmp_path)
    assert [str(one.position) for one in found] == ["templates/note/email.txt:2:1", "templates/note/email.txt:6:1"]


def test_shared_branches_are_for_others_to_reach(tmp_path: Path) -> None:
    files = component("{% if name == 'Zoe' %}x{% endif %}")
    assert found_in(Example(body=NOTE + '{% include "components/part.mjml" %}', files=files), tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "ana@acme.example", "ana@mail.acme.example", "bo@example.com", "bo@sub.example.org", "bo@nowhere.invalid",
        "https://shop.test/x", "http://localhost:8000/", "http://192.168.0.4/", "http://192.0.2.7/x", "@ana", "a@b",
        "https://münchen.example/", "12 @ 3.50", "sk_test_4eC39HqLyjWDarjtT1zdp7dc", "sk_live_", "sk_live_xxxxxxxxxxxx",
        "AKIAIOSFODNN7EXAMPLE", "task_live_4eC39HqLyjWDarjtT1zdp7dc", "-----BEGIN PUBLIC KEY-----", "مرحبا", "",
    ],
)  # fmt: skip
def test_what_is_made_up_is_nobodys(text: str, tmp_path: Path) -> None:
    assert codes_in(Example(samples={"odd": {"name": text}}), tmp_path) == []


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("ana.moreau@gmail.com", "the address ana.moreau@gmail.com"),
        ("Ana <ana@xn--mnchen-3ya.de>", "the address ana@xn--mnchen-3ya.de"),
        ("see https://GitHub.com/login now", "an address at github.com"),
        ("https://acme.example.evil.com/", "an address at acme.example.evil.com"),
        ("https://u:p@8.8.8.8/x", "an address at 8.8.8.8"),
        (STRIPE, "a live key of Stripe (`sk_liv…`)"),
        (f"token={AWS};", "a live key of AWS (`AKIAQX…`)"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb", "a private key"),
    ],
)
def test_what_may_be_somebodys(text: str, part: str, tmp_path: Path) -> None:
    [found] = [one for one in found_in(Example(samples={"odd": {"name": text}}), tmp_path) if one.severity != "info"]
    assert (found.code, found.position.file, found.position.line) == ("VAR007", "templates/note/samples/odd.yaml", 1)
    assert part in found.message


def test_a_key_is_not_repeated_in_a_report(tmp_path: Path) -> None:
    [found] = found_in(Example(samples={"odd": {"name": STRIPE}}), tmp_path)
    assert STRIPE not in repr(found)
    assert secret_in(f"Bearer {STRIPE}") == "a live key of Stripe (`sk_liv…`)"


def test_samples_of_the_catalogue_are_looked_at_once(tmp_path: Path) -> None:
    example = Example(
        catalogue={"user": {"email": {"type": "email", "sample": "ana@gmail.com"}}},
        note={"variables": {"name": {"type": "string", "sample": "https://github.com/x"}}},
    )
    found = [one for one in found_in(example, tmp_path) if one.code == "VAR007"]
    assert [(one.notification or "", one.key) for one in found] == [
        ("", "notifications.yaml:user.email.sample"),
        ("note", "notifications.yaml:notifications.note.variables.name.sample"),
    ]


def test_domains_that_samples_may_have_are_an_option(tmp_path: Path) -> None:
    catalogue = {"lint": {"rules": {"VAR007": {"domains": ["github.com"]}}}}
    assert codes_in(Example(samples={"odd": {"name": "https://www.github.com/x"}}, catalogue=catalogue), tmp_path) == []


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("{% if name %}", "is not closed"),
        ("{{ name|uper }}", "There is no filter `uper`."),
        ("{% if name == 'Zoe' %}{{ name|uper }}{% endif %}", "There is no filter `uper`."),
        ("{% if name is tall %}{% endif %}", "There is no test `tall`."),
        ('{% if name == "Zoe" %}{% include "parts/x.mjml" %}{% endif %}', "There is no template `parts/x.mjml`."),
        ('{% if name == "Zoe" %}{% include "components/part.mjml" %}{% endif %}', "is not closed"),
        ("{{ name / 2 }}", "do not go with"),
        ('{{ ("x" * 10 ** 10)|length }}', "What this makes is too large."),
        ("{{ 10 ** 10 * [1] }}", "What this makes is too large."),
        ("{{ 9 ** (9 ** 9) }}", "What this makes is too large."),
        ("{{ 10 ** 3000 * 10 ** 3000 }}", "What this makes is too large."),
        ('{% include "../notifications.yaml" %}', "There is no template `../notifications.yaml`."),
        ('{% include "note/../note/email.mjml" %}', "There is no template `note/../note/email.mjml`."),
        ('{% from "/etc/hostname" import x %}', "There is no template `/etc/hostname`."),
        pytest.param('{% include "' + 5000 * "a" + '" %}', f"There is no template `{99 * 'a'}…`.", id="a long name"),
        ("{{ button() }}", ""),
    ],
)
def test_a_template_that_does_not_compile_or_render_is_one_finding(body: str, message: str, tmp_path: Path) -> None:
    files = component("{% if name %}") if "part.mjml" in body else {}
    found = [one for one in found_in(Example(body=NOTE + body, files=files), tmp_path) if one.severity != "info"]
    if message:
        assert [one.code for one in found] == ["VAR008"]
        assert message in found[0].message
    else:
        assert [one.code for one in found] == ["VAR001"]


@pytest.mark.parametrize(
    ("opened", "closed", "times"),
    [
        ("{% for each in name %}\n", "{% endfor %}", 21),
        ("{% if name %}\n", "{% endif %}", 100),
        ("{% if name %}\n", "{% endif %}", 3000),
        ("{{ 1 + 1 " + 3000 * "+ 1 ", "}}", 1),
        ("{{ " + 300 * "(" + "name", 300 * ")" + " }}", 1),
        ("{{ " + 3000 * "-" + "1", "}}", 1),
        ("{% if " + 3000 * "not " + "name %}", "{% endif %}", 1),
    ],
    ids=["loops", "conditions", "very many conditions", "a sum", "parentheses", "signs", "negations"],
)
def test_what_is_nested_too_deep_is_found_in_its_template_and_the_rest_is_looked_at(
    opened: str, closed: str, times: int, tmp_path: Path
) -> None:
    body = NOTE + times * opened + times * closed
    files = {"templates/note/copy/fr.yaml": "subject: Un mot de {{ nmae }}\nbody: Un mot\n"}
    found = [one for one in found_in(Example(body=body, files=files), tmp_path) if one.severity != "info"]
    assert "VAR001" in {one.code for one in found}
    deep = [one for one in found if one.message == "This is nested too deep."]
    assert [one.code for one in deep] == ["VAR008"]


def test_a_text_that_is_nested_too_deep_is_found(tmp_path: Path) -> None:
    texts = {"body": "{{ 1 " + 3000 * "+ 1 " + "}}", "subject": "{{ " + 300 * "(" + "name" + 300 * ")" + " }}"}
    found = [one for one in findings_of(Example(copy=texts), tmp_path) if "too deep" in one.message]
    assert {one.code for one in found} == {"COP012"}


def test_what_may_be_missing_on_purpose_is_no_error(tmp_path: Path) -> None:
    body = NOTE + '{% include "parts/x.mjml" ignore missing %}'
    assert codes_in(Example(body=body), tmp_path) == []


def test_a_notification_without_a_template_is_for_another_rule_and_a_missing_part_is_not(tmp_path: Path) -> None:
    found = findings_of(Example(files={"templates/note/email.mjml": None}), tmp_path / "whole")
    assert [one.code for one in found if one.severity == "error"] == ["CAT002"]
    files = {"templates/note/email.mjml": '{% extends "layouts/gone.mjml" %}'}
    assert codes_in(Example(files=files), tmp_path / "part") == ["VAR008"]


def test_faults_of_copy_are_for_other_rules(tmp_path: Path) -> None:
    example = Example(body=NOTE + "<mj-text>{{ t.missing }}</mj-text>")
    assert codes_in(example, tmp_path / "words") == []
    assert codes_in(Example(copy={"body": "{{ name"}), tmp_path / "text") == []
    files = {"templates/note/copy/en.yaml": "subject: ["}
    assert codes_in(Example(files=files), tmp_path / "file") == []


def test_a_wrong_sample_of_the_catalogue_is_one_finding(tmp_path: Path) -> None:
    for folder, changes in (
        ("event", {"events": {"note.written": {"name": {"type": "string", "sample": 12}}}}),
        ("user", {"user": {"first_name": {"type": "string", "sample": 12}}}),
    ):
        note = {"variables": {"first_name": {"type": "string", "from": "user.first_name"}}}
        copy = {"preheader": "It is short, and waits for you on your board, {{ first_name }}."}
        locales = {"fr": {"preheader": "Il est court, et vous attend sur votre tableau, {{ first_name }}."}}
        example = Example(note=note, catalogue=changes, copy=copy, locales=locales)
        found = [one for one in findings_of(example, tmp_path / folder) if one.code in {"CAT015", "VAR003"}]
        assert [one.code for one in found] == ["CAT015"]


@pytest.mark.parametrize(
    ("money", "told"),
    [
        ({"amount": "lots", "currency": "EUR"}, "`event.fee.amount`: `lots` is not an amount."),
        ({"amount": "12", "currency": "euro"}, "`event.fee.currency`: `euro` is not a currency."),
        ("12 EUR", "`event.fee`: This is declared as money, and `12 EUR` is not."),
    ],
)
def test_money_is_wrong_at_what_is_wrong_with_it(money: object, told: str, tmp_path: Path) -> None:
    events = {"note.written": {"fee": {"type": "money"}}}
    example = Example(
        note={"variables": {"fee": {"type": "money"}}},
        catalogue={"events": events},
        samples={"default": {"event": {"fee": money}}},
    )
    [one] = [one for one in findings_of(example, tmp_path) if one.code == "VAR003"]
    assert one.message == told
    written = (one.position.excerpt or "")[(one.position.column or 1) - 1 :]
    assert written in {"lots", "euro", "12 EUR"}
