"""UNS007: a message from which nobody gets to what they may choose."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.notification.leaving import home_of, ways_out

_FRAME: Final = (
    "<mjml><mj-body><mj-section><mj-column><mj-text>{{ t.body }} %s</mj-text></mj-column></mj-section></mj-body></mjml>"
)
_LEAVE: Final = '<a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a>'


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for a link to `preferences_url` in an optional message."""
    if view.essential or not all(ways_out(view)):
        # That nobody can leave at all is a graver fault, of UNS001.
        return
    url = view.data["preferences_url"]
    if not url:
        message = "The catalogue has no `defaults.preferences_url`, where people would choose less instead of nothing."
        cure = "Write the address of that page under `defaults`, if there is one."
        at = view.workspace.document.key_position(("defaults",))
        yield Fault(message, at, "link", help=cure, notification="")
    elif not any(link.url.startswith(url) for link in view.links):
        home = home_of(view, "preferences_url")
        if home.layout:
            message = f"No message with the layout {home.layout} has a link to where people choose what they get."
            yield Fault(message, home.at, f"link:{home.layout}", notification="")
            return
        told = f"Others have it from {home.other}: show that here too." if home.other else None
        yield Fault(f"There is no link to {url}, where people choose what they get.", home.at, "link", told)


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
