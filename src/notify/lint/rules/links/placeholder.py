"""LNK002: a link that somebody meant to fill in later."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.placeholders import RESERVED, placeholder_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import is_below, own_domains, read_address
from notify.lint.views.message.link import Link
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, key_of, origin_of, place_of, shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds `#`, hosts that are reserved or nobody's, and words such as TODO."""
    own = own_domains(view.workspace.catalogue)
    for link in (*view.links, *view.text_links):
        if link.url.rstrip("!/") in {"#", "#0"}:
            yield Fault(
                f"{called(link)} leads to “{link.url}”, which is no page.", place_of(view, link), key_of(view, link)
            )
        elif part := placeholder_in(link.url, own):
            origin = origin_of(view, link, part)
            # What data looks like may be shown with the names that are reserved for that.
            if not (origin.in_sample and is_below(read_address(link.url).host, RESERVED)):
                yield Fault(_describe(link, part), origin.at, origin.key)


def _describe(link: Link, part: str) -> str:
    if part == link.url:
        return f"{called(link)} leads to “{shorten(part)}”, which is no address yet."
    return f"{called(link)} leads to {shorten(link.url)}, in which “{part}” stands for something else."


RULE: Final = Rule(
    code="LNK002",
    name="placeholder-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link still has the address that stood in for the real one.",
    why="People who touch it come to a page that is not there, or that belongs to somebody else. RFC 2606 and RFC 6761 "
    "reserve example.com, example.net, example.org and everything in .invalid: no product's page is ever there. A "
    "sample may use them, and so may a product of which it is the own domain.",
    cure="Write the address of the page that the words promise.",
    bad=Example(body='<mj-text><a href="https://www.example.com/notes">{{ t.body }}</a></mj-text>'),
    good=Example(body='<mj-text><a href="https://www.acme.example/notes">{{ t.body }}</a></mj-text>'),
)
