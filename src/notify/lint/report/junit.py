"""For the test results of CI servers: JUnit's XML.

Every finding is a test that failed, and every rule that found nothing one that passed: a server then lists each finding
under its own name, follows it from build to build, and can tell a mended one from one that nobody looks for any more.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from notify.lint.finding import SEVERITIES, Finding, Severity
from notify.lint.linter import Report
from notify.lint.report.paths import paths_from_repository
from notify.lint.report.wording import seen_in
from notify.lint.rule import Rule
from notify.lint.rulebook import all_rules
from notify.source import Position

# What XML 1.0 has no way to write.
_UNWRITABLE: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(
    report: Report, root: Path, rules: Iterable[Rule[Any]] | None = None, fail_on: Severity | None = "error"
) -> str:
    """One suite, with the rules that were applied, or with all.

    What is less grave than `fail_on` (None: whatever it is) is a test that was skipped: it is shown and fails no build.
    """
    path_of = paths_from_repository(root)
    grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1] if fail_on else ()
    suite = Element("testsuite", name="notify lint")
    for finding in report.findings:
        at = finding.position
        place = Position(path_of(at.file), at.line, at.column)
        _add_finding(suite, finding, place, failed=finding.severity in grave)
    crashed = {crash.code for crash in report.crashes}
    for crash in report.crashes:
        case = _add_case(suite, crash.code, all_rules()[crash.code].name, "the rule itself")
        SubElement(case, "error", type="crash", message=_writable(crash.reason))
    found = {finding.code for finding in report.findings}
    for rule in all_rules().values() if rules is None else rules:
        if rule.code not in found | crashed:
            _add_case(suite, rule.code, rule.name, "nothing found")
    suite.set("tests", str(len(suite)))
    for attribute, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(attribute, str(len(suite.findall(f"testcase/{element}"))))
    whole = Element("testsuites")
    whole.append(suite)
    indent(whole)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(whole, encoding="unicode")


def _add_finding(suite: Element, finding: Finding, place: Position, *, failed: bool) -> None:
    about = ", ".join(filter(None, [finding.notification, finding.channel]))
    # All that is in a fingerprint, and no more: a server knows a test again by its name.
    name = f"{': '.join(filter(None, [about, finding.key]))} in {place.file}"
    case = _add_case(suite, finding.code, finding.name, name)
    seen = seen_in([finding])
    result = SubElement(
        case, "failure" if failed else "skipped", type=finding.severity, message=_writable(finding.message)
    )
    lines = [str(place), finding.message, f"in: {seen}" if seen else "", f"help: {finding.help}"]
    result.text = _writable("\n".join(filter(None, lines)))


def _add_case(suite: Element, code: str, name: str, case: str) -> Element:
    # Servers take what comes before the last dot of a class for its package: here the family.
    return SubElement(suite, "testcase", classname=f"{code[:3]}.{name}", name=_writable(f"{code} {case}"))


def _writable(text: str) -> str:
    return _UNWRITABLE.sub("\ufffd", text)
