"""MJM002: an attribute that its element does not have."""

import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from notify.errors import nearest
from notify.lint.knowledge.mjml import EVERYWHERE, attribute_names, elements
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.wrong import Wrong, faults_of, offset_of
from notify.render.markup.elements import Start

# What people write, and what says the same in MJML.
_INSTEAD: Final[Mapping[str, str]] = {
    "bgcolor": "background-color",
    "class": "css-class",
    "dir": "direction",
    "valign": "vertical-align",
    "background": "background-url",
}
# What `mj-social` said in MJML 3, where each network was not yet an element: `facebook-href`, `display`.
_NETWORK: Final = re.compile(r"(\w+)-(?:href|content|icon-color)|display|text-mode|share-text", re.IGNORECASE)
_ATTRIBUTE: Final = re.compile(r"""\s+([\w:.-]+)(?:\s*=\s*(?:"[^"]*"|'[^']*'))?""", re.ASCII)
# What nobody sees the lack of.
_UNSEEN: Final = frozenset({"id", "role", "sizes", "srcset", "title"})
# These set attributes for any element.
_DEFAULTS: Final[Mapping[str, Collection[str]]] = {"mj-all": (), "mj-class": ("name",)}


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds them."""
    yield from faults_of(view, find(view))


def find(view: MarkupView) -> Iterator[Wrong]:
    """Looks up the attributes of elements of MJML; `mjml` itself is passed over, as MJML's validator does."""
    for element in view.nesting.elements:
        if element.tag.attributes:
            yield from _said_twice(element.tag, view)
            if element.compiled:
                yield from _look_at(element.tag, view)


def _said_twice(tag: Start, view: MarkupView) -> Iterator[Wrong]:
    """The attributes that a tag has more than once, of HTML too: the later ones are as good as not there."""
    end = view.mjml.find(">", tag.offset)
    if view.mjml.count("=", tag.offset, end) <= len(tag.attributes):
        return
    known: set[str] = set()
    offset = tag.offset + 1 + len(tag.name)
    while found := _ATTRIBUTE.match(view.mjml, offset):
        # HTML makes no difference between capitals and small letters.
        name = found[1] if tag.name.startswith("mj") else found[1].lower()
        if name in known:
            message = f"`{name}` stands twice on this `<{tag.name}>`, and only the first one counts."
            yield Wrong(found.start(1), f"{tag.name}.{name} twice", message, "Make one of the two.", "warning")
        known.add(name)
        offset = found.end()


def _look_at(tag: Start, view: MarkupView) -> Iterator[Wrong]:
    known = elements().get(tag.name)
    has = known.attributes.keys() if known else attribute_names() | set(_DEFAULTS[tag.name])
    for name in tag.attributes:
        where = offset_of(view, tag, name) if name not in has or (known and name in known.idle) else 0
        key = f"{tag.name}.{name}"
        if name not in has and name not in EVERYWHERE:
            whose = f"`<{tag.name}>` has" if known else "any element of MJML has"
            message = f"`{name}` is no attribute that {whose}."
            yield Wrong(where, key, message, _instead(tag.name, name, {*has, *EVERYWHERE}))
        elif known and name in known.idle:
            message = f"`{name}` is an attribute of `<{tag.name}>` that the compiler of notify leaves out."
            cure = "Take it away, or say the same in another way."
            yield Wrong(where, key, message, cure, "info" if name in _UNSEEN else "warning")


def _instead(element: str, name: str, has: Collection[str]) -> str:
    small = name.lower()
    if element == "mj-social" and (network := _NETWORK.fullmatch(small)):
        each = "" if network[1] else " for each network"
        return f'Put an `<mj-social-element name="{network[1] or "…"}" href="…">` into it{each}.'
    if small in _INSTEAD and _INSTEAD[small] in has:
        return f"Write `{_INSTEAD[small]}`."
    if small == "style":
        return 'Say it with attributes, or in an `<mj-style inline="inline">` with a `css-class`.'
    if small in {"id", "lang", "dir", "role", "title"} or small.startswith(("aria-", "data-", "on")):
        return "Write it on an element of HTML in `<mj-text>`, `<mj-table>` or `<mj-raw>`, or take it away."
    return nearest(name, has) or "Take it away, or use an attribute that the element has."


RULE: Final = Rule(
    code="MJM002",
    name="unknown-attribute",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="An element of MJML has an attribute that MJML does not know there, or any element has one twice.",
    why='The compiler leaves it out and says nothing, so that what it was to do is not done: `colour="red"` is black. '
    "That goes for `class`, `style`, `id`, `dir`, `lang`, `role`, `aria-label` and `data-…` too: elements of MJML "
    "are no elements of HTML, and have `css-class` and attributes of their own. The attributes are those of MJML 5 "
    "(mjml-validator 5.4.1); in `mj-all` and `mj-class` those of any element. An attribute that MJML heeds and the "
    "compiler of notify does not is a warning, or an information where its lack is not seen (`role`, `title`, "
    "`srcset`). A few that MJML does not document do have an effect in some column, such as "
    "`container-background-color` on `mj-navbar`; MJML's validator refuses them, and so does this rule. Of an "
    "attribute that stands twice, on elements of HTML too, only the first one counts (HTML Standard, “Attribute name "
    "state”): a warning.",
    cure="Use an attribute that the element has.",
    bad=Example(body='<mj-text colour="#333333">{{ t.body }}</mj-text>'),
    good=Example(body='<mj-text color="#333333">{{ t.body }}</mj-text>'),
)
