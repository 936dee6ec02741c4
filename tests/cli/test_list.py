"""`notify list`: the table for people, the document for programs."""

import json
from typing import Any

import pytest

from tests.conftest import CATALOGUE, Notify, Workspace


def entry(**fields: Any) -> dict[str, Any]:
    return {**CATALOGUE["notifications"]["note"], **fields}


def document(notify: Notify, *ids: str) -> list[dict[str, Any]]:
    ended = notify("list", *ids, "--format", "json")
    assert (ended.code, ended.err) == (0, "")
    read = json.loads(ended.out)
    assert list(read) == ["version", "notifications"]
    assert read["version"] == 1
    notifications = read["notifications"]
    assert isinstance(notifications, list)
    return notifications


def test_the_document_is_as_documented(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(
        stages={"early": "user.id == 'u1'", "late": "true"},
        note={"trigger": {"delay": "2d", "event": "note.written", "at": "10:00"}, "channels": ["push", "email"]},
    )
    workspace.copy("fr")
    workspace.write("templates/note/samples/long.yaml", "name: A long one\n")
    workspace.write("templates/note/samples/default.yaml", "name: Bo\n")
    lines = (workspace.root / "notifications.yaml").read_text(encoding="utf-8").splitlines()
    (said,) = document(notify)
    assert list(said.items()) == [
        ("id", "note"),
        ("category", "activity"),
        ("class", "transactional"),
        ("priority", "normal"),
        ("topic", "tips"),
        ("stages", ["early", "late"]),
        ("trigger", {"kind": "event", "event": "note.written", "delay": "2d", "at": "10:00"}),
        ("channels", ["push", "email"]),
        ("locales", {"en": "complete", "fr": "partial"}),
        ("samples", ["default", "long"]),
        ("file", "notifications.yaml"),
        ("line", lines.index("  note:") + 1),
    ]
    # Programs read the trigger's fields in one order, however they are written.
    assert list(said["trigger"]) == ["kind", "event", "delay", "at"]


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        ({"schedule": "0 8 * * mon"}, "schedule"),
        ({"once": "2026-03-01T09:00"}, "schedule"),
        ({"inactive": {"for": "30d", "without": ["x"]}, "at": "11:00"}, "inactive"),
        ({"milestone": {"sum": "event.points", "at": [500]}}, "milestone"),
        ({"date": "user.birthday", "offset": "-7d"}, "date"),
    ],
)
def test_a_trigger_is_as_it_is_written(
    workspace: Workspace, notify: Notify, trigger: dict[str, Any], kind: str
) -> None:
    workspace.catalogue(note={"trigger": trigger}, user=CATALOGUE["user"] | {"birthday": {"type": "date"}})
    (said,) = document(notify)
    assert said["trigger"] == {"kind": kind} | trigger


def test_a_notification_without_copy_is_missing_in_every_language(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(notifications={"note": entry(), "other": entry()})
    said = {one["id"]: one["locales"] for one in document(notify)}
    assert said == {"note": {"en": "complete", "fr": "missing"}, "other": {"en": "missing", "fr": "missing"}}


def test_ids_and_globs_choose(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(notifications={"b-one": entry(), "a-one": entry(), "a-two": entry()})
    assert [one["id"] for one in document(notify)] == ["b-one", "a-one", "a-two"]
    assert [one["id"] for one in document(notify, "*-one")] == ["b-one", "a-one"]
    ended = notify("list", "a-onr")
    assert ended.code == 2
    assert "Did you mean `a-one`?" in ended.err


def test_the_table_says_the_same_in_words(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "push"], "stage": ["late"]}, stages={"late": "true"})
    ended = notify("list")
    assert (ended.code, ended.err) == (0, "")
    head, row = ended.out.splitlines()
    assert head.split() == ["id", "category", "stages", "trigger", "channels", "locales", "topic", "priority"]
    cells = [cell.strip() for cell in row.split("  ") if cell.strip()]
    assert cells == ["note", "activity", "late", "on note.written", "email push", "en fr missing", "tips", "normal"]


def test_in_a_narrow_terminal_it_stacks_and_cuts_nothing(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    long = "a-notification-with-28-chars"
    names = {
        long: entry(trigger={"event": "a.very_long_event_name_that_does_not_fit"}),
        "b": entry(channels=["in_app"]),
    }
    workspace.catalogue(
        notifications=names, channels={"email": {"address": "user.id"}, "in_app": {"address": "user.id"}}
    )
    monkeypatch.setenv("COLUMNS", "80")
    out = notify("list").out
    assert all(len(line) <= 80 for line in out.splitlines())
    assert long in out
    assert "…" not in out
    column = out.splitlines()[1].index("trigger")
    end = out.splitlines()[1].index("channels")
    trigger = "".join(line[column:end].strip() for line in out.splitlines()[2:-2])
    assert trigger == "ona.very_long_event_name_that_does_not_fit"


def test_data_is_no_markup(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"trigger": {"event": "[red]x[/red]"}})
    assert "on [red]x[/red]" in notify("list").out


def test_an_empty_catalogue_says_what_to_do(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(notifications={})
    ended = notify("list")
    assert ended.code == 0
    assert "`notify new` adds one" in ended.out
    assert document(notify) == []


def test_copy_that_cannot_be_read_is_an_error_with_its_place(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(notifications={"note": entry(), "other": entry()})
    workspace.write("templates/note/copy/fr.yaml", "subject: [a, b]\n")
    workspace.write("templates/other/copy/en.yaml", "subject: yes\n")
    workspace.write("templates/copy/en.yaml", "shared: [a]\n")
    ended = notify("list")
    assert ended.code == 2
    assert ended.out == ""
    assert "templates/note/copy/fr.yaml:1:10" in ended.err
    assert "templates/other/copy/en.yaml:1:10" in ended.err
    # What two notifications share is wrong once.
    assert ended.err.count("templates/copy/en.yaml") == 1
    assert ended.err.endswith("3 mistakes.\n")
