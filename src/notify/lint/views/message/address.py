"""Addresses of links, taken apart as browsers do it, and whose sites they lead to."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, urlsplit

from notify.catalogue.model.catalogue import Catalogue

_SCHEME: Final = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
# `localhost:3000/x` and `acme.example:8080` begin with a host, although a scheme might look like it.
_HOST_AND_PORT: Final = re.compile(r"[a-z0-9.-]+:\d+(?:[/?#]|$)", re.IGNORECASE)
_SPACE: Final = re.compile(r"[\s\0-\x20]+")
# `co.uk`, `com.br`: below these everybody registers a name of their own. publicsuffix.org has all of them.
_SHARED: Final = frozenset("ac co com edu gob gov gouv ne net or org".split())


@dataclass(frozen=True, slots=True)
class Address:
    """The parts of a link's address.

    `scheme` and `host` are in lower case, the host in ASCII and without the dot at its end; both are empty where there
    is none. `user` is what stands before an `@`, `query` the parameters with their values, decoded.
    """

    scheme: str
    user: str
    host: str
    path: str
    query: tuple[tuple[str, str], ...]
    fragment: str

    @property
    def on_web(self) -> bool:
        """Whether it leads to a page of a site."""
        return self.scheme in {"http", "https"} and bool(self.host)

    @property
    def labels(self) -> tuple[str, ...]:
        """The parts of the host between its dots."""
        return tuple(self.host.split(".")) if self.host else ()


@lru_cache(maxsize=4096)
def read_address(url: str) -> Address:
    """The parts of an address; one that nobody can read has a scheme at most."""
    found = None if _HOST_AND_PORT.match(url) else _SCHEME.match(_SPACE.sub("", url))
    scheme = found[1].lower() if found else ""
    if scheme not in {"", "http", "https"}:
        return Address(scheme, "", "", url.partition(":")[2], (), "")
    try:
        parts = urlsplit(url)
        host = ascii_host(parts.hostname or "")
        user = parts.netloc.rpartition("@")[0]
        query = tuple(parse_qsl(parts.query, keep_blank_values=True))
    except ValueError:
        return Address(scheme, "", "", "", (), "")
    return Address(scheme, user, host, parts.path, query, parts.fragment)


def ascii_host(host: str) -> str:
    """A host as it is looked up: in lower case and ASCII."""
    host = host.rstrip(".").lower()
    try:
        return host if host.isascii() else host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def site_of(host: str) -> str:
    """The part of a host that somebody registered, such as `acme.com` of `mail.acme.com`; near enough for a warning."""
    labels = host.split(".")
    if labels[-1].isdigit() or ":" in host:
        return host
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SHARED else 2
    return ".".join(labels[-kept:])


def is_below(host: str, domains: Iterable[str]) -> bool:
    """Whether a host is one of these domains or a subdomain of one."""
    return any(host == domain or host.endswith("." + domain) for domain in domains)


def listed_domains(catalogue: Catalogue) -> tuple[str, ...]:
    """The domains of `lint.links.domains`."""
    return tuple(ascii_host(domain) for domain in catalogue.lint.links.domains)


def own_domains(catalogue: Catalogue) -> tuple[str, ...]:
    """The domains that are the product's own: that of its site, and those of `lint.links.domains`."""
    return site_of(read_address(catalogue.product.url).host), *listed_domains(catalogue)
