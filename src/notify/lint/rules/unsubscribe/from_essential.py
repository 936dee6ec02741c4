"""UNS005: a message that nobody can leave, and that offers it."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds the header of an essential message, and links to the page of `unsubscribe_url` that somebody wrote."""
    if not view.essential:
        return
    topic, offered = view.notification.topic, view.notification.unsubscribe
    if "List-Unsubscribe" in view.message.headers:
        yield Fault(
            f"Nobody can leave `{topic}`, which is required, but `unsubscribe: {offered}` offers it.",
            view.at_field("unsubscribe"),
            "header",
        )
        return
    page = _page(view)
    for link in view.links:
        if page and link.url.startswith(page):
            yield Fault(
                f"Nobody can leave `{topic}`, which is required, but “{link.words or link.url}” leads to {page}.",
                link.at,
                f"link:{page}",
                help="Print the link only where there is `unsubscribe_url`: `{% if unsubscribe_url %}`.",
            )


def _page(view: EmailView) -> str:
    """The address of the page without what it says of the person; empty where that is no page of its own."""
    defaults = view.workspace.catalogue.defaults
    page = (defaults.unsubscribe_url or "").partition("{{")[0].partition("?")[0].partition("#")[0]
    own = page.count("/") > 3 or (page.count("/") == 3 and not page.endswith("/"))
    shared = (defaults.preferences_url or "").startswith(page)
    return page if own and not shared else ""


RULE: Final = Rule(
    code="UNS005",
    name="unsubscribe-from-essential",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="An essential e-mail offers to unsubscribe.",
    why="Whoever presses it gets the next one all the same, and reports it as spam; or does not get it, and cannot "
    "reset a password. With RFC 8058 a touch of the mail program's own button is enough, and no page asks again. Gmail "
    "(support.google.com/a/answer/14229414) wants one click for promotional mail and what people subscribe to, and not "
    "for mail such as password resets.",
    cure="Write `unsubscribe: none` or leave the field out, or give the topic another default than `required`.",
    bad=Example(note={"topic": "account", "unsubscribe": "one_click"}),
    good=Example(note={"topic": "account"}),
)
