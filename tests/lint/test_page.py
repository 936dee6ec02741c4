"""What the linter sees of a page, held to what Chromium shows of it: each text, its size, colours and contrast."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from lxml.html import HTMLParser, document_fromstring
from playwright.sync_api import Browser

from notify.catalogue.load import load_workspace
from notify.lint.views.page.cascade import lay_out
from notify.lint.views.page.colour import UNKNOWN, hexadecimal, read_colour
from notify.lint.views.page.media import Setting
from notify.lint.views.page.writing import Writing, read_writings
from notify.render.message import Email
from notify.render.render import Renderer
from notify.render.selection import ALL, Wish, select_requests
from tests.browser.screen import Screen
from tests.browser.screen import Setting as Light
from tests.lint.test_wellmade import WORKSPACES
from tests.shipped.messages import NOW

PAGES: Final = sorted((Path(__file__).parent / "pages").glob("*.html"))

# What a screen shows nothing of, as `measure.js` counts it.
_UNSEEN: Final = re.compile(r"[\s\u00a0\u00ad\u034f\u200b-\u200f\u2007\u2060\ufeff]+")

# A text: its words, its size in pixels, its colour, the colour behind it, and their contrast.
Seen = tuple[str, float | None, str | None, str | None, float | None]


@pytest.fixture
def screens(browser: Browser) -> dict[bool, Screen]:
    """A screen in the light, and one in the dark (True).

    New ones for each kind of page: in a window that was told of dark colours once, all later pages have them.
    """
    return {False: Screen(browser, Light(640)), True: Screen(browser, Light(640, "dark"))}


def read_page(html: str, *, dark: bool = False, width: int = 640) -> list[Writing]:
    root = document_fromstring(html, parser=HTMLParser(huge_tree=True))
    page = lay_out(root, Setting(dark=dark, width=width))
    return [writing for _, writing in read_writings(root, page, lambda text: (text,))]


def seen_by_us(html: str, *, dark: bool) -> list[Seen]:
    return [describe(writing) for writing in read_page(html, dark=dark)]


def describe(writing: Writing) -> Seen:
    reading, words = writing.reading, _UNSEEN.sub(" ", writing.words).strip()
    if reading is None:
        return words, writing.size, None, None, None
    return words, writing.size, hexadecimal(reading.ink), hexadecimal(reading.ground), reading.ratio


def seen_in_chromium(html: str, screen: Screen) -> list[Seen]:
    screen.show(html)
    return [(text.words, text.size, text.colour, text.background, text.contrast) for text in screen.measure().texts]


def compare(html: str, screens: dict[bool, Screen]) -> None:
    for dark, screen in screens.items():
        ours, theirs = seen_by_us(html, dark=dark), seen_in_chromium(html, screen)
        assert [one[0] for one in ours] == [one[0] for one in theirs]
        for one, other in zip(ours, theirs, strict=True):
            assert one[2:4] == other[2:4], one[0]
            assert [one[1], one[4]] == pytest.approx([other[1], other[4]], abs=0.01), one[0]


def emails_of(folder: Path) -> Iterator[Email]:
    workspace = load_workspace(folder)
    wish = Wish(channels=["email"], locales=[ALL], samples=[ALL], named=False)
    renderer = Renderer(workspace, NOW)
    for request in select_requests(workspace, list(workspace.catalogue.notifications.values()), wish).requests:
        message = renderer.render(request.notification, request.channel, request.locale, request.sample, request.layers)
        assert isinstance(message, Email)
        yield message


@pytest.mark.parametrize("folder", WORKSPACES, ids=lambda folder: folder.name)
def test_each_text_of_the_well_made_workspaces_is_too(folder: Path, screens: dict[bool, Screen]) -> None:
    for email in emails_of(folder):
        compare(email.html, screens)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_text_of_pages_full_of_odd_styles_is_too(path: Path, screens: dict[bool, Screen]) -> None:
    compare(path.read_text(encoding="utf-8"), screens)


def test_on_a_narrow_screen_other_rules_hold() -> None:
    html = "<style>@media (max-width: 400px) { p { color: #123456 } }</style><p>words</p>"
    found = {width: read_page(html, width=width)[0].reading for width in (320, 640)}
    assert {width: reading and hexadecimal(reading.ink) for width, reading in found.items()} == {
        320: "#123456",
        640: "#000000",
    }


@pytest.mark.parametrize(
    "style", ["color: var(--brand)", "background: color-mix(in srgb, red, blue)", "color: CanvasText"]
)
def test_what_depends_on_something_else_is_not_guessed(style: str) -> None:
    (writing,) = read_page(f'<p style="{style}">words</p>')
    assert writing.reading is None


@pytest.mark.parametrize(
    "html",
    [
        "<p>one<p>two<td>three</b></table></div>",
        "<style>p { color: red; } @media { { } p { font-size: ; } } </style><p>one two three",
        "<style>@import 'x'; p { color: re\\d } p::bad::worse, a:nope(1) { color: red }</style><p>one two three",
        "<p style='color: rgb(; font: ; background: linear-gradient(); opacity: x'>one two three",
        "<!--[if mso]><v:rect><v:fill/><![endif]--><p>one</p><!--[if !mso]><!--><p>two three</p><!--<![endif]-->",
        "<body bgcolor='' text='none'><font size=99 color=>one two three</font>",
        "<div>" * 200 + "one two three",
    ],
)
def test_pages_as_people_write_them_are_read(html: str) -> None:
    words = " ".join(writing.words for writing in read_page(html))
    assert words.split() == ["one", "two", "three"]


def test_a_page_of_a_megabyte_is_read_in_one_go() -> None:
    row = '<tr><td style="color: #{0:06x}; background: #fff"><b>cell {0}</b></td></tr>'
    html = f"<style>td b {{ color: inherit }}</style><table>{''.join(row.format(number) for number in range(15000))}"
    assert len(html) > 1_000_000
    assert len(read_page(html)) == 15000


def test_gradients_on_gradients_are_painted_in_no_time() -> None:
    clear = "background: linear-gradient(rgba(240, 250, 255, .1), rgba(255, 255, 255, .2) 50%, rgba(255, 255, 200, .1))"
    for style in ("background: linear-gradient(#fff, #eee)", clear):
        (writing,) = read_page(f'<div style="{style}">' * 40 + "words")
        assert writing.reading
        assert writing.reading.ratio > 4.5


@pytest.mark.parametrize(
    ("style", "size", "ground"),
    [
        ("font-size: 20px; font-size: -5px", 20, "#ffffff"),
        ("font-size: 20px; font-size: 5", 20, "#ffffff"),
        ("font-size: 20px; font: 10px", 20, "#ffffff"),
        ("font: bold small Arial", 13, "#ffffff"),
        ("font: x-large/1.2 'Some Font', serif", 24, "#ffffff"),
        ("background: #eee; background: #000 #111", 16, "#eeeeee"),
        ("background: #eee; background: none", 16, "#ffffff"),
    ],
)
def test_what_a_browser_passes_over_does_not_count(style: str, size: float, ground: str) -> None:
    (writing,) = read_page(f'<p style="{style}">words</p>')
    assert writing.reading
    assert (writing.size, hexadecimal(writing.reading.ground)) == (size, ground)


@pytest.mark.parametrize(
    "css",
    [
        "@media{" * 2000,
        "p:is(" * 400,
        "p:has(" * 60 + ")" * 60 + "{ color: red }",
        "b ~ " * 1600 + "i { color: red }",
        "p { color: " + "calc(" * 3000 + "}",
    ],
)
def test_rules_that_nobody_writes_end_nothing(css: str) -> None:
    page = f"<style>p {{ color: #123456 }}\n{css}</style><p>words</p>{'<b></b>' * 1600}<i></i>"
    (writing,) = read_page(page)
    assert writing.reading
    assert hexadecimal(writing.reading.ink) in {"#123456", "#000000"}


@pytest.mark.parametrize(
    ("query", "held"),
    [
        ("(min-width: 40em)", True),
        ("(min-width: 41em)", False),
        ("(width >= 640px)", True),
        ("(width <= 639px)", False),
        ("screen and (max-width: 640px)", True),
        ("not screen", False),
        ("print, (min-width: 1px)", True),
        ("(hover: hover)", False),
    ],
)
def test_media_queries(query: str, held: bool) -> None:
    (writing,) = read_page(f"<style>@media {query} {{ p {{ color: #123456 }} }}</style><p>words</p>")
    assert writing.reading
    assert (hexadecimal(writing.reading.ink) == "#123456") is held


@pytest.mark.parametrize(
    ("written", "colour"),
    [
        ("#ABC", (170, 187, 204, 1)),
        ("#11223300", (17, 34, 51, 0)),
        ("rgb(1 2 3 / 50%)", (1, 2, 3, 0.5)),
        ("hsl(120deg 100% 25%)", (0, 128, 0, 1)),
        ("RebeccaPurple", (102, 51, 153, 1)),
        ("rgba(1,2,3,1.0.0)", None),
        ("oklch(60% 0.15 50)", UNKNOWN),
        ("bright", None),
        ("", None),
    ],
)
def test_colours_are_read(written: str, colour: tuple[int, int, int, float] | str | None) -> None:
    assert read_colour(written) == colour
