"""SPM002: words that are there for a filter, and not for people."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import key_at
from notify.lint.views.page.colour import hexadecimal
from notify.lint.views.page.page import PageView
from notify.lint.views.page.writing import Writing


def check(view: PageView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at the size and the colour of each word, and at what is behind it."""
    for written in view.light:
        reason = _reason(written.writing, options["size"]) if written.writing.says_something else None
        if reason:
            at = view.markup.place(written.text.offset + len(written.text.text) - len(written.text.text.lstrip()))
            key = key_at(view.markup.draft.copy, at)
            yield Fault(f"“{written.writing.shown}” cannot be seen: it {reason}.", at, f"{reason}:{key}")


def _reason(writing: Writing, smallest: float) -> str | None:
    if writing.size is not None and writing.size <= smallest:
        return f"is {writing.size:g} px high"
    if writing.look.ink and not writing.look.ink.alpha:
        return "is transparent"
    if writing.is_hidden and (reading := writing.reading):
        return f"is {hexadecimal(reading.ink)} on {hexadecimal(reading.ground)}"
    return None


RULE: Final = Rule(
    code="SPM002",
    name="hidden-text",
    severity="warning",
    looks_at=PageView,
    check=check,
    options={"size": 1},
    summary="Text is too small to be seen, or has the colour of what is behind it.",
    why="Spam feeds filters with words that people do not see, so filters count it: SpamAssassin has tests for letters "
    "too small to read (HTML_FONT_TINY_NORDNS) and in a colour like the background's (HTML_FONT_LOW_CONTRAST). Screen "
    "readers read it aloud all the same. `size` is the greatest number of pixels that nobody sees. A preheader of "
    "`mj-preview`, and what `display: none` takes away for everybody, do not count.",
    cure="Take it away, or show it. What belongs beside the subject is the preheader: `<mj-preview>`.",
    bad=Example(body='<mj-text>{{ t.body }} <span style="color: #fff;">{{ t.button }}</span></mj-text>'),
    good=Example(
        body="<mj-text>{{ t.body }} "
        '<span style="color: #fff; background-color: #345;">{{ t.button }}</span></mj-text>\n'
        '<mj-text font-size="0">&#160;</mj-text>'
    ),
)
