"""What every report says in the same words: how many there are, and in which messages something was seen."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from notify.lint.finding import SEVERITIES, Finding, Severity
from notify.lint.linter import Report

# How many names of a kind are told before the rest is only counted.
_TOLD: Final = 6
# What a terminal or a log obeys instead of showing it, and what cannot be written as UTF-8.
_UNSHOWN: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
# A locale and a sample of it.
_TIMES: Final = " \N{MULTIPLICATION SIGN} "


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`, `3 info`."""
    return f"{number:,} {noun}{'' if number == 1 or noun.endswith('info') else 's'}"


def counted_by_severity(severities: Iterable[Severity]) -> str:
    """`2 errors, 1 warning and 3 info`; nothing where there are none."""
    counts = Counter(severities)
    return joined([counted(counts[severity], severity) for severity in SEVERITIES if counts[severity]])


def afterthoughts(report: Report) -> list[str]:
    """What is to be known beside the findings: what a baseline leaves out, and what could not be looked at."""
    said = []
    if report.hidden:
        said.append(f"The baseline hides {counted(report.hidden, 'finding')}.")
    if report.mended:
        are, them = ("is", "it") if report.mended == 1 else ("are", "them")
        said.append(f"{report.mended:,} {are} mended: `--update-baseline` takes {them} out.")
    if report.unrendered:
        in_all = counted(report.messages + report.unrendered, "message")
        them = "it" if report.unrendered == 1 else "them"
        said.append(f"{report.unrendered:,} of {in_all} could not be rendered; what else is in {them} is not known.")
    return said


def joined(parts: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return " and ".join(filter(None, [", ".join(parts[:-1]), *parts[-1:]]))


def some_of(names: Iterable[str]) -> str:
    """Some names, each once, and how many more there are: `en, fr, pl`, or `a, b, c, d, e, f and 18 more`."""
    known = list(dict.fromkeys(names))
    more = f" and {len(known) - _TOLD:,} more" if len(known) > _TOLD + 1 else ""
    return ", ".join(known[:_TOLD] if more else known) + more


def seen_in(same: Sequence[Finding]) -> str:
    """In which messages something was seen, and in which it is worst; nothing where no message shows it.

    There are several findings where the same is said of several notifications. Nothing is said either where the path of
    the file says it all.
    """
    if all(_says_it_all(one) for one in same):
        return ""
    notifications = some_of(one.notification for one in same if one.notification)
    channels = some_of(one.channel for one in same if one.channel)
    locales = list(dict.fromkeys(locale for one in same for locale in one.locales))
    samples = list(dict.fromkeys(sample for one in same for sample in one.samples))
    whole = _parted(": ", _parted(", ", notifications, channels), _parted(_TIMES, some_of(locales), some_of(samples)))
    worst = same[0].worst
    if worst is None:
        return whole
    if len(locales) == len(samples) == 1:
        return f"{whole}, {worst.value}" if worst.value else whole
    case = f"{worst.locale}{_TIMES}{worst.sample}"
    return f"{whole}; worst: {case}, {worst.value}" if worst.value else f"{whole}; such as {case}"


def _says_it_all(finding: Finding) -> bool:
    folder, stem = f"templates/{finding.notification}/", finding.position.file.rpartition("/")[2].partition(".")[0]
    return finding.position.file.startswith(folder) and not finding.samples and finding.locales in {(), (stem,)}


def _parted(separator: str, *parts: str) -> str:
    return separator.join(filter(None, parts))


def plain(text: str) -> str:
    """Text that obeys nobody and can always be written; its lines and tabs stay."""
    return _UNSHOWN.sub("\ufffd", text)
