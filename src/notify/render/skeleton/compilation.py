"""From a shape to its skeleton: read with placeholders in it, compiled once, and split where they landed."""

from collections.abc import Sequence
from dataclasses import dataclass

from notify.render.markup.compiler import compile_mjml, take_inline_rules
from notify.render.markup.elements import Token
from notify.render.markup.links import follow_link
from notify.render.markup.plaintext import convert
from notify.render.markup.reading import make_links_safe, read_as_written
from notify.render.skeleton.placeholders import Placeholders
from notify.render.skeleton.shape import Shape, write_shape
from notify.render.skeleton.skeleton import Link, Skeleton
from notify.render.skeleton.standing import Standing, find_standing, select_by_value


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
