"""SUB008: an e-mail without a preheader."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.render.markup.elements import End, Start, Text, Token
from notify.source import Position

_SHOWN: Final = 60


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds out what an inbox shows: the `mj-preview`, or else what people see first."""
    if _words(_preview(view.tokens)):
        return
    body, preheader = _words(view.body), " ".join(view.message.preheader.split())
    if preheader and preheader in body:
        return
    beginning = body if len(body) <= _SHOWN else body[:_SHOWN].rsplit(" ", 1)[0] + "…"
    if preheader:
        file = f"templates/{view.notification.id}/email.mjml"
        message = f"The preheader “{preheader}” is in no `mj-preview`, and inboxes show “{beginning}”."
        help_ = "Print it in the head of the template: `<mj-preview>{{ t.preheader }}</mj-preview>`."
        yield Fault(message, Position(file), "mj-preview", help=help_, value="not printed")
    else:
        message = f"There is no preheader, and inboxes show “{beginning}” beside the subject."
        yield Fault(message, view.at("preheader"), "preheader", value="none")


def _preview(tokens: Iterable[Token]) -> Iterator[Token]:
    inside = False
    for token in tokens:
        if isinstance(token, Start | End) and token.name.lower() == "mj-preview":
            inside = isinstance(token, Start) and not token.closed
        elif inside:
            yield token


def _words(tokens: Iterable[Token]) -> str:
    """The text among the tokens on one line, without what only fills the row of an inbox."""
    written = html.unescape(" ".join(token.text for token in tokens if isinstance(token, Text)))
    return " ".join(re.sub("[\u00ad\u034f\u200b-\u200f\u2060\ufeff]", "", written).split())


RULE: Final = Rule(
    code="SUB008",
    name="preheader-missing",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="An e-mail has no preheader: the words that inboxes show after the subject.",
    why="Every large inbox shows them. Where there are none it takes the first text of the message, which is the name "
    "in the logo, the greeting or “View in browser”. In MJML, `mj-preview` says what is shown instead.",
    cure="Add `preheader` to the copy: one sentence that goes on from the subject.",
    bad=Example(copy={"preheader": ""}),
)
