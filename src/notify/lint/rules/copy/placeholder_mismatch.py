"""COP003: a translation that prints other values than its source."""

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from notify.catalogue.copy import Entry, Plural
from notify.catalogue.model.fields import listed
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of, texts_of
from notify.lint.views.copy.phrase import read_phrase
from notify.lint.views.notification.messages import MessagesView

Names = tuple[str, ...]


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares what each text prints, all forms of a plural taken together, with the source."""
    book = view.book
    source = book.copies.get(book.default) if book else None
    if book is None or source is None:
        return
    locales = [
        locale for locale in view.workspace.catalogue.locales if locale in book.copies and locale != book.default
    ]
    for key, original in source.entries.items():
        entries = {locale: book.copies[locale].entries.get(key) for locale in locales}
        written = {locale: entry for locale, entry in entries.items() if entry and _says(entry)}
        found = {locale: other for locale, entry in written.items() if (other := _differs(view, key, original, entry))}
        if len(set(found.values())) == 1 < len(found) == len(written):
            # The translations agree: whoever changed the source has forgotten them, or made a slip.
            [difference] = set(found.values())
            lost, new = difference
            told = _told(new, lost, "as its translations do", "which its translations do not")
            message = f"`{key}` in `{source.locale}` {told}"
            cure = "Print the same in all languages: correct the source, or bring its translations up to date."
            owner = owner_of(original.position, *(entry.position for entry in written.values()))
            at = _place(original, key, lost)
            yield Fault(message, at, f"copy:{key}", cure, notification=owner, locale=source.locale)
            continue
        for locale, (lost, new) in found.items():
            message = f"`{key}` in `{locale}` {_told(lost, new, 'as the source does', 'which the source does not')}"
            owner = owner_of(written[locale].position, original.position)
            at = _place(written[locale], key, new)
            yield Fault(message, at, f"copy:{key}", notification=owner, locale=locale)


def _says(entry: Entry) -> bool:
    return any(text.source.strip() for _, text in texts_of(entry))


def _differs(view: MessagesView, key: str, original: Entry, entry: Entry) -> tuple[Names, Names] | None:
    """What a translation does not print, and what it prints instead; None where it prints the same.

    Of what nobody declares, and what is probably meant by it, another rule speaks.
    """
    meant, said = _variables(key, original), _variables(key, entry)
    if meant is None or said is None or meant == said or not _says(original):
        return None
    lost, new = sorted(meant - said), sorted(said - meant)
    if isinstance(entry, Plural):
        # Every plural counts, and may say so in figures where the source says it in words.
        new = [name for name in new if name != "count"]
    lost, new = _spoken_of(lost, new, _undeclared(view, original))
    new, lost = _spoken_of(new, lost, _undeclared(view, entry))
    return (tuple(lost), tuple(new)) if lost or new else None


def _undeclared(view: MessagesView, entry: Entry) -> frozenset[str]:
    found = (view.undeclared_in_copy.get(text.position, frozenset()) for _, text in texts_of(entry))
    return frozenset[str]().union(*found)


def _spoken_of(names: list[str], others: list[str], undeclared: frozenset[str]) -> tuple[list[str], list[str]]:
    """Names without those that nobody declares, and what is printed in their place without what they may stand for."""
    slips = [name for name in names if any(f"{name}.".startswith(f"{unknown}.") for unknown in undeclared)]
    for slip in slips:
        meant = others if len(others) == 1 else get_close_matches(slip, others, n=1)
        others = [name for name in others if name not in meant]
    return [name for name in names if name not in slips], others


def _told(lost: Names, new: Names, as_others: str, unlike_others: str) -> str:
    parts = [f"does not print {listed(lost, 'and')}"] if lost else []
    parts += [f"prints {listed(new, 'and')}"] if new else []
    tail = as_others if not new else unlike_others if not lost else "instead"
    return f"{' and '.join(parts)}{',' if new and not lost else ''} {tail}."


def _variables(key: str, entry: Entry) -> set[str] | None:
    """What a text prints, by name; None where it cannot be read."""
    phrases = [read_phrase(key, text) for _, text in texts_of(entry)]
    if not all(phrases):
        return None
    return {name for phrase in phrases if phrase for name in phrase.variables}


def _place(entry: Entry, key: str, new: Names) -> Any:
    """The form that prints what the source does not; the text itself for what it lacks."""
    for _, text in texts_of(entry):
        phrase = read_phrase(key, text)
        if phrase and phrase.variables.intersection(new):
            return text.position
    return entry.position


RULE: Final = Rule(
    code="COP003",
    name="placeholder-mismatch",
    severity="error",
    looks_at=MessagesView,
    check=check,
    summary="A translation prints other variables than the text it translates.",
    why="A name, an amount or a deadline that is lost in one language is lost for everybody who reads it, and nobody "
    "who reads the source notices; one that is new may have no value there. All forms of a plural count together: "
    "Arabic says one and two in words, without `count`, and its other forms print it. Where all translations print the "
    "same and the source something else, the source is named.",
    cure="Print in the translation what the source prints, wherever the sentence wants it.",
    bad=Example(locales={"fr": {"body": "**{{ name }}** vous a laissé un mot."}}),
    good=Example(locales={"fr": {"body": "{{ user.first_name }}, un mot de **{{ name }}** vous attend."}}),
)
