"""MJML as it is read: into tags, text and comments, checked and made safe for the compiler.

The compiler (mrml) reads MJML as strictly as XML, but says of most mistakes neither where nor what, and of some
nothing: mismatched tags, a missing body, an element it does not know. Reading the tokens first gives every mistake a
place.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from notify.render.markup.characters import NO_CHARACTER
from notify.render.markup.elements import Comment, Conditional, End, Fragment, Start, Text, Token
from notify.render.markup.fault import MarkupFault
from notify.render.markup.links import harmless, is_judged
from notify.render.markup.nesting import check_names, check_nesting, follow

_NAME: Final = r"[A-Za-z][\w:.-]*"
_ATTRIBUTE: Final = re.compile(r"""\s+([\w:.-]++)(?:\s*=\s*("[^"<]*"|'[^'<]*')|(?!\s*=))""", re.ASCII)
_CONDITION: Final = re.compile(r"(?<=\[)(?:IF|ENDIF)|\bMSO\b", re.IGNORECASE)
# An atomic group and no `*+`, which Python before 3.11.5 gets wrong around alternatives.
_TOKEN: Final = re.compile(
    rf"""
    (?P<text>[^<]+)
    |<(?P<start>{_NAME})(?P<attributes>(?>(?:[^'"<>/]++|"[^"]*"|'[^']*'|/(?!>))*))(?P<closed>/?)>
    |(?P<conditional><!--\[(?i:if)[^\]<>]*\]>(?:<!--\s*-->|<!-->)?
        |(?:<!--\s*)?<!\[(?i:endif)\](?:--)?>|<!\[(?i:if)[^\]<>]*\]>)
    |<!--(?P<comment>.*?)-->
    |</(?P<end>{_NAME})\s*>
    """,
    re.VERBOSE | re.DOTALL,
)


def read_elements(mjml: str) -> list[Token]:
    """The tokens of an MJML document whose elements are closed, in order and not too deep. Raises MarkupFault.

    URLs that would run a script are `#unsafe-link`.
    """
    return make_links_safe(read_as_written(mjml))


def read_as_written(mjml: str) -> list[Token]:
    """The tokens of `read_elements`, with every URL as it is: not to be shown to anybody."""
    tokens = fold(_tokens(NO_CHARACTER.sub(_replace, mjml)))
    names = {token.name for token in tokens if isinstance(token, Start)}
    check_names(tokens, names)
    check_nesting(tokens)
    if "mjml" not in names:
        raise MarkupFault("There is no `<mjml>`.", 0, "Extend a layout, or wrap the message in `<mjml><mj-body>`.")
    if "mj-body" not in names:
        raise MarkupFault(
            "There is no `<mj-body>`, so the message would be empty.", 0, "Put the content in `<mj-body>`."
        )
    return tokens


def read_loosely(mjml: str) -> list[Token]:
    """The tokens of any MJML, whatever they are and however they stand, up to what is no markup at all."""
    tokens: list[Token] = []
    with suppress(MarkupFault):
        tokens.extend(_tokens(NO_CHARACTER.sub(_replace, mjml)))
    return fold(tokens)


def is_readable(mjml: str) -> bool:
    """Whether the tokens of `read_loosely` are all that there is."""
    try:
        return all(_tokens(NO_CHARACTER.sub(_replace, mjml)))
    except MarkupFault:
        return False


def make_links_safe(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with every URL in them harmless: `#unsafe-link` instead of one that would run a script."""
    return [_make_safe(token) for token in tokens]


def find_attribute(mjml: str, tag: Start, name: str) -> int:
    """Where an attribute of a tag is written: the offset of its name, or that of the tag where it has no such one."""
    offset = tag.offset + 1 + len(tag.name)
    while found := _ATTRIBUTE.match(mjml, offset):
        if _spell(found[1], tag.name) == name:
            return found.start(1)
        offset = found.end()
    return tag.offset


def fold(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with what only Outlook reads as one of them, where that opens what it does not close or closes more.

    A table for Outlook alone begins before a section and ends after it: two comments, and no mistake.
    """
    folded: list[Token] = []
    start: int | None = None
    for token in tokens:
        folded.append(token)
        if not isinstance(token, Conditional):
            continue
        if start is not None and token.text.endswith("<![endif]-->") and _is_open(folded[start + 1 : -1]):
            whole = tuple(part for part in folded[start:] if not isinstance(part, Fragment))
            folded[start:] = [Fragment(whole[0].offset, whole)]
        start = len(folded) - 1 if token.text.startswith("<!--[if") and token.text.endswith("]>") else None
    return folded


def _is_open(tokens: Sequence[Token]) -> bool:
    """Whether tags of HTML do not match, so that others must stand elsewhere."""
    tags = [token for token in tokens if isinstance(token, Start | End)]
    if any(isinstance(token, Comment) for token in tokens) or any(tag.name.lower().startswith("mj") for tag in tags):
        return False
    around: list[Start] = []
    return any(fault for tag in tags for fault in follow(tag, around)) or bool(around)


def _make_safe(token: Token) -> Token:
    match token:
        case Start() if token.attributes:
            return _make_tag_safe(token)
        case Fragment():
            safe = (_make_tag_safe(part) if isinstance(part, Start) else part for part in token.tokens)
            return replace(token, tokens=tuple(safe))
        case _:
            return token


def _make_tag_safe(tag: Start) -> Start:
    unsafe: dict[str, str | None] = {
        name: html.escape(value)
        for name in tag.attributes
        if is_judged(name.lower()) and (value := harmless(name.lower(), tag.value(name))) is not None
    }
    return replace(tag, attributes={**tag.attributes, **unsafe}) if unsafe else tag


# Tags whose attributes are remembered, some 500 bytes each: those of a layout are those of every message.
_TAGS: Final = 4000


def _tokens(mjml: str) -> Iterator[Token]:
    offset = 0
    while offset < len(mjml):
        found = _TOKEN.match(mjml, offset)
        if found is None:
            raise _bad_markup(mjml, offset)
        end = found.end()
        match found.lastgroup:
            case "text":
                yield Text(offset, found[0])
            case "closed":
                name = _spell(found["start"], found["start"])
                tag = Start(offset, name, _attributes(found, name), bool(found["closed"]))
                yield tag
                if not tag.closed and tag.name.lower() in {"mj-style", "style"}:
                    style = _style(mjml, tag.name, end)
                    yield Text(end, style)
                    end += len(style)
            case "end":
                yield End(offset, _spell(found["end"], found["end"]))
            case "comment":
                yield Comment(offset, found["comment"])
            case _:
                # The compiler knows these words in small letters alone.
                yield Conditional(offset, _CONDITION.sub(lambda word: word[0].lower(), found[0]))
        offset = end


def _spell(name: str, element: str) -> str:
    """The name of an element, or of an attribute of one: in small letters if it is of HTML, which knows no others."""
    if name.islower() or not name.isascii():
        return name
    # `o:AllowPNG` is XML, and `MJ-Text` an element that there is none of.
    return name if ":" in name + element or element[:2].lower() == "mj" else name.lower()


def _style(mjml: str, name: str, offset: int) -> str:
    end = mjml.find("<", offset)
    if end >= 0 and mjml[end : end + len(name) + 2].lower() == f"</{name}".lower():
        return mjml[offset:end]
    if end < 0 or f"</{name}".lower() not in mjml[end:].lower():
        raise MarkupFault(f"`<{name}>` is never closed.", offset - 1, f"Add `</{name}>` where it ends.")
    raise MarkupFault("There is a `<` in a style sheet.", end, "Take it out.")


def _attributes(tag: re.Match[str], name: str) -> Mapping[str, str | None]:
    written = tag["attributes"]
    if not written:
        return {}
    attributes, end = _read_attributes(written, name)
    if rest := written[end:].strip():
        raise MarkupFault(
            f"`{rest[:40]}` in `<{tag['start']}>` is not an attribute.",
            tag.start("attributes") + end + len(written[end:]) - len(written[end:].lstrip()),
            'Write `name="value"`: in quotes, with a space before it, and `&lt;` for `<`.',
        )
    return attributes


@lru_cache(maxsize=_TAGS)
def _read_attributes(written: str, name: str) -> tuple[Mapping[str, str | None], int]:
    """The attributes of an element, and where in the text the last of them ends."""
    attributes: dict[str, str | None] = {}
    offset = 0
    while found := _ATTRIBUTE.match(written, offset):
        attributes.setdefault(_spell(found[1], name), None if found[2] is None else found[2][1:-1])
        offset = found.end()
    return MappingProxyType(attributes), offset


def _bad_markup(mjml: str, offset: int) -> MarkupFault:
    rest = mjml[offset : offset + 40]
    if rest.startswith("<!--"):
        return MarkupFault("This comment is never closed.", offset, "End it with `-->`.")
    if rest[:9].lower() == "<!doctype" or rest.startswith("<?"):
        return MarkupFault(f"`{rest.split('>')[0]}>` does not belong here.", offset, "Start with `<mjml>`.")
    if rest.startswith("<![CDATA["):
        return MarkupFault("CDATA is not known in MJML.", offset, "Write the text itself, with `&lt;` for `<`.")
    if found := re.match(rf"</?{_NAME}", rest):
        hint = "Close it; write `&lt;` for a `<` that is text."
        return MarkupFault(f"`{found[0]}` has no `>`, or a quote in it is not closed.", offset, hint)
    return MarkupFault("There is a `<` that starts no tag.", offset, "Write `&lt;` for a `<` that is text.")


def _replace(no_character: re.Match[str]) -> str:
    return "\n" if no_character[0] == "\r" else "\ufffd"
