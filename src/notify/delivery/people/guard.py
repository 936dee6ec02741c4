"""Whom a relay may send to: nobody that its `allow` list does not match."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fnmatch import translate
from typing import Final

from notify.catalogue.address import ascii_domain, parse_address
from notify.catalogue.model.fields import Refusal, listed
from notify.catalogue.model.relay import AnyRelay, check_pattern
from notify.delivery.environment import fill_in, variables
from notify.errors import DeliveryError
from notify.source import Position

BLOCKED: Final = "The relay may not send to this address; its `allow` list does not match it."
CLOSED: Final = "The relay may send to nobody: give it an `allow` list, or a `redirect`."


@dataclass(frozen=True)
class Guard:
    """A relay's `allow`, which are addresses and patterns, and its `redirect`: who gets everything instead."""

    allow: Sequence[str]
    redirect: str | None = None

    @property
    def refusal(self) -> str:
        """What is said of somebody whom it does not admit."""
        return BLOCKED if self.allow else CLOSED

    @classmethod
    def of(cls, relay: AnyRelay, name: str, environment: Mapping[str, str]) -> "Guard":
        """The guard of a relay of the catalogue.

        Raises DeliveryError for a variable that is not set, or makes a pattern that no address could match.
        """
        allow = [_pattern(pattern, name, environment) for pattern in relay.allow]
        return cls(allow, relay.redirect and fill_in(relay.redirect, environment, name))

    def admits(self, recipient: str) -> bool:
        """Whether a message to somebody may leave, to them or to whoever gets it instead.

        `recipient` may have a name. Raises DeliveryError where it is no address.
        """
        if self.redirect or "*" in self.allow:
            return True
        address = parse_address(recipient)
        return any(_matches(pattern, address.local, address.domain) for pattern in self.allow)

    def objection(self, envelope: str) -> str | None:
        """Why a message that was addressed to somebody before may not leave now; None where it may."""
        if self.redirect:
            instead = parse_address(self.redirect).spec
            if envelope == instead:
                return None
            return f"It is for {envelope}, and all goes to {instead} by now. Send it anew with `notify send`."
        if self.admits(envelope):
            return None
        if not self.allow:
            return CLOSED
        return f"The relay may not send to {envelope} any more; its `allow` list does not match it."

    def destination(self, recipient: str) -> str:
        """Who gets what is meant for somebody."""
        return self.redirect or recipient


def is_redirected(recipient: str, envelope: str) -> bool:
    """Whether a message for a `recipient`, as people write it, goes to another bare address: that of its envelope."""
    try:
        return parse_address(recipient).spec != envelope
    except DeliveryError:
        return recipient != envelope


def _pattern(written: str, relay: str, environment: Mapping[str, str]) -> str:
    filled = fill_in(written, environment, relay)
    try:
        return check_pattern(filled)
    except Refusal:
        raise DeliveryError(
            f"No address matches `{written}` in the `allow` of the relay `{relay}`, with what the environment says.",
            position=Position("notifications.yaml"),
            hint=f"Look at {listed(variables(written), 'and')} in the environment.",
        ) from None


def _matches(pattern: str, local: str, domain: str) -> bool:
    wanted_local, _, wanted_domain = pattern.rpartition("@")
    # Local parts are told apart by their case in theory (RFC 5321, 2.4), and by no server that people use.
    return _like(wanted_local, local) and _like(_ascii(wanted_domain), domain)


def _like(pattern: str, text: str) -> bool:
    return re.fullmatch(translate(pattern.lower()), text.lower()) is not None


def _ascii(domain: str) -> str:
    """A pattern for domains as domains are compared: with international names in their ASCII form."""
    return ".".join(label if label.isascii() else ascii_domain(label) for label in domain.split("."))
