"""CAT002: an e-mail without a template."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.errors import nearest
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView

_FILE: Final = "email.mjml"


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the MJML of every notification that goes by e-mail."""
    templates = view.workspace.root / "templates"
    for notification in view.catalogue.notifications.values():
        own = notification.id
        if "email" not in notification.channels or (templates / own / _FILE).is_file():
            continue
        free = [file.parent.name for file in templates.glob(f"*/{_FILE}") if file.parent.name not in view.written]
        guess = nearest(own, free)
        lacks = "no such file" if (templates / own).is_dir() else "no such folder"
        yield Fault(
            f"`{own}` goes by e-mail, and its template would be templates/{own}/{_FILE}: there is {lacks}."
            + (f" {guess}" if guess else ""),
            view.at_key("notifications", own),
            "email",
            help=f"Write templates/{own}/{_FILE}, or take `email` out of the channels of `{own}`.",
            notification=own,
        )


RULE: Final = Rule(
    code="CAT002",
    name="notification-without-template",
    severity="error",
    looks_at=CatalogueView,
    check=check,
    summary="A notification goes by e-mail and has no template.",
    why="Nothing can be sent: the e-mail of a notification is made from `email.mjml` in the folder that has its id. "
    "Short channels need words only, and no template.",
    cure="Write its email.mjml, mend the name of its folder, or take `email` out of its channels.",
    bad=Example(files={"templates/note/email.mjml": None}),
    good=Example(note={"channels": ["sms"]}, copy={"sms": "A note"}, files={"templates/note/email.mjml": None}),
)
