"""The wall of all messages, the comparison of one, and how large it is in each locale."""

import asyncio
import json
import re
from contextlib import AsyncExitStack

import yaml
from playwright.sync_api import Locator, Page, expect
from starlette.types import Message

from notify.cache import NO_CACHE
from notify.preview.browser.app import make_app
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.live import Live
from notify.preview.browser.news import News
from notify.preview.browser.turns import Turns
from tests.conftest import Notify, Workspace
from tests.preview.browser.served import EDITOR, NOW, Preview
from tests.preview.browser.test_worker import run
from tests.preview.browser.wire import ask

LOCALES = {"en": "English", "fr": "français", "pl": "polski", "ar": "العربية"}


def tile(page: Page, name: str, locale: str, channel: str = "E-mail") -> Locator:
    """A message of the wall."""
    link = page.get_by_role("link", name=f"{name}, {channel}, {LOCALES[locale]}:")
    return page.get_by_role("gridcell").filter(has=link)


def expect_address(page: Page, **parts: str) -> None:
    """Waits until the address has these parts."""
    for name, value in parts.items():
        expect(page).to_have_url(re.compile(rf"[?&]{name}={re.escape(value)}(&|$)"))


def scroll(element: Locator, top: int) -> None:
    """Scrolls an element, to so many pixels from its top."""
    element.evaluate("(element, top) => element.scrollTo(0, top)", top)


def test_the_wall_shows_what_is_rendered(preview: Preview, page: Page, notify: Notify) -> None:
    ids = ["welcome", "first-project", "security-setup", "guide-progress"]
    rendered = notify(
        "render", *ids, "--workspace", str(preview.root), "--locale", "all", "--channel", "all",
        "--sample", "default", "--jobs", "1", "--format", "ndjson",
    )  # fmt: skip
    messages = [json.loads(line) for line in rendered.out.splitlines()]
    assert {message["channel"] for message in messages} == {"email", "in_app", "push"}

    # As many as are looked for, on a page that has room for all of them.
    page.set_viewport_size({"width": 1440, "height": 3000})
    page.goto(preview.url(view="wall", find="onboarding"))
    tiles = page.locator("td.tile:visible")
    expect(tiles).to_have_count(len(messages))
    expect(page.locator("td.tile[data-state=ready]:visible")).to_have_count(len(messages))
    names = {"email": "E-mail", "in_app": "In-app", "push": "Push"}
    for message in messages:
        shown = tile(page, message["notification"], message["locale"], names[message["channel"]])
        if message["channel"] == "email":
            expect(shown.get_by_role("link")).to_have_text(message["subject"])
            body = shown.locator("iframe").content_frame.locator("body")
            # The first words of the message itself, after those that only inboxes show.
            expect(body).to_contain_text(message["text"].split()[0])
        else:
            expect(shown.locator(".note")).to_contain_text(message["body"])


def test_only_what_is_near_is_drawn(preview: Preview, page: Page) -> None:
    page.goto(preview.url(view="wall"))
    scroller = page.locator(".wall .scroller")
    first, last = tile(page, "account-activation", "en"), tile(page, "win-back", "ar")
    expect(first.locator("iframe")).to_have_count(1)
    expect(last.locator("iframe")).to_have_count(0)

    scroll(scroller, 1_000_000)
    expect(last).to_have_attribute("data-state", "ready")
    expect(last.locator("iframe")).to_have_count(1)
    expect(first.locator("iframe")).to_have_count(0)

    # Whoever comes back finds it where it was.
    place = scroller.evaluate("element => element.scrollTop")
    last.get_by_role("link").click()
    expect_address(page, id="win-back", locale="ar")
    expect(page.frame_locator("iframe[title='The message']").locator("html")).to_have_attribute("dir", "rtl")
    page.go_back()
    expect(last).to_have_attribute("data-state", "ready")
    assert scroller.evaluate("element => element.scrollTop") == place


def test_keys_lead_through_the_wall_and_into_a_message(preview: Preview, page: Page) -> None:
    page.goto(preview.url(view="wall", zoom="small", scheme="dark"))
    expect(tile(page, "account-activation", "en")).to_have_attribute("data-state", "ready")
    tile(page, "account-activation", "en").get_by_role("link").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowRight", "ArrowLeft", "ArrowDown", "End"):
        page.keyboard.press(key)
    expect(tile(page, "first-project", "ar").get_by_role("link")).to_be_focused()
    # A push message, an in-app one and so on have rows of their own.
    page.keyboard.press("ArrowDown")
    expect(tile(page, "first-project", "ar", "In-app").get_by_role("link")).to_be_focused()
    page.keyboard.press("Enter")
    expect_address(page, id="first-project", locale="ar", channel="in_app", scheme="dark")
    expect(page.locator("body")).to_have_attribute("data-view", "message")


def test_a_broken_template_breaks_one_row(preview: Preview, page: Page) -> None:
    broken, whole = tile(page, "account-activation", "fr"), tile(page, "welcome", "fr")
    page.goto(preview.url(view="wall"))
    expect(broken).to_have_attribute("data-state", "ready")
    expect(whole).to_have_attribute("data-state", "ready")
    frame = broken.locator("iframe").element_handle()
    template = preview.read("templates/account-activation/email.mjml")

    preview.write("templates/account-activation/email.mjml", template + "{% if %}")
    expect(broken).to_have_attribute("data-state", "stale")
    expect(broken.locator(".fault")).to_contain_text("Something is missing before `%}`.")
    expect(broken.get_by_role("link")).to_have_accessible_name(re.compile("cannot be rendered"))
    expect(whole).to_have_attribute("data-state", "ready")

    preview.write("templates/account-activation/email.mjml", template)
    preview.replace("templates/account-activation/copy/fr.yaml", "subject: ", "subject: Bravo ! ")
    expect(broken.get_by_role("link")).to_contain_text("Bravo !")
    expect(broken).to_have_attribute("data-state", "ready")
    # What was seen all the time is the same frame: nothing flickers.
    assert broken.locator("iframe").evaluate("(now, before) => now === before", frame)


def test_the_wall_marks_findings_and_other_languages(preview: Preview, page: Page) -> None:
    (preview.root / "templates/welcome/copy/fr.yaml").unlink()
    # One notification, which the linter has soon looked at.
    catalogue = yaml.safe_load(preview.read("notifications.yaml"))
    catalogue["notifications"] = {"welcome": catalogue["notifications"]["welcome"]}
    preview.write("notifications.yaml", yaml.safe_dump(catalogue))
    page.goto(preview.url(view="wall"))
    french = tile(page, "welcome", "fr")
    expect(french.locator(".badge")).to_have_text("in en")
    expect(french.locator(".dot")).to_have_attribute("title", re.compile("error|warning"))
    expect(french.get_by_role("link")).to_have_accessible_name(re.compile(r"in en, \d (error|warning)"))
    expect(tile(page, "welcome", "pl").locator(".badge")).to_have_count(0)


def test_languages_stand_side_by_side(preview: Preview, page: Page) -> None:
    page.goto(preview.url(view="compare", id="welcome"))
    panes = page.locator(".pane")
    expect(panes.locator("h2 a")).to_have_text(list(LOCALES.values()))
    for locale, name in LOCALES.items():
        pane = page.get_by_role("region", name=name)
        expect(pane).to_have_attribute("data-state", "ready")
        assert (
            preview.read(f"templates/welcome/copy/{locale}.yaml").count(pane.locator(".subject-line").inner_text()) == 1
        )
        expect(pane.frame_locator("iframe").locator("html")).to_have_attribute("lang", locale)

    # Scrolled together, as far as each goes.
    frames = [page.get_by_role("region", name=name).locator("iframe").content_frame for name in LOCALES.values()]
    english, *others = [frame.locator("html") for frame in frames]
    english.evaluate("html => html.scrollTo(0, html.scrollHeight)")
    for other in others:
        expect(other).to_have_js_property("scrollTop", other.evaluate("html => html.scrollHeight - html.clientHeight"))

    page.get_by_role("group", name="Languages").get_by_role("button", name="polski").click()
    page.get_by_role("group", name="Languages").get_by_role("button", name="Pseudo").click()
    expect(panes.locator("h2 a")).to_have_text(["English", "français", "العربية", "Pseudo"])
    expect_address(page, among="en,fr,ar,en-XA".replace(",", "%2C"))
    page.reload()
    expect(panes.locator("h2 a")).to_have_text(["English", "français", "العربية", "Pseudo"])

    panes.get_by_role("link", name="français").click()
    expect_address(page, locale="fr", id="welcome")
    expect(page.locator("body")).to_have_attribute("data-view", "message")


def test_widths_stand_side_by_side(preview: Preview, page: Page) -> None:
    page.goto(preview.url(view="compare", id="welcome", by="widths", locale="pl"))
    panes = page.locator(".pane")
    expect(panes.locator("h2 a")).to_have_text(["320 px", "375 px", "640 px", "800 px"])
    for width in (320, 375, 640, 800):
        pane = page.get_by_role("region", name=f"{width} px")
        html = pane.frame_locator("iframe").locator("html")
        expect(html).to_have_attribute("lang", "pl")
        assert html.evaluate("html => html.ownerDocument.defaultView.innerWidth") == width


def test_sizes_are_those_of_what_is_sent(preview: Preview, notify: Notify) -> None:
    rendered = notify(
        "render", "welcome", "--workspace", str(preview.root), "--locale", "all", "--format", "json"
    )  # fmt: skip
    sizes = {each["locale"]: each["bytes"]["html"] for each in json.loads(rendered.out)["messages"]}
    query = "notification=welcome&channel=email&sample=default"
    said = ask(preview, f"/api/sizes?{query}").said
    assert said == {"sizes": sizes, "worst": max(sizes, key=sizes.__getitem__)}
    assert ask(preview, "/api/sizes?notification=new-sign-in&channel=push&sample=default").said["worst"] is None


def test_who_is_patient_comes_last() -> None:
    async def take_turns() -> list[str]:
        turns, came = Turns(), list[str]()

        async def come(name: str, *, patient: bool) -> None:
            async with turns.take(patient=patient):
                came.append(await turns.do(lambda: name))

        async with AsyncExitStack() as first:
            await first.enter_async_context(turns.take())
            waiting = [asyncio.create_task(come(name, patient=True)) for name in ("small", "smaller", "gone")]
            waiting += [asyncio.create_task(come(name, patient=False)) for name in ("large", "larger")]
            # Once around: all of them stand in line.
            await asyncio.sleep(0)
            waiting[2].cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        turns.end()
        return came

    assert run(take_turns()) == ["large", "larger", "small", "smaller"]


def test_nothing_is_rendered_for_who_has_gone(workspace: Workspace) -> None:
    asked = {"notification": "note", "channel": "email", "locale": "en", "sample": "default", "patient": True}

    async def ask_and_go(*, goes: bool) -> int:
        live = Live(Editor(workspace.root, EDITOR), NO_CACHE, lambda: NOW)
        live.read()
        body = {"type": "http.request", "body": json.dumps(asked).encode(), "more_body": False}
        told: list[Message] = [body, {"type": "http.disconnect"}] if goes else [body]
        said: list[Message] = []

        async def receive() -> Message:
            if not told:
                await asyncio.Event().wait()
            return told.pop(0)

        async def send(message: Message) -> None:
            said.append(message)

        headers = [(b"host", b"localhost"), (b"x-notify-token", b"token")]
        scope = {"type": "http", "method": "POST", "path": "/api/message", "query_string": b"", "headers": headers}
        await make_app(live, News(), "token", frozenset())(scope, receive, send)
        return int(said[0]["status"])

    assert run(ask_and_go(goes=False)) == 200
    assert run(ask_and_go(goes=True)) == 499
