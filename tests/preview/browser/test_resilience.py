"""Whatever becomes of the workspace, the page says it, and recovers."""

from playwright.sync_api import Page, expect

from tests.preview.browser.served import Preview


def test_a_save_in_the_copy_is_seen(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    message = page.frame_locator("iframe").first
    expect(message.locator("body")).to_contain_text("Nimbus")
    words = preview.read("templates/welcome/copy/en.yaml")
    preview.write("templates/welcome/copy/en.yaml", words.replace("heading: ", "heading: Well, well! ", 1))
    expect(message.locator("body")).to_contain_text("Well, well!")
