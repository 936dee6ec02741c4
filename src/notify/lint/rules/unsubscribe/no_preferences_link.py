"""UNS007: a message from which nobody gets to what they may choose."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

_FRAME: Final = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>{{ t.body }} %s</mj-text></mj-column></mj-section></mj-body></mjml>"
)
_LEAVE: Final = '<a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a>'


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for a link to `preferences_url` in an optional message."""
    if view.essential:
        return
    url = view.data["preferences_url"]
    if not url:
        at = view.workspace.document.position(("defaults",))
        message = "The catalogue has no `defaults.preferences_url`, where people would choose less instead of nothing."
        yield Fault(
            message,
            at,
            "link",
            help="Write the address of that page under `defaults`, if there is one.",
            notification="",
        )
    elif not any(link.url.startswith(url) for link in view.links):
        at = Position(f"templates/{view.notification.id}/email.mjml")
        yield Fault(f"There is no link to {url}, where people choose what they get.", at, "link")


RULE: Final = Rule(
    code="UNS007",
    name="no-preferences-link",
    severity="info",
    looks_at=EmailView,
    check=check,
    summary="An optional e-mail has no link to the page where people choose what they get.",
    why="Who is offered less, or another channel, need not leave altogether. Gmail recommends to let people see what "
    "they are subscribed to, and leave one list or all (support.google.com/a/answer/81126).",
    cure="Print `{{ preferences_url }}` beside the link to unsubscribe.",
    bad=Example(files={"templates/note/email.mjml": _FRAME % _LEAVE}),
    good=Example(
        files={
            "templates/note/email.mjml": _FRAME
            % f'{_LEAVE} <a href="{{{{ preferences_url }}}}">{{{{ t.preferences }}}}</a>'
        }
    ),
)
