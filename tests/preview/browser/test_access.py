"""Everybody can use the page: axe-core finds nothing that hurts seriously, on any view, light and dark."""

from pathlib import Path
from typing import Final

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Page, expect

from tests.preview.browser.conftest import OpenPage
from tests.preview.browser.served import Preview

# Each state of the page by the parts of its address; a message in a frame is the linter's to look at.
STATES: Final[dict[str, dict[str, str]]] = {
    "message": {"id": "guide-progress", "locale": "de"},
    "every switch": {
        "id": "welcome",
        "width": "375",
        "scheme": "forced",
        "images": "off",
        "text": "200",
        "remote": "on",
    },
    "a broken template": {"id": "password-reset", "find": "nonsense"},
    "no such notification": {"id": "nonsense"},
    "wall": {"view": "wall"},
    "languages": {"id": "welcome", "view": "compare"},
}
# States that are laid out anew where there is less room.
NARROW: Final = ("message", "a broken template", "wall", "languages")
CONTRAST: Final = ("color-contrast",)
_RUN: Final = """
([within, rules]) => axe.run(within, {
  resultTypes: ["violations"], iframes: false, ...(rules.length ? {runOnly: rules} : {}),
}).then(({violations}) => violations
  .filter(({impact}) => impact === "serious" || impact === "critical")
  .flatMap(({id, impact, help, nodes}) => nodes.map((node) => [
    `${id} (${impact}): ${help}`, node.html.slice(0, 160), node.any[0]?.message ?? ""].join(", "))))
"""


def audit(page: Page, *rules: str, within: str = "html") -> list[str]:
    """What axe-core finds of the page as it is, by all its rules or by some: the rule, what it asks for, and where."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Path(AXE_FILE_PATH).read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(_RUN, [within, list(rules)])
    return found


def show(page: Page, preview: Preview, parts: dict[str, str]) -> None:
    """Opens a state of the page, and waits for all that it asks its server for."""
    page.goto(preview.url(**parts))
    expect(page.get_by_role("navigation")).not_to_contain_text("checking")
    expect(page.get_by_role("main")).not_to_be_empty()
    expect(page.locator("[aria-busy=true]")).to_have_count(0)
    expect(page.locator(".loading")).to_have_count(0)


def test_nothing_keeps_anybody_out(preview: Preview, open_page: OpenPage) -> None:
    preview.replace("templates/password-reset/email.mjml", "{% endblock %}", "{% endblok %}")
    # Colours on their way to others would be measured as they are.
    page = open_page(reduced_motion="reduce")
    found: dict[str, list[str]] = {}

    def look(name: str, within: str = "html") -> None:
        page.emulate_media(color_scheme="light")
        found[name] = audit(page, within=within)
        page.emulate_media(color_scheme="dark")
        found[f"{name}, dark"] = audit(page, *CONTRAST, within=within)

    for name, parts in STATES.items():
        show(page, preview, parts)
        look(name)
    show(page, preview, STATES["message"])
    for tab in page.get_by_role("tab").all():
        tab.click()
        expect(page.get_by_role("tabpanel")).not_to_be_empty()
        look(tab.inner_text(), within="#inspector")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    look("help")
    assert {name: faults for name, faults in found.items() if faults} == {}
    # Or nothing was looked at.
    page.evaluate("document.querySelector('dialog').append(document.createElement('button'))")
    assert "button-name (critical)" in audit(page)[0]


def test_nothing_keeps_anybody_out_where_there_is_less_room(preview: Preview, open_page: OpenPage) -> None:
    preview.replace("templates/password-reset/email.mjml", "{% endblock %}", "{% endblok %}")
    page = open_page(viewport={"width": 900, "height": 900}, color_scheme="dark", reduced_motion="reduce")
    for name in NARROW:
        show(page, preview, STATES[name])
        assert audit(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") == 900
