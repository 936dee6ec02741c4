"""SUB001: an e-mail without a subject."""

import unicodedata
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import PRINTED, CopyView, literal_words, texts_at
from notify.lint.views.message.message import EnvelopeView
from notify.source import Position

# Letters by name that show nothing: the fillers of Hangul, and the blank pattern of Braille.
_BLANK: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def check(view: CopyView | EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds copy without the key, and subjects in which nothing can be seen."""
    if isinstance(view, CopyView):
        source = view.source
        if source and "email" in view.notification.channels and "subject" not in source.entries:
            message = f"`{view.notification.id}` is sent as e-mail, and its copy has no `subject`."
            guess = next(iter(get_close_matches("subject", source.entries, n=1)), None)
            at = source.entries[guess].position if guess else Position(source.file)
            cure = f"Call `{guess}` `subject`, if that is what it is." if guess else f"Add `subject` to {source.file}."
            yield Fault(message, at, "subject", help=cure)
    elif not _shows(view.subject):
        written = texts_at(view.copy, "subject")
        told = any(PRINTED in literal_words(text) for text in written)
        message = f"With this data, the subject is empty: `{written[0].source}`." if told else "The subject is empty."
        yield Fault(message, view.at("subject"), "subject", value="empty")


def _shows(text: str) -> bool:
    """Whether there is anything to be seen in it."""
    return any(unicodedata.category(letter)[0] not in "CZ" and letter not in _BLANK for letter in text)


RULE: Final = Rule[CopyView | EnvelopeView](
    code="SUB001",
    name="subject-missing",
    severity="error",
    looks_at=(CopyView, EnvelopeView),
    check=check,
    summary="An e-mail has no subject, or one in which there is nothing to read.",
    why="The inbox then says “(no subject)”, which is what people take for spam or for a mistake, and filters count "
    "it: SpamAssassin has a rule for it, MISSING_SUBJECT. RFC 5322 makes the field optional; readers do not.",
    cure="Write a subject with words of its own, that stand where the data is empty.",
    bad=Example(copy={"subject": "{{ name }}"}, samples={"default": {"name": "Bo"}, "nobody": {"name": ""}}),
    good=Example(
        copy={"subject": "A note from {{ name }}"}, samples={"default": {"name": "Bo"}, "nobody": {"name": ""}}
    ),
)
