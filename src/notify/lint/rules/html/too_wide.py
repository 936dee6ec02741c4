"""HTM009: a message that is wider than what it is read in."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.readers import read_by
from notify.render.markup.elements import Start

# What the compiler makes a body without a `width`: documentation.mjml.io/#mj-body
_DEFAULT: Final = 600
_PIXELS: Final = re.compile(r"\s*(\d+)(?:\.\d+)?\s*(?:px)?\s*")
_STYLED: Final = re.compile(r"(?:^|[;\s])(?P<name>(?:min-|max-)?width)\s*:\s*(?P<size>[^;!]+)", re.IGNORECASE)
_BRACE: Final = re.compile(r"([{}])")
# The elements that a selector names.
_NAME: Final = re.compile(r"(?<![\w.#-])[a-z][\w-]*")
# Elements that are as wide as they say; those of MJML that the compiler does not narrow.
_HTML: Final = frozenset({"table", "td", "th", "img", "div", "hr", "pre"})
_MJML: Final = frozenset({"mj-table", "mj-column", "mj-button", "mj-group"})


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Reads the width of the body, and of what says that it is wider than that."""
    width, narrowed = _DEFAULT, None
    for _, token, readers in read_by(view.tokens):
        if not isinstance(token, Start) or readers == "word":
            continue
        name = token.name.lower()
        if name == "mj-body":
            width = _pixels(token.value("width")) or width
            if width > options["max"]:
                message = f"The message is {width} px wide, and {options['max']} fit."
                at = view.place(token.offset)
                key, owner = f"mj-body:{at.file}", view.whose(at.file)
                yield Fault(message, at, key, size=width, value=f"{width} px", notification=owner)
        elif token.attributes and name in _HTML | _MJML and (own := _width_of(token)) > width:
            narrowed = _narrowed(view) if narrowed is None else narrowed
            if name in narrowed:
                continue
            message = f"`<{token.name}>` is {own} px wide, in a message of {width}."
            at = view.place(token.offset)
            owner = view.whose(at.file)
            yield Fault(message, at, f"{name}:{own}:{at.file}", size=own, value=f"{own} px", notification=owner)


def _narrowed(view: MarkupView) -> frozenset[str]:
    """The elements that a rule of a style sheet says the width of."""
    found: set[str] = set()
    for sheet in view.sheets:
        parts = _BRACE.split(sheet.text.lower())
        for before, brace, within in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
            if brace == "{" and "width" in within:
                found.update(_NAME.findall(before))
    return frozenset(found)


def _width_of(tag: Start) -> int:
    """The width in pixels that an element has on every screen; 0 where that is not certain."""
    if "class" in tag.attributes or "css-class" in tag.attributes:
        # A style sheet may say something else.
        return 0
    styled = {found["name"].lower(): found["size"] for found in _STYLED.finditer(tag.value("style"))}
    if "max-width" in styled:
        return 0
    said = styled.get("min-width") or styled.get("width") or tag.value("width")
    return _pixels(said)


def _pixels(written: str) -> int:
    found = _PIXELS.fullmatch(written)
    return int(found[1]) if found else 0


RULE: Final = Rule(
    code="HTM009",
    name="message-too-wide",
    severity="info",
    looks_at=MarkupView,
    check=check,
    options={"max": 700},
    summary="A message, or something in it, is wider than the panes it is read in.",
    why="Beside the list of messages there is often not much room: what is wider is cut off, or is to be scrolled. "
    "MJML makes a body 600 pixels wide, Mailchimp's guide asks for 600 to 800; `max` lies between them and is our own "
    "choice. What is wider than the body pushes it apart, on phones far beyond the screen. What a style sheet or a "
    "`max-width` may narrow is not reported.",
    cure="Leave the `width` of `<mj-body>` at 600, and give what is within it a `width` in per cent.",
    bad=Example(
        body='<mj-text><table width="900"><tr><td>{{ t.body }}</td></tr></table></mj-text>',
    ),
    good=Example(body='<mj-text><table width="100%"><tr><td>{{ t.body }}</td></tr></table></mj-text>'),
)
