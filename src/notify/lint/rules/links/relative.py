"""LNK004: a link that does not say on which site its page is."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, key_of, origin_of, place_of, shorten

# `acme.example/notes`, `www.acme.example`, `localhost:3000`: a host without its scheme.
_HOST: Final = re.compile(r"(?:localhost|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,})(?::\d+)?(?:[/?#].*)?", re.IGNORECASE)
_PAGE: Final = re.compile(r"[\w-]+\.(?:html?|php|aspx?|jsp|pdf|png|jpe?g|gif)(?:[?#].*)?", re.IGNORECASE)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds addresses without a scheme, and those on the web without a host."""
    for link in view.links:
        address = read_address(link.url)
        if not link.url or link.url.startswith("#") or placeholder_in(link.url, ()) == link.url:
            continue
        if address.scheme in {"http", "https"} and not address.host:
            yield Fault(
                f"{called(link)} leads to “{shorten(link.url)}”, which names no site.",
                place_of(view, link),
                key_of(view, link),
            )
        elif not address.scheme:
            origin = origin_of(view, link, link.url)
            better = None
            if link.url.startswith("//") or (_HOST.fullmatch(link.url) and not _PAGE.fullmatch(link.url)):
                better = f"Write “https://{shorten(link.url.lstrip('/'))}”."
            yield Fault(
                f"{called(link)} leads to “{shorten(link.url)}”, which does not say on which site that is.",
                origin.at,
                origin.key,
                help=better,
            )


RULE: Final = Rule(
    code="LNK004",
    name="relative-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link has no scheme or no host: it is relative, and nothing is there for it to be relative to.",
    why="A page has an address from which relative ones are completed (RFC 3986, section 5.1); a message in an inbox "
    "has none. Some programs do nothing, others look for the page on the site of the mailbox.",
    cure="Write the whole address, such as `{{ product.url }}/notes`.",
    bad=Example(body='<mj-button href="/notes">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>'),
)
