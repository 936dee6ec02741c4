"""CAT010: offers and essential mail from one address."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.sender import Sender, senders

_MOST_NAMES: Final = 3


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at what is sent from each address."""
    by_address: dict[str, list[Sender]] = defaultdict(list)
    for sender in senders(view):
        by_address[sender.address].append(sender)
    known, topics = view.catalogue.notifications, view.catalogue.topics
    for address, group in by_address.items():
        sent = [own for sender in group for own in sender.notifications]
        promotional = [own for own in sent if known[own].class_ == "promotional"]
        essential = [own for own in sent if topics[known[own].topic].essential]
        if promotional and essential:
            yield Fault(
                f"`{address}` sends promotional mail ({_some(promotional)}) and essential mail ({_some(essential)}).",
                view.at(*group[0].path),
                address,
            )


def _some(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMES + 1:
        return listed(names, "and")
    return f"{', '.join(f'`{name}`' for name in names[:_MOST_NAMES])} and {len(names) - _MOST_NAMES} more"


_OFFER: Final = {
    "category": "custom:offer",
    "description": "An offer.",
    "class": "promotional",
    "topic": "notes",
    "trigger": {"event": "note.written", "delay": "3d"},
    "channels": ["email"],
}
_NEEDED: Final = _OFFER | {"description": "A receipt.", "class": "transactional", "topic": "account"}

RULE: Final = Rule(
    code="CAT010",
    name="shared-sender",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="Promotional and essential mail come from one address.",
    why="Whoever blocks or reports the sender of an offer blocks the next password reset with it, and a sender's "
    "reputation is one for all it sends. Google's guidelines for senders ask for a From address for each category of "
    "messages, such as one for receipts and another for promotions (support.google.com/a/answer/81126).",
    cure="Give promotional mail a `from` of its own, such as `news@` or a person's.",
    bad=Example(catalogue={"notifications": {"offer": _OFFER, "receipt": _NEEDED}}),
    good=Example(
        catalogue={"notifications": {"offer": _OFFER | {"from": "Acme <news@acme.example>"}, "receipt": _NEEDED}}
    ),
)
