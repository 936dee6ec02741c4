"""The file that hides what was already there: written, read again, and never over something else."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from notify.errors import WorkspaceError
from notify.lint.baseline import Change, hide_known, read_baseline, write_baseline
from notify.lint.finding import Finding
from notify.lint.linter import Report
from notify.lint.rulebook import all_rules
from notify.source import Position
from tests.lint.test_report import DEAD, LONG, UNCAPPED


def of(*findings: Finding) -> Report:
    """A report on everything."""
    return Report(findings, [], thorough=frozenset(all_rules()))


def test_it_hides_what_was_there_and_nothing_new(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of(LONG, UNCAPPED))
    moved = replace(LONG, position=replace(LONG.position, line=30), message="The subject has 80 characters.")
    report = hide_known(Report([DEAD, moved, UNCAPPED], []), read_baseline(path))
    assert report.findings == [DEAD]


def test_it_is_sorted_the_same_in_any_order_and_made_for_reading(tmp_path: Path) -> None:
    one, other = tmp_path / "one.json", tmp_path / "other.json"
    write_baseline(one, of(LONG, DEAD, UNCAPPED, LONG))
    write_baseline(other, of(UNCAPPED, LONG, DEAD))
    assert one.read_text(encoding="utf-8") == other.read_text(encoding="utf-8")
    assert one.read_text(encoding="utf-8") == (
        "{\n"
        '  "version": 1,\n'
        '  "findings": [\n'
        f'    {{"fingerprint": "{UNCAPPED.fingerprint}", "code": "CAT006", "file": "notifications.yaml", '
        f'"notification": "note"}},\n'
        f'    {{"fingerprint": "{DEAD.fingerprint}", "code": "LNK001", "file": "templates/note/copy/fr.yaml", '
        f'"notification": "note"}},\n'
        f'    {{"fingerprint": "{LONG.fingerprint}", "code": "SUB002", "file": "templates/note/copy/fr.yaml", '
        f'"notification": "note"}}\n'
        "  ]\n"
        "}\n"
    )
    json.loads(one.read_text(encoding="utf-8"))


def test_an_empty_one_hides_nothing(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of())
    assert json.loads(path.read_text(encoding="utf-8")) == {"version": 1, "findings": []}
    assert hide_known(Report([LONG], []), read_baseline(path)).findings == [LONG]


def test_it_is_written_anew_over_an_older_one(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of(LONG))
    write_baseline(path, of(DEAD))
    assert read_baseline(path).fingerprints == {DEAD.fingerprint}


def test_an_editor_may_have_marked_it_as_utf8(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of(LONG))
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert read_baseline(path).fingerprints == {LONG.fingerprint}


@pytest.mark.parametrize(
    ("content", "message", "place"),
    [
        pytest.param(b"", "The baseline is damaged: expecting value.", (1, 1), id="empty"),
        pytest.param(
            b'{\n  "version": 1,\n<<<<<<< HEAD\n',
            "The baseline is damaged: expecting property name enclosed in double quotes.",
            (3, 1),
            id="merge",
        ),
        pytest.param(b"\xff\xfe", "This is no baseline: it is not UTF-8 text.", (None, None), id="not UTF-8"),
        pytest.param(b"[]", "This is no baseline.", (None, None), id="a list"),
        pytest.param(b'{"version": 1}', "This is no baseline.", (None, None), id="no findings"),
        pytest.param(b"[" * 100_000, "This is no baseline.", (None, None), id="nested"),
        pytest.param(b"1" * 10_000, "This is no baseline.", (None, None), id="a long number"),
        pytest.param(
            b'{"version": 1, "findings": [{"fingerprint": "x"}, {"fingerprint": 3}]}',
            "The baseline is damaged: finding 2 has no fingerprint.",
            (None, None),
            id="no fingerprint",
        ),
        pytest.param(
            b'{"version": 1, "findings": {}}',
            "The baseline is damaged: finding 1 has no fingerprint.",
            (None, None),
            id="findings no list",
        ),
        pytest.param(
            b'{"version": 2, "findings": []}',
            "The baseline has the version `2`, and only `1` is known here.",
            (None, None),
            id="version",
        ),
    ],
)
def test_a_damaged_one_is_an_error_and_left_as_it_is(
    content: bytes, message: str, place: tuple[int | None, int | None], tmp_path: Path
) -> None:
    path = tmp_path / "baseline.json"
    path.write_bytes(content)
    with pytest.raises(WorkspaceError) as raised:
        read_baseline(path)
    assert raised.value.message == message
    assert raised.value.hint
    assert raised.value.position == replace(
        raised.value.position or Position(""), file=str(path), line=place[0], column=place[1]
    )
    with pytest.raises(WorkspaceError, match="left as it is"):
        write_baseline(path, of(LONG))
    assert path.read_bytes() == content


def test_one_that_is_not_there_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no such baseline.*--update-baseline"):
        read_baseline(tmp_path / "baseline.json")


def test_a_folder_is_none(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be read"):
        read_baseline(tmp_path)
    with pytest.raises(WorkspaceError, match="left as it is"):
        write_baseline(tmp_path, of())


def test_other_files_are_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "notifications.yaml"
    path.write_text("version: 1\n", encoding="utf-8")
    with pytest.raises(WorkspaceError, match="left as it is"):
        write_baseline(path, of(LONG))
    assert path.read_text(encoding="utf-8") == "version: 1\n"


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="cannot be written: No such file"):
        write_baseline(tmp_path / "nowhere" / "baseline.json", of(LONG))


def test_a_link_to_one_stays_a_link(tmp_path: Path) -> None:
    real, link = tmp_path / "real.json", tmp_path / "link.json"
    write_baseline(real, of())
    os.symlink(real, link)  # noqa: PTH211 - the same in one call
    write_baseline(link, of(LONG))
    assert link.is_symlink()
    assert read_baseline(real).fingerprints == {LONG.fingerprint}


def test_what_is_mended_is_counted_and_taken_out_when_it_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    assert write_baseline(path, of(LONG, UNCAPPED)) == Change(2, 2, 0)
    report = hide_known(of(LONG), read_baseline(path))
    assert (report.hidden, report.mended) == (1, 1)
    assert write_baseline(path, of(LONG, DEAD)) == Change(2, 1, 1)
    assert hide_known(of(LONG, DEAD), read_baseline(path)).mended == 0


@pytest.mark.parametrize(
    "seen",
    [
        pytest.param({"thorough": frozenset({"LNK001"})}, id="another rule"),
        pytest.param({"thorough": frozenset()}, id="not everything"),
        pytest.param({"unread": frozenset({"note"})}, id="messages that do not render"),
    ],
)
def test_what_was_not_looked_for_is_not_called_mended_and_stays(
    tmp_path: Path, seen: dict[str, frozenset[str]]
) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of(LONG))
    report = replace(of(), **seen)  # type: ignore[arg-type] # which field each is for is in its name
    assert hide_known(report, read_baseline(path)).mended == 0
    assert write_baseline(path, report) == Change(1, 0, 0)
    assert read_baseline(path).fingerprints == {LONG.fingerprint}


def test_what_does_not_render_elsewhere_leaves_what_is_mended_mended(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    write_baseline(path, of(LONG))
    assert hide_known(replace(of(), unread=frozenset({"other"})), read_baseline(path)).mended == 1


def test_one_of_before_that_names_no_notification_is_judged_where_everything_was_seen(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text('{"version": 1, "findings": [{"fingerprint": "x", "code": "SUB002", "file": "y"}]}', "utf-8")
    assert hide_known(of(), read_baseline(path)).mended == 1
    assert hide_known(replace(of(), unread=frozenset({"other"})), read_baseline(path)).mended == 0


def test_a_rule_that_there_is_no_more_goes_with_its_findings(tmp_path: Path) -> None:
    path = tmp_path / "baseline.json"
    path.write_text('{"version": 1, "findings": [{"fingerprint": "x", "code": "OLD001", "file": "y"}]}', "utf-8")
    assert write_baseline(path, of()) == Change(0, 0, 1)
