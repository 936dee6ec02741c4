"""VAR002: a variable that nothing uses."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.texts import printing_texts
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.names import Named, fields_of, names_in_text


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for each declared variable in the templates, the copy, and the texts of the catalogue."""
    if not view.complete or view.lacks:
        # What cannot be read, or is not there, may use any of them.
        return
    used = {named.path[0] for named in _named(view)}
    if view.notification.batch or view.notification.digest:
        # Each of what was gathered has them: `{% for item in items %}{{ item.name }}`.
        used |= fields_of("items", [source.tree for source in view.templates.sources.values()])
    for name in view.notification.variables:
        if name not in used and not _is_shared(view, name):
            message = f"The variable `{name}` is declared, and nothing prints it or asks for it."
            yield Fault(message, view.at_field("variables", name), name)


def _named(view: MessagesView) -> Iterator[Named]:
    for names in view.named_in_templates.values():
        yield from names
    for copy in view.book.copies.values() if view.book else ():
        for entry in copy.entries.values():
            for _, text in texts_of(entry):
                yield from names_in_text(text.source)
    for _, written in printing_texts(view.notification):
        yield from names_in_text(written)


def _is_shared(view: MessagesView, name: str) -> bool:
    """Whether another notification has the same declaration, by an alias: it may be there for that one."""
    document, own = view.workspace.document, view.notification
    at = document.key_position(("notifications", own.id, "variables", name))
    others = (other for other in view.workspace.catalogue.notifications.values() if other is not own)
    return any(
        name in other.variables and document.key_position(("notifications", other.id, "variables", name)) == at
        for other in others
    )


RULE: Final = Rule(
    code="VAR002",
    name="unused-variable",
    severity="warning",
    looks_at=MessagesView,
    check=check,
    summary="A variable is declared, and no template, text of the copy, target or address uses it.",
    why="Engineering has to send it, and a required one that is missing stops the message: for something that nobody "
    "would see. Often a text lost it on the way, and should still say it.",
    cure="Print it where it was meant to be, or take its declaration out.",
    bad=Example(note={"variables": {"at": {"type": "datetime", "required": False}}}),
    good=Example(
        note={
            "variables": {"at": {"type": "datetime", "required": False}},
            "channels": {"push": {"collapse_key": "{{ at }}"}, "email": {}},
        },
        copy={"push": "A note from {{ name }}"},
        locales={"fr": {"push": "Un mot de {{ name }}"}},
    ),
)
