"""COP012: copy that cannot be read."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.notification.refusal import RefusalView


def check(view: RefusalView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Says what the copy itself is at fault for."""
    if view.kind == "copy":
        where = view.at.file
        own = f"templates/{view.notification.id}/"
        owner = "" if where.startswith("templates/copy/") else None
        key = where.removeprefix(own) + ":" + view.error.message
        yield Fault(view.error.message, view.at, key, help=view.error.hint, notification=owner)


RULE: Final = Rule(
    code="COP012",
    name="unreadable-copy",
    severity="error",
    looks_at=RefusalView,
    check=check,
    summary="A copy file is not YAML or holds what is no copy, or one of its texts cannot be filled.",
    why="Nothing of the notification can be rendered in any language while one of its copy files cannot be read, since "
    "nobody can know what is missing in it. Copy is `key: words`, in groups and plurals; it prints variables, and runs "
    "no statements.",
    cure="Mend the line; quotes around the whole text help against most of YAML's surprises.",
    bad=Example(files={"templates/note/copy/fr.yaml": "subject: Un mot: de {{ name }}\n"}),
    good=Example(files={"templates/note/copy/de.yaml": 'subject: "Eine Notiz: von {{ name }}"\n'}),
)
