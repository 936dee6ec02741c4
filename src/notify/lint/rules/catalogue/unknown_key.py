"""CAT001: a key that means nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.mistake import refused


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Passes on what loading refused because of its key."""
    return refused(view, unknown_key=True)


RULE: Final = Rule(
    code="CAT001",
    name="unknown-key",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    summary="The catalogue has a key that means nothing.",
    why="It is a slip of the finger more often than not, and then what was meant does not hold: a cap that caps "
    "nothing, a critical notification that is not. What has such a key is not used at all.",
    cure="Write the key that was meant, or remove it.",
    bad=Example(note={"priorty": "high"}),
    good=Example(note={"priority": "high"}),
)
