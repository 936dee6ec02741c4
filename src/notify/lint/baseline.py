"""What was already there when a team began: a file of fingerprints, whose findings are not reported again."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from notify.errors import WorkspaceError
from notify.files import write_whole
from notify.lint.finding import Finding
from notify.lint.linter import Report
from notify.source import Position, lines_of, position_in

_VERSION: Final = 1
_ANEW: Final = "Remove it, and write it anew with `--update-baseline`."


@dataclass(frozen=True, slots=True)
class Baseline:
    """The fingerprints of what is known."""

    fingerprints: frozenset[str]


def read_baseline(path: Path) -> Baseline:
    """Reads a baseline. Raises WorkspaceError for a file that is missing, damaged, or something else."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        hint = "Write it with `--update-baseline`."
        raise WorkspaceError("There is no such baseline.", position=Position(str(path)), hint=hint) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        hint = "Name the file that `--update-baseline` wrote."
        raise WorkspaceError(
            f"The baseline cannot be read: {reason}.", position=Position(str(path)), hint=hint
        ) from None
    except UnicodeDecodeError:
        raise _damaged("This is no baseline: it is not UTF-8 text.", Position(str(path))) from None
    return Baseline(frozenset(_fingerprints(_parse(text, path), path)))


def hide_known(report: Report, baseline: Baseline) -> Report:
    """The report without what the baseline knows."""
    return replace(report, findings=[one for one in report.findings if one.fingerprint not in baseline.fingerprints])


def write_baseline(path: Path, findings: Iterable[Finding]) -> None:
    """Writes what is there now, a line for each finding, so that versions of the file can be compared and merged.

    Raises WorkspaceError, with nothing changed, where a file is in the way that is no baseline, or none can be written.
    """
    if path.exists() or path.is_symlink():
        _refuse_other(path)
    entries = {one.fingerprint: {"code": one.code, "file": one.position.file} for one in findings}
    order = sorted(entries, key=lambda key: (entries[key]["file"], entries[key]["code"], key))
    lines = [json.dumps({"fingerprint": key, **entries[key]}, ensure_ascii=False) for key in order]
    written = "\n" + ",\n".join(f"    {line}" for line in lines) + "\n  " if lines else ""
    content = f'{{\n  "version": {_VERSION},\n  "findings": [{written}]\n}}\n'
    try:
        write_whole(path, content.encode("utf-8", "replace"), replace=True)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise WorkspaceError(
            f"The baseline cannot be written: {reason}.",
            position=Position(str(path)),
            hint="Name a file in a folder that is there, and that you may write to.",
        ) from None


def _refuse_other(path: Path) -> None:
    try:
        read_baseline(path)
    except WorkspaceError as error:
        raise WorkspaceError(
            "What is there is not a whole baseline, and is left as it is.",
            position=error.position,
            hint="Name another file, or remove this one first.",
        ) from None


def _parse(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        at = position_in(str(path), lines_of(text), error.lineno, error.colno)
        raise _damaged(f"The baseline is damaged: {error.msg[:1].lower()}{error.msg[1:]}.", at) from None
    except (ValueError, RecursionError):
        # A number or a nesting that no baseline has.
        raise _damaged("This is no baseline.", Position(str(path))) from None


def _fingerprints(document: Any, path: Path) -> Iterable[str]:
    if not isinstance(document, dict) or not {"version", "findings"} <= document.keys():
        raise _damaged("This is no baseline.", Position(str(path)))
    if document["version"] != _VERSION:
        raise WorkspaceError(
            f"The baseline has the version `{document['version']}`, and only `{_VERSION}` is known here.",
            position=Position(str(path)),
            hint=f"Use the notify that wrote it. {_ANEW}",
        )
    findings = document["findings"] if isinstance(document["findings"], list) else [None]
    for number, entry in enumerate(findings, 1):
        if not isinstance(entry, dict) or not isinstance(entry.get("fingerprint"), str):
            raise _damaged(f"The baseline is damaged: finding {number} has no fingerprint.", Position(str(path)))
        yield entry["fingerprint"]


def _damaged(message: str, position: Position) -> WorkspaceError:
    return WorkspaceError(message, position=position, hint=_ANEW)
