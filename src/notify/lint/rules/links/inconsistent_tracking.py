"""LNK014: links of one message that are counted differently."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.address import is_below, read_address, site_of
from notify.lint.views.message.link import Link
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, origin_of, place_of, shorten
from notify.source import Position


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares the parameters of the links to the product's own pages, but for those to leave or to choose."""
    # The other domains of `lint.links.domains` may be a partner's, who counts in another way.
    own = [site_of(read_address(view.workspace.catalogue.product.url).host)]
    leaving = {view.data.get("unsubscribe_url"), view.data.get("preferences_url")}
    links = [link for link in view.links if link.url not in leaving and is_below(read_address(link.url).host, own)]
    counted = [link for link in links if _tracking(link)]
    others = [link for link in links if not _tracking(link)]
    if counted and others:
        more = f", and {len(others) - 1} more like it" if len(others) > 1 else ""
        yield Fault(
            f"{called(counted[0])} has utm parameters; {_inside(called(others[0]))} ({shorten(others[0].url)}) has "
            f"none{more}.",
            _place(view, others[0]),
            "utm",
            size=len(others),
            value=f"{len(others)} of {len(links)} links without",
        )
    campaigns = {_tracking(link).get("utm_campaign", ""): link for link in reversed(counted)}
    if len(campaigns) > 1:
        named = " and ".join(f"“{name}”" if name else "none" for name in sorted(campaigns, key=_order(campaigns)))
        second = max(campaigns.values(), key=lambda link: link.ordinal)
        yield Fault(
            f"Its links name different campaigns in utm_campaign: {named}.", _place(view, second), "utm_campaign"
        )


def _place(view: EmailView, link: Link) -> Position:
    path = read_address(link.url).path
    return origin_of(view, link, path).at if len(path) > 1 else place_of(view, link)


def _tracking(link: Link) -> Mapping[str, str]:
    return {name.lower(): value for name, value in read_address(link.url).query if name.lower().startswith("utm_")}


def _inside(name: str) -> str:
    return name[0].lower() + name[1:]


def _order(campaigns: Mapping[str, Link]) -> Any:
    return lambda name: campaigns[name].ordinal


RULE: Final = Rule(
    code="LNK014",
    name="inconsistent-tracking",
    severity="info",
    looks_at=EmailView,
    check=check,
    summary="Some links of a message to the product's own pages have utm parameters and others have none, or they name "
    "different campaigns.",
    why="Visits through the others are counted as direct, or to another campaign, so that the message looks worse than "
    "it did. Google Analytics documents the utm parameters, and that their values differ by the case of letters. Links "
    "to unsubscribe and to the preferences are not compared: nobody needs to count them.",
    cure="Give every link of the message the same utm_source, utm_medium and utm_campaign, or none of them any.",
    bad=Example(
        body='<mj-text><a href="https://acme.example/notes?utm_campaign=notes">{{ t.body }}</a></mj-text>\n'
        '<mj-button href="https://acme.example/notes">{{ t.button }}</mj-button>'
    ),
    good=Example(
        body='<mj-text><a href="https://acme.example/notes?utm_campaign=notes">{{ t.body }}</a></mj-text>\n'
        '<mj-button href="https://acme.example/notes?utm_campaign=notes">{{ t.button }}</mj-button>'
    ),
)
