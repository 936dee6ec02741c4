"""SUB007: markup that people would see in a subject or preheader."""

import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import literal_words, texts_at
from notify.lint.views.message.message import EnvelopeView

_ENTITY: Final = re.compile(r"&(?:#\d+|#[xX][0-9a-fA-F]+|[A-Za-z][A-Za-z0-9]*);")
# Elements that people write in text; `<name>` may be a name.
_TAG: Final = re.compile(
    r"</[A-Za-z][\w-]*\s*>|"
    r"<(?:a|abbr|b|big|br|code|div|em|font|h[1-6]|i|img|li|mark|mj-[a-z-]+|ol|p|s|small|span|strong|sub|sup|u|ul|wbr)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_MARKDOWN: Final = re.compile(r"\*\*(?=\S)(?:(?!\*\*).)+(?<=\S)\*\*|\[[^\[\]]+\]\([^()\s]+\)")


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at both as they are rendered; what a value itself has of it is the value's."""
    for key, line in (("subject", view.subject), ("preheader", view.preheader)):
        words = " ".join(literal_words(text) for text in texts_at(view.copy, key))
        for found in _markup_in(line):
            if found in words or not _in_data(found, view.data):
                yield Fault(f"People see “{found}” in the {key}: “{line}”.", view.at(key), key, value=found)
                break


def _markup_in(line: str) -> Iterator[str]:
    for found in _ENTITY.finditer(line):
        if found[0][1] == "#" or found[0][1:] in html5:
            yield found[0]
    for kind in (_TAG, _MARKDOWN):
        yield from (found[0] for found in kind.finditer(line))


def _in_data(markup: str, data: object) -> bool:
    if isinstance(data, str):
        return markup in data
    if isinstance(data, Mapping):
        return any(_in_data(markup, value) for value in data.values())
    return isinstance(data, list) and any(_in_data(markup, value) for value in data)


RULE: Final = Rule(
    code="SUB007",
    name="markup-in-subject",
    severity="error",
    looks_at=EnvelopeView,
    check=check,
    summary="A subject or preheader has HTML or Markdown in it, which the inbox shows as it is.",
    why="A subject is plain text (an unstructured field, RFC 5322, section 3.6.5), and so is the row of an inbox: "
    "nobody turns `&amp;` into `&` there, or `**` into bold. A value that has such signs of its own is printed "
    "faithfully, and not reported.",
    cure="Write the sign itself (& and not &amp;), and no tags, asterisks or links; take `|e` and `|escape` away.",
    bad=Example(copy={"subject": "Notes &amp; tasks from {{ name }}"}),
    good=Example(copy={"subject": "Notes & tasks from {{ name }}"}, samples={"default": {"name": "Bo &amp; Co"}}),
)
