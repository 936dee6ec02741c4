"""VAR003: a sample that is not what the catalogue declares."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.declaration import Declaration
from notify.catalogue.model.trigger import events_of
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.notification.refusal import RefusalView


def check(view: RefusalView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Passes on what cannot be used of a sample, in the words of whoever tried."""
    if view.kind == "sample" and not _has_refused_sample(view):
        yield Fault(view.error.message, view.at, f"{view.at.file}:{view.error.message}", view.error.hint)


def _has_refused_sample(view: RefusalView) -> bool:
    """Whether the value that is missing is written in the catalogue, where it is refused: that is one thing to say."""
    name = view.error.missing.name if view.error.missing else ""
    variable = view.notification.variables.get(name)
    if variable is None:
        return False
    catalogue, path = view.workspace.catalogue, tuple(variable.from_.split(".")[:2])
    declared: dict[tuple[str, ...], Declaration | None] = {
        ("notifications", view.notification.id, "variables", name): variable
    }
    if path[0] == "user":
        declared[path] = catalogue.user.get(path[1])
    else:
        for event in events_of(view.notification.trigger):
            declared["events", event, path[1]] = catalogue.events.get(event, {}).get(path[1])
    return any(one and one.sample is None and _is_written(view, (*at, "sample")) for at, one in declared.items())


def _is_written(view: RefusalView, path: tuple[str, ...]) -> bool:
    data = view.workspace.document.data
    for part in path:
        data = data.get(part) if isinstance(data, dict) else None
    return data is not None


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
