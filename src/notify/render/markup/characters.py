"""Characters that do not stay as they are: what XML cannot hold, what the compiler mangles, and white space."""

import re
from typing import Final

# What XML has no character for, and what mrml would write in a way of its own: w3.org/TR/xml/#charsets
NO_CHARACTER: Final = re.compile("[\0-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# HTML's white space, but for a single space; a no-break space is not part of it.
_SPACE: Final = re.compile("[\t\n\f\r][ \t\n\f\r]*| [ \t\n\f\r]+")


def has_no_character(text: str) -> bool:
    """Whether there is something in a text that MJML cannot say, and that reads as U+FFFD or as a line feed."""
    return NO_CHARACTER.search(text) is not None


def collapse(text: str) -> str:
    """Text with its white space as HTML shows it."""
    return _SPACE.sub(" ", text)


def restore_characters(markup: str) -> str:
    """Turns the numeric references of `write_elements` back into the characters they stand for."""
    return re.sub(r"&#(\d{2,7});", _restore, markup)


def _restore(reference: re.Match[str]) -> str:
    number = int(reference[1])
    character = number == ord("\\") or 128 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    # What is no character stays as it was written: a browser shows U+FFFD for it.
    return chr(number) if character else reference[0]
