"""HTM002: style sheets that Gmail drops."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

_SHEET: Final = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL)
# What only Outlook reads.
_CONDITIONAL: Final = re.compile(r"<!--\[if [^\]]*\]>(?!<!--|\s*-->).*?(?:<!\[endif\]-->|\Z)", re.DOTALL)


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Measures the style sheets of the compiled message, those that the compiler adds too."""
    html = view.message.html
    until = html.rfind("</style>") + len("</style>")
    sizes = [len(found[1].encode()) for found in _SHEET.finditer(_CONDITIONAL.sub("", html[:until]))]
    largest, total = max(sizes, default=0), sum(sizes)
    if total > options["error"]:
        yield _fault(view, f"The style sheets have {total:,} bytes, of which Gmail keeps {options['error']:,}.", total)
    elif largest > options["warning"]:
        yield _fault(view, f"A style sheet has {largest:,} bytes; Gmail may drop it from {options['warning']:,} on.", 0)


def _fault(view: EmailView, message: str, total: int) -> Fault:
    own = [sheet for sheet in view.markup.sheets if sheet.text.strip()]
    longest = max(own, key=lambda sheet: len(sheet.text), default=None)
    start = longest.offset + len(longest.text) - len(longest.text.lstrip()) if longest else 0
    at = view.place(start) if longest else Position(f"templates/{view.notification.id}/email.mjml")
    owner = view.markup.whose(at.file)
    return Fault(message, at, f"styles:{at.file}", size=total, severity="error" if total else None, notification=owner)


RULE: Final = Rule(
    code="HTM002",
    name="style-block-too-large",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"warning": 8 * 1024, "error": 16 * 1024},
    summary="A style sheet, or all of them together, are so large that Gmail drops them.",
    why="With it go what phones and the dark need. Google publishes no number. Tests found 8,192 bytes in 2016, and "
    "16,384 for all sheets of a message since (email-bugs on GitHub, no. 90, and the keeper of caniemail.com in its "
    "no. 144: the sheets that reach the limit are removed). One sheet above `warning` is a warning, all together above "
    '`error` an error. What the compiler adds counts; what is in `<mj-style inline="inline">` is in no sheet.',
    cure='Take out the rules that no element uses; write those of single elements with `<mj-style inline="inline">`.',
    bad=Example(
        body="<mj-raw><style>{% for number in range(200) %}"
        ".note-{{ number }} td { padding-left: {{ number }}px !important; }\n{% endfor %}</style></mj-raw>"
        "<mj-text>{{ t.body }}</mj-text>"
    ),
    good=Example(
        body="<mj-raw><style>{% for number in range(50) %}"
        ".note-{{ number }} td { padding-left: {{ number }}px !important; }\n{% endfor %}</style></mj-raw>"
        "<mj-text>{{ t.body }}</mj-text>"
    ),
)
