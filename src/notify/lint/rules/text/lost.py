"""TXT002: what the HTML says and the text part does not."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final
from unicodedata import decimal
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from notify.catalogue.locale import cldr
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.render.markup.elements import Start

_DIGIT: Final = re.compile(r"\d")
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"]+", re.IGNORECASE)
_NUMBER: Final = r"\d(?:[\d.,'\u2019\u066b\u066c\u00a0\u202f ]*\d)?"
# Marks of direction, which Arabic amounts have in them.
_MARKS: Final = re.compile("[\u061c\u200e\u200f\u2066-\u2069]")
_OWN: Final = "{{ t.body }}\n\n%s\n\n{{ unsubscribe_url }}\n"


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks in the text part for the address of each button, and for each amount that people see."""
    if not view.has_own_text and "aria-hidden" not in view.markup.mjml:
        # The text part was made from all that people see.
        return
    text = view.message.text
    known = {_bare(address.rstrip(".,;:!?)")) for address in _ADDRESS.findall(text)}
    for tag in view.body:
        if isinstance(tag, Start) and _is_button(tag):
            url = " ".join(tag.value("href").split())
            if url and not url.startswith("#") and not _is_there(url, text, known):
                link = next((link for link in view.links if link.url == url), None)
                words = link.words if link else ""
                yield Fault(
                    f"The button “{words}” leads to {url}, which the text part does not have.",
                    view.place(tag.offset),
                    f"button:{view.key_at(link.words_at) if link else ''}",
                )
    amounts = _amounts(view.locale)
    numbers = {_digits(found) for found in re.findall(_NUMBER, _MARKS.sub("", text))}
    for passage in (passage for passage in view.passages if _DIGIT.search(passage.text)):
        for found in amounts.finditer(_MARKS.sub("", passage.text)):
            if _digits(found["before"] or found["after"]) not in numbers:
                at = view.place(passage.offset)
                amount = " ".join(found[0].split())
                yield Fault(f"The HTML says {amount}, and the text part does not.", at, f"amount:{view.key_at(at)}")


def _is_button(tag: Start) -> bool:
    name = tag.name.lower()
    if name != "a":
        return name == "mj-button"
    style = re.sub(r"\s", "", tag.value("style")).lower()
    looks = "background" in style and ("display:block" in style or "display:inline-block" in style)
    return looks or tag.value("role") == "button"


def _is_there(url: str, text: str, known: set[str]) -> bool:
    scheme, _, rest = url.partition(":")
    if scheme.lower() in {"http", "https"}:
        return url in text or _bare(url) in known
    # `mailto:` and `tel:` mean nothing to a reader: the address itself does.
    squeezed = re.sub(r"[\s().-]", "", text)
    return re.sub(r"[\s().-]", "", rest.lstrip("/").partition("?")[0]) in squeezed


def _bare(url: str) -> str:
    """An address without what only says where somebody came from."""
    try:
        parts = urlsplit(url)
    except ValueError:  # no address at all: `http://[::1`
        return url
    query = [(name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if name[:4] != "utm_"]
    return urlunsplit((parts.scheme.lower(), parts.netloc.lower(), parts.path.rstrip("/"), urlencode(query), ""))


@cache
def _amounts(locale: str) -> re.Pattern[str]:
    """Amounts as CLDR writes them in a locale: a number next to a currency's sign, or to its code."""
    symbols = cldr(locale).currency_symbols
    written = {_MARKS.sub("", symbol) for symbol in symbols.values()} | set(symbols) | {"$", "€", "£", "¥"}
    # A letter alone is a word of another kind: `F`, `m`.
    signs = sorted((sign for sign in written if len(sign) > 1 or not sign.isalpha()), key=len, reverse=True)
    sign = "|".join(map(re.escape, signs))
    space = r"[\s\u00a0\u202f]?"
    return re.compile(
        rf"(?<!\w)(?:{sign}){space}(?P<before>{_NUMBER})|(?<![\w.,])(?P<after>{_NUMBER}){space}(?:{sign})(?!\w)"
    )


def _digits(number: str) -> str:
    """The digits of a number, however they are grouped: `1.234,00` is `1 234`."""
    whole = re.sub(r"[.,\u066b]\d{2}$", lambda end: "" if not int(end[0][1:]) else end[0], number)
    return "".join(str(decimal(letter)) for letter in whole if letter.isdecimal())


RULE: Final = Rule(
    code="TXT002",
    name="text-lost-link",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="The link of a button, or an amount, is in the HTML and not in the text part.",
    why="Who reads the text part cannot do what the message asks for, or does not hear what it costs. RFC 2046 "
    "(section 5.1.4) has the parts of multipart/alternative say the same. It happens where `email.txt` is older than "
    "the HTML, and where `aria-hidden` keeps something from screen readers, and so from the text part.",
    cure="Print it in `email.txt` too, or take `aria-hidden` away from what nothing else says.",
    bad=Example(files={"templates/note/email.txt": _OWN % "{{ product.url }}"}),
    good=Example(files={"templates/note/email.txt": _OWN % "{{ t.button }}: {{ product.url }}/notes"}),
)
