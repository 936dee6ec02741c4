"""HDR001: an address that nothing can be sent from, or to."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.address import parse_address
from notify.catalogue.positions import KeyPath
from notify.errors import DeliveryError
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView

_PRINTED: Final = re.compile(r"\{\{.*?\}\}")


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Reads every address of the catalogue as a message would have it."""
    for text, path in _addresses(view):
        if reason := _reason(text, options["max"]):
            yield Fault(
                f"{reason[0].upper()}{reason[1:]}.",
                view.at(*path),
                ".".join(str(part) for part in path),
                notification=str(path[1]) if path[0] == "notifications" else None,
            )


def _addresses(view: CatalogueView) -> Iterator[tuple[str, KeyPath]]:
    defaults = view.catalogue.defaults
    yield defaults.from_, ("defaults", "from")
    if defaults.reply_to:
        yield defaults.reply_to, ("defaults", "reply_to")
    for notification in view.catalogue.notifications.values():
        at = ("notifications", notification.id)
        if notification.from_:
            yield notification.from_, (*at, "from")
        if notification.reply_to and notification.reply_to != "none":
            yield notification.reply_to, (*at, "reply_to")
    for name, relay in view.catalogue.relays.items():
        if relay.redirect and "${" not in relay.redirect:
            yield relay.redirect, ("relays", name, "redirect")


def _reason(written: str, most: int) -> str | None:
    """What is wrong with an address; what is printed into it stands for one letter, since it is not known yet."""
    text = _PRINTED.sub("x", written)
    if text != written and "@" not in text:
        return None
    try:
        address = parse_address(text)
    except DeliveryError as error:
        return error.message.replace(f"`{text}`", f"`{written}`").rstrip(".")
    last = address.domain.rpartition(".")[2]
    if last == address.domain:
        return f"`{written}` is known to one machine alone: `{address.domain}` is no domain that others can reach"
    if len(address.spec.encode()) > most:
        return f"`{written}` has {len(address.spec.encode())} bytes, and an address has {most} at most"
    return None


RULE: Final = Rule(
    code="HDR001",
    name="bad-address",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    options={"max": 254},
    summary="A sender, an address for answers or that of a relay is none that mail can use.",
    why="The server refuses it at best; at worst the message goes and no answer ever comes. A host has letters, digits "
    "and hyphens (RFC 1123, section 2.1; no underscore), the part before the @ 64 bytes at most and the whole path 256 "
    "with its brackets (RFC 5321, section 4.5.3.1), which leaves 254 for the address.",
    cure="Look for a typing slip, or an invisible character that came with a copy from somewhere.",
    bad=Example(note={"from": "Acme <hello@acme_mail.example>"}),
    good=Example(note={"from": "Acme <hello@acme-mail.example>"}),
)
