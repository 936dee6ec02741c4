"""COP001: words that a language does not have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.catalogue.copy import Copy
from notify.catalogue.model.fields import listed
from notify.errors import CopyError
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of, texts_of
from notify.lint.views.message.refusal import RefusalView
from notify.source import Position

# How many keys a message names one by one.
_NAMED: Final = 12


def check(view: CopyView | RefusalView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares what each locale has with the source locale; and finds what not even that has."""
    if isinstance(view, CopyView):
        for locale in view.workspace.catalogue.locales:
            if locale != view.book.default and view.source:
                yield from _lacking(view, view.source, locale)
    elif view.kind == "words" and view.error.missing:
        name = view.error.missing.name
        # That an e-mail has no subject is a fault of its own.
        if not (name == "subject" and isinstance(view.error, CopyError)):
            yield Fault(view.error.message, view.at, f"words:{name}", help=view.error.hint)


def _lacking(view: CopyView, source: Copy, locale: str) -> Iterator[Fault]:
    copy = view.book.copies.get(locale)
    shared = [key for key in source.entries if owner_of(source.entries[key].position) == ""]
    if copy is None:
        texts = len(source.entries) - len(shared)
        channels = listed(list(view.notification.channels), "and")
        message = f"There is no copy in `{locale}`: {texts} texts of {channels} are missing."
        cure = f"Write {view.file(locale).file}, or take `{locale}` out of `locales`."
        yield Fault(message, view.file(locale), "copy", help=cure, locale=locale)
        return
    needed = {key for channel in view.notification.channels for key in view.book.lacks(locale, channel)}
    blank = {key for key in copy.entries if key != "subject" and _blank(copy, key) and not _blank(source, key)}
    lacks = [key for key in source.entries if key in needed | blank]
    if own := [key for key in lacks if key not in shared]:
        yield _fault(copy, own, Position(copy.file), locale)
    if common := [key for key in lacks if key in shared]:
        place = Position(f"templates/copy/{locale}.yaml")
        yield _fault(copy, common, place, locale, notification="")


def _fault(copy: Copy, keys: Sequence[str], file: Position, locale: str, notification: str | None = None) -> Fault:
    rest = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    names = ", ".join(f"`{key}`" for key in keys[:_NAMED]) if rest else listed(keys, "and")
    empty = next((copy.entries[key].position for key in keys if key in copy.entries), None)
    verb = "are" if len(keys) > 1 else "is"
    message = f"{names}{rest} {verb} missing in `{locale}`."
    return Fault(message, empty or file, "copy", notification=notification, locale=locale)


def _blank(copy: Copy, key: str) -> bool:
    """Whether the words of a key are there and say nothing."""
    return key in copy.entries and not any(text.source.strip() for _, text in texts_of(copy.entries[key]))


RULE: Final = Rule[CopyView | RefusalView](
    code="COP001",
    name="missing-translation",
    severity="error",
    looks_at=(CopyView, RefusalView),
    check=check,
    summary="A language lacks words that the source language has, or a template asks for words that nobody wrote.",
    why="A message is never in two languages, so where one text of a channel is missing, everybody who reads that "
    "language gets the whole message in the default one; where the text is there and empty, they get a gap. Words "
    "that the default language lacks, too, stop the message altogether.",
    cure="Translate what is missing; a key without words counts as missing.",
    bad=Example(locales={"fr": {"button": None}}),
    good=Example(locales={"fr": {"button": "Lire"}}),
)
