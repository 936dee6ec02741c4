"""VAR004: an optional variable that is printed as if it were always there."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from notify.catalogue.copy import Text
from notify.catalogue.texts import printing_texts
from notify.errors import NotifyError
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.names import names_in_text
from notify.render.draft import Draft
from notify.render.template.environment import absent


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Takes each optional variable away from each message, and looks whether there is one without it."""
    said = {(refusal.at.file, refusal.at.line) for refusal in view.refusals}
    for name, variable in view.notification.variables.items():
        if variable.required or variable.default is not None:
            continue
        for draft in _different(view.drafts, name):
            error = _fault_without(view, draft, name)
            at = error.position if error else None
            # Where a sample leaves it out already, that it fails is said as an error.
            if error and at and (at.file, at.line) not in said:
                said.add((at.file, at.line))
                there = "/copy/" in at.file
                yield Fault(
                    _describe(name, error),
                    at,
                    f"{name}:{'copy' if there else at.file}",
                    _cure(name, there),
                    notification=view.whose(at.file),
                )
                break


def _different(drafts: Iterable[Draft], name: str) -> Iterator[Draft]:
    """The messages that have a variable, but only one in all locales whose copy does not name it."""
    known = set()
    for draft in drafts:
        if draft.data.variables.get(name) is None:
            continue
        own = any(name in text.source for entry in draft.copy.entries.values() for _, text in texts_of(entry))
        kind = draft.channel, draft.data.sample, draft.locale if own else ""
        if kind not in known:
            known.add(kind)
            yield draft


def _describe(name: str, error: NotifyError) -> str:
    if error.missing and error.missing.what == "value":
        return f"`{name}` need not be there, and is printed here as if it were."
    return f"`{name}` need not be there, and without it there is no message: {error.message}"


def _cure(name: str, in_copy: bool) -> str:  # noqa: FBT001 # private
    if in_copy:
        return f"Print this text only inside `{{% if {name} %}}` of the template, or give `{name}` a `default`."
    return f"Put `{{% if {name} %}}` around it, or write what stands in for it: `{{{{ {name}|default(…) }}}}`."


def _fault_without(view: MessagesView, draft: Draft, name: str) -> NotifyError | None:
    """What goes wrong with a message where a variable has no value."""
    bare = replace(draft, context={**draft.context, name: absent(name)})
    try:
        _print(view, bare)
    except NotifyError as error:
        return error
    return None


def _print(view: MessagesView, draft: Draft) -> None:
    if draft.channel == "email":
        own, files = view.notification.id, draft.voice.files
        draft.print_pieces(f"{own}/email.mjml")
        if files.has(f"{own}/email.txt"):
            draft.fill_text(f"{own}/email.txt")
        draft.line("subject")
        draft.line("preheader")
    else:
        draft.words(draft.channel)
    for path, written in printing_texts(view.notification):
        mine = path[:2] == ("channels", draft.channel) or (path[0] == "reply_to" and draft.channel == "email")
        # The event itself is at hand only where something is really due.
        if mine and all(named.path[0] != "event" for named in names_in_text(written)):
            at = view.workspace.document.position(("notifications", view.notification.id, *path))
            draft.voice.phrase(Text(written, at), "plain", draft.context)


RULE: Final = Rule(
    code="VAR004",
    name="unguarded-optional",
    severity="warning",
    looks_at=MessagesView,
    check=check,
    summary="A variable that need not be there is printed without asking whether it is.",
    why="Where it is missing, the message is not made, and whoever it was for hears nothing. Each message is rendered "
    "once more without each variable that has `required: false` and no default, so a branch counts that asks for it "
    "in whatever way.",
    cure="Put `{% if … %}` around it, or give it a default.",
    bad=Example(
        note={"variables": {"at": {"type": "datetime", "required": False, "sample": "2026-03-02T10:00:00+01:00"}}},
        body="<mj-text>{{ t.body }} {{ at|datetime }}</mj-text>",
    ),
    good=Example(
        note={"variables": {"at": {"type": "datetime", "required": False, "sample": "2026-03-02T10:00:00+01:00"}}},
        body="<mj-text>{{ t.body }} {% if at %}{{ at|datetime }}{% endif %}</mj-text>",
    ),
)
