"""LNK016: a link to a page that is gone."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.load import CATALOGUE_FILE
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.answer import AnswerView
from notify.lint.views.message.origin import shorten
from notify.source import Position

_LATER = "Look again later, or follow it yourself."


def check(view: AnswerView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # they are for asking
    """Reports what is dead, and in one note for each reason what nobody could say."""
    link, reason = view.link, view.answer.reason
    match view.answer.verdict:
        case "dead":
            of = "" if link.url in link.called else f" to {shorten(link.url)}"
            yield Fault(f"{link.called}{of} is dead: {reason}.", link.at, link.key)
        case "unclear":
            message = f"A link to {shorten(link.url)} was not checked: {reason}."
            yield Fault(message, link.at, reason, help=_LATER, notification="", severity="info")
        case "unasked":
            message = f"Not every link was checked: {reason}."
            yield Fault(message, Position(CATALOGUE_FILE), reason, help=_LATER, notification="", severity="info")
        case _:
            pass


RULE: Final = Rule(
    code="LNK016",
    name="dead-link",
    severity="error",
    looks_at=AnswerView,
    check=check,
    options={"addresses": 200, "interval": 1, "timeout": 10, "total": 60, "skip": []},
    summary="A link leads to a page or a host that is not there; only looked for with `--check-links`.",
    why="Whoever touches it reads an error, in a message that nobody can call back. A page is dead that answers 404 or "
    "410 (RFC 9110, 15.5.5 and 15.5.11) or twice with an error of the server (5xx), whose host does not exist or "
    "refuses connections, whose certificate is wrong, or that is redirected more than five times. One that asks for a "
    "name (401, 403) or for patience (429) is there. Addresses that only one network knows are never asked, and what "
    "`unsubscribe_url` offers neither, since asking could unsubscribe. At most `addresses` addresses are asked, a host "
    "once in `interval` seconds, each request for `timeout` seconds and all for `total` seconds. Samples fill the "
    "addresses: those that lead to what only a real recipient has can be left out with `skip`, by how they begin.",
    cure="Link to where the page is now, or bring it back.",
    bad=Example(
        body='<mj-button href="{{ product.url }}/nots">{{ t.button }}</mj-button>',
        answers={"https://acme.example/nots": "the answer is 404 Not Found"},
    ),
    good=Example(
        body='<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>',
        answers={"https://acme.example/nots": "the answer is 404 Not Found"},
    ),
)
