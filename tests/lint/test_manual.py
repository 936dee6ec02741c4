"""The manual of the rules: a page for each, and docs/rules.md, which is made of them."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from notify.lint.manual import describe_rule, explain, write_manual, write_page
from notify.lint.rule import Example, Rule
from notify.lint.rulebook import all_rules, named
from notify.lint.views.message.message import EmailView

DOCUMENT = Path(__file__).parents[2] / "docs" / "rules.md"


def page_of(bad: Example, good: Example | None = None) -> str:
    rule = Rule(
        code="SUB999",
        name="some-fault",
        severity="warning",
        looks_at=EmailView,
        check=lambda _view, _options: (),
        summary="Something is wrong.",
        why="It matters.",
        cure="Mend it.",
        bad=bad,
        good=good or Example(),
    )
    return write_page(rule)


def test_the_document_is_what_the_rules_say(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--refresh"):
        DOCUMENT.parent.mkdir(exist_ok=True)
        DOCUMENT.write_text(write_manual(), encoding="utf-8")
    else:
        said = DOCUMENT.read_text(encoding="utf-8")
        assert said == write_manual(), "Run `pytest tests/lint/test_manual.py --refresh` and read the diff."


def test_every_rule_is_in_a_table_and_has_a_page_that_it_links_to() -> None:
    manual = write_manual()
    headings = {line.removeprefix("## ") for line in manual.splitlines() if line.startswith("## ")}
    anchors = {re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings}
    linked = re.findall(r"^\| \[(\w+)\]\(#(.+?)\) \|", manual, re.MULTILINE)
    assert [code for code, _ in linked] == list(all_rules())
    assert {anchor for _, anchor in linked} <= anchors


def test_the_example_of_settings_names_rules_and_options_that_there_are() -> None:
    block = re.search(r"```yaml\n(.*?)```", write_manual(), re.DOTALL)
    assert block
    settings = yaml.safe_load(block[1])
    for code, options in settings["lint"]["rules"].items():
        assert options.keys() <= named(code)[0].options.keys()
    (ignored,) = settings["notifications"]["conference-invitation"]["lint"]["ignore"]
    assert named(ignored["code"])
    assert isinstance(ignored["until"], date)
    assert all(named(code) for code in [*settings["lint"]["ignore"], *settings["lint"]["severity"]])


@pytest.mark.parametrize("code", all_rules())
def test_a_page_has_all_there_is_to_say(code: str) -> None:
    rule = all_rules()[code]
    page = write_page(rule)
    assert page.startswith(f"# {code} {rule.name}\n\n*{rule.severity.capitalize()}, about ")
    for text in (rule.summary, rule.why, rule.cure, "**Found in**", "**Not found in**"):
        assert text in page
    assert page.count("```") % 2 == 0
    for option in rule.options:
        assert f"{option}:" in page


def test_programs_get_a_rule_as_data() -> None:
    assert describe_rule(all_rules()["SUB002"]) == {
        "code": "SUB002",
        "name": "subject-too-long",
        "family": "SUB",
        "severity": "warning",
        "summary": "A subject is longer than inboxes show.",
        "options": {"max": 60},
    }


def test_options_stand_as_they_are_written() -> None:
    page = explain(all_rules()["SUB002"])
    assert "```yaml\nlint:\n  rules:\n    SUB002:\n      max: 60\n```" in page


def test_an_example_shows_what_differs_below_its_keys() -> None:
    page = page_of(
        Example(note={"class": "promotional"}, catalogue={"channels": {"email": {"address": "user.id"}}}),
        Example(catalogue={"channels": {"email": {"address": "user.email"}}}),
    )
    assert page.endswith(
        "**Found in** `notifications.yaml`:\n\n"
        "```yaml\n"
        "channels:\n  email:\n    address: user.id\n"
        "# …\nnotifications:\n  note:\n    # …\n    class: promotional\n"
        "```\n\n"
        "**Not found in** `notifications.yaml`:\n\n"
        "```yaml\n"
        "channels:\n  email:\n    address: user.email\n"
        "# …\nnotifications:\n  note:\n    # …\n    class: transactional\n"
        "```\n"
    )


def test_what_is_missing_shows_between_what_is_around_it() -> None:
    page = page_of(Example(copy={"preheader": None}))
    assert "```yaml\nsubject: A note from {{ name }}\nbody: " in page
    assert "```yaml\nsubject: A note from {{ name }}\npreheader: It is short" in page


def test_an_item_of_a_list_stands_below_its_key() -> None:
    page = page_of(Example(note={"channels": ["sms"]}))
    assert "notifications:\n  note:\n    # …\n    channels:\n    - sms\n```" in page


def test_a_file_that_one_of_them_lacks_is_whole_or_missing() -> None:
    page = page_of(Example(files={"templates/note/email.txt": "One.\n```\nTwo.\n", "templates/note/email.mjml": None}))
    assert "**Found in** `templates/note/email.txt`:\n\n````text\nOne.\n```\nTwo.\n````" in page
    assert "**Found in** a workspace without `templates/note/email.mjml`." in page
    assert "**Not found in** a workspace without `templates/note/email.txt`." in page
    assert "**Not found in** `templates/note/email.mjml`:\n\n```html\n<mjml>" in page


def test_what_nobody_can_see_is_named() -> None:
    page = page_of(Example(files={"templates/note/email.txt": "a\u202eb\u200b\u2028\x07é\n"}))
    assert "a[U+202E]b[U+200B][U+2028][U+0007]é" in page
