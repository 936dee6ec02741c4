"""For code scanning: SARIF 2.1.0, the OASIS standard for results of static analysis."""

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from notify import __version__
from notify.lint.finding import Finding, Severity
from notify.lint.linter import Report
from notify.lint.manual import explain
from notify.lint.report.paths import paths_from_repository
from notify.lint.report.wording import plain, seen_in
from notify.lint.rule import FAMILIES, Rule
from notify.lint.rulebook import all_rules

_SCHEMA: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_LEVELS: Final[Mapping[Severity, str]] = {"error": "error", "warning": "warning", "info": "note"}
# The folder that all paths start from, as GitHub's CodeQL calls it: the standard leaves the name to the tool.
_BASE: Final = "%SRCROOT%"


def write_sarif(report: Report, root: Path, rules: Iterable[Rule[Any]] | None = None) -> str:
    """One run of the linter with the rules that were applied, or with all, and what they found."""
    applied = [*(all_rules().values() if rules is None else rules)]
    numbers = {rule.code: number for number, rule in enumerate(applied)}
    path_of = paths_from_repository(root)
    run = {
        "tool": {"driver": {"name": "notify", "version": __version__, "rules": [_rule(rule) for rule in applied]}},
        "invocations": [_invocation(report)],
        "originalUriBaseIds": {_BASE: {"description": {"text": "The root of the repository."}}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, numbers, path_of) for finding in report.findings],
    }
    return plain(json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2))


def _rule(rule: Rule[Any]) -> dict[str, Any]:
    page = explain(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.why},
        "help": {"text": page, "markdown": page},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [FAMILIES[rule.family]]},
    }


def _invocation(report: Report) -> dict[str, Any]:
    said = [
        {"level": "error", "message": {"text": crash.reason}, "associatedRule": {"id": crash.code}}
        for crash in report.crashes
    ]
    return {"executionSuccessful": not (said or report.unreadable), "toolExecutionNotifications": said}


def _result(finding: Finding, numbers: Mapping[str, int], path_of: Callable[[str], str]) -> dict[str, Any]:
    at, seen = finding.position, seen_in([finding])
    where: dict[str, Any] = {"artifactLocation": {"uri": quote(path_of(at.file), errors="replace"), "uriBaseId": _BASE}}
    if at.line:
        where["region"] = _region(finding)
    message = " ".join(filter(None, [finding.message, f"In {seen}." if seen else "", finding.help]))
    return {
        "ruleId": finding.code,
        **({"ruleIndex": numbers[finding.code]} if finding.code in numbers else {}),
        "level": _LEVELS[finding.severity],
        "message": {"text": message},
        "locations": [{"physicalLocation": where}],
        "partialFingerprints": {"notifyFinding/v1": finding.fingerprint},
        "properties": {
            "notification": finding.notification,
            "channel": finding.channel,
            "locales": list(finding.locales),
            "samples": list(finding.samples),
        },
    }


def _region(finding: Finding) -> dict[str, Any]:
    at = finding.position
    region: dict[str, Any] = {"startLine": at.line}
    if at.column:
        # The standard's end is the column after the last one that is meant.
        region |= {"startColumn": at.column, "endColumn": at.column + max(1, at.width)}
    if at.excerpt is not None:
        region["snippet"] = {"text": at.excerpt}
    return region
