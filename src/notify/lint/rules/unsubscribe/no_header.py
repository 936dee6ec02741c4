"""UNS002: an optional message that mail programs cannot offer to leave."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the header, and for what keeps it away; that the catalogue has no address for it is UNS001's to say."""
    if view.essential or "List-Unsubscribe" in view.message.headers:
        return
    if view.notification.unsubscribe == "none":
        topic = view.notification.topic
        yield Fault(
            f"People may leave `{topic}`, but `unsubscribe: none` keeps the header List-Unsubscribe away.",
            view.at_field("unsubscribe"),
            "header",
            help="Take `unsubscribe: none` away, or make the topic `required` if nobody may leave it.",
        )


RULE: Final = Rule(
    code="UNS002",
    name="no-list-unsubscribe",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="An optional e-mail has no header List-Unsubscribe.",
    why="The header (RFC 2369) is what the button “Unsubscribe” beside the sender is made from, in Gmail, Apple Mail, "
    "Yahoo and Outlook; without it, the nearest button says “spam”. Gmail (support.google.com/a/answer/81126) and "
    "Yahoo (senders.yahooinc.com/best-practices) have required it of bulk senders since 2024.",
    cure="Take away what keeps the header away; it is made from `defaults.unsubscribe_url`.",
    bad=Example(note={"unsubscribe": "none"}),
    good=Example(note={"unsubscribe": "none", "topic": "account"}),
)
