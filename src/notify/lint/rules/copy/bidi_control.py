"""COP010: invisible characters that turn the direction of text."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.locale import direction
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of, texts_of

# Unicode's bidirectional controls: unicode.org/reports/tr9/#Directional_Formatting_Characters
_MARKS: Final = "\u200e\u200f\u061c"
_EMBEDDINGS: Final = "\u202a\u202b"
_OVERRIDES: Final = "\u202d\u202e"
_END_OF_EMBEDDING: Final = "\u202c"
_ISOLATES: Final = "\u2066\u2067\u2068"
_END_OF_ISOLATE: Final = "\u2069"
_CONTROL: Final = re.compile(f"[{_MARKS}{_EMBEDDINGS}{_OVERRIDES}{_END_OF_EMBEDDING}{_ISOLATES}{_END_OF_ISOLATE}]")


def check(view: CopyView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for controls that are left open, that reverse letters, or that have nothing to turn."""
    for locale in view.workspace.catalogue.locales:
        copy = view.book.copies.get(locale)
        for key, entry in copy.entries.items() if copy else ():
            for form, text in texts_of(entry):
                for control, reason in _stray(text.source, locale):
                    name = f"{key}.{form}" if form else key
                    what = f"U+{ord(control):04X} {unicodedata.name(control)}"
                    message = f"`{name}` in `{locale}` has an invisible {what}, {reason}."
                    yield Fault(message, text.position, f"copy:{name}:{ord(control):04X}",
                                notification=owner_of(text.position), locale=locale)  # fmt: skip


def _stray(text: str, locale: str) -> list[tuple[str, str]]:
    """The controls that are not as they should be, each once, and why."""
    if not _CONTROL.search(text):
        return []
    found: dict[str, str] = {}
    opened: list[str] = []
    for letter in text:
        if letter in _OVERRIDES:
            found[letter] = "which shows letters in another order than they are read in"
        if letter in _EMBEDDINGS + _OVERRIDES + _ISOLATES:
            opened.append(letter)
        elif letter in (_END_OF_EMBEDDING, _END_OF_ISOLATE):
            for left in _close(opened, letter):
                found.setdefault(left, "which ends nothing" if left == letter else "which is never ended")
        elif letter in _MARKS and not _turns(text, locale):
            found[letter] = "where nothing runs from right to left"
    return list((dict.fromkeys(opened, "which is never ended") | found).items())


def _close(opened: list[str], end: str) -> list[str]:
    """Takes what a control ends off what is open. What is wrong with that: the control itself, or what it cuts off."""
    isolate = end == _END_OF_ISOLATE
    last = max((index for index, each in enumerate(opened) if each in _ISOLATES), default=-1)
    if last < 0 if isolate else last == len(opened) - 1:
        return [end]
    # The end of an isolate ends the embeddings in it, too.
    cut = opened[last + 1 :] if isolate else []
    del opened[last if isolate else -1 :]
    return cut


def _turns(text: str, locale: str) -> bool:
    """Whether letters of both directions can meet in a text: its own, or those of values that it prints."""
    return direction(locale) == "rtl" or "{{" in text or any(_is_rtl(letter) for letter in text)


def _is_rtl(letter: str) -> bool:
    return letter not in _MARKS and unicodedata.bidirectional(letter) in {"R", "AL"}


RULE: Final = Rule(
    code="COP010",
    name="stray-bidi-control",
    severity="warning",
    looks_at=CopyView,
    check=check,
    summary="A text has an invisible character that turns the direction of what follows, and should not.",
    why="They come along when text is pasted from a chat or a document, and nobody sees them. One that is never ended "
    "turns the rest of the paragraph (UAX #9, rule X8); an override shows letters in reverse, which filters know from "
    "fraud. Isolates that are ended, and marks beside text of the other direction or beside a value, are what they are "
    "for, and fine.",
    cure="Delete the character; retype the words around it if you cannot see it.",
    bad=Example(copy={"body": "**{{ name }}** left you a \u202bnote, {{ user.first_name }}."}),
    good=Example(copy={"body": "**\u2068{{ name }}\u2069** left you a note, {{ user.first_name }}."}),
)
