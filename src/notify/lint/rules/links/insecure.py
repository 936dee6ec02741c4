"""LNK006: a link without encryption."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.hosts import why_local
from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import own_domains, read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds `http:`, but for addresses that cannot stay anyway: local ones and placeholders."""
    own = own_domains(view.workspace.catalogue)
    for link in (*view.links, *view.text_links):
        address = read_address(link.url)
        if address.scheme != "http" or not address.host or why_local(address.host):
            continue
        if not placeholder_in(link.url, own):
            origin = origin_of(view, link, link.url.partition("/")[0] + "//" + link.url.split("/")[2])
            yield Fault(
                f"{called(link)} leads to {shorten(link.url)}, which is not encrypted.",
                origin.at,
                origin.key,
                help=f"Write `https://{address.host}`, and see that the page opens.",
            )


RULE: Final = Rule(
    code="LNK006",
    name="insecure-link",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="A link has `http:` where `https:` belongs.",
    why="Whoever is on the way, in a café or at a provider, can read what is asked for, tokens in the address among "
    "it, and change what is answered. Browsers mark such pages as not secure. With `https`, all that goes "
    "to and fro is kept private and unchanged (RFC 9110, section 4.2.2).",
    cure="Write `https:`, and see that the page opens.",
    bad=Example(body='<mj-button href="http://acme.example/notes">{{ t.button }}</mj-button>'),
    good=Example(
        body='<mj-button href="https://acme.example/notes?from=http://acme.example">{{ t.button }}</mj-button>'
    ),
)
