"""The style sheets of a page: which of their rules hold on a screen, and for which elements.

Reading is tinycss2's work, and which elements a rule selects is cssselect2's.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

import cssselect2
import tinycss2
from cssselect2.parser import SelectorError

from notify.lint.views.page.declaration import read_block, word_of
from notify.lint.views.page.media import Setting, holds

# What may follow a colon in a selector that asks for nothing that stands beside an element.
_WHEREVER: Final = frozenset({"root", "link", "visited", "hover", "active", "focus"})
# Attributes whose values say nothing of how a message looks, unless a selector asks for them.
_WORDS: Final = frozenset({"alt", "aria-label", "href", "src", "title"})
# Pages whose style sheets are remembered, some 50 kB each.
_SHEETS: Final = 64


@dataclass(frozen=True)
class Sheets:
    """The style sheets of a page: what finds the Declarations for an element in them.

    With `plain` ones, elements look alike that are alike and are in alike ones; `known` is for their looks.
    """

    matcher: cssselect2.Matcher
    plain: bool
    known: dict[Any, dict[Any, Any]] = field(default_factory=dict, compare=False)


@lru_cache(maxsize=_SHEETS)
def read_sheets(sheets: tuple[tuple[str, str], ...], setting: Setting) -> Sheets:
    """The style sheets of a page in a setting, from pairs of their `media` and their text."""
    matcher = cssselect2.Matcher()
    plain = True
    for media, text in sheets:
        if holds(tinycss2.parse_component_value_list(media), setting):
            rules = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
            # Nobody nests rules so deep that this ends here; what stands before them counts.
            with suppress(RecursionError):
                for rule in _rules(rules, setting):
                    plain = plain and _looks_up_only(rule.prelude)
                    _add(rule, matcher)
    return Sheets(matcher, plain)


def _looks_up_only(selector: Sequence[Any]) -> bool:
    """Whether no part of a selector asks for what stands beside an element, in it, or at which place it stands."""
    if any(token.type == "[] block" and _WORDS & {word_of(part) for part in token.content} for token in selector):
        return False
    for sign, after in pairwise(selector):
        if sign.type == "literal" and sign.value in {"+", "~"}:
            return False
        if sign.type == "literal" and sign.value == ":" and getattr(after, "lower_value", "") not in _WHEREVER:
            return False
    return True


def _rules(rules: Sequence[Any], setting: Setting) -> Iterator[Any]:
    """The rules that hold in a setting, also those in at-rules."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield rule
        elif rule.type == "at-rule" and rule.content is not None:
            # What is asked of `@supports` counts as given, as it is in a browser of today.
            holding = rule.lower_at_keyword == "media" and holds(rule.prelude, setting)
            negated = any(token.type == "ident" and token.lower_value == "not" for token in rule.prelude)
            if holding or rule.lower_at_keyword == "layer" or (rule.lower_at_keyword == "supports" and not negated):
                yield from _rules(tinycss2.parse_blocks_contents(rule.content, True, True), setting)  # noqa: FBT003


def _add(rule: Any, matcher: cssselect2.Matcher) -> None:
    said = read_block(rule.content, tinycss2.serialize(rule.prelude).strip())
    if ":has(" in said.selector:
        # No mail program knows it, and to look for it takes longer the deeper a page is.
        return
    try:
        selectors = cssselect2.compile_selector_list(rule.prelude)
    except (SelectorError, RecursionError):
        # A browser passes over the whole rule as well.
        return
    for selector in selectors:
        if selector.pseudo_element is None and not selector.never_matches and (said.normal or said.important):
            matcher.add_selector(selector, said)
