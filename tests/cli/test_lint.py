"""`notify lint` and `notify rules`: what they print, and how they end."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from notify.lint.example import write_example
from notify.lint.rule import Example
from tests.conftest import Notify

LONG = "Everything that you could possibly want to know about the note that somebody left"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one warning in it; the current folder."""
    write_example(Example(copy={"subject": LONG}), tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(ended_out: str) -> list[str]:
    return [finding["code"] for finding in json.loads(ended_out)["findings"]]


def test_it_says_where_what_and_what_to_do(folder: Path, notify: Notify) -> None:
    ended = notify("lint", "--select", "SUB002")
    assert ended.code == 0
    assert ended.err == ""
    place, excerpt, _, message, *_ = ended.out.splitlines()
    assert place == "templates/note/copy/en.yaml:1:10"
    assert LONG in excerpt
    assert message.startswith("warning: ")
    assert "SUB002 subject-too-long" in message
    assert "\nhelp: " in ended.out
    assert ended.out.splitlines()[-1] == "1 warning in 1 file; 2 messages looked at."


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (("--select", "SUB002"), 0),
        (("--select", "SUB002", "--fail-on", "warning"), 1),
        (("--select", "subject-too-long", "--fail-on", "info"), 1),
        (("--select", "SUB", "--fail-on", "never"), 0),
        (("--select", "SUB,LNK", "--ignore", "SUB002", "--fail-on", "warning"), 0),
        (("--select", "LNK001", "--fail-on", "info"), 0),
    ],
)
def test_the_exit_code_follows_what_was_found(
    folder: Path, notify: Notify, options: tuple[str, ...], code: int
) -> None:
    assert notify("lint", *options).code == code


def test_the_catalogue_sets_severity_options_and_ignores(folder: Path, notify: Notify) -> None:
    write_example(Example(copy={"subject": LONG}, catalogue={"lint": {"severity": {"SUB002": "error"}}}), folder)
    assert notify("lint", "--select", "SUB002").code == 1
    write_example(Example(copy={"subject": LONG}, catalogue={"lint": {"rules": {"SUB002": {"max": 90}}}}), folder)
    assert codes(notify("lint", "--select", "SUB002", "--format", "json").out) == []
    ignore = {"lint": {"ignore": [{"code": "SUB002", "reason": "So it is.", "until": "2026-03-01"}]}}
    write_example(Example(copy={"subject": LONG}, note=ignore), folder)
    assert codes(notify("lint", "--select", "SUB002", "--format", "json", "--today", "2026-03-01").out) == []
    assert codes(notify("lint", "--select", "SUB002", "--format", "json", "--today", "2026-03-02").out) == ["SUB002"]


@pytest.mark.parametrize(
    ("lint", "message"),
    [
        ({"select": ["SUB999"]}, "notifications.yaml:"),
        ({"rules": {"SUB002": {"most": 50}}}, "`SUB002` has no option `most`."),
        ({"rules": {"SUB002": {"max": "fifty"}}}, "`max` of `SUB002` cannot be `fifty`."),
    ],
)
def test_settings_that_mean_nothing_are_refused(folder: Path, notify: Notify, lint: object, message: str) -> None:
    write_example(Example(catalogue={"lint": lint}), folder)
    ended = notify("lint")
    assert ended.code == 2
    assert message in ended.err


def test_an_unknown_rule_gets_the_nearest(folder: Path, notify: Notify) -> None:
    ended = notify("lint", "--select", "subject-to-long")
    assert (ended.code, ended.err) == (
        2,
        "error: There is no rule `subject-to-long`.\nhelp: Did you mean `subject-too-long`?\n",
    )


def test_a_baseline_leaves_out_what_was_there(folder: Path, notify: Notify) -> None:
    assert notify("lint", "--update-baseline", "--baseline", "known.json").code == 0
    options = ("lint", "--select", "SUB002", "--fail-on", "warning", "--baseline", "known.json")
    assert notify(*options, "--update-baseline").code == 2
    ended = notify(*options)
    assert ended.code == 0
    assert "The baseline hides 1 finding." in ended.out
    english = folder / "templates/note/copy/en.yaml"
    english.write_text("# A line more.\n" + english.read_text("utf-8"), "utf-8")
    assert notify(*options).code == 0
    french = folder / "templates/note/copy/fr.yaml"
    french.write_text(french.read_text("utf-8").replace("Un mot de", LONG), "utf-8")
    assert notify(*options).code == 1


def test_the_same_is_found_again_from_what_is_kept_and_by_several(folder: Path, notify: Notify) -> None:
    first = notify("lint", "--format", "json")
    assert codes(first.out)
    assert notify("lint", "--format", "json") == first
    assert notify("lint", "--format", "json", "--no-cache", "--jobs", "2") == first


def test_what_cannot_be_read_ends_with_a_place(folder: Path, notify: Notify) -> None:
    (folder / "notifications.yaml").write_text("version: [1\n", "utf-8")
    ended = notify("lint")
    assert ended.code == 2
    assert ended.err.startswith("notifications.yaml:")


def test_what_does_not_render_is_a_finding_and_the_rest_is_looked_at(folder: Path, notify: Notify) -> None:
    (folder / "templates/note/email.mjml").write_text("<mjml><mj-body>{{ nobody }}</mj-body></mjml>\n", "utf-8")
    ended = notify("lint", "--format", "json")
    assert ended.code == 1
    assert "VAR001" in codes(ended.out)


@pytest.mark.parametrize("format_", ["github", "sarif", "junit", "json"])
def test_every_format_says_it(folder: Path, notify: Notify, format_: str) -> None:
    ended = notify("lint", "--select", "SUB002", "--format", format_)
    assert (ended.code, ended.err) == (0, "")
    assert "SUB002" in ended.out
    assert LONG in ended.out


def test_statistics_count_by_rule(folder: Path, notify: Notify) -> None:
    assert "SUB002 subject-too-long warning" in " ".join(notify("lint", "--statistics").out.split())
    document = json.loads(notify("lint", "--statistics", "--format", "json").out)
    assert "SUB002" in [rule["code"] for rule in document["rules"]]


def test_rules_are_listed_and_explained(notify: Notify) -> None:
    listed = notify("rules")
    assert listed.code == 0
    assert "SUB002" in listed.out
    assert "subject-too-long" in notify("rules", "SUB").out
    explained = notify("rules", "subject-too-long").out
    assert "SUB002" in explained
    assert "60" in explained
    known = {rule["code"] for rule in json.loads(notify("rules", "--format", "json").out)["rules"]}
    assert "SUB002" in known
    assert notify("rules", "SUB022").err.endswith("help: Did you mean `SUB002`?\n")


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
@pytest.mark.parametrize("size", [1, 4000])
def test_the_exit_code_is_the_same_whoever_reads(folder: Path, form: str, size: int) -> None:
    write_example(Example(copy={"subject": LONG * size}), folder)
    options = ("--select", "SUB002", "--fail-on", "warning", "--format", form)
    with subprocess.Popen(
        [sys.executable, "-m", "notify", "lint", *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as ended:
        assert ended.stdout
        assert ended.stderr
        ended.stdout.close()
        assert ended.stderr.read() == b""
        assert ended.wait(60) == 1
