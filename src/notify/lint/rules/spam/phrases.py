"""SPM001: the words of spam."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from typing import Any, Final
from unicodedata import category, normalize

from notify.lint.knowledge.spam import PHRASES
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.source import Position

# Ways to write the same: quotes, a space before a percent sign, Arabic vowels and lengthened letters.
_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u02bc": "'", "\u066a": "%", "\u0640": None})


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the phrases of the message's own language in its subject, its preheader and its words, each once."""
    pattern = _pattern(view.locale.partition("-")[0].lower())
    if pattern is None:
        return
    lines = (("subject", view.message.subject), ("preheader", view.message.preheader))
    said_at: list[tuple[str, str | int]] = [
        *((line, key) for key, line in lines),
        *((each.text, each.offset) for each in view.paragraphs),
    ]
    first: Position | None = None
    found: dict[str, None] = {}
    for text, where in said_at:
        for phrase in pattern.findall(_simple(text)):
            if not any(phrase in _simple(data) for data in view.data_texts):
                found.setdefault(phrase)
                first = first or (view.at(where) if isinstance(where, str) else view.place(where))
    if first and len(found) >= options["phrases"]:
        quoted = ", ".join(f"“{phrase}”" for phrase in found)
        yield Fault(
            f"{len(found)} phrases are known from spam: {quoted}.",
            first,
            "phrases",
            size=len(found),
            value=f"{len(found)} phrases",
        )


@cache
def _pattern(language: str) -> re.Pattern[str] | None:
    phrases = sorted({_simple(phrase) for phrase in PHRASES.get(language, ())}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases))})(?!\w)") if phrases else None


@lru_cache(maxsize=4096)
def _simple(text: str) -> str:
    """A text in lower case, on one line, however its apostrophes, percent signs and vowels are written."""
    decomposed = normalize("NFKC", text).translate(_APOSTROPHES).casefold()
    # Only Arabic has vowels that are marks of their own after this.
    letters = decomposed if decomposed.isascii() else "".join(each for each in decomposed if category(each) != "Mn")
    return re.sub(r"\s+%", "%", " ".join(letters.split()))


RULE: Final = Rule(
    code="SPM001",
    name="spam-phrases",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"phrases": 3},
    summary="Several phrases in the subject, the preheader and the body are known from spam.",
    why="Filters weigh words: one says little, and each more of them tips the scale. SpamAssassin adds up points and "
    "calls a message spam from 5 on (required_score), phrases among them (rules/20_phrases.cf); Gmail and Outlook "
    "learn theirs from what people report. The sender's reputation weighs more than any list, but people know these "
    "phrases too. That three make a finding is our choice. There are lists for English, French, Polish, Arabic, German "
    "and Spanish; what the data says does not count.",
    cure="Say in plain words what people get, what it costs and until when.",
    bad=Example(copy={"subject": "Act now, {{ name }}", "body": "**Risk-free** and with no strings attached."}),
    good=Example(copy={"subject": "Act now, {{ name }}", "body": "Your trial is free, and the offer ends on Friday."}),
)
