"""Certificates for servers on this machine, right and wrong; `tls/make` made them.

Good ones name `localhost`, `mail.acme.example`, 127.0.0.1 and ::1, and last until 2120. No test needs a library for
them, and none waits for keys.
"""

import ssl
from pathlib import Path

_FOLDER = Path(__file__).parent / "tls"

AUTHORITY = _FOLDER / "authority.pem"
"""Signed all of the following except SELF_SIGNED: the `ca_file` of whoever trusts them."""

# Each file holds a certificate and its key.
GOOD = _FOLDER / "good.pem"
EXPIRED = _FOLDER / "expired.pem"
"""Ended on 1 February 2020."""
WRONG_NAME = _FOLDER / "wrong-name.pem"
"""Names `mail.other.example` only."""
SELF_SIGNED = _FOLDER / "self-signed.pem"


def serving(certificate: Path = GOOD, *, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> ssl.SSLContext:
    """How a server shows a certificate, with no newer a version of TLS than `newest`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.maximum_version = newest
    context.load_cert_chain(certificate)
    return context


def trusting(authority: Path = AUTHORITY) -> ssl.SSLContext:
    """How a client verifies: this authority's certificates are right, and no others."""
    return ssl.create_default_context(cafile=str(authority))
