"""A screen to look at pages on: of some width and colour scheme, with no network behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from axe_playwright_python.base import AXE_FILE_PATH
from playwright.sync_api import Browser, Route

Scheme = Literal["light", "dark"]
Side = Literal["start", "center", "end"]

_HERE: Final = Path(__file__).parent
_HEIGHT: Final = 800

# Its impact says how badly a rule's fault hurts; below `serious` are matters of taste for an e-mail, such as landmarks.
_GRAVE: Final = frozenset({"serious", "critical"})


@dataclass(frozen=True)
class Setting:
    """How somebody looks at a page: how wide (in CSS pixels), light or dark, and with text of twice the size or not."""

    width: int
    scheme: Scheme = "light"
    large_text: bool = False

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}" + (", text at 200 %" if self.large_text else "")


@dataclass(frozen=True)
class Text:
    """A piece of text that can be seen: a text node.

    `size` is in CSS pixels. `colour` and `background` are as they are seen, after everything transparent on the way;
    `contrast` is that of WCAG between them, 1 to 21. `box` is left, top, right and bottom on the screen. `direction` is
    that of its block, `side` where its lines are aligned to, seen from where lines start in the language of the page.
    `marked` says that its direction is marked up. `path` leads to its block from the body.
    """

    words: str
    size: float
    colour: str
    background: str
    contrast: float
    box: tuple[float, float, float, float]
    direction: str
    side: Side
    marked: bool
    path: str


@dataclass(frozen=True)
class Box:
    """A table or picture that is alone in its place and narrower than it; the fields are those of a Text."""

    words: str
    side: Side
    marked: bool
    path: str


@dataclass(frozen=True)
class Overhang:
    """Something that sticks out of the screen, or of a box that cuts it off, by so many CSS pixels."""

    what: str
    by: float


@dataclass(frozen=True)
class View:
    """What is seen of a page in some setting.

    `lang` and `dir` are the document's attributes, `direction` what follows from them. `scroll_width` is how wide the
    content is, in CSS pixels. `requests` are the addresses that it asked for, in vain.
    """

    setting: Setting
    lang: str
    dir: str
    direction: str
    scroll_width: float
    texts: Sequence[Text]
    boxes: Sequence[Box]
    overhang: Sequence[Overhang]
    requests: Sequence[str]


class Screen:
    """A page of a browser that is used again for one document after the other."""

    def __init__(self, browser: Browser, setting: Setting) -> None:
        self.setting = setting
        self._requests: list[str] = []
        context = browser.new_context(
            viewport={"width": setting.width, "height": _HEIGHT}, color_scheme=setting.scheme, service_workers="block"
        )
        context.route("**/*", self._refuse)
        self._page = context.new_page()

    def show(self, html: str) -> None:
        """Shows a document in the place of the one before."""
        self._requests.clear()
        self._page.set_content(html)
        if self.setting.large_text:
            self._page.evaluate(_script("enlarge.js"))

    def measure(self) -> View:
        """What is seen of the document that is shown."""
        seen = self._page.evaluate(_script("measure.js"))
        return View(
            self.setting,
            lang=seen["lang"],
            dir=seen["dir"],
            direction=seen["direction"],
            scroll_width=seen["scrollWidth"],
            texts=[Text(**text) for text in seen["texts"]],
            boxes=[Box(**box) for box in seen["boxes"]],
            overhang=[Overhang(**one) for one in seen["overhang"]],
            requests=list(self._requests),
        )

    def audit(self) -> list[str]:
        """What axe-core finds that hurts seriously: the rule, what it asks for, and where."""
        # Documents are written into the same window: what was loaded once stays.
        if self._page.evaluate("typeof axe") == "undefined":
            self._page.evaluate(_axe())
        found = self._page.evaluate("() => axe.run({resultTypes: ['violations']}).then((result) => result.violations)")
        return [_describe(violation, node) for violation in found for node in violation["nodes"] if _is_grave(node)]

    def photograph(self) -> bytes:
        """A picture of the whole document, however long it is: PNG."""
        return self._page.screenshot(full_page=True)

    def _refuse(self, route: Route) -> None:
        self._requests.append(route.request.url)
        route.abort()


def _is_grave(node: Any) -> bool:
    return node["impact"] in _GRAVE


def _describe(violation: Any, node: Any) -> str:
    return f"{violation['id']} ({node['impact']}): {violation['help']}, at {node['html'][:160]}"


@cache
def _script(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _axe() -> str:
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")
