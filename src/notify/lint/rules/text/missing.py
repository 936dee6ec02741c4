"""TXT001: a message without words for those who read plain text."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.finding import Severity
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

_ADDRESS: Final = re.compile(r"(?<![a-z0-9+.-])[0-9+.-]*[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for a letter or a digit in the text part that is not part of an address."""
    written = view.message.text
    if any(letter.isalnum() for letter in _ADDRESS.sub("", written)):
        return
    own = f"templates/{view.notification.id}/email."
    severity: Severity | None = None if view.essential else "error"
    if view.has_own_text:
        is_there = "prints nothing but addresses" if written.strip() else "prints nothing"
        yield Fault(
            f"The text part is empty: `email.txt` {is_there}.", Position(f"{own}txt"), "text", severity=severity
        )
    else:
        is_there = "it has addresses and no words" if written.strip() else "the HTML has nothing to make it from"
        yield Fault(
            f"The text part is empty: {is_there}.",
            Position(f"{own}mjml"),
            "text",
            help="Say in words what the pictures say, in their `alt` at least, or write an `email.txt`.",
            severity=severity,
        )


RULE: Final = Rule(
    code="TXT001",
    name="no-text-part",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="An e-mail has no text part, or one without words.",
    why="A watch, a screen reader in a terminal, a ticket system and whoever turned HTML off read the text part. RFC "
    "2046 (section 5.1.4) has the parts of multipart/alternative say the same. SpamAssassin counts mail that is HTML "
    "only (MIME_HTML_ONLY), and little text beside pictures (HTML_IMAGE_ONLY_04 to _32). In an optional message it is "
    "an error: its text part has no way out of it either.",
    cure="Let `email.txt` say what the HTML says, or remove it: then the text part is made from the MJML.",
    bad=Example(note={"topic": "account"}, files={"templates/note/email.txt": "{# to be written #}\n"}),
    good=Example(
        note={"topic": "account"}, files={"templates/note/email.txt": "{{ t.body }} {{ product.url }}/notes\n"}
    ),
)
