"""Findings beside the message: they point at elements, lead to their places, and go when what is wrong is mended."""

import asyncio
import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from notify.preview.browser.findings import Findings
from notify.preview.browser.forms.place import Editor
from tests.conftest import Workspace
from tests.preview.browser.served import EDITOR, Preview
from tests.servers.loopback import Loopback

EMAIL = "templates/note/email.mjml"
LAYOUT = (
    "<mjml><mj-head><mj-preview>{{ t.preheader }}</mj-preview><mj-style>\n"
    ".pale { color: #eeeeee; }\n"
    "</mj-style></mj-head><mj-body><mj-section><mj-column>\n"
    "{% block content %}{% endblock %}\n"
    "</mj-column></mj-section></mj-body></mjml>\n"
)
OWN = (
    '{% extends "layouts/base.mjml" %}\n'
    "{% block content %}\n"
    '<mj-text>{{ t.body }} <a href="https://acme.example/x">here</a> <img src="dot.png" width="90" /></mj-text>\n'
    '<mj-text><p class="pale">{{ t.end }}</p></mj-text>\n'
    "{% endblock %}\n"
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
MARK = ("outline-style", "solid")


@pytest.fixture
def preview(
    workspace: Workspace, compiled: Path, loopback: Loopback, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Preview]:
    """The preview of a small workspace, which the linter has looked at in no time."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(compiled))
    workspace.write("templates/layouts/base.mjml", LAYOUT)
    workspace.write(EMAIL, OWN)
    (workspace.root / "templates/note/dot.png").write_bytes(PIXEL)
    workspace.copy(body="Hello {{ name }}", end="Have a good week.")
    workspace.copy("fr", body="Bonjour, [cliquez ici](https://acme.example/y)", end="Bonne semaine.")
    served = Preview(workspace.root, compiled)
    served.start()
    yield served
    served.stop()


def look(root: Path, options: Sequence[str]) -> tuple[list[str], Mapping[str, Any]]:
    """The states that are told, and what is found in the end, in a workspace that is saved three times."""
    told: list[str] = []

    async def look_again() -> Mapping[str, Any]:
        fresh = asyncio.Event()

        def hear(news: Mapping[str, Any]) -> None:
            told.append(f"{news['number']} {news['state']}")
            if news["state"] == "fresh":
                fresh.set()

        findings = Findings(Editor(root, EDITOR), options, hear, long=0)
        findings.renew(1, None)
        await asyncio.sleep(0)
        findings.renew(2, "note")
        await fresh.wait()
        fresh.clear()
        findings.renew(3, "note")
        await fresh.wait()
        await findings.end()
        return findings.describe()

    # Playwright has a loop of its own in this thread.
    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(asyncio.run, look_again()).result()
    return told, found


def finding(page: Page, name: str, words: str = "") -> Locator:
    return page.get_by_role("listitem").filter(has_text=name).filter(has_text=words)


def group(page: Page, item: Locator) -> Locator:
    return page.get_by_role("tabpanel").locator("section").filter(has=item)


def in_message(page: Page, selector: str) -> Locator:
    return page.frame_locator("iframe").locator(selector)


def test_a_finding_points_at_its_element_and_leads_to_its_place(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="note"))
    without_alt, vague = finding(page, "image-without-alt"), finding(page, "vague-link", "“here”")
    image, link = in_message(page, "img"), in_message(page, "a[href$='/x']")

    # Two elements of one line, of which each finding means one.
    vague.hover()
    expect(link).to_have_css(*MARK)
    expect(image).not_to_have_css(*MARK)
    without_alt.get_by_role("link").focus()
    expect(image).to_have_css(*MARK)
    page.keyboard.press("]")
    expect(in_message(page, "body")).to_contain_text("Bonjour")
    expect(image).to_have_css(*MARK)
    page.keyboard.press("[")
    expect(in_message(page, "body")).to_contain_text("Hello Bo")
    page.get_by_role("tab", name="Findings").focus()
    expect(image).not_to_have_css(*MARK)
    place = re.escape(f"vscode://file{preview.root}/{EMAIL}:3:")
    expect(vague.get_by_role("link")).to_have_attribute("href", re.compile(rf"^{place}\d+$"))

    vague.get_by_role("button", name="Why").click()
    expect(vague).to_contain_text("notify rules LNK008")
    vague.get_by_role("button", name="Ignore").click()
    vague.get_by_label("Reason").fill('It says "here" on purpose')
    expect(vague.get_by_label("What to write")).to_have_text(
        'lint:\n  ignore:\n    - {code: LNK008, reason: "It says \\"here\\" on purpose"}'
    )

    # What somebody has opened stays open when other findings come and go.
    preview.replace(EMAIL, 'width="90" />', 'width="90" alt="" />')
    expect(without_alt).to_have_count(0)
    expect(vague.get_by_label("Reason")).to_have_value('It says "here" on purpose')
    preview.replace(EMAIL, ">here</a>", ">{{ t.end }}</a>")
    expect(vague).to_have_count(0)


def test_a_finding_of_another_language_is_a_step_away(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="note"))
    vague = finding(page, "vague-link", "“cliquez ici”")
    expect(group(page, vague)).to_contain_text("Elsewhere in this notification")
    # The same string, in the language that is shown.
    vague.hover()
    expect(in_message(page, "td").filter(has_text="Hello Bo").last).to_have_css(*MARK)
    vague.get_by_role("button", name="Show fr").click()
    expect(page).to_have_url(re.compile("locale=fr"))
    expect(vague.get_by_role("link")).to_be_focused()
    expect(in_message(page, "body")).to_contain_text("Bonjour")
    vague.hover()
    expect(in_message(page, "a[href$='/y']")).to_have_css(*MARK)
    expect(group(page, vague)).to_contain_text("In this message")


def test_what_is_shared_is_told_apart_and_rules_point_at_what_they_select(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="note"))
    pale = finding(page, "low-contrast")
    expect(group(page, pale)).to_contain_text("In what all notifications share")
    pale.hover()
    expect(in_message(page, "p.pale")).to_have_css(*MARK)
    pale.get_by_role("button", name="Ignore").click()
    expect(pale.get_by_label("What to write")).to_have_text("lint:\n  ignore: [ACC001]")


def test_a_catalogue_that_cannot_be_read_is_a_finding_too(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="note"))
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("image-without-alt")
    preview.write("notifications.yaml", preview.read("notifications.yaml") + "\nnotifications: [")
    expect(panel.locator("section").last).to_contain_text("CAT")
    expect(panel).not_to_contain_text("image-without-alt")


def test_findings_of_what_was_saved_before_are_told_apart(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="note"))
    panel, vague = page.get_by_role("tabpanel"), finding(page, "vague-link", "“here”")
    shown = panel.get_by_role("list").filter(has=vague)
    expect(shown).to_have_css("opacity", "1")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/findings*", hold)
    preview.replace(EMAIL, ">here</a>", ">{{ t.end }}</a>")
    expect(panel).to_contain_text("Checking … These findings are from before.")
    expect(shown).to_have_css("opacity", "0.6")
    with page.expect_request("**/api/findings*"):
        pass
    page.unroute("**/api/findings*")
    for route in held:
        route.continue_()
    expect(vague).to_have_count(0)
    expect(panel).not_to_contain_text("from before")


def test_a_linter_that_cannot_do_its_work_says_why(preview: Preview) -> None:
    # No module of the workspace, which is the current folder, is taken for one of Python's.
    preview.write("json.py", "raise SystemExit('somebody else')")
    told, found = look(preview.root, [])
    assert told == ["1 working", "2 working", "2 fresh", "3 working", "3 partly", "3 fresh"]
    assert (found["state"], found["number"], found["trouble"]) == ("fresh", 3, None)
    assert found["worst"] == {"note": "error"}
    assert len({each["fingerprint"] for each in found["findings"]}) == len(found["findings"]) > 3
    _, found = look(preview.root, ["--no-such-option"])
    assert (found["state"], found["findings"]) == ("fresh", [])
    assert "no-such-option" in found["trouble"]


def test_a_linter_that_comes_to_no_end_is_ended(preview: Preview) -> None:
    preview.write(EMAIL, "{% for row in range(100000) %}{% for column in range(100000) %}{% endfor %}{% endfor %}")

    async def look_once() -> Mapping[str, Any]:
        fresh = asyncio.Event()
        tell = lambda news: fresh.set() if news["state"] == "fresh" else None  # noqa: E731
        findings = Findings(Editor(preview.root, EDITOR), [], tell, patience=0.1)
        findings.renew(1, None)
        await fresh.wait()
        return findings.describe()

    with ThreadPoolExecutor(1) as threads:
        found = threads.submit(asyncio.run, look_once()).result()
    assert found["trouble"] == (
        "The linter has not come to an end in 0.1 seconds. Look for a template that loops for ever."
    )
