"""COP001: words that a language does not have."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.catalogue.copy import Copy, CopyBook
from notify.catalogue.model.fields import listed
from notify.errors import nearest
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of, texts_of
from notify.lint.views.notification.lack import Lack, place_without_words
from notify.lint.views.notification.messages import MessagesView
from notify.render.template.places import place
from notify.source import Position

# How many keys a message names one by one.
_NAMED: Final = 12
# That an e-mail has none is a fault of its own, SUB001.
_SUBJECT: Final = "subject"


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares what each locale has with the source locale; and finds what not even that has."""
    source = view.book.copies.get(view.book.default) if view.book else None
    if view.book and source:
        for locale in view.workspace.catalogue.locales:
            if locale != view.book.default:
                yield from _lacking(view, view.book, source, locale)
        yield from (_unwritten(view, source, lack) for lack in view.lacks if lack.key != _SUBJECT)
    said = {lack.key for lack in view.lacks} | {_SUBJECT}
    for refusal in view.refusals:
        error = refusal.error
        if refusal.kind == "words" and error.missing and error.missing.name not in said:
            cure = _other_ending(view, error.missing.name) or error.hint
            yield Fault(error.message, refusal.at, f"words:{error.missing.name}", cure)


def _unwritten(view: MessagesView, source: Copy, lack: Lack) -> Fault:
    """Words that a template asks for and the source locale does not have."""
    root, key = view.workspace.root, f"words:{lack.key}"
    if lack.meant and lack.slip:
        message = f"Nothing shows `{lack.meant}`, and a template asks for `{lack.key}`, which is not there."
        return Fault(message, source.entries[lack.meant].position, key, f"Did you mean `{lack.key}`?")
    if empty := place_without_words(root, source.file, lack.key):
        return Fault(f"`{lack.key}` has no words.", empty, key, "Write them, or take out what asks for them.")
    at = place(root, lack.file, lack.line, f".{lack.key.rpartition('.')[2]}")
    guess = f"Did you mean `{lack.meant}`?" if lack.meant else nearest(lack.key, source.entries)
    cure = guess or f"Add `{lack.key}` to the copy, in every language."
    return Fault(f"The copy has no `{lack.key}`.", at, key, cure)


def _lacking(view: MessagesView, book: CopyBook, source: Copy, locale: str) -> Iterator[Fault]:
    copy = book.copies.get(locale)
    shared = [key for key in source.entries if owner_of(source.entries[key].position) == ""]
    if copy is None:
        texts = len(source.entries) - len(shared)
        channels = listed(list(view.notification.channels), "and")
        message = f"There is no copy in `{locale}`: {texts} texts of {channels} are missing."
        file = f"templates/{view.notification.id}/copy/{locale}.yaml"
        cure = _other_ending(view, file) or f"Write {file}, or take `{locale}` out of `locales`."
        yield Fault(message, Position(file), "copy", help=cure, locale=locale)
        return
    needed = {key for channel in view.notification.channels for key in book.lacks(locale, channel)}
    blank = {key for key in copy.entries if key != "subject" and _blank(copy, key) and not _blank(source, key)}
    # What nothing shows need not be translated either.
    lacks = [key for key in source.entries if key in needed | blank and key not in view.unshown]
    if own := [key for key in lacks if key not in shared]:
        yield _fault(view, copy, own, Position(copy.file), locale)
    if common := [key for key in lacks if key in shared]:
        yield _fault(view, copy, common, Position(f"templates/copy/{locale}.yaml"), locale, notification="")


def _fault(
    view: MessagesView, copy: Copy, keys: Sequence[str], file: Position, locale: str, notification: str | None = None
) -> Fault:
    rest = f" and {len(keys) - _NAMED} more" if len(keys) > _NAMED else ""
    names = ", ".join(f"`{key}`" for key in keys[:_NAMED]) if rest else listed(keys, "and")
    slips = {meant: key for (where, key), meant in view.slips.items() if where == locale and meant in keys}
    empty = next((copy.entries[key].position for key in keys if key in copy.entries), None)
    misspelt = next((copy.entries[key].position for key in slips.values()), None)
    unsaid = (place_without_words(view.workspace.root, file.file, key) for key in keys)
    at = empty or misspelt or next(filter(None, unsaid), file)
    verb = "are" if len(keys) > 1 else "is"
    message = f"{names}{rest} {verb} missing in `{locale}`."
    guess = [f"Did you mean `{meant}` with `{key}`?" for meant, key in slips.items()]
    return Fault(message, at, "copy", " ".join(guess) or None, notification=notification, locale=locale)


def _other_ending(view: MessagesView, file: str) -> str | None:
    """What to do where there is such a file, and its name ends in another way."""
    stem = file.removesuffix(".yaml")
    found = (f"{stem}{ending}" for ending in (".yml", ".YAML", ".YML", ".json") if file != stem)
    other = next((name for name in found if (view.workspace.root / name).is_file()), None)
    return other and f"Call {other} `{file.rpartition('/')[2]}`: no other ending is read."


def _blank(copy: Copy, key: str) -> bool:
    """Whether the words of a key are there and say nothing."""
    return key in copy.entries and not any(text.source.strip() for _, text in texts_of(copy.entries[key]))


RULE: Final = Rule(
    code="COP001",
    name="missing-translation",
    severity="error",
    looks_at=MessagesView,
    check=check,
    summary="A language lacks words that the source language has, or a template asks for words that nobody wrote.",
    why="A message is never in two languages, so where one text of a channel is missing, everybody who reads that "
    "language gets the whole message in the default one; where the text is there and empty, they get a gap. Words "
    "that the default language lacks, too, stop the message altogether.",
    cure="Translate what is missing; a key without words counts as missing.",
    bad=Example(locales={"fr": {"button": None}}),
    good=Example(locales={"fr": {"button": "Lire"}}),
)
