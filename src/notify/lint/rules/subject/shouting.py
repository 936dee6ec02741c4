"""SUB004: a subject or preheader that shouts."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import PRINTED, literal_words, texts_at
from notify.lint.views.message.message import EnvelopeView

# Signs of exclamation and question, wide, Arabic and as pictures too; the spaces that French sets are no gap.
_MARKS: Final = re.compile("(?:[!?\uff01\uff1f\u061f\u203c\u2049\u2753-\u2757][ \u00a0\u202f]?){2,}")
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_ONE_OF_EACH: Final = 2
_FEWEST_WORDS: Final = 2
# An acronym seldom has more letters than this.
_ACRONYM: Final = 4


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at the words of the copy; how people write their names and titles is theirs."""
    product = re.compile(rf"(?<!\w){re.escape(view.workspace.catalogue.product.name)}(?!\w)")
    for key in ("subject", "preheader"):
        for text in texts_at(view.copy, key):
            words = product.sub(PRINTED, unicodedata.normalize("NFC", literal_words(text)))
            marks = (re.sub(r"\s", "", found[0]) for found in _MARKS.finditer(words))
            # One of each is a tone of voice.
            loud = [signs for signs in marks if len(signs) > _ONE_OF_EACH or len(set(signs)) == 1]
            if capitals := _in_capitals(words, options["letters"]):
                message = f"The {key} shouts in capitals: “{capitals}”."
                yield Fault(message, view.at(key), key, size=len(capitals), value=capitals)
            elif loud:
                signs = max(loud, key=len)
                yield Fault(f"The {key} shouts with “{signs}”.", view.at(key), key, value=signs)


def _in_capitals(words: str, letters: int) -> str:
    """The whole text, or the first words in it, that are in capitals one after the other; empty where there are none.

    Acronyms are: within a text, one of the words must be longer than they are.
    """
    if not any(letter.isalpha() and not letter.isupper() for letter in words):
        runs, longest = [words], _ACRONYM
    else:
        runs, longest = _runs(words), _ACRONYM + 1
    for run in runs:
        sizes = [len(word) for word in _WORD.findall(run)]
        if len(sizes) >= _FEWEST_WORDS and sum(sizes) >= letters and max(sizes) >= longest:
            return run.replace(PRINTED, "…").strip()
    return ""


def _runs(words: str) -> list[str]:
    """The stretches of words in capitals with only spaces between them."""
    found: list[tuple[int, int]] = []
    for word in _WORD.finditer(words):
        if not word[0].isupper():
            continue
        if found and words[found[-1][1] : word.start()].isspace():
            found[-1] = found[-1][0], word.end()
        else:
            found.append(word.span())
    return [words[start:end] for start, end in found]


RULE: Final = Rule(
    code="SUB004",
    name="shouting",
    severity="warning",
    looks_at=EnvelopeView,
    check=check,
    options={"letters": 8},
    summary="A subject or preheader is in capitals, or doubles its exclamation marks.",
    why="It reads as advertising, in an inbox where the neighbours speak. Spam filters count it: SpamAssassin and "
    "Stalwart score a subject of two words and ten characters or more in capitals (SUBJ_ALL_CAPS). Here two words and "
    "eight letters are enough, wherever they stand together; acronyms, single words and values are let be, and "
    "scripts without capitals have none.",
    cure="Write it as you would say it, with one sign at most at the end.",
    bad=Example(copy={"subject": "LAST CHANCE to read the note from {{ name }}"}),
    good=Example(copy={"subject": "NASA PDF: the note from {{ name }}"}),
)
