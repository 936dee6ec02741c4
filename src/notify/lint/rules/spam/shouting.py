"""SPM003: a body that shouts."""

import re
from collections.abc import Iterator, Mapping
from textwrap import shorten
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView

# How much of a paragraph a message shows.
_SHOWN: Final = 60

_MARKS: Final = re.compile("[!\uff01]+")


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at each paragraph without what the data says in it."""
    most = options["marks"]
    for paragraph in view.paragraphs:
        words = paragraph.text
        # So few capitals are too few, however few letters there are besides.
        few = sum(map(str.isupper, words)) * 100 <= options["letters"] * options["share"]
        letters = "" if few else _letters(words)
        # The data is taken out only where there is something to find: there may be much of it.
        if not (_many_marks(words, most) or _is_loud(letters, options)):
            continue
        for text in view.data_texts:
            if text in words and not text.islower():
                words = re.sub(rf"(?<!\w){re.escape(text)}(?!\w)", " " * len(text), words)
        at = view.place(paragraph.offset)
        key = view.key_at(at)
        if found := _many_marks(words, most):
            yield Fault(
                f"{len(found[0])} exclamation marks stand in a row: “{_before(paragraph.text, found.end())}”.",
                at,
                f"marks:{key}",
            )
        letters = _letters(words)
        if _is_loud(letters, options):
            share = round(100 * sum(map(str.isupper, letters)) / len(letters))
            shown = shorten(paragraph.text, _SHOWN, placeholder="…")
            message = f"A paragraph is written in capitals, {share} % of {len(letters)} letters: “{shown}”."
            yield Fault(message, at, f"capitals:{key}", size=share, value=f"{share} %")


def _many_marks(text: str, most: int) -> re.Match[str] | None:
    return next((found for found in _MARKS.finditer(text) if len(found[0]) > most), None)


def _letters(text: str) -> str:
    """The letters that are capitals or not; Arabic has none."""
    return "".join(letter for letter in text if letter.isupper() or letter.islower())


def _is_loud(letters: str, options: Mapping[str, Any]) -> bool:
    share = 100 * sum(map(str.isupper, letters)) / (len(letters) or 1)
    return bool(len(letters) > options["letters"] and share > options["share"])


def _before(text: str, end: int) -> str:
    """The whole words of a text before a place, as many as a message shows."""
    start = 0 if end <= _SHOWN else text.find(" ", end - _SHOWN, end) + 1
    return ("…" if start else "") + text[start:end].strip()


RULE: Final = Rule(
    code="SPM003",
    name="shouting-body",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"letters": 20, "share": 70, "marks": 2},
    summary="A paragraph is written in capitals, or exclamation marks stand in a row.",
    why="Capitals read as shouting, and take longer to read. SpamAssassin counts bodies of which more than half are "
    "capitals (UPPERCASE_50_75, UPPERCASE_75_100), and subjects (SUBJ_ALL_CAPS); some screen readers spell capitals "
    "letter by letter. The limits are ours: more than `letters` letters of which more than `share` percent are "
    "capitals, so that an abbreviation or a short label is none, and more than `marks` exclamation marks in a row. "
    "What the data says does not count, nor what `text-transform` does.",
    cure="Write it as a sentence; let a heading, a colour or bold letters make it stand out.",
    bad=Example(copy={"body": "READ THE NOTE OF {{ name }} BEFORE IT IS GONE!!!"}),
    good=Example(copy={"body": "Read the note of {{ name }} (PDF, from NASA and ESA) before it is gone!!"}),
)
