"""The relays there are, as they may be shown: with the names of secrets, and never a secret."""

import re
from typing import Any, Final

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.relay import AnyRelay, SmtpRelay
from notify.delivery.outbox.journal import OUTBOX, RELAY

_REFERENCE: Final = re.compile(r"\$\{\w+\}")
# Only the host of a webhook's URL is shown: its path is often the secret.
_URL: Final = re.compile(r"(?P<scheme>[a-z]+)://(?:[^/?#]*@)?(?P<host>\[[^\]]*\]|[^/:?#]*)(?::(?P<port>[0-9]+))?")
_PORTS: Final = {"https": 443, "http": 80}


def list_relays(catalogue: Catalogue) -> list[dict[str, Any]]:
    """What `notify relay list` says of each relay to programs: the outbox first, then the catalogue's in their order.

    Every relay has every key; null where it has no such thing. A login or a key is the `${NAME}` that is written, or
    `set` where it is written out.
    """
    outbox = {
        "name": RELAY,
        "kind": RELAY,
        "host": None,
        "port": None,
        "security": None,
        "allow": ["*"],
        "redirect": None,
        "production": False,
        "username": None,
        "password": None,
        "secret": None,
        "dkim": None,
        "folder": OUTBOX,
    }
    return [outbox, *(outbox | _describe(name, relay) for name, relay in catalogue.relays.items())]


def _describe(name: str, relay: AnyRelay) -> dict[str, Any]:
    shared: dict[str, Any] = {
        "name": name,
        "kind": relay.kind,
        "allow": list(relay.allow),
        "redirect": relay.redirect,
        "production": relay.production,
        "folder": None,
    }
    if isinstance(relay, SmtpRelay):
        dkim = relay.dkim
        return shared | {
            "host": relay.host,
            "port": relay.port,
            "security": relay.security,
            "username": _reference(relay.username),
            "password": _reference(relay.password),
            "dkim": dkim and {"domain": dkim.domain, "selector": dkim.selector, "key": _reference(dkim.key)},
        }
    return shared | _endpoint(relay.url) | {"secret": _reference(relay.secret)}


def _endpoint(url: str) -> dict[str, Any]:
    found = _URL.match(url)
    if not found:
        return {"host": _reference(url)}
    scheme = found["scheme"]
    return {
        "host": found["host"],
        "port": int(found["port"]) if found["port"] else _PORTS.get(scheme),
        "security": "tls" if scheme == "https" else "none",
    }


def _reference(value: str | None) -> str | None:
    """How a value that may be secret is shown."""
    return value if value is None or _REFERENCE.fullmatch(value) else "set"
