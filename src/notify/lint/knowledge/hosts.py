"""Hosts that only the sender's own network knows."""

import ipaddress
import socket
from collections.abc import Collection, Iterable
from typing import Final

from notify.catalogue.model.catalogue import Catalogue
from notify.lint.views.message.address import is_below, site_of

# Names that no public server answers to: RFC 6761 (localhost, test), RFC 6762 (local, and in its appendix G intranet,
# lan and corp, which networks at home and at work have made up), RFC 8375 (home.arpa), and ICANN of 2024 (internal).
# That `localdomain` is one more is our own experience.
_LOCAL: Final = ("localhost", "test", "local", "home.arpa", "internal", "intranet", "lan", "corp", "localdomain")

# Parts of a host's name that stand for a site that is tried out, unless a catalogue says others.
TRIAL_LABELS: Final = ("staging", "stage", "stg", "dev", "development", "preprod", "preproduction", "uat", "qa", "test")


def trial_labels(catalogue: Catalogue) -> frozenset[str]:
    """The labels of sites that are tried out, by the catalogue's own option of LNK005 if it has one."""
    rules = catalogue.lint.rules
    found = [rules[name]["labels"] for name in ("LNK005", "local-link") if "labels" in rules.get(name, {})]
    return frozenset(str(label).lower() for label in (found or [TRIAL_LABELS])[-1])


def why_hidden(host: str, listed: Iterable[str], labels: Collection[str]) -> str | None:
    """Why a host is not for customers, as part of a sentence; None where it is.

    One that is listed is, with what is below it if the listed one is hidden itself: a list that has `acme.example`
    does not mean `staging.acme.example`.
    """

    def reason(name: str) -> str | None:
        return why_local(name) or why_tried_out(name, labels)

    above = [domain for domain in listed if is_below(host, (domain,))]
    return None if host in above or any(map(reason, above)) else reason(host)


def why_local(host: str) -> str | None:
    """Why nobody else can open a host, as part of a sentence; None where they can."""
    number = _number(host)
    if number is not None:
        return None if number.is_global else f"{number} is an address that only one network knows"
    if not is_below(host, _LOCAL) and "." in host:
        return None
    name = next((name for name in _LOCAL if is_below(host, (name,))), host)
    return f"“{name}” is a name that only one network knows"


def why_tried_out(host: str, labels: Collection[str]) -> str | None:
    """Why a site is only for trying out, by the labels below the domain that somebody registered; None for others."""
    for label in host.removesuffix(site_of(host)).strip(".").split("."):
        if label in labels or any(word.rstrip("0123456789") in labels for word in label.split("-")):
            return f"“{label}” in {host} is where a site is tried out"
    return None


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, also as browsers read `127.1` and `2130706433`."""
    try:
        if ":" in host:
            return ipaddress.IPv6Address(host.partition("%")[0])
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (ValueError, OSError):
        return None
