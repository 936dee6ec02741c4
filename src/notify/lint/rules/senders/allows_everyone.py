"""HDR004: a relay that sends to anybody."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.relay import host_of, is_this_machine

# A star alone, and stars on both sides of the @, with or without a dot.
_EVERYBODY: Final = re.compile(r"\*+(@[*.]+)?")


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for patterns that let everybody through, where what is sent also gets there."""
    for name, relay in view.catalogue.relays.items():
        if relay.redirect or is_this_machine(host_of(relay)):
            continue
        for index, pattern in enumerate(relay.allow):
            if _EVERYBODY.fullmatch(pattern):
                yield Fault(
                    f"The relay `{name}` may send to everybody: `{pattern}` matches every address.",
                    view.at("relays", name, "allow", index),
                    f"{name}: {pattern}",
                )


_RELAY: Final = {"kind": "smtp", "host": "smtp.acme.example"}

RULE: Final = Rule(
    code="HDR004",
    name="relay-allows-everyone",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="A relay may send to any address.",
    why="`allow` is what keeps a test from a customer's inbox: one wrong address in a file of samples, and a stranger "
    "reads that their card was declined. A relay with `redirect` sends nothing to anybody else, and one on this "
    "machine is most often a mail catcher; both may allow everybody.",
    cure="Name the addresses or domains that tests may go to, such as `*@your-company.example`, or add `redirect`.",
    bad=Example(catalogue={"relays": {"staging": _RELAY | {"allow": ["*"]}}}),
    good=Example(catalogue={"relays": {"staging": _RELAY | {"allow": ["*@acme.example"]}}}),
)
