"""The words of a notification in a locale, beside those that they are a translation of."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from notify.catalogue.copy import PLURAL_CATEGORIES, SHORT_CHANNELS, CopyBook, Entry, Plural
from notify.catalogue.locale import PSEUDO, direction, plural_category
from notify.preview.browser.forms.place import Editor
from notify.source import Position

_SHARED: Final = "templates/copy/"
# So much of a text is shown; no message bears more.
_LONGEST: Final = 10_000  # characters


def describe_copy(book: CopyBook, notification: str, locale: str, editor: Editor) -> Mapping[str, Any]:
    """The `strings` of a locale, by the order of the source's copy file and then of its own.

    `locale` is the one whose words these are, and `has_copy` whether the locale that was asked for has a copy file.
    Each string has its `key`, the `channel` it is for, whether it is `shared` among notifications and `missing` in this
    locale, and `here` and `source`: its `place` and `forms`, of which each has a plural `category`, empty where there
    is one text for every number, and `text`, None where the language wants such a form and nobody wrote it.
    """
    # Pseudo-copy is made of the source's.
    asked = book.default if locale == PSEUDO else locale
    own, source = book.copies.get(asked), book.copies.get(book.default)
    here = own.entries if own else {}
    there = source.entries if source else {}
    strings = [_describe(key, here.get(key), there.get(key), asked, editor) for key in dict.fromkeys([*there, *here])]
    # What a notification says itself stands before what all say.
    strings.sort(key=lambda string: string["shared"])
    file = f"templates/{notification}/copy/{asked}.yaml"
    return {
        "locale": asked,
        "source": book.default,
        "direction": direction(asked),
        "source_direction": direction(book.default),
        "has_copy": own is not None,
        "place": editor.describe(Position(own.file if own else file)),
        "strings": strings,
    }


def _describe(key: str, here: Entry | None, source: Entry | None, locale: str, editor: Editor) -> Mapping[str, Any]:
    first = key.partition(".")[0]
    known = here or source
    return {
        "key": key,
        "channel": first if first in SHORT_CHANNELS else "email",
        "shared": known is not None and known.position.file.startswith(_SHARED),
        "missing": here is None,
        "here": here and {"place": editor.describe(here.position), "forms": list(_forms(here, locale))},
        "source": source and {"place": editor.describe(source.position), "forms": list(_forms(source, None))},
    }


def _forms(entry: Entry, locale: str | None) -> Iterator[Mapping[str, str | None]]:
    """The forms of an entry, and with a locale those as well that its language has and the entry lacks."""
    if not isinstance(entry, Plural):
        yield {"category": "", "text": entry.source[:_LONGEST]}
        return
    wanted = _wanted(locale) if locale else frozenset()
    for category in PLURAL_CATEGORIES:
        if category in entry.forms:
            yield {"category": category, "text": entry.forms[category].source[:_LONGEST]}
        elif category in wanted:
            yield {"category": category, "text": None}


@cache
def _wanted(locale: str) -> frozenset[str]:
    """The forms that a language has for whole numbers that people count up to; rules look at their last two digits."""
    return frozenset(plural_category(locale, number) for number in range(201))
