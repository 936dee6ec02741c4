"""Forced dark, held to what Chromium's automatic dark theme makes of the same colours."""

import base64
import itertools
from typing import Final

import pytest
from playwright.sync_api import Playwright, sync_playwright

from notify.render.markup.forced_dark import Colour, darken_ground, darken_ink
from tests.browser.chromium import launch_chromium

COLOURS: Final = [
    *(Colour(*parts) for parts in itertools.product((0, 64, 128, 200, 255), repeat=3)),
    *(Colour(part, part, part) for part in range(0, 256, 15)),
]


def written(colour: Colour) -> str:
    return "#" + "".join(f"{int(part):02x}" for part in colour[:3])


@pytest.fixture(scope="module")
def darkened(chromium: str) -> tuple[list[Colour], list[Colour]]:
    """What Chromium's automatic dark theme makes of each colour, behind words and as their own."""
    flags = ("--force-dark-mode", "--enable-features=WebContentsForceDark", "--force-color-profile=srgb")
    with sync_playwright() as playwright:
        picture = photograph(playwright, chromium, *flags)
        with launch_chromium(playwright, chromium) as plain:
            # The picture is read by a browser that does nothing to it.
            page = plain.new_page()
            rows = page.evaluate(
                """async (source) => {
                  const image = new Image();
                  image.src = source;
                  await image.decode();
                  const canvas = new OffscreenCanvas(image.width, image.height);
                  const context = canvas.getContext("2d");
                  context.drawImage(image, 0, 0);
                  const pixel = (row) => [...context.getImageData(100, row * 20 + 10, 1, 1).data].slice(0, 3);
                  return Array.from({length: image.height / 20}, (_, row) => pixel(row));
                }""",
                f"data:image/png;base64,{base64.b64encode(picture).decode()}",
            )
    colours = [Colour(*row) for row in rows]
    return colours[: len(COLOURS)], colours[len(COLOURS) : 2 * len(COLOURS)]


def photograph(playwright: Playwright, chromium: str, *flags: str) -> bytes:
    """A row for each colour behind words, and then one for each that words have: letters that fill their box."""
    grounds = (f'<div style="background: {written(colour)}"></div>' for colour in COLOURS)
    inks = (f'<div style="color: {written(colour)}">{"█" * 9}</div>' for colour in COLOURS)
    style = "body { margin: 0 } div { height: 20px; font-size: 60px; line-height: 20px; overflow: hidden }"
    with launch_chromium(playwright, chromium, *flags) as browser:
        page = browser.new_page(viewport={"width": 200, "height": 800})
        page.set_content(f"<!doctype html><style>{style}</style>{''.join(grounds)}{''.join(inks)}")
        return page.screenshot(full_page=True)


def far_apart(one: Colour, other: Colour) -> bool:
    # Chromium counts in other steps: of the brightest colours, the weakest part differs by up to 6 of 255.
    return max(abs(a - b) for a, b in zip(one[:3], other[:3], strict=True)) > 6


def test_forced_dark_makes_of_what_is_behind_words_what_chromium_does(
    darkened: tuple[list[Colour], list[Colour]],
) -> None:
    assert [
        f"{written(colour)}: {written(darken_ground(colour))}, Chromium {written(theirs)}"
        for colour, theirs in zip(COLOURS, darkened[0], strict=True)
        if far_apart(darken_ground(colour), theirs)
    ] == []


def test_forced_dark_makes_of_words_what_chromium_does(darkened: tuple[list[Colour], list[Colour]]) -> None:
    assert [
        f"{written(colour)}: {written(darken_ink(colour))}, Chromium {written(theirs)}"
        for colour, theirs in zip(COLOURS, darkened[1], strict=True)
        if far_apart(darken_ink(colour), theirs)
    ] == []
