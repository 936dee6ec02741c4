"""Every rule: found in its bad example, silent in its good one, and explained."""

import re
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest

from notify.catalogue.load import read_workspace
from notify.lint.example import write_example
from notify.lint.finding import SEVERITIES, Finding
from notify.lint.linter import Ask, Report, Scope, lint, refused_in
from notify.lint.reach import ALIVE, Answer
from notify.lint.rule import FAMILIES, Example
from notify.lint.rulebook import all_rules
from notify.lint.settings import settle
from notify.render.render import Renderer

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)


def lint_folder(folder: Path, today: date = TODAY, ask: Ask | None = None) -> Report:
    workspace, mistakes = read_workspace(folder)
    assert workspace is not None
    chosen = list(workspace.catalogue.notifications.values())
    scope = Scope(workspace, mistakes, chosen, ["all"], today, refused_in(workspace))
    return lint(scope, settle(workspace), partial(Renderer, workspace, NOW), ask=ask)


def findings_of(example: Example, folder: Path) -> list[Finding]:
    write_example(example, folder)
    dead = {url: Answer("dead", why) for url, why in example.answers.items()}
    ask = (lambda urls: {url: dead.get(url, ALIVE) for url in urls}) if dead else None
    report = lint_folder(folder, ask=ask)
    assert not report.crashes
    return list(report.findings)


def test_the_workspace_that_examples_vary_has_nothing_wrong(tmp_path: Path) -> None:
    found = findings_of(Example(), tmp_path)
    assert [(one.code, str(one.position), one.message) for one in found if one.severity != "info"] == []


@pytest.mark.parametrize("code", all_rules())
def test_it_is_found_in_the_bad_example(code: str, tmp_path: Path) -> None:
    rule = all_rules()[code]
    found = [one for one in findings_of(rule.bad, tmp_path) if one.code == code]
    assert found
    for one in found:
        assert one.name == rule.name
        assert one.severity == rule.severity
        assert one.message.endswith((".", "?"))
        assert one.help.endswith((".", "?"))
        assert one.position.file


@pytest.mark.parametrize("code", all_rules())
def test_it_is_silent_in_the_good_example(code: str, tmp_path: Path) -> None:
    assert [one for one in findings_of(all_rules()[code].good, tmp_path) if one.code == code] == []


@pytest.mark.parametrize("code", all_rules())
def test_it_is_explained(code: str) -> None:
    rule = all_rules()[code]
    assert re.fullmatch(r"[A-Z]{3}\d{3}", code)
    assert rule.family in FAMILIES
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.severity in SEVERITIES
    for text in (rule.summary, rule.why, rule.cure):
        assert text.endswith(".")
        assert len(text) > 20


def test_names_and_codes_are_there_once() -> None:
    names = [rule.name for rule in all_rules().values()]
    assert len(set(names)) == len(names)
