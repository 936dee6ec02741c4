"""A server's certificate: what it says, also where it cannot be trusted, and what is wrong with it."""

import ssl
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from ipaddress import ip_address
from typing import Any, Final, Self, TypeVar

from notify.delivery.smtp.server import Server
from notify.delivery.smtp.session import Session
from notify.delivery.smtp.trouble import Phase, Trouble

# OpenSSL's X509_V_ERR_… (x509_vfy.h), which the standard library gives no names to.
_NOT_YET: Final = 9
_EXPIRED: Final = 10
_SELF_SIGNED: Final = 18
_UNKNOWN_AUTHORITY: Final = frozenset({2, 19, 20, 21})
_OTHER_NAME: Final = frozenset({62, 64})
# X509_V_FLAG_NO_CHECK_TIME.
_AT_ANY_TIME: Final = ssl.VerifyFlags(0x200000)
_DAY: Final = 86_400


@dataclass(frozen=True, slots=True)
class Certificate:
    """Who issued it, the names and addresses that it is for, and from when until when it holds."""

    issuer: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime

    @classmethod
    def of(cls, connection: ssl.SSLSocket) -> Self | None:
        """The certificate of the other side, which has been verified; None where it has none."""
        said: Mapping[str, Any] = connection.getpeercert() or {}
        if not said:
            return None
        issuer = dict(part for parts in said["issuer"] for part in parts)
        subject = dict(part for parts in said["subject"] for part in parts)
        # An address of IPv6 comes with all its zeros.
        names = tuple(
            str(ip_address(name)) if kind == "IP Address" else name for kind, name in said.get("subjectAltName", ())
        )
        return cls(
            issuer=" ".join(issuer[part] for part in ("organizationName", "commonName") if part in issuer),
            names=names or tuple(subject[part] for part in ("commonName",) if part in subject),
            begins=_time(said["notBefore"]),
            ends=_time(said["notAfter"]),
        )

    def describe(self, now: datetime) -> str:
        """What it says in a sentence; `now` has a timezone."""
        left = int((self.ends - now).total_seconds() // _DAY)
        end = f"{self.ends:%Y-%m-%d}"
        until = f"until {end}, {left:,} days from now" if self.ends > now else f"until {end}, which is past"
        return f"Certificate for {', '.join(self.names)}, issued by {self.issuer or 'nobody'}, {until}."


def look_at(server: Server) -> Certificate | None:
    """The certificate of a server, whatever is wrong with it; None where it cannot be seen.

    Connects twice, and says nothing that is secret: the standard library reads only certificates that were verified, so
    that the first conversation fetches this one, and the second verifies it by itself.
    """
    fetched = _look(server, _context(), lambda connection: connection.getpeercert(binary_form=True))
    try:
        return _look(server, _context(trusted=fetched), Certificate.of) if fetched else None
    except ssl.SSLError:  # a certificate that OpenSSL does not read
        return None


def explain(error: ssl.SSLCertVerificationError, seen: Certificate | None, server: Server) -> str:
    """What to do about a certificate that was not trusted; `seen` is what `look_at` says."""
    host, code = server.host, error.verify_code
    if code == _EXPIRED:
        return "It has to be renewed at the server, or the server told to load the new one."
    if code == _NOT_YET:
        return "Look at the clock of this machine; if that is right, the server has a certificate for later."
    if code in _OTHER_NAME:
        names = f" one of its names, {', '.join(seen.names)}," if seen and seen.names else " one of its names"
        return f"Set the relay's `host` to{names} or have a certificate made for {host}."
    if code == _SELF_SIGNED:
        return "It is signed by itself. If it is yours, name it in the relay's `ca_file`; or get one from an authority."
    if code in _UNKNOWN_AUTHORITY:
        who = f", {seen.issuer}," if seen and seen.issuer else ""
        return (
            f"Its authority{who} is not known here. If it is your own, name its certificate in the relay's `ca_file`; "
            "if it is a public one, the server has to send the certificates in between as well."
        )
    return "Have a new certificate made for the server."


Read = TypeVar("Read")


def _look(server: Server, context: ssl.SSLContext, read: Callable[[ssl.SSLSocket], Read]) -> Read | None:
    """What there is to read as soon as a conversation is encrypted."""
    seen: list[Read] = []

    def done(phase: Phase) -> None:
        if phase == "tls" and session.encryption:
            seen.append(read(session.encryption))

    # Nobody logs in to a server that may be another.
    session = Session(replace(server, username=None, password=None), context, done)
    with suppress(Trouble), session:
        pass
    return seen[0] if seen else None


def _context(trusted: bytes | None = None) -> ssl.SSLContext:
    """Trusts one certificate at any time and for any name; or whatever there is, and cannot read that."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    if trusted is None:
        context.verify_mode = ssl.CERT_NONE
    else:
        context.load_verify_locations(cadata=trusted)
        context.verify_flags = ssl.VERIFY_X509_PARTIAL_CHAIN | _AT_ANY_TIME
    return context


def _time(said: str) -> datetime:
    return datetime.fromtimestamp(ssl.cert_time_to_seconds(said), UTC)
