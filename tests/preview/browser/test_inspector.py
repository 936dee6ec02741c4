"""The tabs beside the message: data that is edited and seen, copy beside its source, and the message in its forms."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.preview.browser.served import Preview


def panel(page: Page) -> Locator:
    return page.get_by_role("tabpanel")


def message(page: Page) -> Locator:
    return page.frame_locator("iframe").locator("body")


def field(page: Page, name: str) -> Locator:
    """The field of a value, with all that is said of it."""
    return panel(page).locator(".field").filter(has=page.get_by_label(re.compile(rf"^{re.escape(name)}")))


def test_data_is_edited_and_seen(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="password-reset", tab="data"))
    minutes, device = field(page, "expires_in_minutes"), field(page, "device")
    expect(minutes.get_by_role("textbox")).to_have_value("15")
    minutes.get_by_role("textbox").fill("40")
    expect(message(page)).to_contain_text("expires after 40 minutes")
    expect(minutes.get_by_text("changed")).to_be_visible()
    expect(panel(page)).to_contain_text("1 value differs from the sample default.")
    expect(page).to_have_url(re.compile("set=expires_in_minutes%3D40"))

    # A value that cannot be says why, and what was seen last is still there.
    minutes.get_by_role("textbox").fill("soon")
    expect(minutes).to_contain_text("This is declared as a whole number, and the text soon is not.")
    expect(minutes.get_by_role("textbox")).to_have_attribute("aria-invalid", "true")
    expect(message(page)).to_contain_text("expires after 40 minutes")
    minutes.get_by_role("textbox").fill("1")
    expect(message(page)).to_contain_text("expires after 1 minute.")
    expect(minutes.get_by_role("textbox")).to_be_focused()

    panel(page).get_by_text("The person").click()
    field(page, "first_name").get_by_role("textbox").fill("Zoë <b>")
    expect(message(page)).to_contain_text("Hi Zoë <b>,")
    device.get_by_role("textbox").fill("")
    expect(device.get_by_text("changed")).to_be_visible()

    # Whoever has the address sees the same.
    page.reload()
    expect(message(page)).to_contain_text("Hi Zoë <b>,")
    expect(panel(page)).to_contain_text("3 values differ")
    minutes.get_by_role("button", name="Reset").click()
    expect(minutes.get_by_role("textbox")).to_have_value("15")
    expect(message(page)).to_contain_text("expires after 15 minutes")
    panel(page).get_by_role("button", name="Reset all").click()
    expect(message(page)).to_contain_text("Hi Ana,")
    expect(page).not_to_have_url(re.compile("set="))


def test_lists_and_choices_are_data_too(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="weekly-report", tab="data", set="nothing=1"))
    other = panel(page).locator(".field").filter(has_text="nothing=1")
    expect(other).to_contain_text("`nothing` is not a variable".replace("`", ""))
    other.get_by_role("button", name="Reset").click()
    teammates = field(page, "teammates").get_by_role("textbox")
    expect(teammates).to_have_value("- Bo\n- Chloé\n- Piotr")
    teammates.fill("- Bo\n- Quentin")
    expect(message(page)).to_contain_text("Quentin")
    panel(page).get_by_text("The person").click()
    field(page, "two_step").get_by_role("combobox").select_option("yes")
    expect(page).to_have_url(re.compile("user.two_step%3Dtrue"))


def test_copy_stands_beside_its_source(preview: Preview, page: Page) -> None:
    polish = "templates/password-reset/copy/pl.yaml"
    page.goto(preview.url(id="password-reset", locale="pl", tab="copy"))
    strings = panel(page).get_by_role("listitem")
    validity = strings.filter(has=page.get_by_text("validity", exact=True))
    for form in ("pl one", "pl few", "pl many", "en one"):
        expect(validity).to_contain_text(form)
    expect(strings.filter(has_text="greeting")).to_be_visible()
    expect(page.get_by_role("list", name="Shared by all notifications")).to_contain_text("greeting")

    # Pointing at a string shows where it stands.
    heading = strings.filter(has=page.get_by_text("heading", exact=True))
    heading.hover()
    expect(page.frame_locator("iframe").locator("h1")).to_have_css("outline-style", "solid")
    expect(heading.get_by_role("link")).to_have_attribute("href", re.compile(rf"{re.escape(polish)}:3:"))

    # The head names the file of the language; what is in another one names that.
    expect(heading.get_by_role("link")).to_have_text("line 3")
    greeting = strings.filter(has=page.get_by_text("greeting", exact=True))
    expect(greeting.get_by_role("link")).to_have_text(re.compile(r"^templates/copy/pl\.yaml:\d+$"))

    panel(page).get_by_role("searchbox").fill("MINUTE")
    expect(strings.filter(has=page.get_by_text("subject", exact=True))).to_have_count(0)
    expect(validity).to_be_visible()
    panel(page).get_by_role("searchbox").fill("")
    preview.replace(polish, "heading:", "# heading:")
    expect(panel(page)).to_contain_text("missing in pl")
    panel(page).get_by_label("Only what is missing (1)").check()
    expect(strings).to_have_count(1)
    expect(strings.get_by_role("link")).to_have_text("templates/password-reset/copy/en.yaml:3")
    preview.replace(polish, "# heading:", "heading: [")
    expect(panel(page)).to_contain_text("The copy cannot be read")
    preview.replace(polish, "heading: [", "heading:")
    expect(validity).to_be_visible()


def test_the_message_in_its_forms(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="password-reset", locale="fr"))
    tab = page.get_by_role("tab", name="Findings")
    tab.focus()
    # Arrows lead through all of them.
    expected = {
        "Data": "expires_in_minutes",
        "Copy": "Choisissez un nouveau mot de passe",
        "Text": "Bonjour Ana,",
        "HTML": '<html lang="fr"',
        "MJML": "<mj-body",
        "Headers": "Reply-To",
        "Source": "templates/layouts/base.mjml",
    }
    for name, words in expected.items():
        page.keyboard.press("ArrowRight")
        expect(page.get_by_role("tab", name=name)).to_be_focused()
        expect(page.get_by_role("tab", name=name)).to_have_attribute("aria-selected", "true")
        expect(panel(page)).to_contain_text(words)
    expect(page).to_have_url(re.compile("tab=source"))
    entry = panel(page).get_by_role("region", name="notifications.yaml")
    line = next(
        n for n, text in enumerate(preview.read("notifications.yaml").split("\n"), 1) if "password-reset:" in text
    )
    expect(entry.locator(".line").first).to_have_attribute("data-line", str(line))
    expect(entry).not_to_contain_text("sign-in-code:")
    page.keyboard.press("ArrowRight")
    expect(tab).to_be_focused()

    page.goto(preview.url(id="password-reset", channel="sms", tab="html"))
    expect(panel(page)).to_contain_text("A message by sms has none")


def test_a_megabyte_of_html_is_read_where_somebody_looks(preview: Preview, page: Page) -> None:
    line = f"<!-- {{{{ n }}}} {'nobody sees this ' * 6} -->"
    many = f"<mj-raw>{{% for n in range(9000) %}}{line}\n{{% endfor %}}</mj-raw>"
    preview.replace("templates/password-reset/email.mjml", "{{ button(", f"{many}\n{{{{ button(")
    page.goto(preview.url(id="password-reset", tab="mjml"))
    code = panel(page).get_by_role("region", name="MJML")
    expect(panel(page)).to_contain_text(re.compile(r"9,\d{3} lines"))
    expect(code.locator(".line").first).to_contain_text("<mjml")
    # Only what is seen has been laid out; the end is there as soon as somebody goes there.
    assert code.locator(".line").count() < 1000
    code.evaluate("element => element.scrollTo(0, element.scrollHeight)")
    expect(code.locator(".line").filter(has_text="</mjml>")).to_be_visible()
