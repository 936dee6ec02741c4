"""LNK009: a link that has nothing to be read aloud."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import key_of, place_of, shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Finds links without words, without a label, and without a picture that has an alternative text."""
    for link in view.links:
        if not any(_is_seen(text) for text in (link.words, link.label, *link.images)):
            what = "picture" if link.images else "link"
            leads = f"to {shorten(link.url)}" if link.url else "nowhere"
            lacks = "has no alternative text" if link.images else "has no words"
            cure = "Say in the picture's `alt` where it leads." if link.images else None
            yield Fault(f"The {what} that leads {leads} {lacks}.", place_of(view, link), key_of(view, link), help=cure)


def _is_seen(text: str) -> bool:
    """Whether there is anything but white space and characters without a shape."""
    return any(unicodedata.category(character)[0] not in "ZC" for character in text)


RULE: Final = Rule(
    code="LNK009",
    name="link-without-name",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="A link has no words, and no picture in it has an alternative text.",
    why="A screen reader says “link” or spells the address; where pictures are not loaded, which many mail programs "
    "leave to the reader, there is nothing to touch. WCAG 2.2 asks for a name: 4.1.2 and 2.4.4, both level A, and F89 "
    "is this very failure, of a picture.",
    cure="Put words into it, or take it away.",
    bad=Example(
        body='<mj-image href="https://acme.example/notes" src="https://acme.example/note.png" alt="" width="60px" />'
    ),
    good=Example(
        body='<mj-image href="https://acme.example/notes" src="https://acme.example/note.png" alt="Read the note" '
        'width="60px" />'
    ),
)
