"""TXT003: markup that people read."""

import html
import re
from collections.abc import Iterator, Mapping
from html.entities import html5
from typing import Any, Final

from markupsafe import escape

from notify.lint.knowledge.tags import TAGS
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.passage import plain
from notify.render.markup.elements import Text
from notify.render.template.places import place, read_lines
from notify.source import Position

_MARKUP: Final = re.compile(
    rf"(?P<tag></?(?P<name>{TAGS})(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)"
    # Asterisks that hide digits, and those of a power, are no emphasis.
    r"|(?P<bold>(?<![*\d])\*\*(?=[^\W\d_])|(?<=[^\W\d_])\*\*(?![*\d]))"
    r"|(?P<link>\[[^\[\]\n]+\]\((?:https?:|mailto:|/)[^\s()]*\))",
    re.IGNORECASE,
)
# One of these is in all of it.
_SIGNS: Final = "<&*["
# A number in brackets may stand before others with an address.
_SPLIT: Final = re.compile(r"\[([^\[\]{}\n]*[^\W\d_][^\[\]{}\n]*)\]\s+\((?:https?:|mailto:|/|\{\{)[^()\n]*\)")
_CURES: Final = {
    "tag": "Copy has no tags: write `**bold**` or `[words](address)`, or take it out.",
    "bold": "Close it: `**words**`, with no space inside.",
}
_NAMES: Final = {"tag": "tag", "entity": "entity", "bold": "Markdown", "link": "Markdown"}


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Reads the text part for tags, entities and Markdown which are nobody's words."""
    text = view.message.text
    if not any(sign in text for sign in _SIGNS):
        return
    told = set()
    for found in _MARKUP.finditer(text):
        kind, written = _kind(found), found[0]
        if kind == "entity" and written[1] != "#" and written[1:] not in html5:
            continue
        if any(plain(written) in said for said in view.data_texts):
            continue
        # The end of an element is no other fault than its start.
        key = f"tag:{found['name'].lower()}" if kind == "tag" else f"entity:{written}" if kind == "entity" else kind
        if key not in told:
            told.add(key)
            line = text[text.rfind("\n", 0, found.start()) + 1 :].partition("\n")[0]
            excerpt = line if len(line) <= 60 else f"…{text[max(0, found.start() - 20) : found.end() + 20].strip()}…"
            at = _origin(view, found)
            said = view.key_at(at)
            where = "The text part has" if said == at.file else f"`{said}` shows"
            message = f"{where} the {_NAMES[kind]} `{written}` in “{plain(excerpt)}”."
            yield Fault(message, at, key, _CURES.get(kind))
    if "] (" in text:
        yield from _split_links(view, text)


def _split_links(view: EmailView, text: str) -> Iterator[Fault]:
    """Links of the copy with a space in their midst, which are none: that of others may be meant."""
    for key, entry in view.copy.entries.items():
        for _, written in texts_of(entry):
            found = _SPLIT.search(written.source)
            if found and f"{found[1]}] (" in text:
                message = f"`{key}` shows the Markdown `{found[0]}`, and no link."
                yield Fault(message, written.position, f"split:{key}", "Take the space out: `[words](address)`.")


def _kind(found: re.Match[str]) -> str:
    return next(kind for kind in _NAMES if found[kind])


def _origin(view: EmailView, found: re.Match[str]) -> Position:
    """Where the markup is written: a line of `email.txt`, or what the MJML or the copy says."""
    written = found[0]
    # Much else has `**` in it: the next few letters tell them apart.
    end = found.end() + (8 if _kind(found) == "bold" else 0)
    around = found.string[found.start() : end].partition("\n")[0]
    own = f"templates/{view.notification.id}/email.txt"
    if view.has_own_text:
        for number, line in enumerate(read_lines(view.workspace.root, own), start=1):
            if written in line:
                return place(view.workspace.root, own, number)
    for wanted in (around, written):
        for token in view.body:
            if isinstance(token, Text) and wanted in html.unescape(token.text):
                return view.place(token.offset + max(0, token.text.find(str(escape(wanted)))))
    return Position(own) if view.has_own_text else Position(f"templates/{view.notification.id}/email.mjml")


RULE: Final = Rule(
    code="TXT003",
    name="markup-in-text",
    severity="warning",
    looks_at=EmailView,
    check=check,
    summary="Tags, entities or Markdown are left in the text part.",
    why="People see them as they are written. Copy has Markdown and no tags, so that `<b>` in it is three characters "
    "in the HTML too. `**` stays where a space or a punctuation mark stands on the wrong side of it (CommonMark, "
    "section 6.2). What somebody wrote in the data is theirs.",
    cure="Write `**bold**` in copy instead of a tag, no space inside, and a character instead of its entity.",
    bad=Example(copy={"body": "<b>{{ name }}</b> left you a note, {{ user.first_name }}."}),
    good=Example(copy={"body": "**{{ name }}** left you a note about <draft>, {{ user.first_name }}."}),
)
