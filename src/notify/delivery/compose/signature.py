"""The signature of a sender's domain over a message: DKIM (RFC 6376), by RSA-SHA256 or Ed25519-SHA256 (RFC 8463)."""

import base64
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from notify.catalogue.address import ascii_domain, parse_address
from notify.catalogue.model.relay import Dkim
from notify.delivery.compose.key import Key, read_key
from notify.delivery.environment import fill_in
from notify.errors import DeliveryError
from notify.source import Position

# What can stand once in a message is named once more than it does, so that another of it, which some programs would
# show instead, breaks the signature (RFC 6376, section 8.15).
_ONCE: Final = ("from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version", "content-type")
# RFC 6376, section 5.4.1, and what RFC 8058, section 4, wants signed. `feedback-id` counts for Gmail only if it is.
_SIGNED: Final = (
    "content-language",
    "auto-submitted",
    "list-id",
    "list-unsubscribe",
    "list-unsubscribe-post",
    "feedback-id",
)
_POLICY: Final = b"relaxed/relaxed"
_SELECTOR: Final = re.compile(r"[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*", re.IGNORECASE)
_SECURE_BITS: Final = 2048


@dataclass(frozen=True, slots=True)
class Signer:
    """Signs for a domain with the key that the domain's DNS has under `selector`; both are ASCII."""

    domain: str
    selector: str
    key: Key = field(repr=False)

    @classmethod
    def of(cls, settings: Dkim, relay: str, environment: Mapping[str, str], workspace: Path) -> "Signer":
        """The signer of a relay of the catalogue; a key's file is named from the folder `workspace`.

        Raises DeliveryError where a variable is not set, or there is no key that can sign.
        """
        selector = fill_in(settings.selector, environment, relay)
        if not _SELECTOR.fullmatch(selector):
            raise DeliveryError(
                f"The `selector` of the relay `{relay}` cannot be a name in the DNS.",
                position=Position("notifications.yaml"),
                hint="Write what stands before `._domainkey` in the name of the record, such as `mail`.",
            )
        return cls(ascii_domain(settings.domain), selector, read_key(settings.key, relay, environment, workspace))

    def sign(self, content: bytes, now: datetime) -> bytes:
        """The message with a DKIM-Signature before it. Its lines end in CRLF; `now`, with its zone, is when it says so.

        The same arguments give the same bytes.
        """
        # dkimpy weighs 70 ms, most of it the resolver that only its verifier needs.
        from dkim import DKIM
        from dkim.canonicalization import CanonicalizationPolicy

        algorithm, policy = self.key.algorithm, CanonicalizationPolicy.from_c_value(_POLICY)
        signing = DKIM(content, signature_algorithm=algorithm)
        signing.hasher = hashlib.sha256
        signed = _choose(signing.headers)
        fields = [
            (b"v", b"1"),
            (b"a", algorithm),
            (b"c", _POLICY),
            (b"d", self.domain.encode()),
            (b"s", self.selector.encode()),
            (b"t", str(int(now.timestamp())).encode()),
            (b"h", b" : ".join(signed)),
            (b"bh", base64.b64encode(hashlib.sha256(policy.canonicalize_body(signing.body)).digest())),
            # What stands in for the signature keeps it on a line of its own: filling it in folds nothing before it.
            (b"b", b"0" * 60),
        ]
        # Not its `sign`, which reads the key again for each message, and the wall clock.
        written: bytes = signing.gen_header(fields, signed, policy, b"DKIM-Signature", self.key.secret)
        return b"DKIM-Signature: " + written + content

    def notes(self, sender: str) -> list[str]:
        """What mailbox providers will hold against the signature of a message from `sender`, as sentences.

        Raises DeliveryError where the sender is no address.
        """
        notes = []
        domain = parse_address(sender).domain
        # RFC 7489, section 3.1.1, asks for one organizational domain; which that is, only a list of all suffixes says.
        if not (_is_below(domain, self.domain) or _is_below(self.domain, domain)):
            notes.append(f"The signature is by {self.domain}, and the mail from {domain}: DMARC does not count it.")
        if self.key.bits and self.key.bits < _SECURE_BITS:
            # RFC 8301, section 3.2.
            notes.append(f"The DKIM key has {self.key.bits} bits; it should have {_SECURE_BITS}.")
        return notes


def _choose(headers: list[Any]) -> tuple[bytes, ...]:
    there = [bytes(name).lower() for name, _ in headers]
    once = [name for known in _ONCE for name in [known.encode()] * (1 + there.count(known.encode()))]
    return (*once, *(name.encode() for name in _SIGNED if name.encode() in there))


def _is_below(domain: str, parent: str) -> bool:
    return domain == parent or domain.endswith(f".{parent}")
