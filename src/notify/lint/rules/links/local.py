"""LNK005: a link that only opens on the sender's own desk."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.knowledge.hosts import TRIAL_LABELS, why_hidden
from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import listed_domains, read_address
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Judges the host: by its name, its number, and the labels below the domain that somebody registered."""
    listed = listed_domains(view.workspace.catalogue)
    labels = {str(label).lower() for label in options["labels"]}
    for link in (*view.links, *view.text_links):
        host = read_address(link.url).host
        if not host or placeholder_in(link.url, listed):
            continue
        if reason := why_hidden(host, listed, labels):
            origin = origin_of(view, link, _as_written(link.url, host))
            yield Fault(f"{called(link)} leads to {shorten(link.url)}: {reason}.", origin.at, origin.key)


def _as_written(url: str, host: str) -> str:
    at = url.lower().find(host)
    return url[at : at + len(host)] if at >= 0 else url


RULE: Final = Rule(
    code="LNK005",
    name="local-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    options={"labels": list(TRIAL_LABELS)},
    summary="A link leads to the sender's own computer or network, or to a site that is only for trying out.",
    why="It opens for whoever wrote it and for nobody else, or shows customers what is not done. `.localhost` and "
    "`.test` are reserved by RFC 6761, `.local` by RFC 6762, `home.arpa` by RFC 8375, private addresses by RFC 1918 "
    "and RFC 4193, link-local ones by RFC 3927 and RFC 4291. `labels` are parts of a host, below the registered "
    "domain, that stand for a site that is tried out. A host that `lint.links.domains` lists "
    "is none, but one below it may be: that `acme.example` is listed does not mean `staging.acme.example`.",
    cure="Link to the public site, and let the address come from what each environment sets.",
    bad=Example(body='<mj-button href="https://staging.acme.dev/notes">{{ t.button }}</mj-button>'),
    good=Example(body='<mj-button href="https://stages.acme.dev/notes">{{ t.button }}</mj-button>'),
)
