"""CAT015: a value that loading refuses."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.catalogue.mistake import refused


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Passes on what loading refused, except for unknown keys."""
    return refused(view, unknown_key=False)


RULE: Final = Rule(
    code="CAT015",
    name="invalid-entry",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    summary="The catalogue says something that cannot be.",
    why="A value of the wrong type, a field that is missing, a topic, channel or trait that nobody declared, a "
    "promotional notification that nobody can opt out of: an entry with one of these cannot be rendered or sent, and "
    "the linter sees nothing more of it until it is mended.",
    cure="Mend the value; `notify schema` writes a schema with which editors show what may stand there.",
    bad=Example(note={"topic": "note"}),
    good=Example(note={"topic": "notes"}),
)
