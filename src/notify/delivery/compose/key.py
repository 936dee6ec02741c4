"""The private key of a DKIM signature, from a file or the environment; what is wrong with it is said without it."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from notify.delivery.environment import fill_in
from notify.errors import DeliveryError
from notify.source import Position

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
# The dashes and what they say are RFC 7468's; the base64 may be on one line, or its line ends written as `\n`.
_PEM: Final = re.compile(r"-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \1-----", re.DOTALL)
# In PKCS #8: the algorithm's name, and a string of 32 bytes in a string (RFC 8410, section 7).
_ED25519: Final = re.compile(rb"\x06\x03\x2b\x65\x70\x04\x22\x04\x20(.{32})", re.DOTALL)
_LARGEST: Final = 64 * 1024  # bytes; an RSA key of 16,384 bits has 13,000
# RFC 8301, section 3.2: verifiers must not accept less.
_LEAST_BITS: Final = 1024
_MAKE: Final = "Make one with `openssl genrsa -out dkim.pem 2048`."


@dataclass(frozen=True, slots=True)
class Key:
    """A key that can sign: `algorithm` as the signature names it, `secret` as dkimpy takes it, `bits` of an RSA key."""

    algorithm: bytes
    secret: Any = field(repr=False)
    bits: int | None = None


def read_key(written: str, relay: str, environment: Mapping[str, str], workspace: Path) -> Key:
    """The key that a relay names: `${NAME}` for a variable that holds it, or a file's path from the folder `workspace`.

    It is in PEM (PKCS #1 or PKCS #8) or its base64 alone; 32 bytes of that are an Ed25519 key, as dkimpy writes them.
    Raises DeliveryError where there is none, or none that can sign.
    """
    said = fill_in(written, environment, relay)
    if variable := _VARIABLE.fullmatch(written):
        where, text = f"in the environment variable `{variable[1]}`", said.replace("\\n", "\n")
        position = Position("notifications.yaml")
    else:
        where, position = f"in `{said}`", Position(said)
        text = _read_file(workspace / said, relay, position)
    try:
        return _parse(text)
    except _NoKeyError as error:
        message = f"The DKIM key of the relay `{relay}`, {where}, cannot be used: {error}."
        raise DeliveryError(message, position=position, hint=error.hint) from None


class _NoKeyError(Exception):
    """Why something is no key; never what it is."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.hint = hint


def _read_file(path: Path, relay: str, position: Position) -> str:
    try:
        with path.open("rb") as file:
            # Whatever is larger is no key, and the rest of it is not needed for saying so.
            return file.read(_LARGEST).decode("ascii", errors="replace")
    except (OSError, ValueError) as error:
        reason = (error.strerror if isinstance(error, OSError) else None) or "it has no name that a file could have"
        raise DeliveryError(
            f"The DKIM key of the relay `{relay}` cannot be read: {reason}.",
            position=position,
            hint="Name its file from the workspace's folder, or write `${NAME}` for the environment variable with it.",
        ) from None


def _parse(text: str) -> Key:
    framed = _PEM.search(text)
    if framed:
        _refuse_others(framed[1], framed[2])
    elif "-----BEGIN" in text:
        raise _NoKeyError("it breaks off", "Copy all of it, with the lines `-----BEGIN …` and `-----END …`.")
    encoded = re.sub(r"\s+", "", framed[2] if framed else text)
    try:
        der = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        hint = "It is a file in PEM form, which starts with `-----BEGIN PRIVATE KEY-----`, or the base64 of that."
        raise _NoKeyError("it is neither PEM nor base64", hint) from None
    if len(der) == 32:
        return _ed25519(der)
    if found := _ED25519.search(der[:64]):
        return _ed25519(found[1])
    return _rsa(der)


def _refuse_others(label: str, body: str) -> None:
    if "ENCRYPTED" in label or "ENCRYPTED" in body:
        hint = "Take its password off with `openssl pkey -in … -out …`, and keep the file where only you read it."
        raise _NoKeyError("it is encrypted with a password", hint)
    if label not in {"PRIVATE KEY", "RSA PRIVATE KEY"}:
        raise _NoKeyError(
            f"it is of the kind “{label.lower()}”", f"It has to be an RSA or Ed25519 private key. {_MAKE}"
        )


def _ed25519(seed: bytes) -> Key:
    # 35 ms to import; libsodium's signature takes 0.03 ms.
    from nacl.signing import SigningKey

    return Key(b"ed25519-sha256", SigningKey(seed))


def _rsa(der: bytes) -> Key:
    from dkim.crypto import RSASSA_PKCS1_v1_5_sign, RSASSA_PKCS1_v1_5_verify, parse_private_key

    damaged = _NoKeyError("it is no RSA or Ed25519 private key, or is damaged", _MAKE)
    try:
        secret = parse_private_key(der)
    except Exception:  # dkimpy's reader of ASN.1 raises whatever its bytes make it raise
        raise damaged from None
    bits = secret["modulus"].bit_length()
    if bits < _LEAST_BITS:
        raise _NoKeyError(f"it has {bits} bits, and nobody accepts less than {_LEAST_BITS}", _MAKE)
    probe = hashlib.sha256()
    try:
        whole = RSASSA_PKCS1_v1_5_verify(probe, RSASSA_PKCS1_v1_5_sign(probe, secret), secret)
    except (ArithmeticError, AssertionError, ValueError):
        whole = False
    if not whole:
        raise damaged
    return Key(b"rsa-sha256", secret, bits)
