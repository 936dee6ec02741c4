"""One message: its card, its rows in inboxes, and itself in its frame, in every way that it can be looked at."""

import re
import struct
import zlib
from typing import Any, Final

import pytest
from playwright.sync_api import FrameLocator, Locator, Page, expect

from notify.render.markup.forced_dark import Colour, darken_ground, darken_ink
from tests.preview.browser.conftest import Faults, OpenPage
from tests.preview.browser.served import Preview

TEMPLATE: Final = "templates/welcome/email.mjml"
COPY: Final = "templates/welcome/copy/en.yaml"


def message(page: Page) -> FrameLocator:
    """The message in its frame."""
    return page.frame_locator("main iframe")


def choose(page: Page, group: str, name: str) -> None:
    """Chooses one of a few in the toolbar."""
    page.get_by_role("radiogroup", name=group).get_by_role("radio", name=name, exact=True).click()


def add(preview: Preview, markup: str) -> None:
    """Puts MJML at the end of the message."""
    preview.replace(TEMPLATE, "{% endblock %}", f"{markup}\n{{% endblock %}}")


def png(width: int, height: int, red: int) -> bytes:
    """A picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    rows = (b"\0" + bytes([red, 0, 0]) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def style_of(element: Locator, name: str) -> Any:
    """A computed style."""
    return element.evaluate("(element, name) => getComputedStyle(element)[name]", name)


def expect_painted(element: Locator, name: str, colour: Colour) -> None:
    """Waits until an element has a colour."""
    red, green, blue, _ = (round(part) for part in colour)
    expect(element).to_have_css(name, f"rgb({red}, {green}, {blue})")


def test_the_card_says_who_gets_it_how_long_it_is_and_where_it_is_cut(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="team-invitation", locale="fr"))
    card = page.get_by_role("region", name="Envelope")
    expect(card.get_by_role("heading")).to_have_text("Ana Moreau vous invite sur Nimbus")
    expect(card).to_contain_text("33 characters")
    expect(card).to_contain_text("whole everywhere")
    expect(card).to_contain_text("cut in 4 of 5")
    # An invitation goes to whoever is invited, and not to who invites.
    facts = card.locator(".facts > div")
    expect(facts.filter(has_text="To")).to_contain_text(["bo@atelier-nord.example", "ana.moreau@studio-lilas.example"])
    expect(facts.filter(has_text="Unsubscribe")).to_contain_text("None")
    expect(card.get_by_role("meter")).to_have_attribute("aria-valuetext", re.compile(r"^12\.8 KB of 102 KB"))

    rows = page.get_by_role("listitem").filter(has=page.locator(".lead"))
    expect(rows).to_have_count(5)
    mobile = rows.filter(has_text="Gmail mobile")
    expect(mobile.locator(".lead > bdi")).to_have_text("Rejoignez Studio Lilas : voyez le plan, ")
    expect(mobile.locator(".lost")).to_have_attribute("title", "Cut off: prenez une tâche, ajoutez ce qui manque.")
    expect(rows.filter(has_text="iOS Mail").locator(".lost")).to_have_count(0)

    # Where it is largest is one press away.
    card.get_by_role("button", name=re.compile("^Largest in ar")).click()
    expect(page).to_have_url(re.compile("locale=ar"))
    expect(card).to_contain_text("the largest of your languages")
    expect(card).to_contain_text("ar, right to left")
    expect(message(page).locator("html")).to_have_attribute("dir", "rtl")

    # Pseudo-copy is longer than all of them, and nobody gets it.
    choose(page, "Language", "en-XA, Pseudo")
    expect(card.get_by_role("button", name=re.compile("^Largest of your languages is ar"))).to_be_visible()


def test_on_a_phone_nothing_is_scrolled_away_and_the_message_is_named(preview: Preview, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    page.goto(preview.url(id="password-reset", locale="en-XA", tab="source"))
    expect(page.get_by_role("region", name="Envelope").locator(".which")).to_have_text(
        re.compile("^password-reset · E-mail")
    )
    # What is chosen in a strip is seen in it, and only the strip is scrolled for it.
    expect(page.get_by_role("radio", name="en-XA, Pseudo")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("tab", name="Source")).to_have_attribute("aria-selected", "true")
    assert page.evaluate("() => scrollY") == 0
    page.get_by_text("In the inbox").click()
    rows = page.get_by_role("list", name="Inboxes")
    assert rows.evaluate("(element) => element.scrollWidth === element.clientWidth")
    for mark in rows.locator(".lost").all():
        expect(mark).to_be_visible()

    choose(page, "Channel", "SMS")
    expect(page.get_by_role("figure")).to_contain_text("password-reset · SMS")
    page.keyboard.press("c")
    expect(page.get_by_role("region", name="Comparison").locator(".which")).to_have_text("password-reset · SMS")


def test_the_tabs_below_a_message_take_what_they_need_and_are_moved(preview: Preview, open_page: OpenPage) -> None:
    page = open_page(viewport={"width": 900, "height": 900})
    page.goto(preview.url(id="welcome"))
    edge = page.get_by_role("separator", name=re.compile("tabs"))
    expect(page.get_by_text("Nothing found")).to_be_visible()
    expect(page.locator("main iframe")).to_be_visible()
    assert int(edge.get_attribute("aria-valuenow") or 100) < 20
    page.get_by_role("tab", name="HTML").click()
    expect(edge).to_have_attribute("aria-valuenow", "36")
    edge.press("ArrowUp")
    expect(edge).to_have_attribute("aria-valuenow", "41")
    box = edge.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 50, box["y"] + 4)
    page.mouse.down()
    page.mouse.move(box["x"] + 50, 450)
    page.mouse.up()
    expect(edge).to_have_attribute("aria-valuenow", "50")
    edge.dblclick()
    expect(edge).to_have_attribute("aria-valuenow", "36")


def test_a_refused_entry_is_in_the_list_and_says_what_is_wrong(preview: Preview, page: Page) -> None:
    catalogue = preview.read("notifications.yaml")
    start = catalogue.index("\n  welcome:")
    preview.write(
        "notifications.yaml", catalogue[:start] + catalogue[start:].replace("    category:", "    categry:", 1)
    )
    page.goto(preview.url(only="failing"))
    entry = page.get_by_role("region", name="Without a category").get_by_role("button")
    expect(entry).to_have_text("welcomecannot be used as it is written")
    expect(entry.locator(".dot")).to_have_class("dot error")
    entry.click()
    wrong = page.get_by_role("region", name="What is wrong")
    expect(wrong).to_contain_text("categry is not a field of a notification.")
    expect(wrong).not_to_contain_text("There is no notification")
    preview.write("notifications.yaml", catalogue)
    expect(message(page).locator("body")).to_contain_text("Welcome, Ana")


def test_what_falls_back_says_why(preview: Preview, page: Page) -> None:
    preview.replace("templates/welcome/copy/fr.yaml", "preheader:", "preface:")
    page.goto(preview.url(id="welcome", locale="fr"))
    expect(page.get_by_role("region", name="Envelope")).to_contain_text("Shown in en: fr lacks preheader")


@pytest.mark.parametrize("machine", ["light", "dark"])
def test_colours_are_those_that_are_chosen_whatever_the_machine_prefers(
    preview: Preview, open_page: OpenPage, machine: str
) -> None:
    light, dark = Colour(241, 244, 249), Colour(16, 21, 29)
    page = open_page(color_scheme=machine)
    page.goto(preview.url(id="welcome"))
    body, words = message(page).locator("body"), message(page).locator("li").first
    ink = Colour(27, 37, 54)
    expect_painted(body, "background-color", light)
    expect_painted(words, "color", ink)
    # Or a browser that darkens every page would darken it.
    expect(message(page).locator("html")).to_have_css("color-scheme", "light only")

    choose(page, "Colours", "Dark")
    expect_painted(message(page).locator(".page"), "background-color", dark)
    choose(page, "Colours", "Forced dark")
    expect_painted(body, "background-color", darken_ground(light))
    expect_painted(words, "color", darken_ink(ink))
    # Another message is darkened as well, and its colours do not have to be learnt twice.
    page.keyboard.press("j")
    expect(message(page).locator("body")).to_contain_text("A head start")
    expect_painted(body, "background-color", darken_ground(light))
    choose(page, "Colours", "Light")
    expect_painted(body, "background-color", light)


def test_what_is_no_colour_is_refused(preview: Preview, page: Page, faults: Faults) -> None:
    page.goto(preview.url(id="welcome"))
    ask = "async (body) => (await import('/pages/scripts/api.js')).post('forced-dark', body).then(() => '', String)"
    bodies = [
        [],
        {"inks": [[0, 0, 0, 1]]},
        {"inks": [[1, 2]], "grounds": []},
        {"inks": [[256, 0, 0, 1]], "grounds": []},
    ]
    assert [page.evaluate(ask, body) for body in bodies] == ["Error: These are no colours."] * len(bodies)
    faults.forgive("400")


def test_images_are_left_out_shown_anew_and_words_enlarged(preview: Preview, page: Page) -> None:
    picture = preview.root / "templates/welcome/cloud.png"
    picture.write_bytes(png(30, 20, 200))
    add(preview, '<mj-image src="cloud.png" alt="A cloud" width="30px" />')
    add(preview, '<mj-raw><div class="sky" style="background: #eee url(cloud.png)">Sky</div></mj-raw>')
    chosen = "background-image: image-set('cloud.png' 1x, url(cloud.png) type('image/png') 2x, 'a)b.png' 3x"
    add(preview, f'<mj-raw><div class="sea" style="{chosen}); opacity: 0.5">Sea</div></mj-raw>')
    add(
        preview,
        f'<mj-raw><div class="sun" style="{chosen.replace("image-set", "-webkit-image-set")}">Sun</div></mj-raw>',
    )
    page.goto(preview.url(id="welcome"))
    image = message(page).get_by_alt_text("A cloud")
    expect(image).to_have_js_property("naturalWidth", 30)

    # Saved again under its name, it is another one.
    picture.write_bytes(png(40, 20, 90))
    expect(image).to_have_js_property("naturalWidth", 40)

    page.get_by_role("button", name="Images off").click()
    expect(image).not_to_have_attribute("src", re.compile(""))
    expect(message(page).locator(".sky")).to_have_css("background-image", "none")
    expect(message(page).locator(".sky")).to_have_css("background-color", "rgb(238, 238, 238)")
    for name in (".sea", ".sun"):
        expect(message(page).locator(name)).to_have_css("background-image", "none")
    expect(message(page).locator(".sea")).to_have_css("opacity", "0.5")

    words = message(page).locator("li").first
    size = float(style_of(words, "fontSize").removesuffix("px"))
    page.get_by_role("button", name="Text at 200").click()
    expect(words).to_have_css("font-size", f"{size * 2:g}px")


def test_the_width_is_dragged_and_moved_with_keys(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome", width="400"))
    handle, frame = page.get_by_role("separator").last, page.locator("main iframe")
    expect(handle).to_have_attribute("aria-valuenow", "400")
    box = handle.bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 30, box["y"] + 40)
    # While it is dragged it is shown, and the middle stays where it is.
    expect(handle).to_have_attribute("aria-valuenow", "450")
    page.mouse.up()
    expect(page).to_have_url(re.compile("width=450"))
    handle.press("ArrowLeft")
    expect(page).to_have_url(re.compile("width=440"))
    expect(handle).to_be_focused()
    expect(frame).to_have_js_property("clientWidth", 440)
    handle.dblclick()
    expect(page).not_to_have_url(re.compile("width="))

    # What is wider than there is room is seen whole.
    page.goto(preview.url(id="welcome", width="1200"))
    expect(page.locator("main .size")).to_contain_text(re.compile("1200 px, drawn at [56]. %"))
    assert frame.evaluate("(element) => element.contentWindow.innerWidth") == 1200
    expect(frame).to_be_in_viewport()
    assert page.locator("main .scroll").evaluate("(element) => element.scrollWidth === element.clientWidth")


def test_links_say_where_they_lead_and_lead_nowhere(preview: Preview, page: Page) -> None:
    add(preview, '<mj-text><a href="ftp://nimbus.example/">Fetch</a></mj-text>')
    page.goto(preview.url(id="welcome"))
    address, line = page.url, page.locator("main .links")
    link = message(page).get_by_role("link", name="Start my first project")
    link.hover()
    expect(line).to_contain_text("https://nimbus.example/projects/new")
    expect(line.get_by_role("link")).to_have_count(0)
    link.click()
    opening = line.get_by_role("link", name="Open in a new tab")
    expect(opening).to_have_attribute("href", "https://nimbus.example/projects/new")
    expect(opening).to_have_attribute("rel", re.compile("noopener"))
    link.press("Enter")
    link.click(button="middle")
    message(page).get_by_role("link", name="Fetch").click()
    expect(line).to_contain_text("ftp://nimbus.example/")
    expect(opening).to_have_count(0)
    expect(message(page).locator("li")).to_have_count(3)
    assert page.context.pages == [page]
    assert page.url.startswith(address)
    line.get_by_role("button", name="Close").click()
    expect(line).to_be_hidden()


def test_a_save_changes_what_is_new_and_nothing_else(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    item, scroll = message(page).locator("li").first, page.locator("main .scroll")
    expect(item).to_contain_text("Start a project")
    scroll.evaluate("(element) => element.scrollTo(0, 300)")
    item.evaluate("(element) => { element.ownerDocument.kept = element; }")
    preview.replace(COPY, "Start a project", "Begin a project")
    expect(item).to_contain_text("Begin a project")
    assert item.evaluate("(element) => element === element.ownerDocument.kept")
    assert scroll.evaluate("(element) => element.scrollTop") == 300

    # What cannot be rendered says so where it is, above what it was before, and recovers.
    preview.replace(TEMPLATE, "{{ t.body }}", "{{ t.bodi }}")
    wrong = page.get_by_role("region", name="What is wrong")
    expect(wrong).to_contain_text("The copy has no bodi.")
    expect(wrong).to_contain_text("Did you mean body?")
    expect(wrong.locator("mark")).to_have_text("bodi")
    expect(wrong.get_by_role("link", name="templates/welcome/email.mjml:10:15")).to_have_attribute(
        "href", re.compile("^vscode://file/.*/email.mjml:10:15$")
    )
    expect(wrong).to_contain_text("Below is the message as it was before.")
    expect(item).to_contain_text("Begin a project")
    preview.replace(TEMPLATE, "{{ t.bodi }}", "{{ t.body }}")
    expect(wrong).to_be_hidden()
    assert item.evaluate("(element) => element === element.ownerDocument.kept")


def test_a_mark_takes_no_room_and_goes_without_a_trace(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    item = message(page).locator("li").last
    expect(item).to_be_visible()
    facts = """(element) => {
      const {x, y, width, height} = element.getBoundingClientRect();
      return [x, y, width, height, element.ownerDocument.documentElement.outerHTML];
    }"""
    before = item.evaluate(facts)
    place = item.evaluate(
        """(element) => {
          const place = [];
          for (; element.parentElement; element = element.parentElement) {
            place.unshift([...element.parentElement.children].indexOf(element));
          }
          return place;
        }"""
    )
    mark = "async (places) => (await import('/pages/scripts/main.js')).app.mark(places)"
    page.evaluate(mark, [place])
    expect(item).to_have_css("outline-style", "solid")
    expect(message(page).locator("li").first).to_have_css("outline-style", "none")
    expect(item).to_be_in_viewport()
    assert item.evaluate(facts) == before
    page.evaluate(mark, None)
    expect(item).to_have_css("outline-style", "none")


def test_short_channels_have_their_words_and_no_frame(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="password-reset", channel="sms"))
    text = page.get_by_role("figure")
    expect(text).to_contain_text("Nimbus: for a new password, open this link within 15 min")
    expect(text).to_contain_text("134 characters in GSM-7, 1 segment")
    expect(page.locator("main iframe")).to_be_hidden()
    choose(page, "Channel", "E-mail")
    expect(message(page).locator("body")).to_contain_text("Choose a new password")
    expect(text).to_be_hidden()
    page.goto(preview.url(id="first-project", channel="in_app"))
    expect(text.locator(".title")).to_have_text("A head start on your first project")
    expect(text.get_by_role("definition")).to_have_text("See the plans")
