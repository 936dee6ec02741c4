"""Each check finds its fault: pages with one fault each, and a good one in which none finds any."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.chromium import MISSING, find_chromium
from tests.browser.faults import (
    find_faint_text,
    find_overhang,
    find_requests,
    find_small_text,
    find_unmirrored,
    find_wrong_language,
)
from tests.browser.screen import Screen, Setting, View

NARROW = Setting(320)
DARK = Setting(320, "dark")
LARGE = Setting(640, large_text=True)

STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/24px sans-serif; color: #222222; background-color: #ffffff; }
@media (prefers-color-scheme: dark) { body { color: #eeeeee; background-color: #111111; } }
"""


def page(body: str, *, lang: str = "en", direction: str = "ltr", style: str = STYLE) -> str:
    """A whole document around what is in its body."""
    head = f'<meta charset="utf-8"><title>A page</title><style>{style}</style>'
    frame = f'<div lang="{lang}" dir="{direction}">{body}</div>'
    return f'<!doctype html><html lang="{lang}" dir="{direction}"><head>{head}</head><body>{frame}</body></html>'


GOOD = """
<div style="display: none; font-size: 1px; color: #ffffff;">For the inbox</div>
<div style="max-height: 0; overflow: hidden; font-size: 0; color: #ffffff;">For the inbox &#847; &zwnj; &nbsp;</div>
<h1>Hello</h1>
<p>Some words that are long enough to need more than a single line on a narrow screen.</p>
<table role="presentation" width="100%"><tr><td style="font-size: 0; line-height: 12px;">&nbsp;</td></tr></table>
<p style="text-align: center;"><a href="https://acme.example">Centred</a></p>
<table width="100%"><tr><td>Paper</td><td align="right">12</td></tr></table>
"""
MIRRORED = """
<h1>مرحبا</h1>
<p>كلمات <span dir="ltr">ana@acme.example</span> أخرى</p>
<p style="text-align: center;">في الوسط</p>
<p dir="ltr" style="text-align: left;">ana@acme.example</p>
<table width="100%"><tr><td>ورق</td><td align="left">12</td></tr></table>
"""
LEFT_TO_RIGHT = """
<h1>Hello</h1>
<p>Some words</p>
<p>In the middle</p>
<p>ana@acme.example</p>
<table width="100%"><tr><td>Paper</td><td align="right">12</td></tr></table>
"""


@pytest.fixture(scope="module")
def screens(browser: Browser) -> dict[Setting, Screen]:
    return {setting: Screen(browser, setting) for setting in (NARROW, DARK, LARGE)}


def look(screens: dict[Setting, Screen], html: str, setting: Setting = NARROW) -> View:
    screens[setting].show(html)
    return screens[setting].measure()


def find_all(view: View) -> Iterator[str]:
    yield from find_overhang(view)
    yield from find_small_text(view)
    yield from find_faint_text(view)
    yield from find_wrong_language(view, "en", "ltr")
    yield from find_requests(view)


@pytest.mark.parametrize("setting", [NARROW, DARK, LARGE], ids=str)
def test_a_good_page_has_no_fault(screens: dict[Setting, Screen], setting: Setting) -> None:
    view = look(screens, page(GOOD), setting)
    assert list(find_all(view)) == []
    assert screens[setting].audit() == []
    assert [text.words for text in view.texts][0::2] == [
        "Hello",
        "Centred",
        "12",
    ]
    assert {text.size for text in view.texts} == ({32.0, 64.0} if setting.large_text else {16.0, 32.0})


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        pytest.param(
            '<table width="360" cellspacing="0" cellpadding="0"><tr><td>Wide</td></tr></table>',
            "it scrolls sideways: 360 px are wide, and 320 px are there",
            id="wider than the screen",
        ),
        pytest.param(
            '<div style="position: relative; left: -20px;">Left</div>',
            "`Left` sticks out by 20.0 px",
            id="beyond the left edge, where nothing scrolls",
        ),
        pytest.param(
            '<div style="overflow: hidden; width: 100px;"><div style="width: 130px;">Words</div></div>',
            "`<div> Words` sticks out by 30.0 px",
            id="cut off at the side",
        ),
        pytest.param(
            '<div style="overflow: hidden; height: 24px;">One<br>Two</div>',
            "`Two` sticks out by 1",
            id="cut off below",
        ),
        pytest.param(
            '<p style="white-space: nowrap; width: 100px; overflow: hidden;">Words that are not broken at all</p>',
            "`Words that are not broken at all` sticks out by ",
            id="a line cut off",
        ),
    ],
)
def test_what_sticks_out_is_found(screens: dict[Setting, Screen], body: str, fault: str) -> None:
    found = list(find_all(look(screens, page(body))))
    assert any(line.startswith(fault) for line in found), found


def test_what_sticks_out_once_text_is_large_is_found(screens: dict[Setting, Screen]) -> None:
    html = page('<div style="white-space: nowrap;">Some forty characters in one single line, no more</div>')
    assert list(find_overhang(look(screens, html, Setting(320)))) != []
    html = page('<div style="width: 400px; white-space: nowrap;">Some forty characters in one single line</div>')
    large = look(screens, html, LARGE)
    assert large.texts[0].box[2] - large.texts[0].box[0] > 400
    html = page(
        '<div style="white-space: nowrap;">Some sixty characters in one single line, which is fine so far</div>'
    )
    assert any(line.startswith("it scrolls sideways") for line in find_all(look(screens, html, LARGE)))


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ('<p style="font-size: 13px;">Small print</p>', "`Small print` is 13 px, and at least 14 px are needed"),
        ('<p><small style="font-size: 0.8em;">Small</small></p>', "`Small` is 12.8 px, and at least 14 px are needed"),
        ('<p style="font-size: 0;">Nothing</p>', "`Nothing` is 0 px, and at least 14 px are needed"),
    ],
)
def test_small_text_is_found(screens: dict[Setting, Screen], body: str, fault: str) -> None:
    assert list(find_all(look(screens, page(body)))) == [fault]


@pytest.mark.parametrize(
    ("body", "ratio", "pair"),
    [
        pytest.param('<p style="color: #777777;">Words</p>', 4.48, "#777777 on #ffffff", id="just too faint"),
        pytest.param(
            '<table><tr><td bgcolor="#3a56c5" style="color: #000000">Words</td></tr></table>',
            3.32,
            "#000000 on #3a56c5",
            id="an attribute for the background",
        ),
        pytest.param(
            '<p style="color: rgba(0, 0, 0, 0.5);">Words</p>', 3.98, "#808080 on #ffffff", id="ink with alpha"
        ),
        pytest.param(
            '<div style="background-color: rgba(0, 0, 0, 0.5); color: #ffffff;"><p>Words</p></div>',
            3.98,
            "#ffffff on #808080",
            id="a background with alpha",
        ),
        pytest.param(
            '<div style="opacity: 0.5;"><p style="background-color: #ffffff; color: #000000;">Words</p></div>',
            3.98,
            "#808080 on #ffffff",
            id="faded as a whole",
        ),
        pytest.param(
            '<p style="background: linear-gradient(90deg, #000000, #ffffff); color: #767676;">Words</p>',
            1.0,
            "#767676 on ",
            id="a gradient that passes the ink",
        ),
        pytest.param(
            '<p style="background: linear-gradient(90deg, #000000, #555555); color: #aaaaaa;">Words</p>',
            3.21,
            "#aaaaaa on #555555",
            id="the worst end of a gradient",
        ),
        pytest.param(
            '<p style="background: #ffffff url(data:image/gif;base64,R0lGODlhAQABAAAAACw=); color: #ffffff;">Words</p>',
            1.0,
            "#ffffff on #ffffff",
            id="a picture that may not be shown",
        ),
    ],
)
def test_faint_text_is_found(screens: dict[Setting, Screen], body: str, ratio: float, pair: str) -> None:
    (found,) = find_all(look(screens, page(body)))
    assert found.startswith(f"`Words` has a contrast of {ratio:.2f}:1, {pair}")


def test_text_that_is_faint_in_the_dark_only_is_found(screens: dict[Setting, Screen]) -> None:
    html = page('<p style="color: #3a56c5;">Words</p>')
    assert list(find_faint_text(look(screens, html))) == []
    (found,) = find_faint_text(look(screens, html, DARK))
    assert "#3a56c5 on #111111" in found


def test_the_browser_fills_a_page_that_has_no_background(screens: dict[Setting, Screen]) -> None:
    html = page("<p>Words</p>", style=":root { color-scheme: light dark; }")
    (light,), (dark,) = look(screens, html).texts, look(screens, html, DARK).texts
    assert (light.colour, light.background) == ("#000000", "#ffffff")
    assert (dark.colour, dark.background) == ("#ffffff", "#121212")


@pytest.mark.parametrize(
    ("lang", "direction", "fault"),
    [
        ("fr", "ltr", 'the document has lang="fr", and is in `en`'),
        ("en", "rtl", 'the document has dir="rtl", and `en` is written ltr'),
    ],
)
def test_a_wrong_language_is_found(screens: dict[Setting, Screen], lang: str, direction: str, fault: str) -> None:
    assert list(find_all(look(screens, page("<p>Words</p>", lang=lang, direction=direction)))) == [fault]


def unmirrored(screens: dict[Setting, Screen], body: str, model: str) -> list[str]:
    left = look(screens, page(model))
    return list(find_unmirrored(look(screens, page(body, lang="ar", direction="rtl")), left))


def test_a_mirrored_page_has_no_fault(screens: dict[Setting, Screen]) -> None:
    assert unmirrored(screens, MIRRORED, LEFT_TO_RIGHT) == []


BUTTON = '<table width="100%%"><tr><td align="%s"><table><tr><td>%s</td></tr></table></td></tr></table>'


@pytest.mark.parametrize(
    ("body", "model", "fault"),
    [
        pytest.param(
            '<div style="direction: ltr; text-align: right;">كلمات</div>',
            "<div>Words</div>",
            "`كلمات` runs from left to right",
            id="runs the wrong way",
        ),
        pytest.param(
            '<div dir="rtl" style="direction: ltr; text-align: right;">كلمات</div>',
            "<div>Words</div>",
            "`كلمات` runs from left to right",
            id="says what the whole page says, and does something else",
        ),
        pytest.param(
            '<p style="text-align: left;">كلمات</p>',
            '<p style="text-align: left;">Words</p>',
            "`كلمات` is on the left",
            id="aligned to the left in every language",
        ),
        pytest.param(
            BUTTON % ("left", "كلمات"), BUTTON % ("left", "Words"), "`كلمات` is on the left", id="a button on the left"
        ),
    ],
)
def test_what_is_not_mirrored_is_found(screens: dict[Setting, Screen], body: str, model: str, fault: str) -> None:
    assert fault in unmirrored(screens, body, model)


def test_a_button_that_is_mirrored_is_no_fault(screens: dict[Setting, Screen]) -> None:
    assert unmirrored(screens, BUTTON % ("right", "كلمات"), BUTTON % ("left", "Words")) == []


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=" width="9" height="9">', "image-alt (critical)"),
        ('<a href="https://acme.example"></a>', "link-name (serious)"),
    ],
)
def test_what_axe_finds_is_a_fault(screens: dict[Setting, Screen], body: str, rule: str) -> None:
    look(screens, page(f"<p>Words</p>{body}"))
    (found,) = screens[NARROW].audit()
    assert found.startswith(rule)


def test_what_is_fetched_is_found_and_refused(screens: dict[Setting, Screen]) -> None:
    html = page('<img src="https://acme.example/logo.png" alt="Acme">')
    assert list(find_all(look(screens, html))) == ["it fetches https://acme.example/logo.png"]
    assert list(find_all(look(screens, page(GOOD)))) == []


def test_the_browser_can_be_named(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bin")
    monkeypatch.setenv("PATH", str(folder))
    monkeypatch.delenv("NOTIFY_CHROMIUM", raising=False)
    assert find_chromium() is None
    for name in ("chromium", "mine"):
        (folder / name).write_text("#!/bin/sh\n")
        (folder / name).chmod(0o755)
    assert find_chromium() == str(folder / "chromium")
    monkeypatch.setenv("NOTIFY_CHROMIUM", str(folder / "mine"))
    assert find_chromium() == str(folder / "mine")
    assert "apt-get install chromium" in MISSING
