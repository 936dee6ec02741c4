"""LNK007: a link whose words show another address than the one that it leads to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import ascii_host, is_below, own_domains, read_address, site_of
from notify.lint.views.message.link import Link
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import key_of, shorten, words_of

# An address in words: with its scheme or `www.` wherever it stands, and without them where there is nothing else.
_NAME: Final = r"(?:[^\W_](?:[\w-]*[^\W_])?\.)+[^\W\d_]{2,}"
_WRITTEN: Final = re.compile(rf"(?:https?://(?:[^\s/@]*@)?|\bwww\.)({_NAME})", re.IGNORECASE)
_BARE: Final = re.compile(rf"({_NAME})(?::\d+)?(?:/\S*)?", re.IGNORECASE)
# Top-level domains that nobody takes for the end of a file's name, or of a product's such as Node.js. A country's two
# letters count only before a path: there is a Paraguay and a Python.
_DOMAINS: Final = frozenset("com net org info biz edu gov app dev shop store online site cloud example".split())


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares the host in the words with the one in the address."""
    own = own_domains(view.workspace.catalogue)
    for link in view.links:
        address, shown = read_address(link.url), _shown_host(view, link)
        if not (shown and address.on_web) or site_of(shown) == site_of(address.host):
            continue
        if not (is_below(shown, own) and is_below(address.host, own)):
            yield Fault(
                f"The link shows “{shorten(link.words)}” and leads to {address.host}.",
                words_of(view, link),
                key_of(view, link),
                help=f"Let the words say what is there, or write the address of {shown}.",
            )


def _shown_host(view: EmailView, link: Link) -> str | None:
    """The host that the words of a link are taken for; None where they are not."""
    if found := _WRITTEN.search(link.words):
        return ascii_host(found[1].lower().removeprefix("www."))
    words = link.words.strip(" .,;:!?()[]<>«»“”→\u200e\u200f\u2068\u2069")
    found = _BARE.fullmatch(words)
    if found is None or words in view.data_texts:  # what somebody called a document is a name
        return None
    host = ascii_host(found[1])
    top = host.rpartition(".")[2]
    return host if top in _DOMAINS or (len(top) == 2 and "/" in words) else None


RULE: Final = Rule(
    code="LNK007",
    name="deceptive-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="The words of a link are the address of one site, and the link leads to another.",
    why="That is how phishing looks, and filters and mail programs treat it as such: Thunderbird asks before it opens "
    "such a link. Trackers that count clicks are the usual reason. Subdomains of one registered domain are one site "
    "here, and so are the product's domain and those of `lint.links.domains`.",
    cure="Let the words say what is there, in place of an address, or let the address be the one that they show.",
    bad=Example(body='<mj-text><a href="https://clicks.example/r/7">www.acme.example/notes</a></mj-text>'),
    good=Example(body='<mj-text><a href="https://go.acme.example/r/7">www.acme.example/notes</a></mj-text>'),
)
