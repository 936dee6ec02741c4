"""Subjects and preheaders: near misses, odd values, plural forms and other languages."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of


def found(example: Example, code: str, folder: Path) -> list[Finding]:
    return [one for one in findings_of(example, folder) if one.code == code]


def subject(text: str, **fields: Any) -> Example:
    return Example(copy={"subject": text}, **fields)


def preheader(text: str, **fields: Any) -> Example:
    return Example(copy={"preheader": text}, **fields)


def code_note(copy: str, category: str = "access", **variables: Any) -> Example:
    declared = {name: {"type": "string", "default": value} for name, value in variables.items()}
    return Example(
        copy={"subject": copy},
        locales={"fr": {"subject": "Votre mot"}},
        note={"category": category, "variables": declared},
    )


def test_a_key_that_is_not_there_is_one_finding_at_the_copy_file(tmp_path: Path) -> None:
    [one] = found(Example(copy={"subject": None}), "SUB001", tmp_path)
    assert str(one.position) == "templates/note/copy/en.yaml"
    assert "`note`" in one.message


def test_a_note_by_text_message_alone_needs_no_subject(tmp_path: Path) -> None:
    example = Example(copy={"subject": None, "sms": "A note."}, note={"channels": ["sms"]})
    assert found(example, "SUB001", tmp_path) == []


@pytest.mark.parametrize("text", ["", "   ", "\u200b\u2060", "\u3164 \u2800"])
def test_a_subject_in_which_nothing_can_be_seen_is_missing(text: str, tmp_path: Path) -> None:
    [one] = found(subject(text), "SUB001", tmp_path)
    assert one.message == "The subject is empty."
    assert (one.position.line, one.locales) == (1, ("en",))


def test_the_sample_with_which_a_subject_is_empty_is_named(tmp_path: Path) -> None:
    [one] = found(subject("{{ name }}", samples={"default": {"name": "Bo"}, "b": {"name": ""}}), "SUB001", tmp_path)
    assert one.message == "With this data, the subject is empty: `{{ name }}`."
    assert one.samples == ("b",)


@pytest.mark.parametrize("text", ["Hello\n", "Hello\tyou", "Hello\u00a0you", "مرحبا \u200fبك"])
def test_space_around_and_in_a_subject_breaks_nothing(text: str, tmp_path: Path) -> None:
    assert found(subject(text), "SUB003", tmp_path) == []


@pytest.mark.parametrize(
    ("text", "seen"),
    [("Hello\nyou", "“Hello⏎you”"), ("Hello\x07you", "“Hello<07>you”"), ("a\vb", "a line break")],
)
def test_copy_that_breaks_a_subject_is_shown_with_signs(text: str, seen: str, tmp_path: Path) -> None:
    [one] = found(subject(text), "SUB003", tmp_path)
    assert seen in one.message
    assert one.help == "Write it on one line."


def test_the_value_that_breaks_a_subject_is_named(tmp_path: Path) -> None:
    samples = {"default": {"name": "Bo"}, "attack": {"name": "Bo\r\nBcc: all@acme.example"}}
    [one] = found(Example(samples=samples), "SUB003", tmp_path)
    assert one.message.startswith("The value of `name` brings a line break into the subject: “A note from Bo⏎Bcc:")
    assert (one.locales, one.samples) == (("en", "fr"), ("attack",))


def test_a_control_character_in_data_reaches_a_subject_as_a_replacement(tmp_path: Path) -> None:
    [one] = found(Example(samples={"default": {"name": "B\x00o"}}), "SUB003", tmp_path)
    assert "`name` brings the character U+FFFD" in one.message


def test_a_value_that_the_subject_does_not_print_breaks_nothing(tmp_path: Path) -> None:
    example = Example(
        copy={"subject": "A note"}, locales={"fr": {"subject": "Un mot"}}, samples={"default": {"name": "B\no"}}
    )
    assert found(example, "SUB003", tmp_path) == []


@pytest.mark.parametrize(
    "text",
    [
        "SALE NOW ON",
        "{{ name }} HAS LEFT YOU A NOTE",
        "DERNIÈRE CHANCE pour lire",
        "ПОСЛЕДНИЙ ШАНС",
        "Read it now!!",
        "Really?!?",
        "Vite ! !",
        "C\u2019EST MAINTENANT",
        "E\u0301COUTEZ MAINTENANT",
    ],
)
def test_it_shouts(text: str, tmp_path: Path) -> None:
    assert len(found(subject(text), "SUB004", tmp_path)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Your API & SDK",
        "API & SDK",
        "HTML, JSON and YAML exports",
        "GDPR: your HTML invoice",
        "Your note, UNESCO!",
        "Really?!",
        "You won! {{ name }}! And so did I!",
        "{{ name }}!",
        "ACME CORPORATION has a note",
        "A8F3-XKCD-7QWZ is here",
        "رسالة من {{ name }}",
        "您有一条新消息\uff01",
        "OK",
    ],
)
def test_it_does_not_shout(text: str, tmp_path: Path) -> None:
    example = subject(
        text,
        samples={"default": {"name": "BO THE GREAT!"}},
        catalogue={"product": {"name": "ACME CORPORATION"}},
    )
    assert found(example, "SUB004", tmp_path) == []


def test_a_preheader_shouts_apart_from_its_subject(tmp_path: Path) -> None:
    example = Example(copy={"subject": "READ THIS NOTE", "preheader": "It is on your board, and it is waiting!!!"})
    assert [one.key for one in found(example, "SUB004", tmp_path)] == ["subject", "preheader"]


def test_one_form_of_a_plural_is_enough_to_shout(tmp_path: Path) -> None:
    forms = {"one": "A note waits", "other": "NOTES WAITING for you"}
    note = {"batch": {"by": "event.name", "window": "10m"}}
    [one] = found(Example(copy={"subject": forms}, note=note, samples={"default": {"items": [{}]}}), "SUB004", tmp_path)
    assert one.message == "The subject shouts in capitals: “NOTES WAITING”."


@pytest.mark.parametrize("text", ["RE: your note", "re : votre mot", "Fwd: a note", "Re[2]: a note", "[Acme] Re: hi"])
def test_it_pretends_to_be_a_reply(text: str, tmp_path: Path) -> None:
    [one] = found(subject(text), "SUB005", tmp_path)
    assert one.locales == ("en",)


@pytest.mark.parametrize(
    ("locale", "text"),
    [
        ("ar", "\u200fرد: رسالة"),
        ("de", "AW: Ihre Notiz"),
        ("fr", "TR : votre mot"),
        ("nl", "Antw: uw notitie"),
        ("pl", "Odp: notatka"),
        ("pt-BR", "RES: sua nota"),
        ("sv", "SV: din anteckning"),
        ("tr", "İLT: notunuz"),
        ("zh-Hans", "回复\uff1a您的消息"),
    ],
)
def test_replies_have_names_in_other_languages(locale: str, text: str, tmp_path: Path) -> None:
    example = Example(
        locales={locale: {"subject": text, "preheader": "…"}}, catalogue={"locales": ["en", "fr", locale]}
    )
    assert [one.locales for one in found(example, "SUB005", tmp_path)] == [(locale,)]


@pytest.mark.parametrize(
    "text",
    ["Reminder: a note", "Re-read your note", "RE/MAX: a note", "{{ name }}, re: your note", "TR: notes", "I: a note"],
)
def test_it_does_not_pretend_to_be_a_reply(text: str, tmp_path: Path) -> None:
    assert found(subject(text), "SUB005", tmp_path) == []


def test_what_people_call_their_things_is_no_fake_reply(tmp_path: Path) -> None:
    example = subject("{{ name }}", samples={"default": {"name": "Re: budget"}})
    assert found(example, "SUB005", tmp_path) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("A note from {{ name }}", "a note  from {{ user.first_name }}!", True),
        ("A note from {{ name }}", "A note for {{ name }}", False),
        ("{{ name }}", "{{ user.first_name }}", False),
        ("{{ name }}: note", "note: {{ name }}", False),
    ],
)
def test_subjects_are_compared_without_their_values(one: str, other: str, same: bool, tmp_path: Path) -> None:
    second: dict[str, Any] = {"category": "activity", "description": "Another.", "class": "transactional"}
    second["topic"] = "notes"
    second |= {"trigger": {"event": "note.written"}, "channels": ["email"], "variables": {"name": {"type": "string"}}}
    example = subject(
        one,
        catalogue={"notifications": {"second": second}},
        files={"templates/second/copy/en.yaml": f'subject: "{other}"\n'},
    )
    findings = found(example, "SUB006", tmp_path)
    assert [(each.notification, str(each.position)) for each in findings] == (
        [("second", "templates/second/copy/en.yaml:1:10")] if same else []
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("Caf&eacute; is open", "&eacute;"),
        ("It&#39;s here", "&#39;"),
        ("A <b>note</b>", "<b>"),
        ("A note<br/>for you", "<br/>"),
        ("**A note** for you", "**A note**"),
        ("Read [the note](https://acme.example)", "[the note](https://acme.example)"),
        ("A note from {{ name|e }}", "&amp;"),
    ],
)
def test_people_would_see_markup(text: str, seen: str, tmp_path: Path) -> None:
    [one] = found(subject(text, samples={"default": {"name": "Bo & Co"}}), "SUB007", tmp_path)
    assert f"“{seen}”" in one.message


@pytest.mark.parametrize(
    "text",
    [
        "Bed & Breakfast; now open",
        "I <3 notes",
        "5 < 6 and 7 > 6",
        "A note from <Bo>",
        "20% off**",
        "2 ** 3",
        "[Acme] Hi",
    ],
)
def test_signs_are_no_markup(text: str, tmp_path: Path) -> None:
    assert found(subject(text), "SUB007", tmp_path) == []


def test_markup_in_a_value_is_the_value(tmp_path: Path) -> None:
    assert found(Example(samples={"default": {"name": "<b>Bo</b> &amp; **Co**"}}), "SUB007", tmp_path) == []


def test_markup_in_a_preheader_is_found_once_in_all_languages(tmp_path: Path) -> None:
    line = "It is short &zwnj;&nbsp;&zwnj;&nbsp; and waits for you."
    example = Example(copy={"preheader": line}, locales={"fr": {"preheader": line}})
    [one] = found(example, "SUB007", tmp_path)
    assert (one.key, one.locales) == ("preheader", ("en", "fr"))


def test_what_inboxes_show_without_a_preheader_is_said(tmp_path: Path) -> None:
    [one] = found(Example(copy={"preheader": "  "}), "SUB008", tmp_path)
    assert "inboxes show “Bo left you a note, Ana. Read the note" in one.message
    assert one.position.line == 2


def test_a_preheader_that_no_template_prints_is_missing(tmp_path: Path) -> None:
    mjml = "<mjml><mj-body><mj-section><mj-column><mj-text>Hi</mj-text></mj-column></mj-section></mj-body></mjml>"
    [one] = found(Example(files={"templates/note/email.mjml": mjml}), "SUB008", tmp_path)
    assert one.key == "mj-preview"
    assert one.position.file == "templates/note/email.mjml"


@pytest.mark.parametrize(
    "printed",
    [
        "<mj-text>{{ t.preheader }}</mj-text>",
        '<mj-raw><div style="display:none">{{ t.preheader }}&zwnj;</div></mj-raw>',
    ],
)
def test_a_preheader_may_stand_in_the_body(printed: str, tmp_path: Path) -> None:
    mjml = f"<mjml><mj-body><mj-section><mj-column>{printed}</mj-column></mj-section></mj-body></mjml>"
    assert found(Example(files={"templates/note/email.mjml": mjml}), "SUB008", tmp_path) == []


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("x" * 29, ["preheader:short"]),
        ("x" * 30, []),
        ("x" * 100, []),
        ("x" * 101, ["preheader:long"]),
        ("轻触即可在您的看板上阅读这条消息", []),
        ("اِقْرَأْ اَلرِّسَالَةَ اَلآن", ["preheader:short"]),
        ("", []),
    ],
)
def test_how_long_a_preheader_is(text: str, keys: list[str], tmp_path: Path) -> None:
    assert [one.key for one in found(preheader(text), "SUB009", tmp_path)] == keys


def test_the_longest_preheader_is_the_worst(tmp_path: Path) -> None:
    samples = {"default": {"name": "Bo"}, "long": {"name": "B" * 90}, "longer": {"name": "B" * 120}}
    [one] = found(preheader("It is from {{ name }}, and waits for you.", samples=samples), "SUB009", tmp_path)
    assert one.worst is not None
    assert (one.worst.sample, one.worst.value) == ("longer", "151 characters")
    assert one.samples == ("longer", "long")


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Your note is here", "Your note is here."),
        ("Your note is here", "YOUR NOTE IS HERE"),
        ("Your March note is ready", "Your note is ready"),
        ("Your invoice is ready", "Your invoice is ready: open it to see what you pay."),
        ("Your invoice is ready, and so are you", "Your invoice is ready"),
        ("您的发票已经准备好了请您查看", "您的发票已经准备好了请您查看。谢谢"),
    ],
)
def test_a_preheader_repeats_its_subject(title: str, line: str, tmp_path: Path) -> None:
    example = Example(copy={"subject": title, "preheader": line})
    assert len(found(example, "SUB010", tmp_path)) == 1


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("Password changed today", "Password reset today"),
        ("A note from {{ name }}", "{{ name }} left you a note on your board today."),
        ("Your code", "Your code works for ten minutes. Nobody will ask for it."),
        ("Due tomorrow: {{ name }}", "By five. If that will not work, move {{ name }}."),
        ("Seven days in a row", "Every day of your week began with a plan."),
        ("استحققت شارة جديدة", "والفضل لمهمة كتبتها أمس، فبها اكتمل العدد."),
    ],
)
def test_a_preheader_goes_on_from_its_subject(title: str, line: str, tmp_path: Path) -> None:
    example = Example(copy={"subject": title, "preheader": line})
    assert found(example, "SUB010", tmp_path) == []


@pytest.mark.parametrize(
    ("copy", "values"),
    [
        ("{{ code }} is your code", {"code": "482 915"}),
        ("{{ reset_token }}", {"reset_token": "abc"}),
        ("Use {{ digits }} now", {"digits": "4829-1547"}),
        ("Use {{ digits|upper }} now", {"digits": "4829"}),
        ("Open {{ where }}", {"where": "https://acme.example/r/9f86d081884c7d659a2feaa0c55ad015"}),
    ],
)
def test_a_lock_screen_would_show_a_code(copy: str, values: dict[str, str], tmp_path: Path) -> None:
    [one] = found(code_note(copy, **values), "SUB011", tmp_path)
    assert f"`{next(iter(values))}`" in one.message


@pytest.mark.parametrize(
    ("copy", "values"),
    [
        ("Your code is inside", {"code": "482 915"}),
        ("A card that ends in {{ card_last4 }}", {"card_last4": "4242"}),
        ("Sign-in from {{ country_code }}", {"country_code": "FR"}),
        ("What happened in {{ year }}", {"year": "2026"}),
        ("A device in {{ place }}", {"place": "Paris 75001"}),
        ("Sign-in with {{ device }}", {"device": "Firefox on Windows 11"}),
    ],
)
def test_a_lock_screen_shows_what_lets_nobody_in(copy: str, values: dict[str, str], tmp_path: Path) -> None:
    assert found(code_note(copy, **values), "SUB011", tmp_path) == []


def test_a_coupon_in_a_subject_is_what_it_is_for(tmp_path: Path) -> None:
    assert found(code_note("{{ code }}: 20% off", category="activity", code="SAVE20"), "SUB011", tmp_path) == []


def test_a_code_in_the_preheader_counts_too(tmp_path: Path) -> None:
    example = code_note("Your code", code="482915")
    example = Example(
        copy={"subject": "Your code", "preheader": "{{ code }}, good for ten minutes from now."},
        locales=example.locales,
        note=example.note,
    )
    [one] = found(example, "SUB011", tmp_path)
    assert (one.key, one.locales) == ("preheader:code", ("en",))


def test_a_subject_that_shouts_in_several_ways_is_one_finding(tmp_path: Path) -> None:
    for number, subject in enumerate(("LAST CHANCE TO READ IT!!!", "Read it!! Now!!!! Please!!!")):
        found = findings_of(Example(copy={"subject": subject}), tmp_path / str(number))
        [one] = [each for each in found if each.code == "SUB004"]
        assert ("LAST CHANCE" if number == 0 else "“!!!!”") in one.message


def test_a_subject_with_a_slip_in_its_key_is_found_there(tmp_path: Path) -> None:
    example = Example(copy={"subject": None, "subjet": "A note from {{ name }}"})
    found = [each for each in findings_of(example, tmp_path) if each.position.file.endswith("en.yaml")]
    assert [(each.code, each.position.line) for each in found] == [("SUB001", 6)]
    assert found[0].help == "Call `subjet` `subject`, if that is what it is."


@pytest.mark.parametrize("body", ["{% if %}", "{{ t.nothing }}", "<mj-nothing>", "{{ name.x.y }}"])
def test_a_subject_is_looked_at_where_the_rest_cannot_be_rendered(body: str, tmp_path: Path) -> None:
    copy = {"subject": "Re: " + "a note that is very long, " * 3 + "from {{ name }}", "preheader": "Short."}
    found = [one.code for one in findings_of(Example(copy=copy, body=body), tmp_path)]
    assert {"SUB002", "SUB005", "SUB009"} <= set(found)
    assert "SUB008" not in found


def test_a_preheader_that_cannot_be_filled_breaks_no_rule(tmp_path: Path) -> None:
    copy = {"subject": "Re: a note", "preheader": {"one": "A note", "other": "{{ count|number }} notes"}}
    found = [one.code for one in findings_of(Example(copy=copy, body="{% if %}"), tmp_path)]
    assert "VAR008" in found
