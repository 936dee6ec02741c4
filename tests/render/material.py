"""Data and copy to render generated templates with: what has broken mail before, and what templates decide by."""

from collections.abc import Sequence
from typing import Any, Final, TypeVar

from tests.conftest import CATALOGUE

T = TypeVar("T")

# What the catalogue of generated workspaces declares; templates name nothing else.
VARIABLES: Final = {
    "name": {"type": "string"},
    "title": {"type": "string"},
    "link": {"type": "string"},
    "note": {"type": "string", "required": False},
    "html": {"type": "string"},
    "kind": {"type": "string"},
    "tag": {"type": "string"},
    "attribute": {"type": "string"},
    "colour": {"type": "string"},
    "size": {"type": "string"},
    "n": {"type": "integer"},
    "x": {"type": "number"},
    "flag": {"type": "boolean"},
    "when": {"type": "datetime"},
    "day": {"type": "date"},
    "price": {"type": "money"},
    "words": {"type": "list"},
    "rows": {"type": "list"},
    "tree": {"type": "list"},
    "order": {"type": "object"},
}
LAW_CATALOGUE: Final[dict[str, Any]] = CATALOGUE | {
    "locales": ["en", "fr", "ar"],
    "notifications": {"note": CATALOGUE["notifications"]["note"] | {"variables": VARIABLES}},
}

_PLAIN: Final = ["Bo", "R&D", "Ana Lee", "Zoé", "x", "12", "O'Neil", "مرحبا", "a<b>c"]
_NASTY: Final = [
    *("", " ", "\n", "\t ", "\u00a0", " a", "a ", "\na\n", "a\u00a0", "\u2003a", "a\u2028", "  a  b  ", "\u200b"),
    *("<", "&", '"', "'", "]]>", "<!--", "-->", "--", "{{", "}}", "{%", "{#", "{{ x }}", "</mj-text>", "<b>"),
    *("&amp;", "&#60;", "&lt;b&gt;", "amp;", "#60;", "lt;", "&&", "&nbsp;", "nbsp;", ";", "p;", "&#233", "\\u{a0}"),
    *("\\", "a\\b", "\r", "\r\n", "\x00", "\x0c", "\x1b[31m", "\u2028", "\u200f", "😀", "é", "👩\u200d👩\u200d👧"),
    *("\ud800", "\ufffe", "**", "_a_", "](", "%", "%s", "%41", "$&", "\\1", "[if mso]", "<![endif]-->", "mj-raw"),
    *("qZ0Zj", "qZ12Zj", "qZ", "Zj", "0", "\ue000", "\ue0000\ue001", "\ue001", "-----", "---", "1. x", "- x"),
    *("(", ")", "> a", "# a", "* a", "|", ":", "a: b", "a | b", "https://a.example", "data-premailer", "x" * 900),
]
_LINKS: Final = [
    *("https://a.example/x", "https://a.example/?a=1&b=2", "http://b.example", "https://a.example/é ü?q=%20&r=%zz"),
    *("javascript:alert(1)", " JavaScript\t:x", "java", " data:text/html,x", "data:image/png;base64,AA==", "#x"),
    *("//x.example", "mailto:a@b.example", "tel:+1 2", "/x", "x y", 'https://a.example/"q"', "https://a.example/'"),
    *("https://a.example/<b>", "", " ", " https://a.example ", "script:x", "https:", "www.a.example", "\u00a0x"),
    *("a\\b", "https://a.example/\n/x", "https://مثال.example/", "{{x}}", "https://a.example/&amp;", "qZ0Zj", "?q"),
]
_POOLS: Final[dict[str, list[Any]]] = {
    "kind": ["text", "button"],
    "tag": ["b", "i", "span", "p", "h2", "blockquote", "li"],
    "attribute": ["title", "alt", "class", "data-x", "lang", "href"],
    "colour": ["red", "#123456", "#abc", "rgb(1, 2, 3)", "", "x;y", '"'],
    "size": ["100px", "50%", "12", "0", "", "7px 8px", "é"],
    "n": [0, 1, 2, 3, 5, 11, -4, 1234567],
    "x": [0.5, 0, 1, -2.25, 1e21, 1234.5, 0.1],
    "flag": [False, True],
    "when": ["2026-03-01T09:00:00+01:00", "2026-12-31T23:59:59+00:00", "2025-01-01T00:00:00"],
    "day": ["2026-03-01", "2026-02-27", "2027-08-15"],
    "price": [{"amount": "19.90", "currency": "EUR"}, {"amount": -3, "currency": "JPY"}],
    # What a template prints without escaping.
    "html": ["<b>x</b>", "plain", "a &amp; b", '<a href="https://a.example">a</a>', "", "<br>", "&lt;"],
}


class Tape:
    """Decisions, one a byte: the smaller, the simpler, and only the simplest where it ends.

    One draw for all of them: Hypothesis repeats parts of examples that consist of many, and would try the same
    template again and again.
    """

    def __init__(self, decisions: bytes) -> None:
        self._decisions = iter(decisions)

    def number(self, largest: int) -> int:
        """A number from 0 to this one, which is 255 at most."""
        return next(self._decisions, 0) % (largest + 1)

    def pick(self, choices: Sequence[T]) -> T:
        """One of these."""
        return choices[self.number(len(choices) - 1)]

    def value(self) -> str:
        """Anything that data may hold, half of the time something harmless."""
        match self.number(7):
            case 0 | 1 | 2 | 3:
                return self.pick(_PLAIN)
            case 4 | 5:
                return self.pick(_NASTY)
            case 6:
                return "".join(self.pick(_NASTY) for _ in range(1 + self.number(2)))
            case _:
                planes = [0, 0, 0, 1, 3, 4, 0x20, 0x26, 0xD8, 0xE0, 0xFE, 0x1F6]
                return "".join(chr(self.pick(planes) * 256 + self.number(255)) for _ in range(1 + self.number(3)))

    def link(self) -> str:
        """An address, or something else where one should stand."""
        match self.number(5):
            case 0 | 1 | 2:
                return self.pick(_LINKS)
            case 3 | 4:
                return "https://a.example/" + self.value()
            case _:
                return self.value()


def write_data(tape: Tape, count: int) -> list[dict[str, Any]]:
    """Sets of data; some share what templates decide by with the first, so that they may share its structure."""
    sets: list[dict[str, Any]] = []
    for number in range(count):
        first = sets[0] if number == 1 or (number and tape.number(1)) else None
        data = {name: first[name] if first else tape.pick(pool) for name, pool in _POOLS.items()}
        words, rows, tree = (
            len(first[name]) if first else tape.number(largest)
            for name, largest in (("words", 3), ("rows", 2), ("tree", 2))
        )  # fmt: skip
        data |= {"name": tape.value(), "title": tape.value(), "link": tape.link()}
        if "note" in first if first else tape.number(1):
            data["note"] = tape.value()
        data["words"] = [tape.value() for _ in range(words)]
        data["rows"] = [{"label": tape.value(), "url": tape.link(), "n": tape.pick(_POOLS["n"])} for _ in range(rows)]
        inner = [{"label": tape.value(), "children": []}]
        data["tree"] = [{"label": tape.value(), "children": inner if at == 0 else []} for at in range(tree)]
        data["order"] = {"id": tape.value(), "items": data["words"], "total": data["n"]}
        sets.append(data)
    return sets


# Each text of the copy in two languages; in the last ones the emphasis differs between them.
_PHRASES: Final = {
    "plain": [("Hello", "Bonjour"), ("R&D, “quoted” <b>", "R&D « cité » <b>"), ("a", ""), (" spaced ", " espacé ")],
    "named": [("Hi {{ name }}!", "Salut {{ name }} !"), ("{{ name }}", "{{ name }}"), ("{{ title }}{{ name }}", "é")],
    "rich": [
        ("Hello **{{ name }}**, *bye*", "Bonjour **{{ name }}**, *salut*"),
        ("**a *b* {{ n }}**\nline", "**é *ü* {{ n }}**\nligne"),
        ("**a** b", "a *b*"),
        ("a {{ name }} **b**", "**{{ name }}**"),
    ],
    "linked": [
        ("[open]({{ link }}) it", "[ouvrir]({{ link }})"),
        ("[{{ link }}]({{ link }})", "[**{{ name }}**]({{ link }})"),
        ("see [page](https://a.example/{{ name }}?q={{ n }}&r=1).", "voir [page](https://a.example/fr/{{ title }})"),
        ("[a.example/{{ name }}](https://a.example/{{ name }})", "[https://a.example/x](https://a.example/x)"),
        ("[x](javascript:{{ name }})", "[]({{ link }})"),
    ],
    "dated": [("on {{ when|date }}, {{ price|currency }}", "le {{ when|date('long') }}, {{ x|number }}")],
    "odd": [("qZ0Zj &amp; \\*a\\* \ue000 1. -----", "qZ1Zj é"), ("- {{ name }}", "1. {{ name }}")],
}
_PLURALS: Final = [
    ({"one": "{{ count }} file", "other": "{{ count }} files"}, {"one": "{{ count }} fichier", "other": "{{ count }}"}),
    ({"one": "**one** {{ name }}", "other": "{{ count|number }} *files*"}, {"other": "[{{ count }}]({{ link }})"}),
]


def write_copies(tape: Tape) -> dict[str, dict[str, Any]]:
    """Copy by locale: always English, mostly French with as many texts, and sometimes Arabic."""
    pairs = {name: tape.pick(phrases) for name, phrases in _PHRASES.items()}
    files = tape.pick(_PLURALS)
    copies: dict[str, dict[str, Any]] = {}
    for number, locale in enumerate(("en", "fr")):
        texts: dict[str, Any] = {name: pair[number] for name, pair in pairs.items()}
        group = {"top": f"{locale} {{{{ name }}}}", "end": texts["rich"]}
        head = {"subject": "A note", "preheader": tape.pick(["From Bo", "**{{ name }}** <{{ n }}>"])}
        copies[locale] = {**head, **texts, "files": files[number], "group": group}
    if tape.number(1):
        copies["ar"] = copies["en"] | {
            "plain": "مرحبا",
            "named": "مرحبا {{ name }}",
            "rich": "**{{ name }}** و *{{ n }}*",
        }
    return copies
