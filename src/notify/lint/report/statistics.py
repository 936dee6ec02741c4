"""How often each rule found something."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from notify.lint.finding import SEVERITIES, Finding, Severity


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How many findings a rule has, the gravest of them as grave as this, and in how many files and notifications."""

    code: str
    name: str
    severity: Severity
    findings: int
    files: int
    notifications: int


def count_by_rule(findings: Iterable[Finding]) -> list[RuleCount]:
    """What was found, counted by rule: those with most findings first."""
    counts = []
    for code, group in groupby(sorted(findings, key=lambda one: one.code), key=lambda one: one.code):
        same = list(group)
        files = {one.position.file for one in same}
        notifications = {one.notification for one in same if one.notification}
        gravest = min((one.severity for one in same), key=SEVERITIES.index)
        counts.append(RuleCount(code, same[0].name, gravest, len(same), len(files), len(notifications)))
    return sorted(counts, key=lambda count: (-count.findings, count.code))
