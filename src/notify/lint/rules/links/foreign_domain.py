"""LNK013: a link to a site that nobody has listed."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.hosts import trial_labels, why_hidden
from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.knowledge.shorteners import SHORTENERS
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import is_below, listed_domains, own_domains, read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds hosts outside the list; those that no list should have are other rules' findings."""
    if not (listed := listed_domains(view.workspace.catalogue)):
        return
    own = own_domains(view.workspace.catalogue)
    labels = trial_labels(view.workspace.catalogue)
    for link in (*view.links, *view.text_links):
        address = read_address(link.url)
        host = address.host
        if (
            not address.on_web
            or is_below(host, own)
            or why_hidden(host, listed, labels)
            or placeholder_in(link.url, own)
        ):
            continue
        if host.removeprefix("www.") not in SHORTENERS:
            yield Fault(
                f"{called(link)} leads to {host}, which `lint.links.domains` does not list.",
                origin_of(view, link, host).at,
                f"host:{host}",
                help=f"Add `{host}` to `lint.links.domains` if that is meant, or link to a page of the product.",
            )


RULE: Final = Rule(
    code="LNK013",
    name="foreign-domain",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="A link leads to a domain that is neither the product's nor listed in `lint.links.domains`.",
    why="What goes out under the product's name leads people to places that it answers for. A slip in a host, an "
    "address left over from another product, or a page of somebody whose domain has run out is found here before a "
    "reader does. Where `lint.links.domains` is not set, nothing is foreign. Subdomains are of their domain.",
    cure="Add the domain to `lint.links.domains` if it is meant, or link to a page of the product.",
    bad=Example(body='<mj-button href="https://acne.example/notes">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="https://help.acme.example/notes">{{ t.button }}</mj-button>'),
)
