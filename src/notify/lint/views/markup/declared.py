"""What style sheets, `style` attributes and attributes of MJML use of CSS, as far as mail programs may lack it.

Reading is tinycss2's work.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Final

import tinycss2
from tinycss2.color3 import parse_color

from notify.lint.knowledge.features import (
    AT_RULES,
    BACKDROP,
    COLOURS,
    COMBINATORS,
    DISPLAYS,
    FUNCTIONS,
    GRADIENTS,
    HARMLESS,
    IDLE,
    IN_USE,
    KEYWORDS,
    MEDIA,
    NESTING,
    PROPERTIES,
    PSEUDO_CLASSES,
    PSEUDO_ELEMENTS,
    SHEET,
    UNITS,
)

# Colours that are only missed where words are read in them, or on them.
_COLOURS: Final = frozenset({"css-rgb", "css-rgba", "css-modern-color", "css-function-light-dark"})
# Where these are imported from there are fonts, without which words have another one.
_FONTS: Final = "font"
_BESIDE: Final = frozenset({"css-pseudo-element-before", "css-pseudo-element-after"})
# Properties that are harmless as such, and whose values are not: by them words have their size, place and ground.
_BASIC: Final = frozenset(
    "css-background css-background-color css-font css-font-size css-line-height css-margin css-padding css-width "
    "css-text-indent".split()
)
# What hides an element; and what does so only beside that.
_HIDING: Final[Mapping[str, frozenset[str]]] = {
    "display": frozenset({"none"}),
    "visibility": frozenset({"hidden", "collapse"}),
    "opacity": frozenset({"0", "0.0", "0%"}),
    "mso-hide": frozenset({"all"}),
}
_ALSO_HIDING: Final[Mapping[str, frozenset[str]]] = {
    "font-size": frozenset({"0", "0px"}),
    "max-height": frozenset({"0", "0px"}),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A feature, as CSS writes it and in which line and column; harmless where nothing is lost without it."""

    feature: str
    written: str
    line: int
    column: int
    harmless: bool = False


@lru_cache(maxsize=64)
def read_sheet(text: str) -> tuple[Shown, ...]:
    """What a style sheet uses; nothing of one that nobody can read, since a thousand things in it are in each other."""
    with suppress(RecursionError):
        rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
        return (Shown(SHEET, "<style>", 1, 1, harmless=True), *_in_rules(rules, extra=False)) if rules else ()
    return ()


@lru_cache(maxsize=4000)
def read_style(text: str) -> tuple[Shown, ...]:
    """What a `style` attribute uses; nothing of one that nobody can read, as in a sheet."""
    with suppress(RecursionError):
        return tuple(_in_block(tinycss2.parse_blocks_contents(text, skip_comments=True, skip_whitespace=True)))
    return ()


def _in_rules(rules: Iterable[Any], *, extra: bool) -> Iterator[Shown]:
    """What rules use; all of it is harmless where it is `extra`, for those only who understand what is around it."""
    for rule in rules:
        if rule.type == "at-rule":
            yield from _in_at_rule(rule, extra=extra)
        elif rule.type == "qualified-rule":
            yield from _in_rule(rule, extra=extra)


def _in_at_rule(rule: Any, *, extra: bool) -> Iterator[Shown]:
    name = rule.lower_at_keyword
    if name in AT_RULES:
        written = f"@{name}{tinycss2.serialize(rule.prelude).rstrip()}"
        fonts = name == "import" and _FONTS in written.lower()
        yield _shown(rule, AT_RULES[name], written, harmless=extra or fonts or AT_RULES[name] in HARMLESS)
        for token in _all(rule.prelude) if name == "media" else ():
            if token.type == "ident" and token.lower_value in MEDIA:
                yield _shown(token, MEDIA[token.lower_value], f"@media ({token.value})", harmless=True)
    if rule.content is not None:
        inner = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
        if any(part.type == "declaration" for part in inner):
            yield from (replace(each, harmless=True) for each in _in_block(inner))
        else:
            yield from _in_rules(inner, extra=extra or name in AT_RULES)


def _in_rule(rule: Any, *, extra: bool) -> Iterator[Shown]:
    selector = tinycss2.serialize(rule.prelude).strip()
    pseudo = False
    for feature, token in _in_selector(rule.prelude):
        pseudo = pseudo or feature.rpartition("-pseudo-class-")[2] in IN_USE
        yield _shown(token, feature, selector, harmless=True)
    block = tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True)
    lines = selector.rpartition(" ")[2] == "pre"
    for each in _in_block(block):
        spared = extra or pseudo or (lines and each.feature == "css-white-space")
        yield replace(each, harmless=True) if spared else each
    yield from _words_beside(rule, block, selector, extra=extra or pseudo)
    for part in block:
        if part.type == "qualified-rule" and part.prelude:
            inner = f"{selector} {{ {tinycss2.serialize(part.prelude).strip()} {{ … }} }}"
            yield _shown(part, NESTING, inner, harmless=extra or pseudo)
            yield from _in_rule(part, extra=True)
        elif part.type == "at-rule":
            yield from _in_at_rule(part, extra=True)


def _in_selector(prelude: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    colons = 0
    for token in prelude:
        match token.type:
            case "literal" if token.value == ":":
                colons += 1
                continue
            case "ident" | "function" if colons:
                name = token.lower_value if token.type == "ident" else token.lower_name
                if feature := (PSEUDO_CLASSES.get(name) if colons == 1 else None) or PSEUDO_ELEMENTS.get(name):
                    yield feature, token
            case "literal" if token.value in COMBINATORS:
                yield COMBINATORS[token.value], token
            case "[] block":
                yield COMBINATORS["["], token
            case _:
                pass
        colons = 0


def _words_beside(rule: Any, block: Sequence[Any], selector: str, *, extra: bool) -> Iterator[Shown]:
    """Words that only a style sheet says, before or after an element."""
    feature = next((feature for feature, _ in _in_selector(rule.prelude) if feature in _BESIDE), None)
    for part in block if feature else ():
        said = [token for token in part.value if token.type == "string"] if _named(part, "content") else []
        if any(letter.isalnum() for token in said for letter in token.value):
            yield _shown(part, feature or "", f"{selector} {{ {_written(part)} }}", harmless=extra)


def _in_block(block: Sequence[Any]) -> Iterator[Shown]:
    said = [part for part in block if part.type == "declaration"]
    hidden = {id(part) for part in said if _says(part, _HIDING)}
    every = {part.lower_name for part in said}
    for_all = len(hidden) + sum(_says(part, _ALSO_HIDING) for part in said) > 1
    is_backed = any(part.lower_name in COLOURS and _has_colour(part) for part in said if part.lower_name != "color")
    names: set[str] = set()
    for part in said:
        name, whole = part.lower_name, _written(part)
        # One that was said before is what they see who do not understand this one.
        spared = name in names or f"mso-{name}-alt" in every or for_all
        names.add(name)
        if hidden and id(part) not in hidden:
            # Of what nobody sees nothing is lost.
            continue
        for feature, harmless in _in_declaration(part, is_backed=is_backed):
            yield _shown(part, feature, whole, harmless=harmless or spared)


def _says(part: Any, what: Mapping[str, frozenset[str]]) -> bool:
    value: str = tinycss2.serialize(part.value).strip().lower()
    return value in what.get(str(part.lower_name), frozenset())


def _in_declaration(part: Any, *, is_backed: bool) -> Iterator[tuple[str, bool]]:
    """The features of a declaration, each once, and whether it is harmless."""
    name = part.lower_name
    if name.startswith("-"):
        return
    tokens = list(_all(part.value))
    words = {token.lower_value for token in tokens if token.type == "ident"}
    own = PROPERTIES.get(name)
    idle = (bool(words) and words <= IDLE.get(name, frozenset())) or (name == "opacity" and not _says(part, _HIDING))
    if name == "display":
        own = next((DISPLAYS[word] for word in words if word in DISPLAYS), own)
    found: dict[str, bool] = {own: idle or own in HARMLESS} if own else {}
    moot = own in HARMLESS and own not in _BASIC
    for feature in _in_value(tokens):
        harmless = moot or feature in HARMLESS
        if feature in _COLOURS:
            harmless = harmless or name not in COLOURS
        if feature in GRADIENTS:
            harmless = is_backed
        found.setdefault(feature, harmless)
    if name in {"background", "background-image"} and GRADIENTS.isdisjoint(found) and _has_picture(tokens):
        found[BACKDROP] = is_backed
    yield from found.items()


def _in_value(tokens: Iterable[Any]) -> Iterator[str]:
    for token in tokens:
        match token.type:
            case "function" if token.lower_name in FUNCTIONS:
                yield FUNCTIONS[token.lower_name]
            case "dimension" if token.lower_unit in UNITS:
                yield UNITS[token.lower_unit]
            case "ident" if token.lower_value in KEYWORDS:
                yield KEYWORDS[token.lower_value]
            case _:
                pass


def _has_picture(tokens: Iterable[Any]) -> bool:
    return any(token.type == "url" or (token.type == "function" and token.lower_name == "url") for token in tokens)


def _has_colour(part: Any) -> bool:
    """Whether a background has a colour that can be seen."""
    found = (parse_color(token) for token in part.value)
    return any(not isinstance(colour, str | None) and colour.alpha > 0 for colour in found)


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    """Tokens, and those within them."""
    for token in tokens:
        yield token
        yield from _all(getattr(token, "arguments", None) or getattr(token, "content", None) or ())


def _named(part: Any, name: str) -> bool:
    return bool(part.type == "declaration" and part.lower_name == name)


def _written(part: Any) -> str:
    return " ".join(f"{part.name}: {tinycss2.serialize(part.value).strip()}".split())


def _shown(node: Any, feature: str, written: str, *, harmless: bool) -> Shown:
    return Shown(feature, written, node.source_line, node.source_column, harmless)
