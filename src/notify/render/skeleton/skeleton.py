"""A compiled structure: the HTML and plain text of every message of one shape, with holes where its values go."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from string import punctuation
from typing import Final
from urllib.parse import quote

from notify.render.markup.characters import collapse, has_no_character
from notify.render.markup.links import AMONG_WORDS, decode_attribute, follow_link, harmless
from notify.render.skeleton.placeholders import Segments, fill

# What is put between values is no character, so it is in none of them.
_BETWEEN: Final = "\0"
_SAFE_START: Final = re.compile(r"(?:https?://|mailto:|tel:|/)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Url:
    """An attribute whose values decide whether it is a link that may stand: its name, and how it is written."""

    attribute: str
    written: Segments

    def always_accepts(self) -> bool:
        """Whether no value can make anything else of it: what it starts with is written in the template."""
        start = self.written[0]
        return isinstance(start, str) and self.attribute not in AMONG_WORDS and _SAFE_START.match(start) is not None

    def accepts(self, values: Sequence[str]) -> bool:
        """Whether the attribute is, with these values, handled as it was compiled: as an ordinary URL."""
        written = fill(self.written, values)
        if _SAFE_START.match(written):
            return self.attribute not in AMONG_WORDS or harmless(self.attribute, decode_attribute(written)) is None
        decoded = decode_attribute(written)
        return not decoded.lstrip().startswith("#") and harmless(self.attribute, decoded) is None


@dataclass(frozen=True, slots=True)
class Link:
    """A link in the plain text whose words may be its address, which is known when it is filled."""

    words: Segments
    url: Segments


@dataclass(frozen=True, slots=True)
class Skeleton:
    """What one shape is compiled to.

    The numbers in its segments are those of the values, then one for the locale, one for the colon of the plain text,
    and one for each of `links`. `attributes` are the values that stand in attributes, `encoded` those in a URL that
    went through a parser, which percent-encodes what a URL cannot hold.
    """

    html: Segments
    text: Segments
    links: tuple[Link, ...]
    urls: tuple[Url, ...]
    attributes: tuple[int, ...]
    encoded: tuple[int, ...]

    def unfit(self, values: Sequence[str]) -> set[int]:
        """The values, by their numbers, for which this structure was not compiled.

        They make something else of a URL, or hold what MJML cannot say.
        """
        unfit = {part for url in self.urls if not url.accepts(values) for part in url.written if isinstance(part, int)}
        if has_no_character("".join(values)):
            unfit.update(number for number, value in enumerate(values) if has_no_character(value))
        return unfit

    def fill_html(self, values: Sequence[str], locale: str) -> str:
        """HTML with these values, which are escaped."""
        filled = [*values, locale]
        for number in self.attributes:
            filled[number] = filled[number].replace("\n", "&#10;").replace("\t", "&#9;")
        for number in self.encoded:
            filled[number] = quote(filled[number], safe=punctuation)
        return fill(self.html, filled)

    def fill_text(self, values: Sequence[str], locale: str, colon: str) -> str:
        """Plain text with these values, which are escaped."""
        # All at once, since most need nothing.
        filled = collapse(html.unescape(_BETWEEN.join(values))).split(_BETWEEN) if values else []
        filled += [locale, colon]
        for link in self.links:
            filled.append(follow_link(fill(link.words, filled), fill(link.url, filled)))
        return fill(self.text, filled)
