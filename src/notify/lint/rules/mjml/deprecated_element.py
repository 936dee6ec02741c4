"""MJM006: an element that HTML has given up."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.wrong import Wrong, faults_of

# What to write instead. `center` and `font` are given up too, and left out: mail still needs them for Outlook.
_INSTEAD: Final[Mapping[str, str]] = {
    "acronym": "Write `<abbr>` instead.",
    "basefont": "Say it with the attributes of `<mj-all>`.",
    "big": 'Write `<span style="font-size: …">` instead.',
    "blink": "Take it away: nothing blinks any more.",
    "dir": "Write `<ul>` instead.",
    "marquee": "Take it away; for movement there are animated pictures.",
    "nobr": 'Write `<span style="white-space: nowrap">` instead.',
    "strike": "Write `<s>`, or `<del>` for what was taken out.",
    "tt": 'Write `<code>`, or `<span style="font-family: monospace">`.',
}


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the elements wherever they stand."""
    found = [
        Wrong(each.tag.offset, f"<{small}>", f"`<{each.name}>` is an element that HTML has given up.", _INSTEAD[small])
        for each in view.nesting.elements
        if (small := each.name.lower()) in _INSTEAD
    ]
    yield from faults_of(view, found)


RULE: Final = Rule(
    code="MJM006",
    name="deprecated-element",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    summary="The MJML has an element that HTML has given up.",
    why="The HTML standard calls them obsolete (section 16.2, non-conforming features): mail programs may drop them, "
    "together with what they were to show. `<center>` and `<font>` are given up as well, and are not reported, since "
    "mail for Outlook still uses them on purpose. What MJML 3 had and MJML 4 has given up, such as `mj-container`, "
    "does not compile: MJM001 says what stands in its place.",
    cure="Use what HTML has instead.",
    bad=Example(body="<mj-text><strike>12 €</strike> {{ t.body }}</mj-text>"),
    good=Example(body="<mj-text><s>12 €</s> {{ t.body }}</mj-text>"),
)
