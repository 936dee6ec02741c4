"""SPM002: words that are there for a filter, and not for people."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.colour import Colour
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.passage import Passage, plain


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at the size and the colour of each word, and at what is behind it."""
    for passage in view.passages:
        if not any(letter.isalnum() for letter in passage.text):
            continue
        reason = _reason(passage, options["size"])
        if reason:
            at = view.place(passage.offset)
            words = plain(passage.text)
            words = words if len(words) <= 40 else f"{words[:39]}…"
            yield Fault(f"“{words}” cannot be seen: it {reason}.", at, f"{reason}:{view.key_at(at)}")


def _reason(passage: Passage, smallest: float) -> str | None:
    if passage.size is not None and passage.size <= smallest:
        return f"is {passage.size:g} px high"
    colour, behind = passage.colour, passage.background
    if colour and not colour[3]:
        return "is transparent"
    if colour and behind and colour[3] == 1 and _is_same(colour, behind):
        return f"is {_written(colour)} on {_written(behind)}"
    return None


def _is_same(one: Colour, other: Colour) -> bool:
    # White that is nearly white hides as well: no eye tells so few of 255 steps apart.
    return all(abs(a - b) <= 3 for a, b in zip(one[:3], other[:3], strict=True))


def _written(colour: Colour) -> str:
    return "#" + "".join(f"{part:02x}" for part in colour[:3])


RULE: Final = Rule(
    code="SPM002",
    name="hidden-text",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"size": 1},
    summary="Text is too small to be seen, or has the colour of what is behind it.",
    why="Spam feeds filters with words that people do not see, so filters count it: SpamAssassin has tests for letters "
    "too small to read (HTML_FONT_TINY_NORDNS) and in a colour like the background's (HTML_FONT_LOW_CONTRAST). Screen "
    "readers read it aloud all the same. `size` is the greatest number of pixels that nobody sees. A preheader of "
    "`mj-preview`, and what `display: none` takes away for everybody, do not count, nor does what a style sheet or a "
    "picture decides.",
    cure="Take it away, or show it. What belongs beside the subject is the preheader: `<mj-preview>`.",
    bad=Example(body='<mj-text>{{ t.body }} <span style="color: #fff;">{{ t.button }}</span></mj-text>'),
    good=Example(
        body="<mj-text>{{ t.body }} "
        '<span style="color: #fff; background-color: #345;">{{ t.button }}</span></mj-text>\n'
        '<mj-text font-size="0">&#160;</mj-text>'
    ),
)
