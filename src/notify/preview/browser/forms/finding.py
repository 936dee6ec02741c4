"""Findings of the linter and its rules, as the page shows them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from notify.lint.rule import FAMILIES, Rule
from notify.preview.browser.forms.place import Editor
from notify.render.template.places import read_lines
from notify.source import Position, position_in


def describe_findings(found: Iterable[Mapping[str, Any]], editor: Editor) -> list[Mapping[str, Any]]:
    """Findings as `notify lint --format json` says them, each with its `place` for its file, line and column."""
    files: dict[str, Sequence[str]] = {}
    described: list[Mapping[str, Any]] = []
    for each in found:
        file, line = each["file"], each["line"]
        if line and file not in files:
            files[file] = read_lines(editor.root, file)
        position = position_in(file, files[file], line, each["column"]) if line else Position(file)
        others = {name: value for name, value in each.items() if name not in {"file", "line", "column"}}
        described.append({**others, "place": editor.describe(position)})
    return described


def describe_rule(rule: Rule[Any]) -> Mapping[str, Any]:
    """A rule's page in the manual: texts in Markdown that has nothing but code and emphasis in it."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": FAMILIES[rule.family],
        "severity": rule.severity,
        "summary": rule.summary,
        "why": rule.why,
        "cure": rule.cure,
        "options": dict(rule.options),
    }
