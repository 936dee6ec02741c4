"""Hosts that only the sender's own network knows."""

import ipaddress
import socket
from typing import Final

from notify.lint.views.address import is_below

# Names that no public server answers to: RFC 6761 (localhost, test), RFC 6762 (local, and in its appendix G those that
# networks at home and at work have made up), RFC 8375 (home.arpa), and ICANN of 2024 (internal).
_LOCAL: Final = ("localhost", "test", "local", "home.arpa", "internal", "intranet", "lan", "corp", "localdomain")


def why_local(host: str) -> str | None:
    """Why nobody else can open a host, as part of a sentence; None where they can."""
    number = _number(host)
    if number is not None:
        return None if number.is_global else f"{number} is an address that only one network knows"
    if not is_below(host, _LOCAL) and "." in host:
        return None
    name = next((name for name in _LOCAL if is_below(host, (name,))), host)
    return f"“{name}” is a name that only one network knows"


def _number(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a host is, also as browsers read `127.1` and `2130706433`."""
    try:
        if ":" in host:
            return ipaddress.IPv6Address(host.partition("%")[0])
        return ipaddress.IPv4Address(socket.inet_aton(host)) if host[:1].isdigit() else None
    except (ValueError, OSError):
        return None
