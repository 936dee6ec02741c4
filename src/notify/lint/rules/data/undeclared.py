"""VAR001: a variable that the catalogue does not declare."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from notify.errors import nearest
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.notification.messages import MessagesView
from notify.render.template.places import place


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for names that are not declared, also where no sample comes by, and at what stopped a rendering."""
    for file, names in view.named_in_templates.items():
        known = view.data.keys() | view.names_around[file]
        for named in names:
            if unknown := view.undeclared(named, known):
                at = place(view.workspace.root, file, named.line, f".{named.path[1]}" if "." in unknown else unknown)
                message = f"The template names `{unknown}`, which the catalogue does not declare."
                yield Fault(
                    message, at, f"{unknown}:{file}", _cure(unknown, known, view.data), notification=view.whose(file)
                )
    for key, text, names, handed in view.named_in_copy:
        for named in names:
            if unknown := view.undeclared(named, view.data.keys() | handed):
                message = f"The copy `{key}` prints `{unknown}`, which the catalogue does not declare."
                cure, owner = _cure(unknown, view.data.keys() | handed, view.data), view.whose(text.position.file)
                yield Fault(message, text.position, f"{unknown}:{key}", cure, notification=owner)
    keys = {(text.position.file, text.position.line): key for key, text, _, _ in view.named_in_copy}
    for refusal in view.refusals:
        if refusal.kind == "variable" and (missing := refusal.error.missing):
            message = f"`{missing.name}` is named here, and the catalogue does not declare it."
            owner = view.whose(refusal.at.file)
            there = keys.get((refusal.at.file, refusal.at.line), refusal.at.file)
            yield Fault(message, refusal.at, f"{missing.name}:{there}", refusal.error.hint, notification=owner)


def _cure(unknown: str, known: Collection[str], data: Mapping[str, Collection[str] | None]) -> str:
    root, _, field = unknown.partition(".")
    fields = data.get(root) or ()
    if field:
        declare = "Declare it under `user`, or take it out." if root == "user" else f"A {root} has no such field."
        return nearest(field, fields) or declare
    if root == "event":
        return "Declare a variable `from: event.…` and print that."
    found = next((f"{name}.{root}" for name, parts in data.items() if parts and root in parts), None)
    declare = f"Declare `{root}` under the `variables` of the notification, or take it out."
    return f"Did you mean `{found}`?" if found else nearest(root, known) or declare


RULE: Final = Rule(
    code="VAR001",
    name="undeclared-variable",
    severity="error",
    looks_at=MessagesView,
    check=check,
    summary="A template or a text of the copy names data that the catalogue does not declare.",
    why="Nobody who sends it knows that it has to come with it, so the message is not made at all: an undeclared "
    "variable is an error and never an empty place. In a branch that no sample reaches, the first to see it would be "
    "the person it is for. A layout may ask for what only some notifications have with `is defined` or `|default`.",
    cure="Declare it under the `variables` of the notification, or write the name that is declared.",
    bad=Example(
        body="<mj-text>{{ t.body }}</mj-text>{% if name == 'Zoe' %}<mj-text>{{ nickname }}</mj-text>{% endif %}"
    ),
    good=Example(body="<mj-text>{{ t.body }}</mj-text>{% if name == 'Zoe' %}<mj-text>{{ name }}</mj-text>{% endif %}"),
)
