"""LNK012: a link to a place in the message that is not there."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import unquote

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, key_of, place_of


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the places among the ids and names of the HTML that is sent: the compiler drops some of them."""
    wanted = [link for link in view.links if link.url.startswith("#") and link.url.rstrip("!/") not in {"#", "#0"}]
    if not wanted:
        return
    reader = _Places()
    reader.feed(view.message.html)
    for link in wanted:
        name = link.url[1:]
        if not {name, unquote(name)} & reader.found:
            yield Fault(
                f"{called(link)} leads to “{link.url}”, and nothing in the message has that id.",
                place_of(view, link),
                key_of(view, link),
                help=_help(name, reader.found),
            )


def _help(name: str, found: set[str]) -> str | None:
    near = get_close_matches(name, sorted(found), 1)
    return f"Write `#{near[0]}` if that is meant, or give an element the id `{name}`." if near else None


class _Places(HTMLParser):
    """Collects what a link can lead to: the ids of all elements, and the names of `<a>`."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keeps the id of an element."""
        self.found |= {value for name, value in attrs if value and (name == "id" or (name == "name" and tag == "a"))}


RULE: Final = Rule(
    code="LNK012",
    name="broken-anchor",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="A link leads to a place in the message, by `#name`, that nothing in it is called.",
    why="Touching it does nothing, or opens the mailbox's own page once more. The HTML standard looks for an element "
    "with that `id`, or an `<a>` with that `name`; MJML's own elements lose theirs when they are compiled.",
    cure="Give an element inside an `mj-text` that `id`, or link to a page.",
    bad=Example(
        body='<mj-text><a href="#terms">{{ t.button }}</a></mj-text><mj-text><p id="term">{{ t.body }}</p></mj-text>'
    ),
    good=Example(
        body='<mj-text><a href="#terms">{{ t.button }}</a></mj-text><mj-text><p id="terms">{{ t.body }}</p></mj-text>'
    ),
)
