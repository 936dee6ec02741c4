"""MJM003: what stands where it may not."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.lint.knowledge.mjml import HTML, elements, holds_html
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.nesting import Element
from notify.lint.views.markup.wrong import Wrong, faults_of
from notify.render.markup.elements import Comment, Conditional, Fragment, Start, Text
from notify.render.markup.nesting import COMMENT, CONTENT, ELEMENTS, TEXT

_DEFAULTS: Final = "mj-attributes"
# The one that stands for another in these.
_OWN: Final[Mapping[str, Mapping[str, str]]] = {
    "mj-accordion": {"mj-text": "mj-accordion-element"},
    "mj-accordion-element": {"mj-text": "mj-accordion-text", "p": "mj-accordion-text"},
    "mj-carousel": {"mj-image": "mj-carousel-image", "img": "mj-carousel-image"},
    "mj-navbar": {"a": "mj-navbar-link", "mj-button": "mj-navbar-link", "mj-text": "mj-navbar-link"},
    "mj-social": {"a": "mj-social-element", "mj-image": "mj-social-element", "img": "mj-social-element"},
}


# What has rows in it; what people put beside the cells; what is a link; and what no link is around any more.
_OF_TABLES: Final = frozenset({"table", "thead", "tbody", "tfoot", "mj-table"})
_FLOW: Final = frozenset(
    "a b blockquote br center div em font h1 h2 h3 h4 h5 h6 hr i img li ol p pre s small span strong sub sup table u "
    "ul".split()
)
_LINKS: Final = frozenset({"a", "mj-button", "mj-navbar-link"})
_CELLS: Final = frozenset({"mj-column", "mj-section", "mj-body"})


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds them."""
    yield from faults_of(view, find(view))


def find(view: MarkupView) -> Iterator[Wrong]:
    """Looks into each element of MJML that is closed: what is not holds what follows it, and that is its only fault."""
    for element in view.nesting.elements:
        yield from _look_into(element)
        if element.around and not element.hidden and element.around.closed:
            yield from _look_around(element, element.around)


def _look_around(element: Element, parent: Element) -> Iterator[Wrong]:
    """Whether an element of HTML stands where parsers of HTML let it be, and do not move it or end what is around."""
    name, host = element.name, parent.name
    message = cure = ""
    if name == "a" and (outer := _link_around(parent)):
        message = f"`<a>` stands in the link of a `<{outer}>`, which ends where this one begins."
        cure = "Put one after the other."
    elif name in {"td", "th"} and host in _OF_TABLES:
        message = f"`<{name}>` stands in `<{host}>` outside of a row, so that mail programs guess which row it is in."
        cure = "Put it into a `<tr>`."
    elif name in _FLOW and host in {*_OF_TABLES, "tr"}:
        message = (
            f"`<{name}>` stands in `<{host}>` outside of its cells, so that mail programs put it before the table."
        )
        cure = "Put it into a `<td>`."
    if message:
        yield Wrong(element.tag.offset, f"<{name}> in {host}", message, cure, "warning")


def _link_around(element: Element | None) -> str:
    """The element around whose content is a link already; empty where there is none."""
    while element and element.name not in _CELLS:
        tag = element.tag
        if element.name in _LINKS and "href" in tag.attributes and element.closed:
            return element.name
        element = element.around
    return ""


def _look_into(element: Element) -> Iterator[Wrong]:
    name = element.name
    if not element.closed or not (name in ELEMENTS or name == "mjml"):
        return
    if host := element.html_around:
        message = f"`<{name}>` is not compiled in `<{host}>`, which holds HTML."
        yield _wrong(element.tag, host, message, _elsewhere(name))
        return
    for token in element.content:
        match token:
            case Start():
                yield from _judge(token, element)
            case Text() if _holds_no_text(element) and token.text.strip(" \t\n"):
                cure = "Put it into an `<mj-text>`." if name not in CONTENT else "Take it out."
                start = token.offset + len(token.text) - len(token.text.lstrip())
                yield Wrong(start, f"text in {name}", f"Text cannot stand in `<{name}>`.", cure)
            case Comment() if name in CONTENT and COMMENT not in CONTENT[name]:
                yield Wrong(
                    token.offset, f"comment in {name}", f"A comment cannot stand in `<{name}>`.", "Put it outside."
                )
            case Conditional(text=text) | Fragment(tokens=(Conditional(text=text), *_)) if name in CONTENT:
                message = f"A condition (`{text}`) cannot stand in `<{name}>`."
                yield Wrong(token.offset, f"condition in {name}", message, "Put it outside.")
            case _:
                pass


def _holds_no_text(element: Element) -> bool:
    if element.name in CONTENT:
        return TEXT not in CONTENT[element.name]
    return not holds_html(element.name)


def _judge(tag: Start, element: Element) -> Iterator[Wrong]:
    """Whether an element may stand directly in one of MJML."""
    name, host = tag.name, element.name
    if name not in ELEMENTS and name != "mjml":
        yield from _judge_html(tag, host)
    elif holds_html(host):
        # It finds that itself, however deep in it.
        return
    elif element.around and element.around.name == _DEFAULTS:
        yield _wrong(tag, host, f"`<{name}>` cannot stand in a default of `<{host}>`.", "Take it out.")
    elif name in CONTENT.get(host, {name}) and (host == _DEFAULTS or name in _holds(host)):
        return
    elif name in _holds(host):
        message = f"`<{name}>` may stand in `<{host}>` in MJML, and not in the compiler of notify."
        yield _wrong(tag, host, message, "Put it elsewhere.")
    else:
        yield _wrong(tag, host, f"`<{name}>` cannot stand in `<{host}>`.", _instead(name, host) or _elsewhere(name))


def _judge_html(tag: Start, host: str) -> Iterator[Wrong]:
    small = tag.name.lower()
    if small.startswith("mj") or (small not in HTML and not holds_html(host)):
        # There is no such element at all, and that is the fault.
        return
    if host in CONTENT:
        cure = _instead(small, host) or "Take the tag out."
        yield _wrong(tag, host, f"`<{tag.name}>` cannot stand in `<{host}>`.", cure)
    elif not holds_html(host):
        # The compiler of notify passes it on, so that it may well look right.
        message = f"`<{tag.name}>` is HTML, and stands in `<{host}>` among elements of MJML."
        cure = "Put it into `<mj-text>` or `<mj-table>`, or `<mj-raw>` around it."
        yield Wrong(tag.offset, f"<{tag.name}> in {host}", message, cure, "warning")


def _wrong(tag: Start, host: str, message: str, cure: str) -> Wrong:
    return Wrong(tag.offset, f"<{tag.name}> in {host}", message, cure)


def _holds(host: str) -> frozenset[str]:
    return elements()[host].holds if host in elements() else frozenset()


def _instead(name: str, host: str) -> str:
    own = _OWN.get(host, {}).get(name)
    return f"Write `<{own}>` instead." if own else ""


def _elsewhere(name: str) -> str:
    if name in {"mj-all", "mj-class"}:
        return "Put it into `<mj-attributes>`."
    hosts = [host for host, known in elements().items() if name in known.holds & CONTENT.get(host, known.holds)]
    return f"Put it into {listed([f'<{host}>' for host in hosts])}." if hosts else "Take it out."


RULE: Final = Rule(
    code="MJM003",
    name="misplaced-element",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="An element, or text, stands where MJML has no place for it.",
    why="Each element writes its part of a table for what may stand in it: an `mj-text` outside of a column has no "
    "cell and no padding, an element within `mj-text` or `mj-raw` reaches mail programs as it is and is not seen, and "
    "text among columns or sections falls out of the table. Some of it the compiler refuses, and there is no "
    "message. What may stand where is what MJML 5 says; where the compiler of notify holds less, the message says "
    "so. HTML among elements of MJML is a warning: MJML leaves it out, the compiler of notify lets it through. So is "
    "HTML that parsers move elsewhere (HTML Standard, “Parsing HTML documents”): a link in a link, a cell outside of a "
    "row, and what stands in a table beside its cells.",
    cure="Put it where it may stand.",
    bad=Example(body="<mj-column><mj-text>{{ t.body }}</mj-text></mj-column>"),
    good=Example(body="<mj-text>{{ t.body }}</mj-text>"),
)
