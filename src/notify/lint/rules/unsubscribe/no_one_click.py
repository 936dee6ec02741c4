"""UNS003: a message that takes more than one click to leave."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for List-Unsubscribe-Post beside List-Unsubscribe; where both are missing, that is UNS002's."""
    headers = view.message.headers
    if not view.essential and "List-Unsubscribe" in headers and "List-Unsubscribe-Post" not in headers:
        yield Fault(
            f"Leaving `{view.notification.topic}` takes a visit to a page: `unsubscribe: "
            f"{view.notification.unsubscribe}` sends no List-Unsubscribe-Post.",
            view.at_field("unsubscribe"),
            "header",
        )


RULE: Final = Rule(
    code="UNS003",
    name="no-one-click",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="An optional e-mail cannot be unsubscribed from with one click.",
    why="With `List-Unsubscribe-Post: List-Unsubscribe=One-Click` (RFC 8058) a mail program unsubscribes by itself "
    "when somebody presses its button. Gmail (support.google.com/a/answer/81126) and Yahoo "
    "(senders.yahooinc.com/best-practices) have required it of bulk senders since 2024, 5,000 messages a day in "
    "Gmail's case, for promotional mail and all that people subscribe to.",
    cure="Write `unsubscribe: one_click`, or leave the field out, and let the address answer a POST without a question "
    "or a redirect.",
    bad=Example(note={"unsubscribe": "link"}),
    good=Example(note={"unsubscribe": "one_click"}),
)
