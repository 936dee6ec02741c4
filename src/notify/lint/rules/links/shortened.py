"""LNK010: a link through a service that shortens addresses."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.shorteners import SHORTENERS
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import ascii_host, is_below, own_domains, read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks the host up; the product's own short host is its own."""
    own = own_domains(view.workspace.catalogue)
    known = SHORTENERS | {ascii_host(str(host)) for host in options["also"]}
    for link in (*view.links, *view.text_links):
        host = read_address(link.url).host
        if host.removeprefix("www.") in known and not is_below(host, own):
            origin = origin_of(view, link, link.url)
            yield Fault(
                f"{called(link)} leads to {shorten(link.url)}: {host} hides where that is.", origin.at, origin.key
            )


RULE: Final = Rule(
    code="LNK010",
    name="shortened-link",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"also": []},
    summary="A link goes through a service such as bit.ly.",
    why="Nobody sees where it leads, so phishing hides there: the Spamhaus domain block list has a return code of its "
    "own for redirectors that are abused, and a message with one shares the name of all who use it. In an e-mail there "
    "is no need to save characters. `also` are more such hosts; those of the product and of `lint.links.domains` are "
    "none.",
    cure="Link to the page itself, or shorten on a host of the product's own domain.",
    bad=Example(body='<mj-button href="https://bit.ly/3xYzAbC">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="https://go.acme.example/3xYzAbC">{{ t.button }}</mj-button>'),
)
