"""What is written in style sheets and `style` attributes and is no CSS, so that no program at all reads it.

Reading is tinycss2's work, but for braces: those that are missing it closes by itself, as browsers do.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import tinycss2

from notify.errors import nearest
from notify.lint.knowledge.css import COLOUR_WORDS, COLOURS, LENGTHS, MEANT, UNITS, is_property, properties
from notify.lint.knowledge.mjml import colours

# What holds descriptors, and no properties; and Microsoft's filters, which are written in a way of their own.
_OTHERS: Final = frozenset({"font-face", "page", "property", "counter-style", "font-palette-values", "-ms-viewport"})
_FILTERS: Final = frozenset({"filter", "-ms-filter"})
_HEX: Final = re.compile("(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})", re.IGNORECASE)
_BRACES: Final = re.compile(r"""/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{};]""", re.DOTALL)
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Nonsense:
    """Something that is no CSS: as it is written, what is wrong with it, what to do, and at which character."""

    written: str
    message: str
    cure: str
    offset: int


@lru_cache(maxsize=64)
def read_sheet_for_nonsense(text: str) -> tuple[Nonsense, ...]:
    """What a style sheet has that is no CSS."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    # A thousand things in each other nobody can read.
    with suppress(RecursionError):
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        return (*_in_braces(text), *_in_rules(rules, starts))
    return ()


@lru_cache(maxsize=4000)
def read_style_for_nonsense(text: str) -> tuple[Nonsense, ...]:
    """What a `style` attribute has that is no CSS."""
    with suppress(RecursionError):
        return tuple(_in_block(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True), [0]))
    return ()


@lru_cache(maxsize=64)
def is_unclosed(text: str) -> bool:
    """Whether a brace of a style sheet is missing."""
    return any(each.message.endswith("never ends.") for each in _in_braces(text))


def _in_braces(text: str) -> Iterator[Nonsense]:
    """A rule that never ends, or an end of none."""
    around: list[int] = []
    within: int | None = None
    start = 0
    for found in _BRACES.finditer(text):
        match found[0]:
            case "{":
                before = _blank(text[start : found.start()])
                begin = start + len(before) - len(before.lstrip())
                nests = around and text[around[-1]] != "@" and text[begin] not in "@&"
                within = around[-1] if within is None and nests else within
                around.append(begin)
            case "}" if around:
                around.pop()
            case "}":
                message = "A `}` closes nothing, and the rule after it is not read."
                yield Nonsense("}", message, "Take it out.", found.start())
            case ";":
                pass
            case _:
                continue
        start = found.end()
    if around:
        begin = around[0] if within is None else within
        name = " ".join(_COMMENT.sub(" ", text[begin : text.index("{", begin)]).split())
        message = f"`{name} {{` never ends."
        yield Nonsense(f"{name} {{", message, f"Is a `}}` missing after what `{name} {{` says?", begin)


def _blank(text: str) -> str:
    """A text with spaces in the place of its comments."""
    return _COMMENT.sub(lambda found: " " * len(found[0]), text)


def _in_rules(rules: Iterable[Any], starts: Sequence[int]) -> Iterator[Nonsense]:
    for rule in rules:
        if rule.type not in {"at-rule", "qualified-rule"} or not rule.content:
            continue
        if rule.type == "at-rule" and rule.lower_at_keyword in _OTHERS:
            continue
        block = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        yield from _in_block(block, starts)
        yield from _in_rules(block, starts)


def _in_block(block: Iterable[Any], starts: Sequence[int]) -> Iterator[Nonsense]:
    for part in block:
        if part.type == "declaration" and (wrong := _judge(part)):
            written = " ".join(f"{part.name}: {tinycss2.serialize(part.value).strip()}".split())
            written = written if len(written) <= 60 else f"{written[:59]}…"
            offset = starts[part.source_line - 1] + part.source_column - 1 if len(starts) > 1 else 0
            yield Nonsense(written, f"`{written}` {wrong[0]}.", wrong[1], offset)


def _judge(part: Any) -> tuple[str, str] | None:
    """What is wrong with a declaration, to go on the sentence, and what to do about it."""
    name = str(part.lower_name)
    if not is_property(name):
        return f"does not work anywhere: `{part.name}` is no property of CSS", _meant(name)
    value = [token for token in part.value if token.type not in {"whitespace", "comment"}]
    written: str = tinycss2.serialize(part.value).strip()
    if name in _FILTERS or "\\" in written or "!" in value:
        # Written so that one browser of long ago reads it, and no other.
        return None
    for token, following in pairwise(value):
        if following == ":" and token.type == "ident" and token.lower_value in properties():
            return "does not work anywhere: it is two declarations", f"Is a `;` missing before `{token.value}`?"
    if name in COLOURS:
        return _judge_colours(value)
    return _judge_lengths(name, value) if name in LENGTHS else None


@lru_cache(maxsize=500)
def _meant(name: str) -> str:
    """The cure for the name of a property that there is none of."""
    meant = f"Write `{MEANT[name]}`." if name in MEANT else nearest(name, properties())
    return meant or "Take it away."


def _judge_colours(value: Sequence[Any]) -> tuple[str, str] | None:
    for token in value:
        bare = tinycss2.serialize([token]).lstrip("#")
        if token.type == "hash" and not _HEX.fullmatch(token.value):
            return f"does not work anywhere: `#{token.value}` is no colour", "Write `#rgb` or `#rrggbb`."
        words = token.lower_value if token.type == "ident" else ""
        odd = token.type in {"number", "dimension"} or (words and words not in colours() | COLOUR_WORDS)
        if odd:
            cure = f"Write `#{bare}`." if _HEX.fullmatch(bare) else nearest(bare, colours())
            return f"does not work anywhere: `{bare}` is no colour", cure or "Write it as `#rrggbb`, or by its name."
    return None


def _judge_lengths(name: str, value: Sequence[Any]) -> tuple[str, str] | None:
    for token, following in pairwise([*value, None]):
        if token.type == "number" and token.value != 0:
            after = following is not None and following.type == "ident" and following.lower_value in UNITS
            why = "has no unit right after it" if after else "has no unit"
            return f"does not work anywhere: `{token.representation}` {why}", f"Write `{name}: {_with_units(value)}`."
        if token.type == "dimension" and token.lower_unit not in UNITS:
            cure = nearest(token.lower_unit, UNITS)
            return f"does not work anywhere: `{token.unit}` is no unit of lengths", cure or "Write it in `px`."
    return None


def _with_units(value: Iterable[Any]) -> str:
    """A value with a unit after each of its numbers: that which follows it, or pixels."""
    words: list[str] = []
    bare = False
    for token in value:
        if bare and token.type == "ident" and token.lower_value in UNITS:
            words[-1] = words[-1].removesuffix("px")
            words[-1] += token.value
        else:
            words.append(tinycss2.serialize([token]))
        bare = token.type == "number" and token.value != 0
        words[-1] += "px" * bare
    return " ".join(words)
