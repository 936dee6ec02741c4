"""`notify new`: a notification that the other commands know at once."""

import json

import pytest

from tests.conftest import Notify, Workspace


def test_what_it_adds_renders_at_once(workspace: Workspace, notify: Notify) -> None:
    before = (workspace.root / "notifications.yaml").read_text(encoding="utf-8")
    ended = notify("new", "order-shipped", "--category", "activity")
    assert ended.code == 0
    assert "templates/order-shipped/email.mjml" in ended.out
    assert "notify preview order-shipped" in ended.out
    assert "Hello Ana" in notify("render", "order-shipped", "--format", "text").out
    assert (workspace.root / "notifications.yaml").read_text(encoding="utf-8").startswith(before)


def test_the_options_are_in_the_entry(workspace: Workspace, notify: Notify) -> None:
    options = "--category custom:sales --class promotional --topic tips --event sale.begun".split()
    ended = notify("new", "new-offer", *options, "--description", "What is on sale: today.")
    assert ended.code == 0
    (entry,) = json.loads(notify("list", "new-offer", "--format", "json").out)["notifications"]
    assert (entry["category"], entry["class"], entry["topic"]) == ("custom:sales", "promotional", "tips")
    assert entry["trigger"] == {"kind": "event", "event": "sale.begun"}
    assert "What is on sale: today." in notify("show", "new-offer").out


def test_an_event_that_nobody_declared_is_pointed_out(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(events={"sale.begun": {}})
    assert "note: `sale.over` is not among" in notify("new", "a", "--category", "activity", "--event", "sale.over").err
    assert notify("new", "b", "--category", "activity", "--event", "sale.begun").err == ""


def test_another_workspace_is_named_in_what_comes_next(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace.root.parent)
    ended = notify("new", "order-shipped", "--category", "activity", "-w", "workspace")
    assert "notify preview order-shipped --workspace workspace" in ended.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("note --category activity", "There is already a notification `note`."),
        ("Bad --category activity", "Write `bad`."),
        ("x --category acces", "Did you mean `access`?"),
        ("x --category activity --topic tip", "Did you mean `tips`?"),
        ("x --category activity --class loud", "--class"),
        ("x", "--category"),
    ],
)
def test_what_is_wrong_ends_with_two_and_changes_nothing(
    workspace: Workspace, notify: Notify, arguments: str, said: str
) -> None:
    before = (workspace.root / "notifications.yaml").read_bytes()
    ended = notify("new", *arguments.split())
    assert ended.code == 2
    assert ended.out == ""
    assert said in ended.err
    assert (workspace.root / "notifications.yaml").read_bytes() == before
    assert not (workspace.root / "templates/x").exists()


def test_a_catalogue_in_braces_is_refused_with_a_cure(workspace: Workspace, notify: Notify) -> None:
    path = workspace.root / "notifications.yaml"
    lines = path.read_text(encoding="utf-8").split("notifications:\n")[0]
    entry = (
        "category: activity, description: A., class: transactional, topic: tips, trigger: {event: x}, channels: [sms]"
    )
    path.write_text(f"{lines}notifications: {{note: {{{entry}}}}}\n", encoding="utf-8")
    ended = notify("new", "x", "--category", "activity")
    assert ended.code == 2
    assert "help: Write `notifications:` on a line of its own" in ended.err
