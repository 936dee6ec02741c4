"""The linter itself: what goes wrong in one rule, and what is shared out."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from notify.cache import Cache
from notify.catalogue.load import Workspace, load_workspace, read_workspace
from notify.lint.example import write_example
from notify.lint.inspection import Crash, Found, apply
from notify.lint.linter import Scope, lint, refused_in
from notify.lint.rule import Example, Fault
from notify.lint.rulebook import all_rules, named
from notify.lint.settings import settle, slips
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.render.draft import Draft
from notify.render.message import Message
from notify.render.render import Renderer
from tests.conftest import Notify
from tests.lint.test_rules import NOW, TODAY, findings_of


def test_a_rule_that_raises_does_not_stop_the_others(tmp_path: Path) -> None:
    write_example(all_rules()["CAT006"].bad, tmp_path)
    workspace = load_workspace(tmp_path)

    def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
        yield Fault("Before it went wrong.", view.at("notifications"), "before")
        raise RecursionError("too deep")

    rules = [replace(all_rules()["CAT005"], check=check), all_rules()["CAT006"]]
    outcomes = list(apply(rules, settle(workspace), CatalogueView(workspace, TODAY)))
    assert [each.code for each in outcomes if isinstance(each, Found | Crash)] == ["CAT005", "CAT005", "CAT006"]
    assert outcomes[1] == Crash("CAT005", "RecursionError: too deep")
    assert isinstance(outcomes[2], Found)


@pytest.mark.parametrize("reference", ["SUB002", "sub002", "subject-too-long", "Subject-Too-Long"])
def test_a_rule_has_a_code_and_a_name(reference: str) -> None:
    assert [rule.code for rule in named(reference)] == ["SUB002"]


def test_a_family_is_all_of_its_rules() -> None:
    assert {rule.code[:3] for rule in named("LNK")} == {"LNK"}
    assert len(named("lnk")) > 10
    assert named("XYZ") == []


def test_what_was_found_is_kept_until_something_changes(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    write_example(Example(copy={"subject": "A note " * 12}), folder)
    cache = Cache(tmp_path / "cache")
    made: list[Renderer] = []

    def look() -> list[str]:
        workspace = load_workspace(folder)

        def make_renderer() -> Renderer:
            made.append(Renderer(workspace, NOW))
            return made[-1]

        scope = Scope(workspace, (), list(workspace.catalogue.notifications.values()), ["all"], TODAY)
        report = lint(scope, settle(workspace, ["SUB002"]), make_renderer, cache=cache)
        return [str(finding.position) for finding in report.findings]

    first = look()
    assert len(first) == 1
    for _ in range(2):
        assert look() == first
    english = folder / "templates/note/copy/en.yaml"
    english.write_text(english.read_text("utf-8").replace("A note " * 12, "A note"), "utf-8")
    assert look() == []


LONG = "A note " * 12


@pytest.mark.parametrize("saved", ["note/copy/en.yaml", "copy/en.yaml"])
@pytest.mark.parametrize(("at_first", "at_last"), [(LONG, "A note"), ("A note", LONG)])
def test_what_is_saved_while_it_is_looked_at_is_looked_at_again(
    saved: str, at_first: str, at_last: str, tmp_path: Path
) -> None:
    folder, cache = tmp_path / "workspace", Cache(tmp_path / "cache")
    write_example(Example(copy={"subject": None}, files={"templates/copy/en.yaml": "footer: Bye"}), folder)
    file = folder / "templates" / saved
    rest = file.read_text("utf-8")

    def write(subject: str) -> None:
        file.write_text(f"{rest}\nsubject: {subject}\n", "utf-8")

    write(LONG)
    workspace = load_workspace(folder)
    scope = Scope(workspace, (), list(workspace.catalogue.notifications.values()), ["all"], TODAY)

    class Interrupted(Renderer):
        """Somebody saves the file before it is read, and again when it was."""

        def __init__(self) -> None:
            super().__init__(workspace, NOW)
            write(at_first)

        def finish(self, draft: Draft) -> Message:
            write(at_last)
            return super().finish(draft)

    def look(make_renderer: Callable[[], Renderer]) -> int:
        return len(lint(scope, settle(workspace, ["SUB002"]), make_renderer, cache=cache).findings)

    assert look(Interrupted) == (at_first == LONG)
    for _ in range(2):
        assert look(partial(Renderer, workspace, NOW)) == (at_last == LONG)


def test_findings_are_those_of_the_catalogue_that_was_read(tmp_path: Path) -> None:
    folder, cache = tmp_path / "workspace", Cache(tmp_path / "cache")

    def write(name: str) -> Workspace:
        name_of = {"name": {"type": "string", "sample": name}}
        write_example(Example(copy={"subject": "{{ name }}"}, note={"variables": name_of}), folder)
        return load_workspace(folder)

    def look(workspace: Workspace) -> int:
        scope = Scope(workspace, (), list(workspace.catalogue.notifications.values()), ["all"], TODAY)
        settings = settle(workspace, ["SUB002"])
        return len(lint(scope, settings, partial(Renderer, workspace, NOW), cache=cache).findings)

    long, short = write(LONG), write("Bo")
    assert [look(long), look(short), look(long)] == [1, 0, 1]


def test_an_image_that_comes_or_goes_is_noticed(tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    write_example(Example(body='<mj-image src="images/logo.png" alt="" /><mj-text>{{ t.body }}</mj-text>'), folder)
    workspace, cache = load_workspace(folder), Cache(tmp_path / "cache")
    scope = Scope(workspace, (), list(workspace.catalogue.notifications.values()), ["all"], TODAY)

    def look() -> int:
        return len(lint(scope, settle(workspace, ["IMG004"]), partial(Renderer, workspace, NOW), cache=cache).findings)

    logo = folder / "templates/images/logo.png"
    assert look() == 1
    logo.parent.mkdir()
    logo.touch()
    assert look() == 0
    logo.unlink()
    assert look() == 1


def test_findings_are_the_same_with_several_processes(tmp_path: Path) -> None:
    note = {"category": "activity", "description": "A note.", "class": "transactional", "topic": "notes"}
    more = {
        f"note-{number}": note | {"trigger": {"event": "note.written"}, "channels": ["email"]} for number in range(5)
    }
    write_example(Example(catalogue={"notifications": more}), tmp_path)
    workspace = load_workspace(tmp_path)
    scope = Scope(workspace, (), list(workspace.catalogue.notifications.values()), ["all"], TODAY)
    make_renderer = partial(Renderer, workspace, NOW)
    alone = lint(scope, settle(workspace), make_renderer)
    assert len(alone.findings) > 5
    assert lint(scope, settle(workspace), make_renderer, workers=3) == alone


def test_what_cannot_be_used_of_the_catalogue_is_named(tmp_path: Path) -> None:
    write_example(Example(note={"topic": "nots"}), tmp_path)
    workspace, mistakes = read_workspace(tmp_path)
    assert workspace is not None
    assert refused_in(workspace) == ["note"]
    scope = Scope(workspace, mistakes, [], ["all"], TODAY, refused_in(workspace))
    report = lint(scope, settle(workspace), lambda: Renderer(workspace, NOW))
    assert (list(report.refused), report.messages) == (["note"], 0)
    assert [one.code for one in report.findings if one.severity == "error"] == ["CAT015"]


def codes(out: str) -> list[str]:
    return [finding["code"] for finding in json.loads(out)["findings"]]


def test_a_notification_with_a_slip_in_its_entry_is_looked_at_all_the_same(tmp_path: Path, notify: Notify) -> None:
    note = {"throtle": {"limit": 1, "per": "day"}}
    write_example(Example(copy={"subject": "A note " * 12}, note=note), tmp_path)
    for ids in ((), ("note",)):
        ended = notify("lint", *ids, "-w", str(tmp_path), "--format", "json", "--select", "CAT001,SUB002")
        assert (codes(ended.out), ended.code) == (["CAT001", "SUB002"], 1)


def test_a_notification_whose_entry_cannot_be_used_can_be_asked_for(tmp_path: Path, notify: Notify) -> None:
    write_example(Example(note={"topic": "nots"}), tmp_path)
    for ids in (("note",), ("n*",), ("note", "n*")):
        ended = notify("lint", *ids, "-w", str(tmp_path), "--format", "json", "--ignore", "CAT005")
        assert (codes(ended.out), ended.code) == (["CAT015"], 1)
    assert notify("lint", "nothing", "-w", str(tmp_path)).code == 2
    assert notify("lint", "note", "nothing", "-w", str(tmp_path)).code == 2


@pytest.mark.parametrize(
    ("rules", "told"),
    [
        ({"SUB002": {"max": -1}}, "`max` of `SUB002` cannot be `-1`. Write 0 or more."),
        ({"CAT005": {"needed": ["report", "acess"]}},
         "`needed` of `CAT005` cannot have `acess` in it. Did you mean `access`?"),
        ({"CAT005": {"needed": []}}, ""),
        ({"SUB002": {"max": 0}}, ""),
    ],
)  # fmt: skip
def test_an_option_has_a_value_that_it_can_have(rules: dict[str, Any], told: str, tmp_path: Path) -> None:
    write_example(Example(catalogue={"lint": {"rules": rules}}), tmp_path)
    workspace = load_workspace(tmp_path)
    assert [f"{slip.message} {slip.hint}" for slip in slips(workspace)] == ([told] if told else [])
    for slip in slips(workspace):
        assert slip.position is not None
        written = (slip.position.excerpt or "")[(slip.position.column or 1) - 1 :]
        assert written in {"-1", "acess"}
    [code] = rules
    assert (settle(workspace).options[code] == dict(all_rules()[code].options)) == bool(told)


@pytest.mark.parametrize("run", ["a", "a.", "1a"])
def test_a_long_run_without_a_space_is_read_once(run: str, tmp_path: Path) -> None:
    # Whoever looks at the rest of it from each of its signs is busy for minutes.
    long = run * (150_000 // len(run))
    body = f"<mj-text>{{{{ t.body }}}} {long}</mj-text><mj-text>{{{{ t.button }}}}</mj-text>"
    french = {"body": f"{{{{ name }}}}, {{{{ user.first_name }}}} {long}"}
    findings_of(Example(body=body, locales={"fr": french}, samples={"long": {"name": long}}), tmp_path)


@pytest.mark.parametrize("texts", [{"preheader": "{" * 300_000}, {"preheader": "{{ name }}" + "{" * 300_000}])
def test_braces_that_never_close_are_read_once(texts: Mapping[str, str], tmp_path: Path) -> None:
    assert findings_of(Example(copy=texts), tmp_path)
