"""LNK011: a link longer than programs on the way bear."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import quote

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import called, key_of, place_of


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the characters of each address as it is asked for: in ASCII."""
    for link in (*view.links, *view.text_links):
        length = len(quote(link.url, safe="%/:=&?~#+!$,;'@()*[]"))
        if length > options["max"]:
            yield Fault(
                f"{called(link)} has an address of {length:,} characters.",
                place_of(view, link),
                key_of(view, link),
                size=length,
                value=f"{length:,} characters",
            )


RULE: Final = Rule(
    code="LNK011",
    name="link-too-long",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"max": 2000},
    summary="The address of a link is longer than every program bears.",
    why="Sources differ. RFC 9110, section 4.1, recommends that everybody bears at least 8,000 octets; Microsoft "
    "documents 2,083 characters for Internet Explorer, and sitemaps.org allows less than 2,048. 2,000 is below all of "
    "them, also where a service that counts clicks puts something before it. The address also counts towards the 102 "
    "KB at which Gmail cuts a message.",
    cure="Keep what the page needs to know on the server, and link to it by a short id.",
    bad=Example(body="<mj-button href=\"https://acme.example/?state={{ 'x' * 2000 }}\">{{ t.button }}</mj-button>"),
    good=Example(body="<mj-button href=\"https://acme.example/?state={{ 'x' * 1900 }}\">{{ t.button }}</mj-button>"),
)
