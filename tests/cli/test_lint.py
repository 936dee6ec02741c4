"""`notify lint` and `notify rules`: what they print, and how they end."""

import json
import os
import re
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
    ("lint", "line", "message"),
    [
        ({"select": ["SUB999"]}, "select", "There is no rule `SUB999`. Did you mean `SUB009`?"),
        ({"ignore": ["SUB022"]}, "ignore", "There is no rule `SUB022`. Did you mean `SUB002`?"),
        ({"severity": {"SUB002": "eror"}}, "severity", "`eror` is not a severity. Did you mean `error`?"),
        ({"rules": {"SUB002": {"most": 50}}}, "rules", "`SUB002` has no option `most`."),
        ({"rules": {"SUB": {"maxx": 50}}}, "rules", "`SUB` has no option `maxx`. Did you mean `max`?"),
        (
            {"rules": {"SUB002": {"max": "fifty"}}},
            "rules",
            "`max` of `SUB002` must be a whole number, and the text `fifty` is not.",
        ),
        ({"rules": {"SUB002": {"max": True}}}, "rules", "`max` of `SUB002` must be a whole number, and `true` is not."),
        (
            {"rules": {"CAT005": {"needed": "report"}}},
            "rules",
            "`needed` of `CAT005` must be a list of texts, and the text `report` is not.",
        ),
        (
            {"rules": {"HDR002": {"subdomains": "no"}}},
            "rules",
            "`subdomains` of `HDR002` must be true or false, and the text `no` is not.",
        ),
    ],
)
@pytest.mark.parametrize("options", [(), ("--select", "LNK001"), ("note",)])
def test_settings_that_mean_nothing_are_findings_whatever_is_asked_for(
    folder: Path, notify: Notify, lint: object, line: str, message: str, options: tuple[str, ...]
) -> None:
    write_example(Example(catalogue={"lint": lint}), folder)
    ended = notify("lint", "--format", "json", *options)
    assert (ended.code, ended.err) == (1, "")
    (finding,) = [one for one in json.loads(ended.out)["findings"] if one["code"] == "CAT015"]
    assert finding["message"] == message
    assert finding["severity"] == "error"
    lines = (folder / "notifications.yaml").read_text("utf-8").splitlines()
    assert [
        words
        for words in (line, *message.split("`")[1:2])
        if words in "".join(lines[finding["line"] - 2 : finding["line"]])
    ]


@pytest.mark.parametrize("lint", [{"rules": {"SUB": {"max": 90}}}, {"rules": {"COP009": {"times": 3}}}])
def test_settings_that_mean_something_are_silent(folder: Path, notify: Notify, lint: object) -> None:
    write_example(Example(catalogue={"lint": lint}), folder)
    assert "CAT015" not in codes(notify("lint", "--format", "json").out)


def test_an_exception_for_a_rule_that_there_is_none_of_is_said_once(folder: Path, notify: Notify) -> None:
    ignore = {"lint": {"ignore": [{"code": "SUB999", "reason": "So it is."}]}}
    write_example(Example(note=ignore), folder)
    found = [code for code in codes(notify("lint", "--format", "json").out) if code.startswith("CAT")]
    assert [code for code in found if code != "CAT005"] == ["CAT015"]


@pytest.mark.parametrize(
    ("catalogue", "code"),
    [
        ("version: 1\n\tproduct: {}\n", "CAT015"),
        ("version: [1\n", "CAT015"),
        ("", "CAT015"),
        ("version: 1\n", "CAT015"),
        ("verison: 1\n", "CAT001"),
        ("version: 1\nproduct: \xe9\n", "CAT015"),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_a_catalogue_that_cannot_be_read_is_a_finding_in_every_format(
    folder: Path, notify: Notify, catalogue: str, code: str, form: str
) -> None:
    (folder / "notifications.yaml").write_bytes(catalogue.encode("latin-1"))
    ended = notify("lint", "--format", form, "--select", "SUB002")
    assert (ended.code, ended.err) == (2, "")
    assert code in ended.out
    assert "notifications.yaml" in ended.out
    match form:
        case "text":
            assert ended.out.startswith("notifications.yaml")
            assert f"{code} " in ended.out
            last = ended.out.splitlines()[-1]
            assert last.endswith("; nothing else can be looked at before the catalogue can be read.")
        case "json":
            assert code in codes(ended.out)
        case "sarif":
            (run,) = json.loads(ended.out)["runs"]
            assert run["invocations"][0]["executionSuccessful"] is False
            assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["CAT001", "CAT015"]
        case _:
            assert ended.out


def test_a_baseline_is_left_alone_by_a_catalogue_that_cannot_be_read(folder: Path, notify: Notify) -> None:
    (folder / "notifications.yaml").write_text("version: [1\n", "utf-8")
    assert notify("lint", "--baseline", "known.json", "--update-baseline").code == 2
    assert not Path("known.json").exists()


@pytest.mark.parametrize(
    ("locale", "help_"),
    [
        ("frr", "Did you mean `fr`?"),
        ("en-GB", "They are `en` and `fr`."),
        ("xx", "They are `en` and `fr`."),
        ("al", "Did you mean `all`?"),
    ],
)
def test_a_locale_that_there_is_none_of_is_an_error(folder: Path, notify: Notify, locale: str, help_: str) -> None:
    ended = notify("lint", "--locale", locale)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"error: `{locale}` is not among `locales`.\nhelp: {help_}\n"


@pytest.mark.parametrize("locale", ["fr", "all", "en-XA"])
def test_a_locale_that_there_is_can_be_asked_for(folder: Path, notify: Notify, locale: str) -> None:
    assert notify("lint", "--select", "LNK001", "--locale", locale).code == 0


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize("codes", ["", " , "])
def test_no_rule_is_not_every_rule(folder: Path, notify: Notify, option: str, codes: str) -> None:
    ended = notify("lint", option, codes)
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"error: `{option}` names no rule.\nhelp: ")


def test_an_unknown_rule_gets_the_nearest(folder: Path, notify: Notify) -> None:
    ended = notify("lint", "--select", "subject-to-long")
    assert (ended.code, ended.err) == (
        2,
        "error: There is no rule `subject-to-long`.\nhelp: Did you mean `subject-too-long`?\n",
    )


def test_a_baseline_leaves_out_what_was_there(folder: Path, notify: Notify) -> None:
    ended = notify("lint", "--update-baseline", "--baseline", "known.json")
    assert ended.code == 0
    known = len(json.loads((folder / "known.json").read_text("utf-8"))["findings"])
    assert ended.err == f"known.json is written: {known} findings, {known} of them new.\n"
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


def test_what_does_not_render_is_a_finding_and_the_rest_is_looked_at(folder: Path, notify: Notify) -> None:
    (folder / "templates/note/email.mjml").write_text("<mjml><mj-body>{{ nobody }}</mj-body></mjml>\n", "utf-8")
    ended = notify("lint", "--format", "json")
    assert ended.code == 1
    assert "VAR001" in codes(ended.out)


@pytest.mark.parametrize(
    "name", ["{}.txt", "{}/email.mjml", "note/samples/{}.yaml", "note/copy/{}.yaml", "copy/{}.yaml"]
)
@pytest.mark.parametrize("format_", ["text", "github", "sarif", "junit", "json"])
def test_a_file_whose_name_is_no_unicode_is_a_file(folder: Path, notify: Notify, format_: str, name: str) -> None:
    odd = folder / "templates" / os.fsdecode(name.encode().replace(b"{}", b"\xff"))
    try:
        odd.parent.mkdir(exist_ok=True)
        odd.write_text("subjetc: [\n", "utf-8")
    except OSError:
        pytest.skip("Files have no such names here.")
    ended = notify("lint", "--format", format_, "--baseline", "baseline.json", "--update-baseline")
    assert (ended.code, ended.err[:26]) == (0, "baseline.json is written: ")
    assert notify("lint", "--format", format_, "--baseline", "baseline.json").code == 0


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


@pytest.mark.parametrize("options", [("--select", "CAT", "--ignore", "CAT"), ("--select", "SUB002", "--ignore", "SUB")])
def test_a_selection_of_which_nothing_is_left_is_an_error(
    folder: Path, notify: Notify, options: tuple[str, ...]
) -> None:
    ended = notify("lint", *options)
    assert (ended.code, ended.out) == (2, "")
    assert "There is no rule left to apply." in ended.err


def test_rules_can_be_asked_for_by_commas(notify: Notify) -> None:
    ended = notify("rules", "SUB003, sub002,SUB002,", "--format", "json")
    assert [rule["code"] for rule in json.loads(ended.out)["rules"]] == ["SUB002", "SUB003"]
    ended = notify("rules", "SUB002,SUB02")
    assert ended.code == 2
    assert "There is no rule `SUB02`." in ended.err


def test_rules_are_listed_and_explained(notify: Notify) -> None:
    listed = notify("rules")
    assert listed.code == 0
    assert "SUB002" in listed.out
    family = notify("rules", "SUB").out
    assert "subject-too-long" in family
    assert re.fullmatch(r"\d+ errors?, \d+ warnings and \d+ info\.", family.splitlines()[-1])
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


def test_a_baseline_tells_what_is_mended_until_it_is_written_anew(folder: Path, notify: Notify) -> None:
    notify("lint", "--update-baseline", "--baseline", "known.json")
    write_example(Example(), folder)
    ended = notify("lint", "--baseline", "known.json")
    assert "2 are mended: `--update-baseline` takes them out." in ended.out
    assert json.loads(notify("lint", "--baseline", "known.json", "-f", "json").out)["summary"]["mended"] == 2
    assert "mended" not in notify("lint", "--baseline", "known.json", "--select", "LNK").out
    assert "mended" not in notify("lint", "--baseline", "known.json", "--locale", "fr").out
    ended = notify("lint", "--baseline", "known.json", "--update-baseline", "-f", "json")
    assert ended.err.endswith(" 2 are out of it.\n")
    assert json.loads(ended.out)["summary"]["mended"] == 0
    assert "mended" not in notify("lint", "--baseline", "known.json").out


def test_dead_links_stay_in_a_baseline_where_no_link_is_followed(folder: Path, notify: Notify) -> None:
    dead = {"fingerprint": "0123456789abcdef", "code": "LNK016", "file": "templates/note/copy/en.yaml"}
    (folder / "known.json").write_text(json.dumps({"version": 1, "findings": [dead]}), "utf-8")
    notify("lint", "--update-baseline", "--baseline", "known.json")
    assert dead in json.loads((folder / "known.json").read_text("utf-8"))["findings"]


@pytest.mark.parametrize("options", [(), ("--format", "github"), ("--statistics",)])
def test_everywhere_it_is_said_that_a_baseline_hides_something(
    folder: Path, notify: Notify, options: tuple[str, ...]
) -> None:
    notify("lint", "--update-baseline", "--baseline", "known.json")
    ended = notify("lint", "--baseline", "known.json", *options)
    assert "Nothing new found" in ended.out
    assert "The baseline hides " in ended.out


@pytest.mark.parametrize("name", ["known.json", "../known.json"])
def test_a_baseline_that_is_not_there_is_named_as_it_was_looked_for(folder: Path, notify: Notify, name: str) -> None:
    write_example(Example(), folder / "mail")
    (folder / "mail/known.json").write_text("{}", "utf-8")
    ended = notify("lint", "--workspace", "mail", "--baseline", name)
    assert ended.code == 2
    assert ended.err.startswith(f"{name}\nerror: There is no such baseline.\n")


def test_what_does_not_render_is_counted_whatever_a_baseline_hides(folder: Path, notify: Notify) -> None:
    (folder / "templates/note/samples").mkdir(exist_ok=True)
    (folder / "templates/note/email.mjml").write_text("<mjml><mj-body>{{ nobody }}</mj-body></mjml>\n", "utf-8")
    said = "2 of 2 messages could not be rendered; what else is in them is not known."
    ended = notify("lint")
    assert ended.out.splitlines()[-1].endswith(f"; 0 messages looked at. {said}")
    notify("lint", "--baseline", "known.json", "--update-baseline")
    ended = notify("lint", "--baseline", "known.json")
    assert ended.out.splitlines()[-1].endswith(said)
    assert json.loads(notify("lint", "-f", "json").out)["summary"]["unrendered"] == 2


def test_a_sample_that_cannot_be_read_takes_its_messages_with_it(folder: Path, notify: Notify) -> None:
    samples = folder / "templates/note/samples"
    samples.mkdir(exist_ok=True)
    (samples / "default.yaml").write_text("{}\n", "utf-8")
    (samples / "odd.yaml").write_text("[", "utf-8")
    summary = json.loads(notify("lint", "-f", "json").out)["summary"]
    assert (summary["messages"], summary["unrendered"]) == (2, 2)


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif", "junit"])
def test_a_report_goes_into_a_file_and_people_read_it_all_the_same(folder: Path, notify: Notify, form: str) -> None:
    printed, text = notify("lint", "--format", form), notify("lint")
    (folder / "report").write_text("the one before", "utf-8")
    for _ in range(2):
        assert notify("lint", "--format", form, "--output", "report") == text
        assert (folder / "report").read_text("utf-8") == printed.out


def test_statistics_go_into_a_file_too(folder: Path, notify: Notify) -> None:
    text = notify("lint", "--statistics").out
    assert notify("lint", "--statistics", "--output", "counts.json", "--format", "json").out == text
    assert json.loads((folder / "counts.json").read_text("utf-8"))["rules"]


def test_a_catalogue_that_cannot_be_read_is_in_the_file(folder: Path, notify: Notify) -> None:
    (folder / "notifications.yaml").write_text("version: [1\n", "utf-8")
    ended = notify("lint", "--format", "json", "--output", "report.json")
    assert ended.code == 2
    assert codes((folder / "report.json").read_text("utf-8")) == ["CAT015"]
    assert "CAT015 invalid-entry" in ended.out


def test_a_report_that_cannot_be_written_is_an_error(folder: Path, notify: Notify) -> None:
    ended = notify("lint", "--output", "nowhere/report")
    assert ended.code == 2
    assert ended.err.startswith("nowhere/report\nerror: The report cannot be written: No such file or directory.\n")
    assert notify("lint", "--output", "templates").code == 2


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="no /dev/stdout on this system")
def test_a_report_into_what_is_no_file_leaves_it_what_it_is(folder: Path, notify: Notify) -> None:
    assert notify("lint", "--output", "/dev/null", "--fail-on", "never").code == 0
    assert Path("/dev/null").is_char_device()
    assert not Path("/dev/null").is_file()
