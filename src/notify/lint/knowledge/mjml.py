"""The elements of MJML and their attributes, as mjml itself knows them.

`mjml.json` is gathered from the npm packages of mjml 5.4.1 (MIT) by benchmarks/mjml_facts.py; what the compiler that
notify uses makes of it was tried out with each attribute. MJML 4.15.3 has no element more, and no attribute that this
compiler heeds. The older names are those that mjml-migrate 4.15.3 (MIT) replaces or leaves out.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

_FILE: Final = Path(__file__).with_name("mjml.json")

# Attributes that every element may have: mjml-validator, rules/validAttributes.
EVERYWHERE: Final = frozenset({"css-class", "mj-class"})

# What MJML 3 had, and what stands in its place.
FORMER: Final[Mapping[str, str]] = {
    "mj-container": "Take it away: `<mj-body>` holds the sections itself. Its `width` and `background-color` go there.",
    "mj-hero-content": "Take it away: `<mj-hero>` holds the content itself.",
    "mj-html": "Write `<mj-raw>` instead, or `<mj-text>` where it is in a column.",
    "mj-inline-links": "Write `<mj-navbar>` instead, with an `<mj-navbar-link>` for each `<mj-link>`.",
    "mj-invoice": "Write `<mj-table>` instead, with a row for each `<mj-invoice-item>`.",
    "mj-invoice-item": "Write a row of an `<mj-table>` instead.",
    "mj-link": "Write `<mj-navbar-link>` instead.",
    "mj-list": "Write a `<ul>` in an `<mj-text>` instead.",
    "mj-location": "Write an `<mj-text>` instead.",
}
# Those that stood in another one of these, which says what becomes of them.
WITH_FORMER: Final[Mapping[str, str]] = {"mj-invoice-item": "mj-invoice", "mj-link": "mj-inline-links"}
# The networks whose icon and colour `mj-social-element` knows by `name`: mjml-social 5.4.1, and the compiler here. With
# `-noshare` after it there is no link for sharing.
NETWORKS: Final = frozenset(
    "dribbble facebook github google instagram linkedin medium pinterest snapchat soundcloud tumblr twitter vimeo web "
    "x xing youtube".split()
)
# Elements of HTML that people write in mail: html.spec.whatwg.org/multipage/indices.html, with those given up.
HTML: Final = frozenset(
    "a abbr acronym address area article aside audio b base basefont bdi bdo big blink blockquote body br button "
    "canvas caption center cite code col colgroup data dd del details dfn dialog dir div dl dt em embed fieldset "
    "figcaption figure font footer form frame frameset h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe img input "
    "ins kbd label legend li link main map mark marquee menu meta meter nav nobr noscript object ol optgroup option "
    "output p param picture pre progress q rp rt ruby s samp script section select small source span strike strong "
    "style sub summary sup svg table tbody td template textarea tfoot th thead time title tr track tt u ul var video "
    "wbr".split()
)

_NUMBER: Final = r"(?:\d+\.?\d*|\.\d+)"
# As mjml reads them, but for what CSS lets people write: capitals, more white space, `.5`.
_COLOUR: Final = re.compile(
    r"#(?:[0-9a-f]{3}){1,2}|rgb\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*\)"
    r"|rgba\(\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*\d{1,3}\s*,\s*(?:\d(?:\.\d+)?|\.\d+)\s*\)",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Element:
    """An element of MJML.

    `attributes` are its own, with the type of each as mjml writes it: `unit(px,%){1,4}`. `holds` is which elements may
    stand in it. `html` says that HTML does. `idle` are the
    attributes that mjml heeds and the compiler here leaves out.
    """

    attributes: Mapping[str, str]
    holds: frozenset[str]
    html: bool
    idle: frozenset[str]


@cache
def elements() -> Mapping[str, Element]:
    """Every element of MJML, by its name."""
    return {
        name: Element(known["attributes"], frozenset(known["holds"]), known["html"], frozenset(known.get("idle", ())))
        for name, known in _facts()["elements"].items()
    }


def holds_html(name: str) -> bool:
    """Whether what stands in an element is HTML, in which no element of MJML is compiled."""
    known = elements().get(name)
    return known is not None and known.html


@cache
def colours() -> frozenset[str]:
    """The names of colours."""
    return frozenset(_facts()["colours"])


@cache
def types_of(attribute: str) -> Sequence[str]:
    """The types that an attribute has in any element, which `mj-all` and `mj-class` may set it for; none if no such."""
    return sorted({known.attributes[attribute] for known in elements().values() if attribute in known.attributes})


@cache
def attribute_names() -> frozenset[str]:
    """The attributes of all elements."""
    return frozenset(name for known in elements().values() for name in known.attributes)


def fits(kind: str, value: str) -> bool:
    """Whether a value is of a type."""
    value = value.strip()
    match name_of(kind):
        case "color":
            return value.lower() in colours() or bool(_COLOUR.fullmatch(value))
        case "boolean":
            return value in {"true", "false"}
        case "integer":
            return bool(re.search(r"\d", value, re.ASCII))
        case "enum":
            return value in choices(kind)
        case "unit" | "unitWithNegative":
            return _is_measured(kind, value)
        case _:
            return True


def _is_measured(kind: str, value: str) -> bool:
    units = set(choices(kind))
    least, most = _counts(kind)
    sign = "-?" if name_of(kind) == "unitWithNegative" else ""
    suffix = "|".join(re.escape(unit) for unit in units - {"auto"})
    one = re.compile(rf"{sign}{_NUMBER}(?:{suffix})|0{'|auto' if 'auto' in units else ''}", re.ASCII)
    parts = value.split()
    return least <= len(parts) <= most and all(one.fullmatch(part) for part in parts)


def name_of(kind: str) -> str:
    """The name of a type: `unit`, `enum`, `color` or another."""
    return kind.partition("(")[0]


def describe(kind: str) -> str:
    """What a type takes, in words: `a colour`, `one to four lengths in px or %`."""
    match name_of(kind):
        case "color":
            return "a colour"
        case "boolean":
            return "`true` or `false`"
        case "integer":
            return "a number"
        case "enum":
            return either(f"`{choice}`" for choice in choices(kind) if choice)
    units = [unit for unit in choices(kind) if unit not in {"", "auto"}]
    bare = ["a bare number"] if "" in choices(kind) else []
    auto = ["`auto`"] if "auto" in choices(kind) else []
    lengths = "a length" if _counts(kind) == (1, 1) else "one to four lengths"
    return either([f"{lengths} in {either(units)}", *bare, *auto])


def either(words: Iterable[str]) -> str:
    """Words of which one is to be chosen: `a, b or c`."""
    *others, last = words
    return f"{', '.join(others)} or {last}" if others else last


def choices(kind: str) -> Sequence[str]:
    """The values or units that a type takes: what stands in its brackets."""
    found = re.search(r"\(([^)]*)\)", kind)
    return found[1].split(",") if found else []


def _counts(kind: str) -> tuple[int, int]:
    found = re.search(r"\{(\d+),(\d+)\}", kind)
    return (int(found[1]), int(found[2])) if found else (1, 1)


@cache
def _facts() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_FILE.read_text("utf-8"))
    return found
