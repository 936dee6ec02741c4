"""COP003: a translation that prints other values than its source."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.copy import Entry, Plural
from notify.catalogue.model.fields import listed
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of, texts_of
from notify.lint.views.copy.phrase import read_phrase


def check(view: CopyView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares what each text prints, all forms of a plural taken together, with the source."""
    source = view.source
    for locale, copy in view.translations.items() if source else ():
        for key, entry in copy.entries.items():
            original = source.entries.get(key) if source else None
            if original is None or not any(text.source.strip() for _, text in texts_of(entry)):
                continue
            meant, said = _variables(key, original), _variables(key, entry)
            if meant is None or said is None:
                continue
            lost, new = sorted(meant - said), sorted(said - meant)
            if isinstance(entry, Plural):
                # Every plural counts, and may say so in figures where the source says it in words.
                new = [name for name in new if name != "count"]
            if lost or new:
                parts = [f"does not print {listed(lost, 'and')}"] if lost else []
                parts += [f"prints {listed(new, 'and')}"] if new else []
                tail = "as the source does" if not new else "which the source does not" if not lost else "instead"
                comma = "," if new and not lost else ""
                message = f"`{key}` in `{locale}` {' and '.join(parts)}{comma} {tail}."
                owner = owner_of(entry.position, original.position)
                yield Fault(message, _place(entry, key, new), f"copy:{key}", notification=owner, locale=locale)


def _variables(key: str, entry: Entry) -> set[str] | None:
    """What a text prints, by name; None where it cannot be read."""
    phrases = [read_phrase(key, text) for _, text in texts_of(entry)]
    if not all(phrases):
        return None
    return {name for phrase in phrases if phrase for name in phrase.variables}


def _place(entry: Entry, key: str, new: list[str]) -> Any:
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
    looks_at=CopyView,
    check=check,
    summary="A translation prints other variables than the text it translates.",
    why="A name, an amount or a deadline that is lost in one language is lost for everybody who reads it, and nobody "
    "who reads the source notices; one that is new may have no value there. All forms of a plural count together: "
    "Arabic says one and two in words, without `count`, and its other forms print it.",
    cure="Print in the translation what the source prints, wherever the sentence wants it.",
    bad=Example(locales={"fr": {"body": "**{{ name }}** vous a laissé un mot."}}),
    good=Example(locales={"fr": {"body": "{{ user.first_name }}, un mot de **{{ name }}** vous attend."}}),
)
