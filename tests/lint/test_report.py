"""What was found, as each reader gets it: every form whole, escaped, and true to what its reader takes."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree

from notify.cli.console import make_console
from notify.cli.findings import show_findings, table_of_counts
from notify.lint.finding import SEVERITIES, Finding, Severity, Worst
from notify.lint.inspection import Crash
from notify.lint.linter import Report
from notify.lint.report.github import write_github
from notify.lint.report.json_ import write_json
from notify.lint.report.junit import write_junit
from notify.lint.report.paths import paths_from_repository
from notify.lint.report.sarif import write_sarif
from notify.lint.report.statistics import RuleCount, count_by_rule
from notify.lint.report.text import write_text
from notify.lint.rulebook import all_rules
from notify.source import Position
from tests.lint.test_rules import findings_of, lint_folder

# As in a locale and its sample, a sign that could be taken for a letter.
X = "\N{MULTIPLICATION SIGN}"
HERE = Path(__file__).parent
COPY = "templates/note/copy/fr.yaml"
LONG = Finding(
    code="SUB002",
    name="subject-too-long",
    severity="warning",
    message="The subject has 72 characters.",
    help="Say the point first.",
    position=Position(COPY, 3, 10, 'subject: "Un mot"', 8),
    key="subject",
    notification="note",
    channel="email",
    locales=("en", "fr"),
    samples=("default", "long-name"),
    worst=Worst("fr", "long-name", "72 characters"),
)
DEAD = replace(
    LONG, code="LNK001", name="empty-link", severity="error", message="The link has no address.", key="link:x"
)
UNCAPPED = Finding(
    "CAT006", "uncapped-optional", "info", "No cap.", "Add one.", Position("notifications.yaml"), "cap", "note"
)
CRASHED = Crash("LNK001", "ValueError: no")
AWKWARD = "a\x00b\x1b[31m 100% <&\"'> ]]> \u202e ش 😀 \ud800\ufffe\r\n::error::"


def report_of(*findings: Finding, crashes: tuple[Crash, ...] = ()) -> Report:
    return Report(findings, crashes)


def many(severity: Severity, number: int) -> list[Finding]:
    return [replace(LONG, severity=severity, key=f"key {index}") for index in range(number)]


def shown(report: Report, capsys: pytest.CaptureFixture[str], **options: int) -> str:
    show_findings(make_console(), write_text(report, **options), Path("nowhere"))
    return capsys.readouterr().out


# For people.


def test_people_read_the_place_what_is_wrong_where_it_shows_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert shown(report_of(LONG), capsys, messages=48) == (
        f"nowhere/{COPY}:3:10\n"
        '    3 | subject: "Un mot"\n'
        "      |          ^^^^^^^^\n"
        "warning: The subject has 72 characters. SUB002 subject-too-long\n"
        f"in: note, email: en, fr {X} default, long-name; worst: fr {X} long-name, 72 characters\n"
        "help: Say the point first.\n"
        "\n"
        "1 warning in 1 file; 48 messages looked at.\n"
    )


def test_what_is_wrong_at_one_place_stands_below_one_excerpt(capsys: pytest.CaptureFixture[str]) -> None:
    out = shown(report_of(DEAD, LONG), capsys)
    assert out.count("subject: ") == 1
    assert out.index("error: ") < out.index("warning: ")
    assert out.endswith("1 error and 1 warning in 1 file.\n")


def test_files_follow_one_another_and_are_counted(capsys: pytest.CaptureFixture[str]) -> None:
    writing = write_text(report_of(UNCAPPED, replace(UNCAPPED, key="other"), LONG))
    assert [(chapter.file, len(chapter.places)) for chapter in writing.chapters] == [
        ("notifications.yaml", 1),
        (COPY, 1),
    ]
    assert writing.last_line == "1 warning and 2 info in 2 files."


def test_a_finding_of_the_catalogue_names_its_notification() -> None:
    (chapter,) = write_text(report_of(UNCAPPED)).chapters
    assert [remark.seen for remark in chapter.places[0].remarks] == ["note"]


@pytest.mark.parametrize(
    ("locales", "seen"), [((), ""), (("fr",), ""), (("en",), "note: en"), (("fr", "pl"), "note: fr, pl")]
)
def test_what_the_path_says_is_not_said_again(locales: tuple[str, ...], seen: str) -> None:
    unused = replace(LONG, locales=locales, samples=(), worst=None, channel=None)
    (chapter,) = write_text(report_of(unused)).chapters
    assert [remark.seen for remark in chapter.places[0].remarks] == [seen]


def test_what_a_layout_does_to_all_notifications_is_said_once() -> None:
    at = Position("templates/layouts/base.mjml", 7, 1, "<mj-text>")
    same = [replace(LONG, notification=f"n{number:02}", position=at) for number in range(24)]
    writing = write_text(report_of(*same))
    (remark,) = writing.chapters[0].places[0].remarks
    assert remark.seen.startswith("n00, n01, n02, n03, n04, n05 and 18 more, email: en, fr")
    assert writing.last_line == "24 warnings in 1 file."


@pytest.mark.parametrize(
    ("changes", "seen"),
    [
        pytest.param(
            {"locales": ("fr",), "samples": ("long-name",)},
            f"note, email: fr {X} long-name, 72 characters",
            id="one message",
        ),
        pytest.param(
            {"worst": Worst("fr", "long-name", "")},
            f"note, email: en, fr {X} default, long-name; such as fr {X} long-name",
            id="nothing to measure",
        ),
        pytest.param(
            {"locales": ("fr",), "samples": ("default",), "worst": Worst("fr", "default", "")},
            f"note, email: fr {X} default",
            id="nothing to measure in one",
        ),
        pytest.param(
            {"locales": tuple("abcdefg")},
            f"note, email: a, b, c, d, e, f, g {X} default, long-name; worst: fr {X} long-name, 72 characters",
            id="one more is told",
        ),
    ],
)
def test_where_it_was_seen(changes: dict[str, Any], seen: str) -> None:
    (chapter,) = write_text(report_of(replace(LONG, **changes))).chapters
    assert chapter.places[0].remarks[0].seen == seen


@pytest.mark.parametrize(
    ("report", "options", "line"),
    [
        (report_of(), {}, "Nothing found."),
        (report_of(), {"messages": 1}, "Nothing found in 1 message."),
        (replace(report_of(), hidden=2), {}, "Nothing new found. The baseline hides 2 findings."),
        (replace(report_of(LONG), hidden=1), {}, "1 warning in 1 file. The baseline hides 1 finding."),
        (replace(report_of(), mended=1), {}, "Nothing found. 1 is mended: `--update-baseline` takes it out."),
        (replace(report_of(), mended=2), {}, "Nothing found. 2 are mended: `--update-baseline` takes them out."),
        (
            replace(report_of(LONG), messages=12, unrendered=4, hidden=1),
            {"messages": 12},
            (
                "1 warning in 1 file; 12 messages looked at. The baseline hides 1 finding. "
                "4 of 16 messages could not be rendered; what else is in them is not known."
            ),
        ),
        (
            replace(report_of(LONG), unrendered=1),
            {"messages": 0},
            (
                "1 warning in 1 file; 0 messages looked at. "
                "1 of 1 message could not be rendered; what else is in it is not known."
            ),
        ),
        (report_of(crashes=(CRASHED,)), {}, "Nothing found. 1 rule went wrong."),
        (report_of(*many("error", 1200)), {}, "1,200 errors in 1 file."),
    ],
)
def test_the_last_line_counts(report: Report, options: dict[str, int], line: str) -> None:
    assert write_text(report, **options).last_line == line


def test_nothing_in_a_finding_is_an_instruction_to_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    odd = replace(LONG, message=AWKWARD, help="[bold]not bold[/]", samples=("\x1b[2J",))
    out = shown(report_of(odd), capsys)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "[bold]not bold[/]" in out


def test_rules_are_counted_the_busiest_first(capsys: pytest.CaptureFixture[str]) -> None:
    counts = count_by_rule([DEAD, LONG, UNCAPPED, replace(LONG, notification="other", key="x")])
    assert counts[0] == RuleCount("SUB002", "subject-too-long", "warning", 2, 1, 2)
    assert [count.code for count in counts] == ["SUB002", "CAT006", "LNK001"]
    make_console().print(table_of_counts(counts))
    assert "2      1              2  SUB002  subject-too-long" in capsys.readouterr().out
    assert count_by_rule([]) == []


def test_a_rule_is_counted_as_grave_as_its_gravest_finding() -> None:
    (count,) = count_by_rule([LONG, replace(LONG, severity="error"), replace(LONG, severity="info")])
    assert (count.severity, count.findings) == ("error", 3)


# For programs.


def test_programs_get_every_key_in_its_order() -> None:
    document = json.loads(write_json(report_of(LONG, UNCAPPED), messages=48, client_data="2026-02-01"))
    assert list(document) == ["version", "findings", "summary", "client_data", "crashes"]
    assert document["findings"][0] == {
        "code": "SUB002",
        "name": "subject-too-long",
        "severity": "warning",
        "message": "The subject has 72 characters.",
        "help": "Say the point first.",
        "file": COPY,
        "line": 3,
        "column": 10,
        "notification": "note",
        "channel": "email",
        "locales": ["en", "fr"],
        "samples": ["default", "long-name"],
        "worst": {"locale": "fr", "sample": "long-name", "value": "72 characters"},
        "fingerprint": LONG.fingerprint,
    }
    assert list(document["findings"][0])[5:8] == ["file", "line", "column"]
    assert document["findings"][1]["line"] is document["findings"][1]["worst"] is None
    assert document["summary"] == {
        "error": 0, "warning": 1, "info": 1, "messages": 48, "unrendered": 0, "hidden": 0, "mended": 0
    }  # fmt: skip
    assert list(document["summary"])[:4] == ["error", "warning", "info", "messages"]


def test_programs_hear_of_what_is_not_there() -> None:
    report = replace(report_of(), unrendered=3, hidden=2, mended=1)
    summary = json.loads(write_json(report, messages=9))["summary"]
    assert (summary["unrendered"], summary["hidden"], summary["mended"]) == (3, 2, 1)


def test_programs_get_what_is_awkward_as_text_that_can_be_written() -> None:
    written = write_json(report_of(replace(LONG, message=AWKWARD), crashes=(CRASHED,)), messages=1)
    written.encode("utf-8")
    document = json.loads(written)
    assert "ش 😀" in document["findings"][0]["message"]
    assert document["crashes"] == [{"code": "LNK001", "reason": "ValueError: no"}]


# For GitHub.


def test_github_gets_a_command_a_finding(tmp_path: Path) -> None:
    assert write_github(report_of(LONG), tmp_path) == (
        f"::warning file={COPY},line=3,col=10,endColumn=17,title=SUB002 subject-too-long::"
        "The subject has 72 characters.%0A"
        f"In note, email: en, fr {X} default, long-name; worst: fr {X} long-name, 72 characters.%0A"
        "Say the point first.\n"
        "1 warning."
    )


def test_github_gets_no_line_where_none_is_known(tmp_path: Path) -> None:
    assert write_github(report_of(UNCAPPED), tmp_path).startswith(
        "::notice file=notifications.yaml,title=CAT006 uncapped-optional::No cap.%0AIn note.%0A"
    )


def test_github_escapes(tmp_path: Path) -> None:
    odd = replace(LONG, message=AWKWARD + "50%, 1:2", position=Position("a,b:c%d\n.yaml", 1))
    first, last = write_github(report_of(odd), tmp_path).split("\n")
    assert first.startswith("::warning file=a%2Cb%3Ac%25d%0A.yaml,line=1,title=")
    assert "100%25 <&" in first
    assert "%0D%0A::error::50%25, 1:2%0A" in first
    assert "\x1b" not in first
    first.encode("utf-8")
    assert last == "1 warning."


def test_github_gets_the_gravest_first_and_is_told_what_it_leaves_out(tmp_path: Path) -> None:
    report = report_of(*many("info", 11), *many("warning", 10), *many("error", 14), crashes=(CRASHED,))
    lines = write_github(report, tmp_path).split("\n")
    levels = [line[2:].partition(" ")[0] for line in lines[:-1]]
    assert levels == ["error"] * 15 + ["warning"] * 10 + ["notice"] * 11
    assert lines[0] == "::error title=LNK001 went wrong::The rule LNK001 went wrong: ValueError: no"
    assert lines[-1] == (
        "15 errors, 10 warnings and 11 info. "
        "GitHub shows ten of each in a step, and this log has 5 more errors and 1 more info."
    )


def test_github_is_told_of_nothing(tmp_path: Path) -> None:
    assert write_github(report_of(), tmp_path) == "Nothing found."
    assert write_github(replace(report_of(), hidden=2, mended=1), tmp_path) == (
        "Nothing new found. The baseline hides 2 findings. 1 is mended: `--update-baseline` takes it out."
    )


@pytest.mark.parametrize("kind", ["folder", "file"])
def test_paths_are_those_of_the_repository(kind: str, tmp_path: Path) -> None:
    git, root = tmp_path / ".git", tmp_path / "mail" / "all of it"
    root.mkdir(parents=True)
    git.mkdir() if kind == "folder" else git.write_text("gitdir: elsewhere")
    assert paths_from_repository(root)(COPY) == f"mail/all of it/{COPY}"
    assert f"file=mail/all of it/{COPY}," in write_github(report_of(LONG), root)
    assert f"mail/all%20of%20it/{COPY}" in write_sarif(report_of(LONG), root)
    assert f"mail/all of it/{COPY}:3:10" in write_junit(report_of(LONG), root)


def test_the_nearest_repository_counts(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "mail" / ".git").mkdir(parents=True)
    assert paths_from_repository(tmp_path / "mail")(COPY) == COPY


def test_a_path_out_of_the_repository_stays(tmp_path: Path) -> None:
    assert paths_from_repository(tmp_path)("/elsewhere/x.yaml") == "/elsewhere/x.yaml"


# For code scanning.


def sarif_of(report: Report, root: Path) -> dict[str, Any]:
    document = json.loads(write_sarif(report, root))
    jsonschema.validate(document, json.loads((HERE / "sarif-2.1.0.json").read_text(encoding="utf-8")))
    run: dict[str, Any] = document["runs"][0]
    return run


def test_code_scanning_gets_rules_and_results(tmp_path: Path) -> None:
    run = sarif_of(report_of(LONG, DEAD, UNCAPPED), tmp_path)
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(all_rules())
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert run["results"][0]["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": COPY, "uriBaseId": "%SRCROOT%"},
                "region": {
                    "startLine": 3,
                    "startColumn": 10,
                    "endColumn": 18,
                    "snippet": {"text": 'subject: "Un mot"'},
                },
            }
        }
    ]
    assert run["results"][0]["partialFingerprints"] == {"notifyFinding/v1": LONG.fingerprint}
    assert "region" not in run["results"][2]["locations"][0]["physicalLocation"]
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_code_scanning_gets_help_with_every_rule(tmp_path: Path) -> None:
    for rule in sarif_of(report_of(), tmp_path)["tool"]["driver"]["rules"]:
        known = all_rules()[rule["id"]]
        assert known.why in rule["help"]["markdown"]
        assert known.cure in rule["help"]["text"]
        assert rule["defaultConfiguration"]["level"] == {"info": "note"}.get(known.severity, known.severity)


def test_code_scanning_knows_where_the_rules_were_chosen(tmp_path: Path) -> None:
    document = json.loads(write_sarif(report_of(LONG), tmp_path, [all_rules()["SUB002"]]))
    assert [rule["id"] for rule in document["runs"][0]["tool"]["driver"]["rules"]] == ["SUB002"]
    assert document["runs"][0]["results"][0]["ruleIndex"] == 0


def test_code_scanning_hears_of_a_rule_that_went_wrong(tmp_path: Path) -> None:
    (invocation,) = sarif_of(report_of(crashes=(CRASHED,)), tmp_path)["invocations"]
    assert not invocation["executionSuccessful"]
    assert invocation["toolExecutionNotifications"][0]["associatedRule"] == {"id": "LNK001"}


def test_code_scanning_gets_what_is_awkward(tmp_path: Path) -> None:
    odd = replace(LONG, message=AWKWARD, position=Position("templates/é ش#1?.yaml", 2, 1, AWKWARD))
    run = sarif_of(report_of(odd), tmp_path)
    uri = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == "templates/%C3%A9%20%D8%B4%231%3F.yaml"
    write_sarif(report_of(odd), tmp_path).encode("utf-8")


# For the test results of CI servers.


def junit_of(written: str) -> Any:
    document = etree.fromstring(written.encode("utf-8"))
    etree.XMLSchema(etree.parse(HERE / "junit-10.xsd")).assertValid(document)
    (suite,) = document
    counts = {"tests": "testcase", "failures": "*/failure", "errors": "*/error", "skipped": "*/skipped"}
    assert {name: int(suite.get(name)) for name in counts} == {
        name: len(suite.findall(path)) for name, path in counts.items()
    }
    return suite


def test_servers_get_a_test_for_each_finding_and_for_each_rule_that_found_nothing(tmp_path: Path) -> None:
    suite = junit_of(write_junit(report_of(DEAD, LONG, UNCAPPED), tmp_path))
    assert len(suite) == len(all_rules())
    dead, long, uncapped = suite[:3]
    assert (dead.get("classname"), dead.get("name")) == ("LNK.empty-link", f"LNK001 note, email: link:x in {COPY}")
    assert (uncapped.get("classname"), uncapped.get("name")) == (
        "CAT.uncapped-optional",
        "CAT006 note: cap in notifications.yaml",
    )
    assert dead[0].tag == "failure"
    assert dead[0].get("message") == "The link has no address."
    assert dead[0].text.split("\n")[0] == f"{COPY}:3:10"
    assert (long[0].tag, uncapped[0].tag) == ("skipped", "skipped")
    assert all(len(case) == 0 and case.get("name").endswith("nothing found") for case in suite[3:])


def test_servers_get_a_name_of_its_own_for_each_finding(tmp_path: Path) -> None:
    polish = replace(LONG, position=Position("templates/note/copy/pl.yaml", 3))
    suite = junit_of(write_junit(report_of(LONG, polish, DEAD, replace(LONG, channel="push")), tmp_path))
    assert len({(case.get("classname"), case.get("name")) for case in suite}) == len(suite)


@pytest.mark.parametrize(("fail_on", "failures"), [("error", 1), ("warning", 2), ("info", 3), (None, 0)])
def test_servers_fail_a_build_where_the_command_does(fail_on: Severity | None, failures: int, tmp_path: Path) -> None:
    suite = junit_of(write_junit(report_of(DEAD, LONG, UNCAPPED), tmp_path, fail_on=fail_on))
    assert int(suite.get("failures")) == failures
    assert int(suite.get("skipped")) == len(SEVERITIES) - failures


def test_servers_hear_of_a_rule_that_went_wrong(tmp_path: Path) -> None:
    suite = junit_of(
        write_junit(report_of(crashes=(CRASHED,)), tmp_path, [all_rules()["LNK001"], all_rules()["SUB002"]])
    )
    crashed, silent = suite
    assert (crashed[0].tag, crashed[0].get("message")) == ("error", "ValueError: no")
    assert silent.get("name") == "SUB002 nothing found"


def test_servers_get_what_is_awkward(tmp_path: Path) -> None:
    odd = replace(DEAD, message=AWKWARD, key=f"link:{AWKWARD}", help=AWKWARD)
    suite = junit_of(write_junit(report_of(odd), tmp_path))
    message = suite[0][0].get("message")
    assert "ش 😀" in message
    assert "a\ufffdb\ufffd[31m 100% <&\"'> ]]>" in message
    assert "\r" in message


def test_servers_get_an_empty_suite(tmp_path: Path) -> None:
    assert len(junit_of(write_junit(report_of(), tmp_path, []))) == 0


# For everybody.


def test_every_form_takes_what_the_linter_finds(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = findings_of(all_rules()["SUB002"].bad, tmp_path)
    report = lint_folder(tmp_path)
    assert "SUB002" in {one.code for one in found}
    assert "SUB002 subject-too-long" in shown(report, capsys)
    assert json.loads(write_json(report, messages=2))["findings"]
    assert "title=SUB002 subject-too-long" in write_github(report, tmp_path)
    assert sarif_of(report, tmp_path)["results"]
    assert len(junit_of(write_junit(report, tmp_path))) >= len(all_rules())
