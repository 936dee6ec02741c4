"""MJM005: tags that do not match."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.wrong import Wrong, faults_of


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds them."""
    yield from faults_of(view, find(view))


def find(view: MarkupView) -> Iterator[Wrong]:
    """Passes on all that is wrong with the tags: each end tag closes what it is meant for, as far as can be told."""
    for fault in view.nesting.faults:
        yield Wrong(fault.offset, str(fault), str(fault), fault.hint)


RULE: Final = Rule(
    code="MJM005",
    name="mismatched-tags",
    severity="error",
    looks_at=MarkupView,
    check=check,
    summary="A tag is not closed, or an end tag closes nothing.",
    why="There is no message then: MJML is read as strictly as XML, in which every element ends where it says that it "
    "does. Often one branch of an `{% if %}` opens what the other does not. HTML within the MJML is read the same "
    "way; only the elements that have no end tag in HTML (`<br>`, `<img>`) need none. What opens within an `mj-raw` "
    "ends in it, but for what `<!--[if mso]>` shows to Outlook alone: that may end in another such comment. MJML's own "
    "parser closes by guess what is not closed, and says nothing.",
    cure="Close what is open, in the order in which it was opened.",
    bad=Example(body="<mj-text><strong>{{ t.body }}</mj-text>"),
    good=Example(body="<mj-text><strong>{{ t.body }}</strong></mj-text>"),
)
