"""MJM001: an element that there is none of."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.errors import nearest
from notify.lint.knowledge.mjml import FORMER, HTML, WITH_FORMER, elements, holds_html
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.nesting import Element
from notify.lint.views.markup.wrong import Wrong, faults_of
from notify.render.markup.nesting import ELEMENTS

_BUT: Final = "Write it with elements that there are: documentation.mjml.io/#components lists them."


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds them."""
    yield from faults_of(view, find(view))


def find(view: MarkupView) -> Iterator[Wrong]:
    """Looks up the names of elements: those that begin with `mj-` wherever they stand, the others among those."""
    for element in view.nesting.elements:
        if _is_unknown(element):
            yield Wrong(element.tag.offset, f"<{element.name}>", *_say(element))


def _is_unknown(element: Element) -> bool:
    name, around = element.name, element.around
    if name in ELEMENTS or name == "mjml":
        return False
    if around and WITH_FORMER.get(name) == around.name:
        # The one around it says what becomes of both.
        return False
    if name.lower().startswith("mj-") or name.lower() == "mjml":
        return True
    # What is neither MJML nor HTML: a slip of the pen where elements of MJML stand, and no concern of MJML within text.
    if around is None or element.hidden or around.name not in {*ELEMENTS, "mjml"}:
        return False
    return not holds_html(around.name) and name.lower() not in HTML


def _say(element: Element) -> tuple[str, str]:
    name, small = element.name, element.name.lower()
    if name != small and (small in ELEMENTS or small == "mjml"):
        return f"`<{name}>` is no element: those of MJML have small letters.", f"Write `<{small}>`."
    if small == "mj-include":
        return "`<mj-include>` does not work here.", "Write `{% include %}` instead."
    if small in FORMER:
        in_column = small == "mj-html" and element.around and element.around.name in {"mj-column", "mj-hero"}
        cure = "Write `<mj-text>` instead." if in_column else FORMER[small]
        return f"`<{name}>` is an element of MJML 3, and there is none of that name any more.", cure
    if small in elements():
        return f"`<{name}>` is an element of MJML that the compiler of notify does not have.", _BUT
    hint = nearest(f"<{name}>", [f"<{known}>" for known in ELEMENTS]) or _BUT
    return f"`<{name}>` is not an element of MJML.", hint


RULE: Final = Rule(
    code="MJM001",
    name="unknown-element",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="The MJML has an element that there is none of.",
    why="No message is made of an element that begins with `mj-` and is not known. Where the name has capitals, or is "
    "neither MJML nor HTML, it would reach mail programs as it is, and none of them lays it out. The elements are "
    "those of MJML 5 (the same as of MJML 4); the compiler that notify uses lacks `mj-html-attributes`, `mj-include` "
    "and what MJML 3 had. Unlike MJML's own validator, which calls every element of HTML outside of `mj-text`, "
    "`mj-raw` and the like unknown, this rule leaves HTML to MJM003.",
    cure="Use an element that MJML has.",
    bad=Example(body="<mj-txt>{{ t.body }}</mj-txt>"),
    good=Example(body="<mj-text>{{ t.body }}</mj-text>"),
)
