"""The relays of a catalogue, as rules look at them."""

import re
from collections.abc import Iterator
from ipaddress import ip_address
from urllib.parse import urlsplit

from notify.catalogue.model.relay import AnyRelay, SmtpRelay

_VARIABLE = re.compile(r"\$\{\w+\}")


def host_of(relay: AnyRelay) -> str | None:
    """The host that a relay is at, in lower case; None where only the environment says it."""
    if isinstance(relay, SmtpRelay):
        return None if _VARIABLE.search(relay.host) else relay.host.lower()
    try:
        host = urlsplit(relay.url).hostname
    except ValueError:
        return None
    return None if host is None or _VARIABLE.search(relay.url.partition("://")[2].split("/")[0]) else host


def is_this_machine(host: str | None) -> bool:
    """Whether a host is the machine itself: nothing that is said to it crosses a network (RFC 6761, 6.3)."""
    if host is None:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def credentials_of(relay: AnyRelay) -> Iterator[str]:
    """What of a relay's fields would be said to its server to log in, by their names."""
    if isinstance(relay, SmtpRelay):
        yield from (name for name in ("username", "password") if getattr(relay, name))
    elif "@" in relay.url.partition("://")[2].split("/")[0]:
        yield "url"
