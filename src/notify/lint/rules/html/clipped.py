"""HTM001: a message that Gmail cuts off."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

_SHEET: Final = re.compile(r"<style\b[^>]*>.*?</style>", re.DOTALL)
_DATA: Final = re.compile(r"""data:image/[^"')\s]*""")
_INLINE: Final = re.compile(r' style="[^"]*"')
_COMMENT: Final = re.compile(r"<!--(?!\[if).*?-->", re.DOTALL)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the bytes of the HTML as it is sent, before it is encoded."""
    size = len(view.message.html.encode())
    if size >= min(options["warning"], options["error"]):
        too_much = size >= options["error"]
        yield Fault(
            f"The HTML has {size:,} bytes, {_heaviest(view)}; Gmail cuts off what is beyond {options['error']:,}.",
            Position(f"templates/{view.notification.id}/email.mjml"),
            "size",
            size=size,
            value=f"{size / 1024:.0f} KiB",
            severity="error" if too_much else None,
        )


def _heaviest(view: EmailView) -> str:
    """What most of it is."""
    html = view.message.html

    def weigh(what: re.Pattern[str]) -> list[int]:
        return [len(found[0].encode()) for found in what.finditer(html)]

    weights = {
        "an embedded image alone": max(weigh(_DATA), default=0),
        "style sheets": sum(weigh(_SHEET)),
        "styles in elements": sum(weigh(_INLINE)),
        "comments": sum(weigh(_COMMENT)),
    }
    what = max(weights, key=lambda name: weights[name])
    return f"{weights[what]:,} of them {what}"


RULE: Final = Rule(
    code="HTM001",
    name="clipped-by-gmail",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"warning": 90 * 1024, "error": 102_000},
    summary="The HTML of a message is so large that Gmail cuts it off, or nearly so.",
    why="Gmail shows the beginning, and a link “View entire message” instead of the rest: the way to unsubscribe, and "
    "whatever counts who opened it, are at the end. Google publishes no number. Those who tried say 102 kB "
    "(Email on Acid; email-bugs on GitHub, no. 41) or some 105 kB (Spam Resource, 2022): the smallest reading, 102,000 "
    "bytes, is an error. From 90 KiB on, our own choice, a long name or what a service adds to links is enough.",
    cure="Shorten lists and link to the whole, put images on a site, and let classes say what is said again and again.",
    bad=Example(
        body='{% for number in range(350) %}<mj-text padding="0">{{ t.body }} No. {{ number }}</mj-text>{% endfor %}'
    ),
    good=Example(
        body='{% for number in range(300) %}<mj-text padding="0">{{ t.body }} No. {{ number }}</mj-text>{% endfor %}'
    ),
)
