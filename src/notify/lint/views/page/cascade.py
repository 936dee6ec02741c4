"""What is said of each element of a page, in the order in which it counts: attributes, style sheets, its own style.

The order is that of w3.org/TR/css-cascade-4/#cascade-sort; the colours of links, and in the dark, are Chromium's.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import cssselect2
from lxml.etree import _Element as Element

from notify.lint.views.page.colour import BLACK, WHITE, read_colour
from notify.lint.views.page.declaration import Declarations, Picture, read_style
from notify.lint.views.page.look import Around, Look, Said, work_out
from notify.lint.views.page.media import Setting
from notify.lint.views.page.sheet import Sheets, read_sheets
from notify.render.markup.forced_dark import Colour

_FONT_SIZES: Final = {str(number): size for number, size in enumerate((10, 13, 16, 18, 24, 32, 48), start=1)}
_GROUND_HINTS: Final = frozenset({"body", "table", "tbody", "td", "tfoot", "th", "thead", "tr"})
_DARK_GROUND: Final = Colour(18, 18, 18)
_LINK: Final = Colour(0, 0, 238)
_DARK_LINK: Final = Colour(158, 158, 255)
# What says nothing of how an element looks; the rest is part of what it is remembered by.
_WORDS: Final = frozenset({"alt", "aria-label", "href", "src", "title"})


@dataclass(frozen=True)
class Page:
    """A page in one setting: what is behind everything on it, and each of its elements with its look, in order."""

    canvas: Colour
    looks: Mapping[Element, Look]


def lay_out(root: Element, setting: Setting) -> Page:
    """The looks of the elements of a document that lxml has read."""
    sheets = read_sheets(tuple(_sheets_in(root)), setting)
    tree = cssselect2.ElementWrapper.from_html_root(root)
    if setting.dark and _bears_dark(root, tree, sheets):
        around = Around(_DARK_GROUND, Look(ink=WHITE), _DARK_LINK)
    else:
        around = Around(WHITE, Look(ink=BLACK), _LINK)
    return Page(
        around.canvas, dict(_remembered(root, sheets, around) if sheets.plain else _looks(tree, sheets, around))
    )


def _looks(tree: Any, sheets: Sheets, page: Around) -> Iterator[tuple[Element, Look]]:
    looks: dict[Any, Look] = {}
    for element in tree.iter_subtree():
        around = looks[element.parent.etree_element] if element.parent is not None else page.start
        looks[element.etree_element] = _look(element, sheets, around, page)
    yield from looks.items()


def _remembered(root: Element, sheets: Sheets, page: Around) -> Iterator[tuple[Element, Look]]:
    """The same where only what an element is in decides: messages of one layout have most of their looks in common."""
    known = sheets.known.setdefault(page, {})
    here: dict[Any, tuple[int, Look]] = {}
    wrappers: dict[Any, Any] = {}
    for element in root.iter("*"):
        parent = element.getparent()
        number, around = here[parent] if parent is not None else (0, page.start)
        said = tuple(pair if pair[0] not in _WORDS else pair[0] for pair in element.items())
        key = (number, element.tag, said)
        if key not in known:
            known[key] = len(known) + 1, _look(_wrap(element, wrappers), sheets, around, page)
        here[element] = known[key]
        yield element, known[key][1]


def _wrap(element: Any, wrappers: dict[Any, Any]) -> Any:
    """An element as selectors see it that only look at what it is in."""
    if element not in wrappers:
        parent = element.getparent()
        around = None if parent is None else _wrap(parent, wrappers)
        wrappers[element] = cssselect2.ElementWrapper(element, around, 0, None, in_html_document=True)
    return wrappers[element]


def _look(element: Any, sheets: Sheets, around: Look, page: Around) -> Look:
    said: dict[str, Any] = {}
    selectors: dict[str, str] = {}
    for selector, values in _said(element, sheets):
        said |= values
        selectors |= dict.fromkeys(values, selector)
    return work_out(element.local_name, element.etree_element.attrib, Said(said, selectors), around, page)


def _sheets_in(root: Any) -> Iterator[tuple[str, str]]:
    for style in root.iter("style"):
        yield style.get("media", "all"), style.text or ""


def _bears_dark(root: Element, tree: Any, sheets: Sheets) -> bool:
    """Whether a page has colours of its own for the dark: w3.org/TR/css-color-adjust-1/#color-scheme-prop"""
    said = {word for _, value in _said(tree, sheets) for word in value.get("color-scheme", ())}
    for meta in root.iter("meta"):
        if meta.get("name", "").lower() == "color-scheme":
            said |= set(meta.get("content", "").lower().split())
    return "dark" in said


def _said(element: Any, sheets: Sheets) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """All that is said of an element, the weakest first, and the selector of the rule that says it, if one does."""
    yield "", _hints(element)
    rules: list[Declarations] = []
    # A selector of a thousand parts is one that nobody wrote for people.
    with suppress(RecursionError):
        rules = [found[3] for found in sheets.matcher.match(element)]
    style = element.etree_element.get("style")
    own = read_style(style) if style else None
    yield from ((rule.selector, rule.normal) for rule in rules)
    if own:
        yield "", own.normal
    yield from ((rule.selector, rule.important) for rule in rules)
    if own:
        yield "", own.important


def _hints(element: Any) -> dict[str, Any]:
    """What attributes of HTML 4 say, which weighs less than any rule."""
    said: dict[str, Any] = {}
    name, attributes = element.local_name, element.etree_element.attrib
    if name in _GROUND_HINTS and isinstance(ground := _hinted(attributes.get("bgcolor")), Colour):
        said["background-color"] = ground
    if name in _GROUND_HINTS and attributes.get("background"):
        said["background-image"] = Picture(fetched=True)
    ink = attributes.get("color") if name == "font" else attributes.get("text") if name == "body" else None
    if isinstance(colour := _hinted(ink), Colour):
        said["color"] = colour
    if name == "font" and (size := _FONT_SIZES.get(attributes.get("size", ""))):
        said["font-size"] = size
    return said


def _hinted(written: str | None) -> Colour | str | None:
    """A colour as attributes have it, where the `#` may be missing."""
    text = (written or "").strip()
    return (read_colour(text) or read_colour(f"#{text}")) if text else None
