"""What was already there when a team began: a file of fingerprints, whose findings are not reported again."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from notify.errors import WorkspaceError
from notify.files import write_whole
from notify.lint.linter import Report
from notify.lint.rulebook import all_rules
from notify.source import Position, lines_of, position_in

_VERSION: Final = 1
_ANEW: Final = "Remove it, and write it anew with `--update-baseline`."


@dataclass(frozen=True, slots=True)
class Entry:
    """A finding that is known: its rule, its file, and its notification where it has one."""

    code: str
    file: str
    notification: str | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What is known, by its fingerprints."""

    entries: Mapping[str, Entry]

    @property
    def fingerprints(self) -> frozenset[str]:
        """The fingerprints of what is known."""
        return frozenset(self.entries)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of a baseline: how many findings it has now, and how many of them are new or went."""

    findings: int
    added: int
    removed: int


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
    return Baseline(dict(_entries(_parse(text, path), path)))


def hide_known(report: Report, baseline: Baseline) -> Report:
    """The report without what the baseline knows; it counts what it leaves out, and what is known and not there."""
    shown = [one for one in report.findings if one.fingerprint not in baseline.entries]
    there = {one.fingerprint for one in report.findings}
    mended = [key for key, entry in baseline.entries.items() if key not in there and _was_looked_for(entry, report)]
    return replace(report, findings=shown, hidden=len(report.findings) - len(shown), mended=len(mended))


def _was_looked_for(entry: Entry, report: Report) -> bool:
    """Whether a finding would be in the report if it were still there."""
    return entry.code in report.thorough and (
        not report.unread or (entry.notification is not None and entry.notification not in report.unread)
    )


def write_baseline(path: Path, report: Report) -> Change:
    """Writes what is there now, a line for each finding, so that versions of the file can be compared and merged.

    What was known and not looked for now stays. Raises WorkspaceError, with nothing changed, where a file is in the way
    that is no baseline, or none can be written.
    """
    known = _read_own(path).entries if path.exists() or path.is_symlink() else {}
    found = {one.fingerprint: Entry(one.code, one.position.file, one.notification) for one in report.findings}
    rules = all_rules()
    kept = {key: entry for key, entry in known.items() if entry.code in rules and not _was_looked_for(entry, report)}
    entries = {key: _written(entry) for key, entry in (kept | found).items()}
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
    return Change(len(entries), len(entries.keys() - known.keys()), len(known.keys() - entries.keys()))


def _written(entry: Entry) -> dict[str, str]:
    about = {"notification": entry.notification} if entry.notification else {}
    return {"code": entry.code, "file": entry.file, **about}


def _read_own(path: Path) -> Baseline:
    try:
        return read_baseline(path)
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


def _entries(document: Any, path: Path) -> Iterator[tuple[str, Entry]]:
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
        code, file, notification = (entry.get(key) for key in ("code", "file", "notification"))
        about = notification if isinstance(notification, str) else None
        yield entry["fingerprint"], Entry(str(code), str(file), about)


def _damaged(message: str, position: Position) -> WorkspaceError:
    return WorkspaceError(message, position=position, hint=_ANEW)
