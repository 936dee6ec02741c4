"""`notify show`: one notification whole."""

import json
from typing import Any

import pytest

from tests.conftest import CATALOGUE, Notify, Workspace

NOTE: dict[str, Any] = {
    "priority": "high",
    "make_or_break": True,
    "trigger": {"event": "note.written", "delay": "2h"},
    "when": "event.words > 3",
    "channels": {"push": {"ttl": "1h"}, "email": {}},
    "to": "event.reader",
    "throttle": {"limit": 3, "per": "1h"},
    "variables": {
        "name": {"type": "string", "sample": "Bo", "description": "Who wrote it."},
        "link": {"type": "url", "required": False},
        "words": {"type": "integer"},
        "start": {"type": "date", "from": "user.week.start"},
        "title": {"type": "string", "default": "[b]Untitled[/b]"},
        "tags": {"type": "list", "sample": ["a", "b"]},
    },
}
FIELDS: dict[str, Any] = {
    "user": {
        "id": {"type": "string"},
        "email": {"type": "email"},
        "phone": {"type": "string"},
        "week": {"type": "object", "sample": {"start": "2026-03-02"}},
    },
    "events": {
        "note.written": {
            name: {"type": kind}
            for name, kind in {"name": "string", "link": "url", "reader": "string", "tags": "list"}.items()
        }
        | {"words": {"type": "integer", "sample": 7}}
    },
    "policy": {
        "quiet_hours": [
            {"channels": ["push", "sms"], "from": "22:00", "to": "08:00"},
            {"channels": ["sms"], "from": "20:00", "to": "09:00"},
        ],
        "frequency_caps": [
            {"id": "everything", "limit": 5, "per": "day"},
            {"id": "promo", "class": "promotional", "limit": 1, "per": "7d"},
            {"id": "texts", "channels": ["sms"], "limit": 1, "per": "7d"},
        ],
    },
}


@pytest.fixture
def described(workspace: Workspace) -> Workspace:
    workspace.catalogue(note=NOTE, **FIELDS)
    workspace.copy(body="Hello", push="Hello")
    workspace.copy("fr", body="Bonjour")
    workspace.write("templates/note/samples/default.yaml", "link: null\n")
    return workspace


def sections(out: str) -> dict[str, str]:
    """The lines below each heading, as one text with single spaces."""
    parts = {}
    for part in out.split("\n\n"):
        title, _, body = part.partition("\n")
        parts[title] = " ".join(body.split())
    return parts


@pytest.mark.usefixtures("described")
def test_it_says_everything_in_words(notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    ended = notify("show", "note")
    assert (ended.code, ended.err) == (0, "")
    said = sections(ended.out)
    assert said["note"] == "A note."
    when = said["What and when"]
    assert "kind activity, transactional, high priority, make or break" in when
    assert "trigger 2 hours after `note.written`" in when
    assert "who `event.reader`" in when
    assert "topic tips (Tips: people get it unless they opt out)" in when
    assert "when only where `event.words > 3`" in when
    assert "throttle at most 3 for one person in any hour" in when
    assert "unsubscribe one click in the mail program, and a link" in when
    held = said["Held back by"]
    assert "cap everything at most 5 messages in a calendar day" in held
    assert "push and sms are silent from 22:00 to 08:00; messages wait until 08:00" in held
    assert "promo" not in held
    assert "texts" not in held
    assert "20:00" not in held
    assert said["Channels"] == ("push to user.id first email to user.email where those above do not reach somebody")
    variables = said["Variables"]
    assert "name string from event.name, required, such as `Bo` Who wrote it." in variables
    assert "link url from event.link, optional words integer" in variables
    assert "words integer from event.words, required, such as `7`" in variables
    assert "start date from user.week.start, required, such as `2026-03-02`" in variables
    assert "title string from event.title, else `[b]Untitled[/b]`" in variables
    assert 'tags list from event.tags, required, such as `["a", "b"]`' in variables
    assert said["Copy"] == (
        "en complete templates/note/copy/en.yaml fr partial templates/note/copy/fr.yaml: push lacks push"
    )
    assert said["Samples"] == "default templates/note/samples/default.yaml"
    assert "template templates/note/email.mjml" in said["Files"]
    assert "catalogue notifications.yaml:" in said["Files"]


@pytest.mark.usefixtures("described")
def test_the_document_has_the_lists_keys_and_the_rest(notify: Notify) -> None:
    shown = json.loads(notify("show", "note", "--format", "json").out)
    listed = json.loads(notify("list", "note", "--format", "json").out)
    assert list(shown) == ["version", "notification"]
    said, entry = shown["notification"], listed["notifications"][0]
    assert {key: said[key] for key in entry} == entry
    assert list(said)[: len(entry)] == list(entry)
    assert said["description"] == "A note."
    assert (said["when"], said["audience"], said["make_or_break"]) == ("event.words > 3", None, True)
    assert said["throttle"] == {"limit": 3, "per": "1h"}
    assert said["unsubscribe"] == "one_click"
    assert said["addresses"] == {"push": "user.id", "email": "user.email"}
    assert said["lacking"] == {"fr": {"push": ["push"]}}
    assert said["caps"] == ["everything"]
    assert said["quiet_hours"] == [{"channels": ["push", "sms"], "from": "22:00", "to": "08:00", "then": "defer"}]
    assert said["files"] == {
        "templates": ["templates/note/email.mjml"],
        "copy": {"en": "templates/note/copy/en.yaml", "fr": "templates/note/copy/fr.yaml"},
        "samples": {"default": "templates/note/samples/default.yaml"},
    }
    variables = {variable["name"]: variable for variable in said["variables"]}
    assert variables["start"] == {
        "name": "start",
        "type": "date",
        "from": "user.week.start",
        "required": True,
        "default": None,
        "sample": "2026-03-02",
        "description": None,
    }
    assert [variables[name]["sample"] for name in ("name", "link", "words", "tags")] == ["Bo", None, 7, ["a", "b"]]


def test_a_critical_one_is_held_back_by_nothing(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"priority": "critical"}, policy=FIELDS["policy"])
    held = sections(notify("show", "note").out)["Held back by"]
    assert held == "nothing critical passes preferences, frequency caps and quiet hours"


def test_every_channel_has_its_turn_where_all_are_used(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms"], "route": "all"})
    assert sections(notify("show", "note").out)["Channels"] == "email to user.email always sms to user.phone always"


def test_a_locale_without_copy_is_missing(workspace: Workspace, notify: Notify) -> None:
    assert sections(notify("show", "note").out)["Copy"] == "en complete templates/note/copy/en.yaml fr missing"


def test_an_unknown_one_is_answered_with_the_nearest(workspace: Workspace, notify: Notify) -> None:
    ended = notify("show", "nota")
    assert ended.code == 2
    assert "Did you mean `note`?" in ended.err


def test_one_is_shown_at_a_time(workspace: Workspace, notify: Notify) -> None:
    note = CATALOGUE["notifications"]["note"]
    workspace.catalogue(notifications={"note-a": note, "note-b": note})
    ended = notify("show", "note-*")
    assert ended.code == 2
    assert "`note-*` names 2 notifications" in ended.err


def test_a_message_that_cannot_be_filled_is_said(workspace: Workspace, notify: Notify) -> None:
    assert "Rendering" not in notify("show", "note").out
    workspace.email(
        '<mj-raw><mj-style inline="inline">a[title="x"] { color: red }</mj-style></mj-raw>'
        "<mj-text>{{ t.body }}</mj-text>"
    )
    shown = notify("show", "note")
    assert shown.code == 0
    assert "every message is compiled by itself" in shown.out
