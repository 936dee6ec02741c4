"""For programs: one document, whose keys stay what they are."""

import json
from collections import Counter
from typing import Any

from notify.lint.finding import SEVERITIES, Finding
from notify.lint.knowledge.clients import AS_OF
from notify.lint.linter import Report
from notify.lint.report.wording import plain


def write_json(report: Report, *, messages: int, client_data: str = AS_OF) -> str:
    """The report for programs. `messages` is how many were looked at, `client_data` the day of the table of clients."""
    counts: Counter[str] = Counter(finding.severity for finding in report.findings)
    document = {
        "version": 1,
        "findings": [_finding(finding) for finding in report.findings],
        "summary": {
            **{str(severity): counts[severity] for severity in SEVERITIES},
            "messages": messages,
            "unrendered": report.unrendered,
            "hidden": report.hidden,
            "mended": report.mended,
        },
        "client_data": client_data,
        "crashes": [{"code": crash.code, "reason": crash.reason} for crash in report.crashes],
    }
    return plain(json.dumps(document, ensure_ascii=False, indent=2))


def _finding(finding: Finding) -> dict[str, Any]:
    worst = finding.worst
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity,
        "message": finding.message,
        "help": finding.help,
        "file": finding.position.file,
        "line": finding.position.line,
        "column": finding.position.column,
        "notification": finding.notification,
        "channel": finding.channel,
        "locales": list(finding.locales),
        "samples": list(finding.samples),
        "worst": {"locale": worst.locale, "sample": worst.sample, "value": worst.value} if worst else None,
        "fingerprint": finding.fingerprint,
    }
