"""HDR002: mail from a domain that is not ours."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.address import ascii_domain
from notify.catalogue.model.fields import listed
from notify.errors import DeliveryError
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.sender import senders


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares the domain of each sender with `lint.senders.domains`, where that is written."""
    domains = view.catalogue.lint.senders.domains
    ours = {_ascii(domain) for domain in domains}
    for sender in senders(view) if domains else ():
        domain = _ascii(sender.domain)
        below = any(domain.endswith(f".{own}") for own in ours) and options["subdomains"]
        if domain not in ours and not below:
            yield Fault(
                f"`{sender.address}` is at `{sender.domain}`, which is not among the domains of `lint.senders`: "
                f"{listed(domains, 'and')}.",
                view.at(*sender.path),
                f"from: {sender.domain}",
                notification=sender.notification,
            )


def _ascii(domain: str) -> str:
    try:
        return ascii_domain(domain)
    except DeliveryError:
        return domain.lower()


RULE: Final = Rule(
    code="HDR002",
    name="from-domain-not-ours",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    options={"subdomains": True},
    summary="Mail is from a domain that is not among those of `lint.senders.domains`.",
    why="You cannot sign for a domain that is not yours. Its mail then fails DMARC (RFC 9989, formerly RFC 7489), "
    "and inboxes refuse it or put it among spam where its owner asks them to. A domain below one of yours is yours as "
    "well: DMARC takes it so in its relaxed alignment (section 4.4).",
    cure="Send from one of your own domains, or add this one to `lint.senders.domains`.",
    bad=Example(note={"from": "Acme <hello@acme-mail.example>"}),
    good=Example(note={"from": "Acme <hello@mail.acme.example>"}),
)
