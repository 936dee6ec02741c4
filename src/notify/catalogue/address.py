"""E-mail addresses: one at a time, as people write them, with international names and domains.

What is accepted is RFC 5321's `local@domain` with RFC 6531's UTF-8 local parts, optionally behind a name. What no real
mailbox needs and what programs read differently from each other is refused: quoted local parts, comments, domain
literals, lists.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from notify.errors import DeliveryError

# Every character below that a header or a terminal could take for an instruction, and halves of characters.
CONTROL: Final = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")

_NAMED: Final = re.compile(r'(?:"(?P<quoted>(?:[^"\\]|\\.)*)"\s*|(?P<plain>[^<>]*))<(?P<spec>[^<>]*)>')
# RFC 5322's dot-atom, with RFC 6531's extension to everything beyond ASCII.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\-\u0080-\U0010ffff]+"
_LOCAL: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_LABEL: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?")
# The full stops that people type in other scripts, and that IDNA (RFC 3490, section 3.1) reads as one.
_DOTS: Final = re.compile("[.\u3002\uff0e\uff61]")
_FAULTS: Final = (
    (re.compile("^[^@]*$"), "it has no @", "Write the whole address, such as ana@example.com."),
    (re.compile("^@|@$"), "it has nothing on one side of the @", "Write the whole address, such as ana@example.com."),
    (re.compile('^"'), "quotes before the @ are not supported", "Use an address without quotes."),
    (re.compile("[()]"), "comments in brackets are not supported", "Leave the comment out."),
    (re.compile("[<>,;]|@.*@"), "it is more than one, or has a sign too many", "Give one address at a time."),
    (re.compile(r"\.$"), "it ends in a dot", "Leave the last dot out."),
)


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox: `name` as people read it (may be empty), `local` as written, `domain` in lower-case ASCII."""

    name: str
    local: str
    domain: str

    @property
    def spec(self) -> str:
        """The bare address, as it stands in an SMTP envelope."""
        return f"{self.local}@{self.domain}"

    @property
    def international(self) -> bool:
        """Whether only a server with SMTPUTF8 (RFC 6531) can take it: a domain has an ASCII form, a local part none."""
        return not self.local.isascii()


def parse_address(text: str) -> Address:
    """Reads `ana@example.com`, `Ana <ana@example.com>` or `"Doe, Ana" <ana@example.com>`.

    Raises DeliveryError for anything that is not exactly one address.
    """
    if found := CONTROL.search(text):
        raise _refusal(text, f"it has a control character (U+{ord(found[0]):04X})", "Remove it.")
    text = text.strip()
    named = _NAMED.fullmatch(text)
    if not named:
        return Address("", *_split(text, text))
    name = named["plain"] if named["quoted"] is None else re.sub(r"\\(.)", r"\1", named["quoted"])
    if named["quoted"] is None and "@" in name and re.search("[,;]", name):
        raise _refusal(text, "it is more than one", "Give them one at a time.")
    return Address(name.strip(), *_split(named["spec"].strip(), text))


def ascii_domain(domain: str) -> str:
    """A domain name in lower-case ASCII, its international labels as IDNA 2008 writes them (`xn--…`).

    Raises DeliveryError for a label that IDNA does not allow. ASCII labels are taken as they are.
    """
    if domain.isascii():
        return domain.lower()
    # The standard library's codec is IDNA 2003: it turns straße.example into strasse.example, another owner's domain.
    # `idna` weighs half a megabyte, is maintained, comes with premailer's `requests` anyway, and is imported only here.
    import idna

    labels = _DOTS.split(domain)
    try:
        labels = [label if label.isascii() else idna.encode(label, uts46=True).decode() for label in labels]
    except idna.IDNAError:
        raise _refusal(domain, "no domain can be called that", "Look for a typing slip after the @.") from None
    return ".".join(labels).lower()


def _split(spec: str, text: str) -> tuple[str, str]:
    for fault, reason, hint in _FAULTS:
        if fault.search(spec):
            raise _refusal(text, reason, hint)
    local, _, domain = spec.rpartition("@")
    for character in spec:
        # A zero-width space copied from a web page looks like nothing and delivers to nobody.
        if unicodedata.category(character)[0] in "CZ":
            raise _refusal(text, f"it has a space or an invisible character (U+{ord(character):04X})", "Remove it.")
    if not _LOCAL.fullmatch(local):
        raise _refusal(text, f"`{local}` cannot stand before the @", "Look for two dots in a row, or one too many.")
    if len(local.encode()) > 64:  # RFC 5321, section 4.5.3.1.1
        raise _refusal(text, "the part before the @ is longer than 64 bytes", "No mailbox has such a name.")
    ascii_form = ascii_domain(domain)
    labels = ascii_form.split(".")
    # RFC 1035, section 2.3.4: 63 a label, and 253 for the whole without its length bytes. RFC 3696, section 2: the last
    # label is no number, or it could be the address of a machine.
    if len(ascii_form) > 253 or not all(_LABEL.fullmatch(label) for label in labels) or labels[-1].isdigit():
        raise _refusal(text, f"`{domain}` is not a domain name", "Look for a typing slip after the @.")
    return unicodedata.normalize("NFC", local), ascii_form


def _refusal(text: str, reason: str, hint: str) -> DeliveryError:
    shown = CONTROL.sub("\ufffd", text)
    return DeliveryError(f"`{shown}` is not an e-mail address: {reason}.", hint=hint)
