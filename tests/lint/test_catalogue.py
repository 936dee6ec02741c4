"""What rules find in a catalogue, and what they pass over."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from notify.lint.example import write_example
from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of, lint_folder

NOTE = {
    "category": "activity",
    "description": "Somebody left a note.",
    "class": "transactional",
    "topic": "notes",
    "trigger": {"event": "note.written"},
    "channels": ["email"],
}
PROMOTIONAL: dict[str, Any] = {"class": "promotional"}
QUIET = {"channels": ["push", "sms"], "from": "22:00", "to": "08:00"}


def found(code: str, example: Example, folder: Path) -> list[Finding]:
    return [one for one in findings_of(example, folder) if one.code == code]


def about_note(code: str, folder: Path, catalogue: dict[str, Any] | None = None, /, **note: Any) -> list[str]:
    """What a rule says of the note with other fields; its trigger is a whole one, and not another field of its own."""
    if "trigger" in note:
        note["trigger"] = {"event": None} | note["trigger"]
    return [one.message for one in found(code, Example(note=note, catalogue=catalogue or {}), folder)]


# ── CAT001 and CAT015: what loading refuses ─────────────────────────────────────────────────────────────────────────
def test_an_unknown_key_says_which_was_meant_and_whose_it_is(tmp_path: Path) -> None:
    (one,) = found("CAT001", Example(note={"cancel_un": ["note.read"]}), tmp_path)
    assert one.message == "`cancel_un` is not a field of a notification. Did you mean `cancel_on`?"
    assert one.notification == "note"
    assert one.position.excerpt is not None
    assert "cancel_un" in one.position.excerpt
    assert not any(character.isdigit() for character in one.key)


@pytest.mark.parametrize(
    "catalogue",
    [
        {"polity": {}},
        {"channels": {"emial": {"address": "user.email"}}},
        {"policy": {"frequency_caps": [{"id": "calm", "limit": 3, "per": "day", "chanels": ["email"]}]}},
        {"relays": {"staging": {"kind": "smtp", "host": "smtp.acme.example", "tls": True}}},
    ],
)
def test_unknown_keys_are_told_from_invalid_values_everywhere(catalogue: dict[str, Any], tmp_path: Path) -> None:
    findings = findings_of(Example(catalogue=catalogue), tmp_path)
    assert [one.code for one in findings if one.code in {"CAT001", "CAT015"}] == ["CAT001"]
    assert all(one.notification is None for one in findings if one.code == "CAT001")


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ({"topic": "note"}, "There is no topic `note`. Did you mean `notes`?"),
        ({"topic": "account", "class": "promotional"}, "A promotional notification cannot be on `account`"),
        ({"description": None}, "A notification needs `description`."),
        ({"expires": 15}, "`15` is not a duration."),
        ({"stage": ["early", "early"]}, "There is no stage `early`."),
        ({"channels": ["fax"]}, "`fax` cannot be in `channels`."),
    ],
)
def test_every_other_refusal_is_an_invalid_entry(note: dict[str, Any], said: str, tmp_path: Path) -> None:
    findings = [one for one in findings_of(Example(note=note), tmp_path) if one.code in {"CAT001", "CAT015"}]
    assert findings
    assert {one.code for one in findings} == {"CAT015"}
    assert any(one.message.startswith(said) for one in findings)
    assert all(one.notification == "note" and one.help.endswith(".") for one in findings)


def test_two_mistakes_at_one_place_are_two_findings(tmp_path: Path) -> None:
    assert len(about_note("CAT015", tmp_path, when="user.nick == 'Bo' and user.age > 3")) == 2


def test_a_refused_notification_keeps_its_folder_and_its_category(tmp_path: Path) -> None:
    codes = {one.code for one in findings_of(Example(note={"priorty": "high"}), tmp_path)}
    assert "CAT001" in codes
    assert "CAT003" not in codes
    findings = findings_of(Example(note={"priorty": "high"}), tmp_path)
    assert not any("`activity`" in one.message for one in findings if one.code == "CAT005")


# ── CAT002 and CAT003: folders ──────────────────────────────────────────────────────────────────────────────────────
def test_a_misnamed_folder_is_offered_to_its_notification_and_the_other_way_round(tmp_path: Path) -> None:
    write_example(Example(), tmp_path)
    (tmp_path / "templates/note").rename(tmp_path / "templates/notes")
    findings = lint_folder(tmp_path).findings
    (missing,) = [one for one in findings if one.code == "CAT002"]
    assert missing.message.endswith("there is no such folder. Did you mean `notes`?")
    (orphan,) = [one for one in findings if one.code == "CAT003"]
    assert orphan.message.endswith("Did you mean `note`?")
    assert orphan.position.file == "templates/notes/email.mjml"


@pytest.mark.parametrize(
    "files",
    [
        {"templates/layouts/base.mjml": "<mjml></mjml>"},
        {"templates/copy/en.yaml": 'hello: "Hello"\n'},
        {"templates/components/a.mjml": ""},
        {"templates/.trash/email.mjml": ""},
        {"templates/pictures/logo.png": "", "templates/fonts/LICENSE.txt": "Free.\n"},
        {"templates/README.md": "Notes.\n"},
    ],
)
def test_folders_that_are_no_notification_s_are_passed_over(files: dict[str, str], tmp_path: Path) -> None:
    assert found("CAT003", Example(files=files), tmp_path) == []


def test_a_folder_that_only_names_itself_is_an_orphan(tmp_path: Path) -> None:
    files = {"templates/old/email.mjml": '{% include "old/part.mjml" %}', "templates/old/part.mjml": ""}
    assert [one.key for one in found("CAT003", Example(files=files), tmp_path)] == ["old"]


def test_folders_may_be_declared_as_shared(tmp_path: Path) -> None:
    options = {"lint": {"rules": {"CAT003": {"shared": ["old"]}}}}
    assert found("CAT003", Example(files={"templates/old/email.mjml": ""}, catalogue=options), tmp_path) == []


# ── CAT004: events and windows ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("note", "said"),
    [
        ({"cancel_on": [{"event": "note.read", "same": "name"}]}, "`note` is called off by `note.read`"),
        ({"goal": {"event": "note.wriTen", "within": "1d"}}, "Did you mean `note.written`?"),
        ({"when": "user.first_name and not user.has_done('note.read')"}, "The `when` of `note` asks for `note.read`"),
        ({"audience": "user.count('note.read', '7d') > 2"}, "The `audience` of `note` asks for `note.read`"),
        ({"trigger": {"milestone": {"count": "note.read", "at": [1]}}}, "`note` counts `note.read`"),
        ({"trigger": {"milestone": {"streak": "note.read", "days": 3}}}, "`note` waits for days of `note.read`"),
        (
            {"trigger": {"milestone": {"sum": "event.points", "at": [10]}}},
            "no event among `events` has a field `points`",
        ),
        ({"trigger": {"inactive": {"for": "3d", "without": ["note.read"]}}}, "goes to people without `note.read`"),
        ({"trigger": {"schedule": "0 8 * * *"}, "digest": {"of": ["note.read"]}}, "`note` gathers `note.read`"),
    ],
)
def test_an_event_that_is_not_declared_is_found_wherever_it_is_named(
    note: dict[str, Any], said: str, tmp_path: Path
) -> None:
    (message,) = about_note("CAT004", tmp_path, variables=None, **note)
    assert said in message


@pytest.mark.parametrize("events", [None, {"note.written": None}])
def test_where_no_events_are_declared_none_is_missed(events: object, tmp_path: Path) -> None:
    catalogue = {"events": events, "stages": {"early": "user.has_done('note.read')"}}
    assert found("CAT004", Example(note={"trigger": {"event": "any.thing"}}, catalogue=catalogue), tmp_path) == []


def test_a_stage_that_asks_for_an_unknown_event_belongs_to_no_notification(tmp_path: Path) -> None:
    (one,) = found("CAT004", Example(catalogue={"stages": {"new": "not user.has_done('note.red')"}}), tmp_path)
    assert one.notification is None
    assert one.message.startswith("The stage `new` asks for `note.red`")


@pytest.mark.parametrize(
    ("channels", "priority", "window", "silent"),
    [
        (["push"], "normal", {"from": "22:30", "to": "07:00"}, False),
        (["push"], "normal", {"from": "22:30", "to": "08:01"}, True),
        (["push"], "critical", {"from": "22:30", "to": "07:00"}, True),
        (["push", "email"], "normal", {"from": "22:30", "to": "07:00"}, True),
        (["push", "sms"], "normal", {"from": "23:00", "to": "23:30"}, False),
    ],
)
def test_a_window_within_the_quiet_hours_of_all_channels_never_opens(
    channels: list[str], priority: str, window: dict[str, str], silent: bool, tmp_path: Path
) -> None:
    policy = {"policy": {"quiet_hours": [QUIET]}}
    messages = about_note("CAT004", tmp_path, policy, channels=channels, priority=priority, send_window=window)
    assert (messages == []) == silent


def test_quiet_hours_that_fill_the_day_leave_no_time(tmp_path: Path) -> None:
    hours = [{"from": "08:00", "to": "20:00", "then": "drop"}, {"from": "20:00", "to": "08:00"}]
    (message,) = about_note("CAT004", tmp_path, {"policy": {"quiet_hours": hours}})
    assert "at any time" in message


# ── CAT005 and CAT009: what there is nothing of ─────────────────────────────────────────────────────────────────────
def test_categories_of_one_s_own_stand_for_none_of_the_seven(tmp_path: Path) -> None:
    [one] = found("CAT005", Example(note={"category": "custom:activity"}), tmp_path)
    assert one.message.startswith(
        "There is no notification of the categories `activation`, `onboarding`, `invitation`, `activity`, `report`, "
        "`access` and `security`. Nobody is asked to confirm"
    )


def test_all_missing_categories_are_one_finding_with_what_to_write_where_none_is_needed(tmp_path: Path) -> None:
    [one] = found(
        "CAT005", Example(catalogue={"lint": {"rules": {"CAT005": {"needed": ["activity", "report"]}}}}), tmp_path
    )
    assert one.message == (
        "There is no notification of the category `report`. Nobody sees summed up what the product did for them."
    )
    assert one.help == (
        "Add one with `notify new ID --category report`. Where the product has no use for it, write "
        "`lint: {rules: {CAT005: {needed: [activity]}}}` in the catalogue."
    )


def test_a_catalogue_without_notifications_has_no_folders_that_belong_to_none(tmp_path: Path) -> None:
    example = Example()
    write_example(example, tmp_path)
    file = tmp_path / "notifications.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("\nnotifications:", "\nnotification:"), encoding="utf-8")
    codes = {one.code for one in lint_folder(tmp_path).findings}
    assert "CAT001" in codes
    assert "CAT003" not in codes


def test_a_catalogue_without_notifications_lacks_nothing(tmp_path: Path) -> None:
    write_example(Example(catalogue={"stages": {"late": "true"}}), tmp_path)
    text = (tmp_path / "notifications.yaml").read_text(encoding="utf-8")
    (tmp_path / "notifications.yaml").write_text(f"{text.partition('notifications:')[0]}notifications: {{}}\n")
    codes = {one.code for one in lint_folder(tmp_path).findings}
    assert not codes & {"CAT005", "CAT009"}


def test_what_goes_to_everybody_is_made_for_no_stage(tmp_path: Path) -> None:
    (one,) = found("CAT009", Example(catalogue={"stages": {"late": "true"}}), tmp_path)
    assert "`late` (`true`)" in one.message
    assert one.severity == "info"


# ── CAT006 and CAT007: caps and other hindrances ────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("note", "uncapped"),
    [
        ({}, None),
        ({"channels": ["email", "sms"]}, "`sms`"),
        ({"channels": ["sms", "push"]}, "`sms` and `push`"),
        ({"channels": ["sms"], "topic": "account"}, None),
        ({"channels": ["sms"], "priority": "critical"}, None),
        ({"channels": ["sms"], "throttle": {"limit": 1, "per": "1d"}}, "`sms`"),
    ],
)
def test_caps_are_counted_channel_by_channel(note: dict[str, Any], uncapped: str | None, tmp_path: Path) -> None:
    messages = about_note("CAT006", tmp_path, **note)
    assert bool(messages) == bool(uncapped)
    assert all(f"counts it by {uncapped}:" in message for message in messages)


def test_a_cap_on_the_other_class_is_none(tmp_path: Path) -> None:
    caps = {"policy": {"frequency_caps": [{"id": "offers", "class": "promotional", "limit": 1, "per": "7d"}]}}
    assert about_note("CAT006", tmp_path / "a", caps)
    assert about_note("CAT006", tmp_path / "b", caps, **PROMOTIONAL) == []


@pytest.mark.parametrize(
    ("note", "said"),
    [
        (
            {"topic": "notes", "channels": ["push"]},
            "they can opt out of `notes`; `push` is silent from 22:00 to 08:00.",
        ),
        ({"topic": "account"}, "the cap `calm` may be used up."),
        ({"topic": "account", "channels": ["sms", "push"]}, "`sms` and `push` are silent from 22:00 to 08:00."),
        ({"topic": "notes", "channels": ["push"], "priority": "critical"}, None),
        ({"topic": "account", "category": "report"}, None),
    ],
)
def test_access_says_what_it_stands_behind(note: dict[str, Any], said: str | None, tmp_path: Path) -> None:
    messages = about_note("CAT007", tmp_path, {"policy": {"quiet_hours": [QUIET]}}, **{"category": "security"} | note)
    assert [message.partition("need it: ")[2] for message in messages] == ([said] if said else [])


def test_access_without_quiet_hours_or_caps_needs_no_priority(tmp_path: Path) -> None:
    throttled = {"category": "access", "topic": "account", "throttle": {"limit": 3, "per": "1h"}}
    assert about_note("CAT007", tmp_path, {"policy": {"frequency_caps": []}}, **throttled) == []


# ── CAT008: one event, many messages ────────────────────────────────────────────────────────────────────────────────
def crowd(folder: Path, *changes: dict[str, Any], **catalogue: Any) -> list[Finding]:
    notifications = {f"note-{number}": NOTE | change for number, change in enumerate(changes)}
    whole = {"notifications": {"note": None} | notifications} | catalogue
    return found("CAT008", Example(catalogue=whole), folder)


def test_a_crowd_names_its_members(tmp_path: Path) -> None:
    (one,) = crowd(tmp_path, {}, {}, {})
    assert "`note-0`, `note-1` and `note-2` are all due on `note.written`" in one.message


@pytest.mark.parametrize(
    "changes",
    [
        [{}, {}, {"trigger": {"event": "note.written", "at": "10:00"}}],
        [{}, {}, {"to": "event.name"}],
        [{}, {}, {"batch": {"window": "10m"}}],
        [{"when": "user.first_name == 'Ana'"}, {"when": "user.first_name == 'Bo'"}, {"audience": "user.phone"}],
        [{"stage": ["early"]}, {"stage": ["early"]}, {"stage": ["late"]}],
        [{}, {}, {"trigger": {"milestone": {"count": "note.written", "at": [1]}}}],
    ],
)
def test_what_does_not_come_together_is_no_crowd(changes: list[dict[str, Any]], tmp_path: Path) -> None:
    stages = {"early": "user.first_name == 'Ana'", "late": "true"}
    assert crowd(tmp_path, *changes, stages=stages) == []


def test_conditions_count_on_top_of_what_goes_to_everybody(tmp_path: Path) -> None:
    condition = {"when": "user.first_name == 'Ana'"}
    (one,) = crowd(tmp_path, {}, {}, condition, {"when": "user.first_name == 'Bo'"})
    assert one.message.endswith("3 messages at one time.")


def test_the_number_is_an_option(tmp_path: Path) -> None:
    assert crowd(tmp_path, {}, {}, {}, lint={"rules": {"CAT008": {"max": 3}}}) == []


# ── CAT010 and CAT011: senders ──────────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("promotional", "essential", "shared"),
    [
        ({}, {}, True),
        ({"from": "News <HELLO@acme.example>"}, {}, True),
        ({"from": "Acme <hello+news@acme.example>"}, {}, False),
        ({"channels": ["push"]}, {}, False),
        ({}, {"topic": "notes"}, False),
    ],
)
def test_only_mail_from_the_very_address_shares_a_sender(
    promotional: dict[str, Any], essential: dict[str, Any], shared: bool, tmp_path: Path
) -> None:
    offer = NOTE | {"class": "promotional"} | promotional
    receipt = NOTE | {"topic": "account"} | essential
    example = Example(catalogue={"notifications": {"offer": offer, "receipt": receipt}})
    assert bool(found("CAT010", example, tmp_path)) == shared


@pytest.mark.parametrize(
    ("address", "answered"),
    [
        ("no-reply@acme.example", False),
        ("NoReply@acme.example", False),
        ("billing.no_reply@acme.example", False),
        ("Acme <donotreply2@acme.example>", False),
        ("Acme <nie-odpowiadaj@acme.example>", False),
        ("Acme (do not reply) <mail@acme.example>", False),
        ("Acme <mail@noreply.acme.example>", False),
        ("Acme <reply@acme.example>", True),
        ("Casino <casinoreply@acme.example>", True),
        ("Noreen <noreen@acme.example>", True),
    ],
)
def test_mailboxes_that_nobody_reads_are_known_by_their_names(address: str, answered: bool, tmp_path: Path) -> None:
    assert (found("CAT011", Example(note={"from": address}), tmp_path) == []) == answered


def test_a_default_that_nobody_reads_is_one_fault(tmp_path: Path) -> None:
    catalogue = {
        "defaults": {"from": "noreply@acme.example", "reply_to": "no-reply@acme.example"},
        "notifications": {"other": NOTE},
    }
    findings = found("CAT011", Example(catalogue=catalogue), tmp_path)
    assert sorted((one.key, one.notification) for one in findings) == [("from", None), ("reply_to", None)]


@pytest.mark.parametrize(
    ("reply_to", "answered"),
    [("noreply+{{ name }}@acme.example", False), ("{{ name }}@acme.example", True), ("none", True)],
)
def test_answers_are_looked_at_too(reply_to: str, answered: bool, tmp_path: Path) -> None:
    assert (about_note("CAT011", tmp_path, reply_to=reply_to) == []) == answered


def test_push_messages_have_no_sender(tmp_path: Path) -> None:
    note = {"channels": ["push"], "from": "noreply@acme.example"}
    assert found("CAT011", Example(note=note), tmp_path) == []


# ── CAT012 and CAT013: exceptions ───────────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(("today", "expired"), [(date(2026, 3, 2), False), (date(2026, 3, 3), True)])
def test_an_exception_holds_on_its_last_day(today: date, expired: bool, tmp_path: Path) -> None:
    entry = {"code": "CAT006", "reason": "Rare.", "until": "2026-03-02"}
    write_example(Example(note={"channels": ["sms"], "lint": {"ignore": [entry]}}), tmp_path)
    codes = {one.code for one in lint_folder(tmp_path, today).findings}
    assert ({"CAT006", "CAT012"} <= codes) == expired
    assert ("CAT006" in codes) == expired


@pytest.mark.parametrize(
    ("code", "useless"), [("CAT006", False), ("uncapped-optional", False), ("CAT", False), ("CAT010", True)]
)
def test_an_exception_is_useful_by_code_name_and_family(code: str, useless: bool, tmp_path: Path) -> None:
    entry = {"code": code, "reason": "Rare."}
    uncapped: dict[str, Any] = {"policy": {"frequency_caps": []}}
    messages = about_note("CAT013", tmp_path, uncapped, lint={"ignore": [entry]})
    assert bool(messages) == useless


@pytest.mark.parametrize(("today", "code"), [(date(2026, 3, 2), "CAT013"), (date(2026, 3, 3), "CAT012")])
def test_an_exception_for_nothing_is_one_finding_on_every_day(today: date, code: str, tmp_path: Path) -> None:
    entry = {"code": "SUB002", "reason": "Long.", "until": "2026-03-02"}
    write_example(Example(note={"lint": {"ignore": [entry]}}), tmp_path)
    codes = [one.code for one in lint_folder(tmp_path, today).findings]
    assert [each for each in codes if each in {"CAT012", "CAT013"}] == [code]


def test_an_exception_from_a_rule_that_was_not_applied_is_not_judged(tmp_path: Path) -> None:
    ignores = {"lint": {"ignore": ["SUB"]}}
    assert about_note("CAT013", tmp_path, ignores, lint={"ignore": [{"code": "SUB002", "reason": "Long."}]}) == []


def test_an_exception_is_not_judged_while_a_message_cannot_be_rendered(tmp_path: Path) -> None:
    entry = {"lint": {"ignore": [{"code": "SUB002", "reason": "Long."}]}}
    assert found("CAT013", Example(note=entry, body="{{ nobody_knows_this }}"), tmp_path) == []


# ── CAT014: too late before it may go ───────────────────────────────────────────────────────────────────────────────
@pytest.mark.parametrize(
    ("note", "said"),
    [
        # Quiet from 22:00 to 08:00: ten hours.
        ({"channels": ["push"], "expires": "9h"}, "what is due at 22:00 has to wait 10 hours for the end of the quiet"),
        ({"channels": ["push"], "expires": "10h"}, None),
        ({"channels": ["push"], "expires": "1h", "priority": "critical"}, None),
        ({"channels": ["push", "email"], "expires": "1h"}, None),
        ({"channels": ["push"], "expires": "1h", "trigger": {"event": "note.written", "at": "10:00"}}, None),
        ({"channels": ["push"], "expires": "1h", "trigger": {"schedule": "0 8 * * *"}}, None),
        ({"channels": ["push"], "expires": "1h", "trigger": {"schedule": "0 6 * * sun"}}, "due on Sunday at 06:00"),
        ({"channels": ["push"], "expires": "1h", "trigger": {"once": "2026-03-01T23:00"}}, "on Sunday at 23:00"),
        # Windows
        (
            {"expires": "2d", "send_window": {"from": "09:00", "to": "18:00", "days": ["mon", "fri"]}},
            "what is due on Monday at 18:00 has to wait 3 days and 15 hours for its window",
        ),
        ({"expires": "87h", "send_window": {"from": "09:00", "to": "18:00", "days": ["mon", "fri"]}}, None),
        ({"expires": "20h", "send_window": {"from": "22:00", "to": "02:00"}}, None),
        ({"expires": "19h", "send_window": {"from": "22:00", "to": "02:00"}}, "due at 02:00 has to wait 20 hours"),
        ({"expires": "1d", "send_window": {"from": "22:00", "to": "02:00", "days": ["sun"]}}, "on Monday at 02:00"),
    ],
)
def test_the_longest_wait_is_compared(note: dict[str, Any], said: str | None, tmp_path: Path) -> None:
    policy = {"policy": {"quiet_hours": [QUIET]}}
    messages = about_note("CAT014", tmp_path, policy, variables=None, **note)
    assert bool(messages) == bool(said)
    assert all(said in message for message in messages if said)


def test_what_is_dropped_does_not_wait(tmp_path: Path) -> None:
    policy = {"policy": {"quiet_hours": [QUIET | {"then": "drop"}]}}
    assert about_note("CAT014", tmp_path, policy, channels=["push"], expires="1h") == []
