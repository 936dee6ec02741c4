"""What the DNS says of a sender's domain, and mailbox providers ask of it: SPF, DKIM and DMARC."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from notify.catalogue.address import parse_address
from notify.delivery.checkup.step import Step, Stopwatch
from notify.delivery.compose.signature import Signer

LookUp = Callable[[str], Sequence[str] | None]
"""The texts (TXT records) under a name, which has no dot at its end; None where there is no such name.

Raises Unreachable.
"""

# Seconds for one question. A resolver at hand needs milliseconds; without one nobody wants to wait.
_PATIENCE: Final = 3.0
# RFC 2606 and RFC 6761: nobody's, so that nobody asks for anything of them.
_NOBODYS: Final = re.compile(r"(?:.*\.)?(?:example(?:\.com|\.net|\.org)?|test|invalid|localhost)", re.IGNORECASE)
_SPF: Final = re.compile(r"v=spf1(?: .*)?", re.IGNORECASE)  # RFC 7208, section 4.5
_ANYBODY: Final = re.compile(r"(?:^| )\+?all(?: |$)", re.IGNORECASE)  # RFC 7208, sections 4.6.2 and 5.1
_DMARC: Final = re.compile(r"v\s*=\s*DMARC1\s*;.*")  # RFC 7489, section 6.4
_NO_SUCH_DOMAIN: Final = (
    "Look for a slip in the sender's address. Some networks know only their own names: check from another then."
)
_POLICY: Final = re.compile(r";\s*p\s*=\s*(none|quarantine|reject)\b", re.IGNORECASE)


class Unreachable(Exception):
    """Nobody answers questions about the DNS; says why, as a sentence."""


class _Unknown(Unreachable):
    """Who answers knows nothing of a domain."""


def look_up(name: str) -> Sequence[str] | None:
    """Asks the resolver of this machine, for as long as somebody at a terminal waits; see LookUp."""
    # The system's own functions know no TXT. dnspython comes with dkimpy, and costs 45 ms.
    from dns.exception import DNSException
    from dns.rdatatype import TXT
    from dns.resolver import NXDOMAIN, NoAnswer, get_default_resolver

    try:
        found = get_default_resolver().resolve(f"{name}.", TXT, lifetime=_PATIENCE)
    except NXDOMAIN:
        return None
    except NoAnswer:
        return []
    except (DNSException, OSError):
        raise Unreachable("No name server answers.") from None
    return [b"".join(record.strings).decode("utf-8", "replace") for record in found]


def check_domain(
    sender: str, signer: Signer | None, now: datetime, watch: Stopwatch, look_up: LookUp
) -> Iterator[Step]:
    """The steps `spf`, `dkim` and `dmarc` for mail from `sender`, and the relay's `signer` where it has one.

    `now`, with its timezone, is when the signature that is tried is made. Raises DeliveryError where the sender is no
    address.
    """
    domain = parse_address(sender).domain
    checks: list[tuple[str, Callable[[], _Found]]] = [
        ("spf", lambda: _check_spf(domain, look_up)),
        ("dkim", lambda: _check_dkim(sender, signer, now, look_up)),
        ("dmarc", lambda: _check_dmarc(domain, look_up)),
    ]
    why_not = f"{domain} is a domain for examples." if _NOBODYS.fullmatch(domain) else None
    for step, check in checks:
        if why_not:
            yield Step(step=step, ok=None, detail=f"Not checked: {why_not}")
            continue
        try:
            ok, detail, cure = check()
        except _Unknown as unknown:
            why_not, ok, detail, cure = str(unknown), False, str(unknown), _NO_SUCH_DOMAIN
        except Unreachable as unreachable:
            # Nor will anybody answer the next question, and each takes its time.
            why_not = str(unreachable)
            ok, detail, cure = None, f"Not checked: {why_not}", None
        yield Step(step=step, ok=ok, milliseconds=watch.lap(), detail=detail, cure=cure)


# Whether it is as it should be, what was found, and a cure.
_Found = tuple[bool | None, str, str | None]


def _check_spf(domain: str, look_up: LookUp) -> _Found:
    texts = look_up(domain)
    if texts is None:
        raise _Unknown(f"The name server that this machine asks knows no domain {domain}.")
    records = [text for text in texts if _SPF.fullmatch(text)]
    if not records:
        cure = f"Add a TXT record to {domain}, such as `v=spf1 include:… -all`, as whoever runs the server tells you."
        return False, f"{domain} does not say who may send for it.", cure
    if len(records) > 1:  # RFC 7208, section 4.5
        cure = "Make one of them: what they include and allow, once, and one `all` at the end."
        return False, f"{domain} has {len(records)} SPF records, and receivers take none of them.", cure
    if _ANYBODY.search(records[0]):
        return False, f"{records[0]} lets anybody send for {domain}.", "End it in `-all` or `~all`."
    return True, f"{records[0]} (whether that allows the server, its operator knows)", None


def _check_dkim(sender: str, signer: Signer | None, now: datetime, look_up: LookUp) -> _Found:
    if signer is None:
        return None, "Not checked: the relay has no key, and what the server signs is seen in what it sends.", None
    place = f"{signer.selector}._domainkey.{signer.domain}"
    records = look_up(place)
    public = "the public half of the relay's key (`openssl pkey -in KEY -pubout` prints it)"
    if not records:
        kind = "ed25519" if signer.key.bits is None else "rsa"
        return (
            False,
            f"There is no key at {place}.",
            f"Add a TXT record there: `v=DKIM1; k={kind}; p=…`, with {public}.",
        )
    if not any(_verifies(sender, signer, now, record) for record in records):
        return False, f"The key at {place} is not the relay's.", f"Put {public} there, or name another `selector`."
    notes = signer.notes(sender)
    return not notes, " ".join([f"The key at {place} is the relay's.", *notes]), None


def _verifies(sender: str, signer: Signer, now: datetime, record: str) -> bool:
    """Whether receivers find a signature right that the relay makes."""
    from dkim import DKIM, DKIMException

    signed = signer.sign(f"From: <{sender}>\r\n\r\nA message.\r\n".encode(), now)
    try:
        return bool(DKIM(signed).verify(dnsfunc=lambda *_, **__: record.encode()))
    except (DKIMException, ValueError):
        return False


def _check_dmarc(domain: str, look_up: LookUp) -> _Found:
    # RFC 7489, section 6.6.3, asks the domain and then the one that is somebody's. Which of its parents that is, only a
    # list of all suffixes says; so each is asked, the nearest first.
    labels = domain.split(".")
    places = [f"_dmarc.{'.'.join(labels[start:])}" for start in range(max(1, len(labels) - 1))]
    for place in places:
        records = [text for text in look_up(place) or () if _DMARC.fullmatch(text)]
        if len(records) > 1:
            cure = "Leave one."
            return False, f"There are {len(records)} DMARC records at {place}, and receivers take none.", cure
        if records:
            return _judge_policy(records[0], place)
    cure = f"Add a TXT record to _dmarc.{domain}: `v=DMARC1; p=none; rua=mailto:…` for a start, and `p=reject` later."
    return False, f"{domain} does not say what to do with mail that only pretends to be from it.", cure


def _judge_policy(record: str, place: str) -> _Found:
    if not _POLICY.search(record):
        return False, f"{record} at {place} has no policy.", "Add `p=none`, `p=quarantine` or `p=reject`."
    return True, f"{record} (at {place})", None
