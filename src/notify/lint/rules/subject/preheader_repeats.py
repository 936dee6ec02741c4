"""SUB010: a preheader that says the subject once more."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EnvelopeView

# What is shorter is a name or a phrase, which a sentence may well begin with.
_FEWEST_WORDS: Final = 3
_FEWEST_LETTERS: Final = 10


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares their words as they are rendered, whatever their case and punctuation."""
    subject, preheader = _words(view.subject), _words(view.preheader)
    if subject and preheader and _repeats(subject, preheader, options["alike"]):
        message = f"The preheader says the subject again: “{view.subject}”, “{view.preheader}”."
        yield Fault(message, view.at("preheader"), "preheader")


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def _repeats(subject: list[str], preheader: list[str], alike: int) -> bool:
    """Whether they are the same, one begins with all of the other, or most words are in both in the same order."""
    if subject == preheader:
        return True
    short, long = sorted((subject, preheader), key=len)
    if len("".join(short)) < _FEWEST_LETTERS:
        return False
    begins = long[: len(short)] == short
    # Without spaces between words, a sentence is one of them.
    unspaced = len(short) == 1 and not short[0].isascii() and short[0][:1].isalpha() and _is_unspaced(short[0])
    if len(short) < _FEWEST_WORDS:
        return begins and unspaced
    return begins or SequenceMatcher(None, subject, preheader, autojunk=False).ratio() * 100 >= alike


def _is_unspaced(word: str) -> bool:
    """Whether a word is in a script that sets no spaces: Thai, Lao, Khmer, Burmese, Chinese, Japanese."""
    return bool(re.fullmatch("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff0-9a-z]+", word))


RULE: Final = Rule(
    code="SUB010",
    name="preheader-repeats-subject",
    severity="warning",
    looks_at=EnvelopeView,
    check=check,
    options={"alike": 80},
    summary="A preheader repeats the subject that it stands beside.",
    why="Both are read together, on one or two lines of an inbox. What is said twice takes the place of what would "
    "make people open it. They are the same where one begins with all words of the other, or where 80 in a hundred "
    "of their words are in both, in the same order.",
    cure="Let it go on where the subject ends.",
    bad=Example(copy={"preheader": "A note from {{ name }}: it waits for you on your board."}),
    good=Example(copy={"preheader": "{{ name }} wrote you a note. It waits for you on your board."}),
)
