"""COP009: a subject or button that became much longer in translation."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from notify.catalogue.copy import CopyBook, Entry
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of, texts_of
from notify.lint.views.copy.phrase import read_phrase
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.names import wanted_in
from notify.lint.views.template.prints import printed_in

_CURES: Final = {
    "subject": "Say less; the preheader takes the rest.",
    "button": "Say less: a verb and what it acts on will do.",
}


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Compares the letters of subjects, and of texts that are printed as a button, with the source's."""
    source = view.book.copies.get(view.book.default) if view.book else None
    if view.book is None or source is None:
        return
    cramped = {"subject": "subject"} | dict.fromkeys(_buttons(view, source.entries), "button")
    for locale, entries in _translations(view, view.book).items():
        for key, noun in cramped.items():
            if key not in entries or key not in source.entries:
                continue
            before, after = _length(key, source.entries[key]), _length(key, entries[key])
            if before and after > options["over"] and after > options["times"] * before:
                at = entries[key].position
                called = f"The {noun}" if noun == key else f"The {noun} `{key}`"
                message = f"{called} has {after} letters in `{locale}` and {before} in `{source.locale}`."
                owner = owner_of(at, source.entries[key].position)
                yield Fault(message, at, f"copy:{key}", _CURES[noun], size=after, notification=owner, locale=locale)


def _translations(view: MessagesView, book: CopyBook) -> dict[str, Mapping[str, Entry]]:
    others = (locale for locale in view.workspace.catalogue.locales if locale != book.default)
    return {locale: book.copies[locale].entries for locale in others if locale in book.copies}


def _buttons(view: MessagesView, entries: Mapping[str, Entry]) -> list[str]:
    """The keys whose words are those of a button."""
    on_buttons = [each.value for each in printed_in(view.templates) if each.element == "mj-button"]
    wanted = [each for value in on_buttons if not isinstance(value, nodes.Name) for each in wanted_in(value)]
    return [key for key in entries if any(each.exact and each.key == key for each in wanted)]


def _length(key: str, entry: Entry) -> int:
    """The letters of the longest form of a text, without what it prints."""
    phrases = [read_phrase(key, text) for _, text in texts_of(entry)]
    return max((len(" ".join(phrase.words.split())) for phrase in phrases if phrase), default=0)


RULE: Final = Rule(
    code="COP009",
    name="text-grew",
    severity="info",
    looks_at=MessagesView,
    check=check,
    options={"times": 2.0, "over": 20},
    summary="A subject or the words of a button are more than twice as long as in the source language.",
    why="Inboxes cut subjects, and buttons wrap on a phone. Translations of short English texts do grow: on average "
    "to two or three times the length for up to ten letters, and to no more than twice for longer ones "
    "(w3.org/International/articles/article-text-size, with IBM's figures). That more than twice is too much is our "
    "choice. Texts of up to 20 letters fit anyhow. What is printed is not counted.",
    cure="Say less: a verb and what it acts on do for a button, and the preheader takes the rest of a subject.",
    bad=Example(locales={"fr": {"button": "Ouvrir le tableau pour lire le mot"}}),
    good=Example(locales={"fr": {"button": "Ouvrir et lire le mot"}}),
)
