"""What stands around the message: the list, the bar, the toolbar, the keys, and the address that leads to all of it."""

import re

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.preview.browser.conftest import OpenPage
from tests.preview.browser.served import Preview

CATALOGUE = "notifications.yaml"


def choice(page: Page, group: str, name: str) -> Locator:
    """One of a few that can be chosen."""
    return page.get_by_role("radiogroup", name=group).get_by_role("radio", name=re.compile(f"^{name}"))


def entry(page: Page, name: str) -> Locator:
    """A notification in the list."""
    return page.get_by_role("navigation").get_by_role("button", name=re.compile(f"^{name}"))


def expect_address(page: Page, **parts: str) -> None:
    """Waits until the address has these parts."""
    for name, value in parts.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def test_the_list_is_searched(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="password-reset"))
    sidebar = page.get_by_role("navigation")
    expect(entry(page, "password-reset")).to_have_attribute("aria-current", "page")
    expect(sidebar).to_contain_text("24 notifications")
    expect(sidebar.get_by_role("heading", name=re.compile("Billing"))).to_contain_text("3")

    search = page.get_by_role("searchbox")
    search.fill("billing FAIL")
    expect(sidebar.locator("button.entry")).to_have_text(["payment-failed"])
    expect(sidebar).to_contain_text("1 of 24 notifications")
    search.press("Enter")
    expect_address(page, id="payment-failed", find="billing+FAIL")

    search.fill("no such thing")
    expect(sidebar).to_contain_text("Nothing matches “no such thing”.")
    sidebar.get_by_role("button", name="Show all").click()
    expect(entry(page, "password-reset")).to_be_visible()


def test_the_list_is_narrowed_to_problems(preview: Preview, page: Page) -> None:
    catalogue = yaml.safe_load(preview.read(CATALOGUE))
    catalogue["notifications"] = {name: catalogue["notifications"][name] for name in ("welcome", "password-reset")}
    preview.write(CATALOGUE, yaml.safe_dump(catalogue | {"locales": ["en", "fr"]}, sort_keys=False))
    preview.replace("templates/welcome/copy/fr.yaml", "preheader:", "prehaeder:")
    page.goto(preview.address)
    # Its mark says so in words as well.
    expect(entry(page, "welcome")).to_have_accessible_name("welcome has errors")
    page.get_by_label("Only problems").check()
    entries = page.get_by_role("navigation").locator("button.entry")
    expect(entries).to_have_count(1)
    preview.replace("templates/welcome/copy/fr.yaml", "prehaeder:", "preheader:")
    expect(page.get_by_role("navigation")).to_contain_text("Nothing fails.")


def test_keys_are_enough(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome", locale="pl"))
    expect(choice(page, "Language", "pl")).to_be_checked()
    press = page.keyboard.press

    press("j")
    expect_address(page, id="first-project")
    press("k")
    expect_address(page, id="welcome")
    press("]")
    expect_address(page, locale="ar")
    expect(choice(page, "Language", "ar, العربية, right to left")).to_be_checked()
    # Many keyboards have brackets with another key only.
    press("Alt+[")
    expect_address(page, locale="pl")
    for scheme in ("dark", "forced"):
        press("d")
        expect_address(page, scheme=scheme)
    press("i")
    expect(page.get_by_role("button", name="Images off")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Details beside the message").click()
    expect(page.get_by_role("complementary")).to_be_hidden()
    press("2")
    expect(page.get_by_role("tab", selected=True)).to_have_text(re.compile("Data"))

    # In a field, letters are letters; and with another key they are the browser's.
    press("/")
    page.keyboard.type("jk")
    expect(page.get_by_role("searchbox")).to_have_value("jk")
    press("Escape")
    expect(page.get_by_role("searchbox")).to_have_value("")
    press("Tab")
    press("Control+j")
    expect_address(page, id="welcome")

    press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Previous language")
    press("j")
    press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    press("w")
    expect_address(page, view="wall", id="welcome")
    press("4")
    expect_address(page, tab="data")
    press("c")
    expect(choice(page, "View", "Compare")).to_be_checked()
    press("m")
    expect(choice(page, "View", "Message")).to_be_checked()


def test_whoever_has_the_address_sees_the_same(preview: Preview, page: Page) -> None:
    looks = {"width": "375", "scheme": "dark", "images": "off", "remote": "on", "text": "200"}
    page.goto(preview.url(id="guide-progress", locale="fr", sample="just-begun", **looks))

    def expect_all() -> None:
        expect(entry(page, "guide-progress")).to_have_attribute("aria-current", "page")
        expect(choice(page, "Language", "fr, français")).to_be_checked()
        expect(page.get_by_label("Sample")).to_have_value("just-begun")
        expect(choice(page, "Channel", "E-mail")).to_be_checked()
        expect(choice(page, "Width", "375")).to_be_checked()
        expect(choice(page, "Colours", "Dark")).to_be_checked()
        for switch in ("Images off", "Remote images", "Text at 200 %"):
            expect(page.get_by_role("button", name=switch)).to_have_attribute("aria-pressed", "true")

    expect_all()
    choice(page, "Channel", "Push").click()
    choice(page, "Language", "ar").click()
    entry(page, "welcome").click()
    expect_address(page, id="welcome", locale="ar", channel="email")
    page.go_back()
    expect_address(page, id="guide-progress", locale="ar", channel="push")
    expect(choice(page, "Width", "375")).to_be_disabled()
    page.go_back()
    page.go_back()
    expect_all()
    page.reload()
    expect_all()


def test_what_an_address_asks_for_in_vain_is_said(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcom", scheme="pink", width="9"))
    page.get_by_role("button", name="Show welcome").click()
    expect(choice(page, "Colours", "Light")).to_be_checked()
    expect(choice(page, "Width", "Fit")).to_be_checked()

    page.goto(preview.url(id="first-projekt", view="compare"))
    page.get_by_role("button", name="Show first-project").click()
    expect(page.get_by_role("region", name="Comparison")).to_contain_text("English")
    page.goto(preview.url(id="nonsense", view="compare"))
    expect(page.get_by_role("main")).to_contain_text("There is no notification nonsense.")

    page.goto(preview.url(id="welcome", sample="tomorrow", channel="sms", locale="de"))
    told = page.locator(".notices")
    expect(told).to_contain_text("welcome has no sample tomorrow; this is default.")
    expect(told).to_contain_text("welcome has no channel sms; this is email.")
    # People whose language has no words get the message all the same.
    expect(choice(page, "Language", "de, shown in en")).to_be_checked()
    choice(page, "Language", "fr").click()
    expect(told).to_be_empty()


def test_mistakes_in_the_catalogue_are_listed_until_they_are_mended(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    expect(entry(page, "welcome")).to_be_visible()
    preview.replace(CATALOGUE, "category: activation", "category: activaton")
    page.get_by_role("button", name="1 mistake in the catalogue").click()
    mistakes = page.get_by_role("region", name="Mistakes in the catalogue")
    expect(mistakes).to_contain_text("Did you mean activation?")
    expect(mistakes.locator("mark")).to_have_text("activaton")
    line = preview.read(CATALOGUE)[: preview.read(CATALOGUE).index("activaton")].count("\n") + 1
    place = f"vscode://file{preview.root / CATALOGUE}:{line}:15"
    expect(mistakes.get_by_role("link")).to_have_attribute("href", place)

    # What it is about is there again with the next save, wherever somebody looks.
    page.goto(preview.url(id="account-activation"))
    expect(page.get_by_role("main")).to_contain_text("category cannot be activaton.")
    preview.replace(CATALOGUE, "category: activaton", "category: activation")
    expect(entry(page, "account-activation")).to_have_attribute("aria-current", "page")
    expect(page.get_by_role("button", name="in the catalogue")).to_be_hidden()
    expect(choice(page, "Language", "en,")).to_be_checked()


def test_a_page_that_nobody_sees_listens_when_it_is_seen_again(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    expect(page.get_by_role("status").get_by_text("Live")).to_be_visible()

    def hide(hidden: str) -> None:
        page.evaluate(
            f"Object.defineProperty(document, 'hidden', {{ value: {hidden}, configurable: true }});"
            "document.dispatchEvent(new Event('visibilitychange'))"
        )

    hide("true")
    preview.replace(CATALOGUE, "name: Nimbus", "name: Cumulus")
    hide("false")
    expect(page.get_by_role("banner")).to_contain_text("Cumulus")


def test_on_a_phone_the_list_is_a_drawer(preview: Preview, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 800})
    page.goto(preview.url(id="welcome"))
    drawer = page.get_by_role("button", name="Notifications")
    expect(drawer).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    drawer.click()
    expect(page.get_by_role("searchbox")).to_be_focused()
    page.keyboard.press("Escape")
    expect(drawer).to_be_focused()
    drawer.press("Enter")
    entry(page, "password-reset").click()
    expect_address(page, id="password-reset")
    expect(page.get_by_role("searchbox")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") == pytest.approx(390)
