"""HDR005: a relay that nothing can be sent through yet."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.relay import SmtpRelay
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for relays that are no mail servers."""
    for name, relay in view.catalogue.relays.items():
        if not isinstance(relay, SmtpRelay):
            yield Fault(
                f"Nothing can be sent through the relay `{name}`: this version knows how to send to mail servers, "
                f"and not to a {relay.kind}.",
                view.at("relays", name, "kind"),
                name,
            )


_RELAY: Final = {"allow": ["*@acme.example"]}

RULE: Final = Rule(
    code="HDR005",
    name="unusable-relay",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="A relay is of a kind that this version cannot send to.",
    why="The catalogue knows webhooks, and the fields of one are checked, but `notify send` hands messages to mail "
    "servers and to the outbox alone: it refuses any other relay when somebody wants to use it.",
    cure="Use a relay with `kind: smtp`, or the outbox, which takes the messages of every channel; ignore this where "
    "the relay is there for later.",
    bad=Example(catalogue={"relays": {"hook": _RELAY | {"kind": "webhook", "url": "https://hooks.acme.example/n"}}}),
    good=Example(catalogue={"relays": {"staging": _RELAY | {"kind": "smtp", "host": "smtp.acme.example"}}}),
)
