"""Screens that a page is shown on, and which media queries hold there."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from notify.lint.views.page.declaration import word_of


@dataclass(frozen=True)
class Setting:
    """A screen that a page is shown on: how wide it is, in CSS pixels, and whether people asked for dark colours."""

    dark: bool
    width: int = 640


def holds(prelude: Sequence[Any], setting: Setting) -> bool:
    """Whether a list of media queries holds; one that nobody can read does not: w3.org/TR/mediaqueries-4"""
    queries: list[list[Any]] = [[]]
    for token in prelude:
        if token.type == "literal" and token.value == ",":
            queries.append([])
        elif token.type not in {"whitespace", "comment"}:
            queries[-1].append(token)
    return any(_query_holds(query, setting) for query in queries)


def _query_holds(query: list[Any], setting: Setting) -> bool:
    negated = False
    held = True
    for token in query:
        if token.type == "ident":
            word = token.lower_value
            negated = negated or word == "not"
            held = held and word in {"all", "screen", "and", "only", "not"}
        else:
            held = held and token.type == "() block" and _feature_holds(token.content, setting)
    return held != negated


def _feature_holds(content: Sequence[Any], setting: Setting) -> bool:
    name, *value = [token for token in content if token.type not in {"whitespace", "comment"}] or [None]
    if name is None or name.type != "ident":
        return False
    asked = value[-1] if value else None
    signs = "".join(token.value for token in value if token.type == "literal")
    width = _width(asked)
    match name.lower_value, signs:
        case "prefers-color-scheme", ":":
            return word_of(asked) == ("dark" if setting.dark else "light")
        case ("min-width" | "min-device-width", ":") | ("width", ">="):
            return width is not None and setting.width >= width
        case ("max-width" | "max-device-width", ":") | ("width", "<="):
            return width is not None and setting.width <= width
        case _:
            return False


def _width(token: Any) -> float | None:
    """A width in pixels; `em` are those of the browser, whatever the page says."""
    units = {"px": 1, "em": 16, "rem": 16}
    known = token is not None and token.type == "dimension" and token.lower_unit in units
    return float(token.value * units[token.lower_unit]) if known else None
