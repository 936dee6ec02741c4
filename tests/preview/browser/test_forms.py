"""What the page is told of data, copy and files, where a browser would be a long way to find out."""

from pathlib import Path
from typing import Any

from notify.cache import NO_CACHE
from notify.preview.browser.forms.catalogue import describe_catalogue
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.inspection import Inspection
from notify.preview.browser.live import Asked, Live
from tests.conftest import CATALOGUE, Workspace
from tests.preview.browser.served import EDITOR, NOW

VARIABLES = {
    "name": {"type": "string"},
    "price": {"type": "money", "sample": {"amount": "8.40", "currency": "EUR"}},
    "when": {"type": "datetime", "sample": "2026-03-02T09:00:00+01:00"},
    "day": {"type": "date", "sample": "2026-03-02"},
    "rows": {"type": "list", "sample": [{"title": "é", "done": True}]},
    "ready": {"type": "boolean", "default": False},
    "share": {"type": "number", "sample": 0.5},
    "note": {"type": "string", "required": False},
}


def read(workspace: Workspace) -> Live:
    live = Live(Editor(workspace.root, EDITOR), NO_CACHE, lambda: NOW)
    live.read()
    return live


def values(described: Any) -> dict[str, str | None]:
    return {field["path"]: field["value"] for field in described["fields"]}


def test_a_notification_whose_entry_cannot_be_used_keeps_its_place(workspace: Workspace) -> None:
    note = CATALOGUE["notifications"]["note"]
    entries = {
        "lost": "not a mapping",
        "first": note,
        "mistyped": note | {"class": "transactionl", "channels": ["sms", "email"]},
        "last": note | {"category": "report"},
    }
    workspace.catalogue(notifications=entries)
    described = describe_catalogue(read(workspace).workspace)
    listed = {category["name"]: category["notifications"] for category in described["categories"]}
    assert {name: [each["id"] for each in found] for name, found in listed.items()} == {
        "activity": ["first", "mistyped"],
        "report": ["last"],
        "": ["lost"],
    }
    assert list(listed)[-1] == ""
    [_, mistyped], [lost] = listed["activity"], listed[""]
    assert [mistyped["description"], mistyped["channels"], mistyped["refused"]] == ["A note.", ["email", "sms"], True]
    assert [lost["description"], lost["channels"], lost["refused"]] == ["", ["email"], True]


def test_every_value_is_text_that_says_the_same_again(workspace: Workspace) -> None:
    workspace.catalogue(note={"variables": VARIABLES})
    workspace.copy(body="{{ rows[0].title }}, {{ price|currency }}, {{ when|date }}, {{ day|date }}, {{ share }}")
    workspace.write("templates/note/samples/default.yaml", {"name": "Bo", "user": {"first_name": "Zoë"}})
    live = read(workspace)
    found = values(Inspection(live).data("note", "default"))
    assert found == {
        "name": "Bo",
        "price": '{amount: "8.40", currency: EUR}',
        "when": "2026-03-02T09:00:00+01:00",
        "day": "2026-03-02",
        "rows": "- title: é\n  done: true",
        "ready": "false",
        "share": "0.5",
        "note": None,
        "user.id": "u1",
        "user.first_name": "Zoë",
        "user.email": "ana@acme.example",
        "user.phone": None,
    }
    as_sampled = live.describe(Asked("note", "email", "en", "default"))
    typed = tuple((path, value) for path, value in found.items() if value is not None)
    assert live.describe(Asked("note", "email", "en", "default", typed)) == as_sampled
    assert as_sampled["mistakes"] == []


def test_what_a_sample_lacks_is_asked_for_and_what_it_may_not_say_is_said(workspace: Workspace) -> None:
    workspace.catalogue(note={"variables": VARIABLES})
    found = Inspection(read(workspace)).data("note", "default")
    assert values(found)["name"] is None
    assert values(found)["day"] == "2026-03-02"
    assert found["mistakes"] == []
    workspace.write("templates/note/samples/default.yaml", {"name": "Bo", "odd": 1})
    found = Inspection(read(workspace)).data("note", "default")
    [mistake] = found["mistakes"]
    assert mistake["place"]["file"] == "templates/note/samples/default.yaml"
    assert set(values(found).values()) == {None}


def test_a_digest_has_what_it_gathers(workspace: Workspace) -> None:
    workspace.catalogue(note={"batch": {"window": "10m"}})
    workspace.write("templates/note/samples/default.yaml", {"items": [{"name": "a"}, {"name": "b"}]})
    fields = {field["path"]: field for field in Inspection(read(workspace)).data("note", "default")["fields"]}
    assert (fields["items"]["type"], fields["count"]["type"]) == ("list", "integer")
    assert fields["count"]["value"] == "2"


def test_a_typed_value_that_cannot_be_is_a_mistake_of_its_field(workspace: Workspace) -> None:
    workspace.catalogue(note={"variables": VARIABLES})
    live = read(workspace)
    good = Asked("note", "email", "en", "default", (("name", "Bo"),))
    assert live.describe(good)["mistakes"] == []
    typed = (("name", "Bo"), ("price", "{amount: 1, currency: euro}"), ("rows", "- ["))
    wrong = live.describe(Asked("note", "email", "en", "default", typed))
    assert [(each["field"], each["place"]) for each in wrong["mistakes"]] == [("rows", None)]
    wrong = live.describe(Asked("note", "email", "en", "default", typed[:2]))
    assert [each["field"] for each in wrong["mistakes"]] == ["price.currency"]
    # What was seen last stays, although it is of other values.
    assert wrong["message"] == live.describe(good)["message"]


def test_copy_says_which_forms_a_language_has(workspace: Workspace) -> None:
    forms = {"one": "one", "other": "many"}
    workspace.catalogue(locales=["en", "fr", "pl", "de"])
    workspace.write("templates/copy/en.yaml", {"greeting": "Hi"})
    workspace.copy(tasks=forms)
    workspace.copy("fr", tasks=forms)
    workspace.copy("pl", tasks=forms, extra="Tylko tu")
    inspection = Inspection(read(workspace))

    def categories(locale: str) -> dict[str, bool]:
        strings = {string["key"]: string for string in inspection.copy("note", locale)["strings"]}
        return {form["category"]: form["text"] is not None for form in strings["tasks"]["here"]["forms"]}

    assert categories("en") == categories("fr") == {"one": True, "other": True}
    assert categories("pl") == {"one": True, "few": False, "many": False, "other": True}
    polish = inspection.copy("note", "pl")
    states = {string["key"]: (string["shared"], string["missing"]) for string in polish["strings"]}
    assert states["greeting"] == (True, True)
    assert states["extra"] == states["tasks"] == (False, False)
    german = inspection.copy("note", "de")
    assert (german["has_copy"], german["place"]["edit"]) == (False, None)
    assert all(string["missing"] for string in german["strings"])
    assert inspection.copy("note", "en-XA")["locale"] == "en"
    workspace.write("templates/note/copy/en.yaml", "subject: [")
    [mistake] = Inspection(read(workspace)).copy("note", "en")["mistakes"]
    assert mistake["place"]["line"] == 1


def test_source_shows_files_of_the_workspace_and_no_others(workspace: Workspace, tmp_path: Path) -> None:
    workspace.write("templates/layouts/base.mjml", '{% include "components/end.mjml" %}\n' + "x" * 300_000)
    workspace.write("templates/components/end.mjml", '{% extends "layouts/base.mjml" %}')
    workspace.write("templates/note/email.mjml", '{% extends "layouts/base.mjml" %}\n{% include "note/secret.mjml" %}')
    (tmp_path / "secret").write_text("secret", encoding="utf-8")
    (workspace.root / "templates/note/secret.mjml").symlink_to(tmp_path / "secret")
    workspace.write("templates/note/samples/long.yaml", {"name": "Bo"})
    files = Inspection(read(workspace)).source("note", "en", "long")["files"]
    assert [(each["title"], each["place"]["file"]) for each in files] == [
        ("Entry in the catalogue", "notifications.yaml"),
        ("E-mail", "templates/note/email.mjml"),
        ("Copy, en", "templates/note/copy/en.yaml"),
        ("Sample, long", "templates/note/samples/long.yaml"),
        ("Layout", "templates/layouts/base.mjml"),
        ("Component", "templates/components/end.mjml"),
    ]
    entry, layout = files[0], files[4]
    lines = (workspace.root / "notifications.yaml").read_text(encoding="utf-8").split("\n")
    assert entry["text"].split("\n") == lines[entry["start"] - 1 : entry["start"] - 1 + entry["text"].count("\n") + 1]
    assert entry["text"].lstrip().startswith("note:")
    assert (layout["cut"], len(layout["text"])) == (True, 200_000)
    assert "secret" not in {each["text"] for each in files}
