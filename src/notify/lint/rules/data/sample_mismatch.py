"""VAR003: a sample that is not what the catalogue declares."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.refusal import RefusalView


def check(view: RefusalView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Passes on what cannot be used of a sample, in the words of whoever tried."""
    if view.kind == "sample":
        yield Fault(view.error.message, view.at, f"{view.at.file}:{view.error.message}", view.error.hint)


RULE: Final = Rule(
    code="VAR003",
    name="sample-mismatch",
    severity="error",
    looks_at=RefusalView,
    check=check,
    summary="A sample lacks a value that is required, has one of another type, or names what is not declared.",
    why="Nothing is rendered with it, so what it was written to show is not looked at by anybody. Or the sample is "
    "right, it shows what engineering really sends, and the catalogue promises something else.",
    cure="Write the value as its declaration says, or correct the declaration.",
    bad=Example(samples={"numbered": {"name": 12}}),
    good=Example(samples={"numbered": {"name": "12"}}),
)
