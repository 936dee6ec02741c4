"""HDR003: a login that everybody on the way can read."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.catalogue.model.relay import AnyRelay, SmtpRelay
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.relay import credentials_of, host_of, is_this_machine


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for credentials at relays that are not encrypted, other than on this machine."""
    for name, relay in view.catalogue.relays.items():
        host, said = host_of(relay), list(credentials_of(relay))
        if said and _plain(relay) and not is_this_machine(host) and host not in options["trusted"]:
            field = "security" if isinstance(relay, SmtpRelay) else "url"
            how = "`security: none`" if field == "security" else "`http:`"
            where = f"`{host}`" if host else "its host"
            what = "the login in its URL" if field == "url" else listed(said, "and")
            yield Fault(
                f"The relay `{name}` says {what} to {where} with {how}: anybody on the way can read it.",
                view.at("relays", name, field),
                name,
            )


def _plain(relay: AnyRelay) -> bool:
    return relay.security == "none" if isinstance(relay, SmtpRelay) else relay.url.lower().startswith("http://")


_RELAY: Final = {
    "kind": "smtp",
    "host": "smtp.acme.example",
    "username": "acme",
    "password": "${SMTP_PASSWORD}",
    "allow": ["*@acme.example"],
}

RULE: Final = Rule(
    code="HDR003",
    name="plain-text-relay",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    options={"trusted": []},
    summary="A relay is logged in to without encryption.",
    why="SMTP's usual logins are encoded and not encrypted, and whoever reads the password sends as you. RFC 4954 "
    "(section 4) asks servers to take plain passwords only where the connection protects them, and RFC 8314 (section "
    "3) clients to use TLS for all submission of mail. What stays on this machine, such as a mail catcher on "
    "localhost, crosses no network; the option `trusted` names other hosts for which that is as good.",
    cure="Write `security: starttls` or `tls` (for a webhook `https:`), or take the login out.",
    bad=Example(catalogue={"relays": {"staging": _RELAY | {"security": "none"}}}),
    good=Example(catalogue={"relays": {"staging": _RELAY | {"security": "starttls"}}}),
)
