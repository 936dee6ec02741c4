"""COP006: a translation that is its source, word for word."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.copy import Text
from notify.catalogue.locale import cldr
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of, texts_of
from notify.lint.views.copy.phrase import read_phrase

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
# How much of a text a message shows.
_LENGTH: Final = 60
_ADDRESS: Final = re.compile(r"(?<!\S)\S*(?:@|://|\.[a-z]{2,}/?)\S*", re.IGNORECASE)


def check(view: CopyView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares words of translations into other languages with the source's."""
    source = view.source
    for locale, copy in view.translations.items() if source else ():
        if source is None or cldr(locale).language == cldr(source.locale).language:
            continue
        for key, entry in copy.entries.items():
            original = source.entries.get(key)
            if original is None:
                continue
            before = {text.source.strip() for _, text in texts_of(original)}
            same = [text for _, text in texts_of(entry) if text.source.strip() in before]
            said = [text for text in same if len(_words(view, key, text)) >= options["words"]]
            if said:
                message = f"`{key}` in `{locale}` is the same as in `{source.locale}`: “{_short(said[0].source)}”."
                owner = owner_of(entry.position, original.position)
                yield Fault(message, said[0].position, f"copy:{key}", notification=owner, locale=locale)


def _words(view: CopyView, key: str, text: Text) -> list[str]:
    """The words of a text that a translator would change: no names of ours, no addresses, no values."""
    phrase = read_phrase(key, text)
    words = _ADDRESS.sub(" ", phrase.words if phrase else "")
    own = {word.lower() for word in _WORD.findall(view.workspace.catalogue.product.name)}
    return [word for word in _WORD.findall(words) if word.lower() not in own]


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _LENGTH else words[: _LENGTH - 1] + "…"


RULE: Final = Rule(
    code="COP006",
    name="same-as-source",
    severity="info",
    looks_at=CopyView,
    check=check,
    options={"words": 2},
    summary="A translation of several words is the same as the text it translates.",
    why="Most often it was copied to be translated later, and is forgotten there. Values, addresses and the product's "
    "name are no words; one word alone may well be the same in two languages, and so may two variants of one language.",
    cure="Translate it. Where the words are the same in both languages, ignore this finding for the notification.",
    bad=Example(locales={"fr": {"button": "Read the note"}}),
    good=Example(copy={"button": "Page"}, locales={"fr": {"button": "Page"}}),
)
