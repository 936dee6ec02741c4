"""A compiled structure: the HTML and plain text of every message of one shape, with holes where its values go."""

import html
from collections.abc import Sequence
from dataclasses import dataclass
from string import punctuation
from typing import Final
from urllib.parse import quote

from notify.render.markup.compiler import compile_mjml, take_inline_rules
from notify.render.markup.elements import Token
from notify.render.markup.plaintext import collapse, convert, follow_link
from notify.render.markup.reading import has_no_character, make_links_safe, read_as_written
from notify.render.skeleton.placeholders import Placeholders, Segments, fill
from notify.render.skeleton.shape import Shape, write_shape
from notify.render.skeleton.standing import Standing, Url, find_standing, select_by_value

# What is put between values is no character, so it is in none of them.
_BETWEEN: Final = "\0"


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What a shape says before it is compiled: its tokens, where values stand, and which must become text of it."""

    tokens: Sequence[Token]
    placeholders: Placeholders
    standing: Standing
    structural: frozenset[int]
    inlined: bool
    by_locale: bool


def read_shape(shape: Shape) -> Reading:
    """Reads a shape with a word in the place of each value. Raises MarkupFault."""
    placeholders = Placeholders("".join(piece for piece in shape if piece))
    tokens = read_as_written(write_shape(shape, placeholders.write))
    rules = "\n".join(sheet.text for sheet in take_inline_rules(tokens)[1])
    standing = find_standing(tokens, placeholders, rules)
    count = sum(piece is None for piece in shape)
    structural = frozenset(range(count)) - standing.text - standing.attributes
    return Reading(tokens, placeholders, standing, structural, bool(rules), select_by_value(rules))


def compile_skeleton(reading: Reading, count: int, locale: str | None, direction: str) -> Skeleton:
    """Compiles a shape with `count` values, none of which is structural; `locale` is None where it may vary.

    Raises MarkupFault.
    """
    placeholders, standing = reading.placeholders, reading.standing
    tokens = make_links_safe(reading.tokens)
    document = compile_mjml(tokens, placeholders.write(count) if locale is None else locale, direction)
    links: list[Link] = []

    def after_link(words: str, url: str) -> str:
        if not placeholders.find(words + url):
            return follow_link(words, url)
        links.append(Link(placeholders.split(words), placeholders.split(url)))
        return placeholders.write(count + 1 + len(links))

    text = convert(tokens, placeholders.write(count + 1), after_link)
    in_urls = {part for url in standing.urls for part in url.written if isinstance(part, int)}
    return Skeleton(
        html=placeholders.split(document),
        text=placeholders.split(text),
        links=tuple(links),
        urls=tuple(url for url in standing.urls if not url.always_accepts()),
        attributes=tuple(sorted(standing.attributes)),
        encoded=tuple(sorted(in_urls)) if reading.inlined else (),
    )
