"""UNS001: an optional message that cannot be left from within."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.notification.leaving import home_of, ways_out
from notify.source import Position

_SHOWN: Final = (
    '<mj-text>{{ t.body }} <a href="{{ product.url }}/notes">{{ t.button }}</a></mj-text>\n'
    '<mj-text><a href="{{ preferences_url }}">{{ t.preferences }}</a></mj-text>'
)
_WRITE: Final = "Write `unsubscribe_url` under `defaults`, with the person and the topic in it."
_FRAME: Final = (
    "<mjml><mj-body><mj-section><mj-column>%s<mj-text>{{ product.postal_address }}</mj-text></mj-column></mj-section>"
    "</mj-body></mjml>"
)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the address of `unsubscribe_url` behind words of the HTML, and in the text part."""
    if view.essential:
        return
    url = view.data["unsubscribe_url"]
    topic = view.notification.topic
    if not url:
        if view.notification.unsubscribe == "none":
            message = f"People may leave `{topic}`, but `unsubscribe: none` leaves the message without a link for it."
            yield Fault(message, view.at_field("unsubscribe"), "link")
        else:
            message = "Without `defaults.unsubscribe_url`, no message has a link or a header to unsubscribe."
            at = view.workspace.document.key_position(("defaults",))
            yield Fault(message, at, "link", help=_WRITE, notification="")
        return
    html, text = ways_out(view)
    if not html:
        lacking = "the HTML" if text else "the message"
        home = home_of(view, "unsubscribe_url")
        if home.layout:
            message = f"No message with the layout {home.layout} has a link to unsubscribe."
            yield Fault(message, home.at, f"link:{home.layout}", notification="")
            return
        cure = f"Others have it from {home.other}: show that here too, outside any branch." if home.other else None
        yield Fault(f"People may leave `{topic}`, but {lacking} has no link to {url}.", home.at, "link", cure)
    elif not text:
        own = f"templates/{view.notification.id}/email.{'txt' if view.has_own_text else 'mjml'}"
        yield Fault(f"People may leave `{topic}`, but the text part has no link to {url}.", Position(own), "link")


RULE: Final = Rule(
    code="UNS001",
    name="no-unsubscribe-link",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="An optional e-mail has no link to unsubscribe, in its HTML or in its text part.",
    why="Who finds no way out reports spam. Gmail (support.google.com/a/answer/81126) asks bulk senders for “a clearly "
    "visible unsubscribe link in the message body” beside the header, CAN-SPAM (15 U.S.C. § 7704) for a clear way to "
    "opt out, and the EU's ePrivacy Directive (2002/58/EC, article 13, paragraph 2) for one in each message that "
    "advertises to customers. Some people read the text part only.",
    cure="Print `{{ unsubscribe_url }}` as a link with words, in the layout's footer, and in `email.txt` where "
    "there is one.",
    bad=Example(files={"templates/note/email.mjml": _FRAME % _SHOWN}),
    good=Example(
        files={
            "templates/note/email.mjml": _FRAME
            % (_SHOWN + '<mj-text><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a></mj-text>')
        }
    ),
)
