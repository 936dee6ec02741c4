"""HTM008: a comment that was not meant for customers."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from notify.lint.knowledge.asides import aside_in, secret_of
from notify.lint.knowledge.remarks import MARKS, TEMPLATE, WARNINGS, has_element
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EmailView
from notify.render.markup.elements import Comment

_CSS: Final = re.compile(r"/\*(.*?)(?:\*/|\Z)", re.DOTALL)
_REVOKE: Final = "Change it, since whoever has a message has it, and take the comment out."
# How much of a comment tells it from others in the HTML.
_BEGINNING: Final = 20


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Reads the comments that the compiler keeps, in markup and in style sheets."""
    for offset, text in _comments(view):
        secret = secret_of(text)
        if (what := secret or _what(text, options)) and _reaches(view, text):
            shown = " ".join(text.split())
            shown = shown if len(shown) <= 60 else f"{shown[:59]}…"
            at, message = view.place(offset), f"The comment “{shown}” is sent to everybody: it {what}."
            if secret:
                # Reports are kept and passed on: it is not to be in them.
                at, shown = replace(at, excerpt=None), "secret"
                message = f"A comment is sent to everybody, and {what}."
            key, owner = f"comment:{shown}", view.markup.whose(at.file)
            if secret:
                yield Fault(message, at, key, _REVOKE, notification=owner, severity="error")
            else:
                yield Fault(message, at, key, notification=owner)


def _comments(view: EmailView) -> Iterator[tuple[int, str]]:
    for token in view.tokens:
        if isinstance(token, Comment):
            yield token.offset, token.text
    for sheet in view.markup.sheets:
        if "/*" in sheet.text:
            yield from ((sheet.offset + found.start(), found[1]) for found in _CSS.finditer(sheet.text))


def _what(text: str, options: Mapping[str, Any]) -> str:
    if mark := next((mark for mark in options["marks"] if re.search(rf"\b{re.escape(mark)}\b", text)), None):
        return f"says {mark}"
    low = text.lower().replace("\u2019", "'")
    if warning := next((words for words in options["words"] if words in low), None):
        return f"says “{warning}”"
    if aside := aside_in(text):
        return aside
    if found := TEMPLATE.search(text):
        return f"has “{' '.join(found[0].split())[:40]}” in it, which no program will replace"
    return "is a part of the message that was taken out" if has_element(text) else ""


def _reaches(view: EmailView, text: str) -> bool:
    # The compiler drops the comments of some elements, and of `<mj-style inline="inline">`.
    return text.strip()[:_BEGINNING].partition("--")[0] in view.message.html


RULE: Final = Rule(
    code="HTM008",
    name="leaked-comment",
    severity="warning",
    looks_at=EmailView,
    check=check,
    options={"marks": list(MARKS), "words": list(WARNINGS)},
    summary="A comment that colleagues left for each other is in the HTML that customers get.",
    why="The compiler keeps nearly every `<!-- comment -->`, and whoever looks at the source of a message reads it: an "
    "open task, a remark about customers, an offer that is not out yet. It counts for Gmail's limit too (HTM001). What "
    "explains the markup is not reported. `marks` are found in capitals, `words` in any case; in small letters `todo` "
    "counts at the beginning or before a colon, and so does a question to colleagues. A password or key is an error.",
    cure="Do what it says, and take it out; or write `{# comment #}`, which is never sent.",
    bad=Example(body="<mj-text>{{ t.body }}</mj-text>\n<!-- TODO: ask Bo whether we may say this -->"),
    good=Example(
        body="<mj-text>{{ t.body }}</mj-text>\n{# TODO: ask Bo whether we may say this #}\n<!-- the ways out -->"
    ),
)
