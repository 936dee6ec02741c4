"""MJML as tokens: what it says, checked and made safe for the compiler.

The compiler (mrml) reads MJML as strictly as XML, but says of most mistakes neither where nor what, and of some
nothing: mismatched tags, a missing body, an element it does not know. Reading the tokens first gives every mistake a
place.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from notify.errors import nearest
from notify.render.markup.links import decode_attribute, harmless, is_judged

# mrml recurses once for each level, and a stack that overflows ends the process. Mail nests some 30 deep.
DEEPEST: Final = 200

# Elements of HTML that have no end tag: html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID: Final = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
)

# What mrml compiles of documentation.mjml.io/#components; anything else it would pass on as if it were HTML.
_ELEMENTS: Final = frozenset(
    "mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title mj-raw mj-body "
    "mj-wrapper mj-section mj-group mj-column mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text "
    "mj-button mj-carousel mj-carousel-image mj-divider mj-hero mj-image mj-navbar mj-navbar-link mj-social "
    "mj-social-element mj-spacer mj-table mj-text".split()
)

_NAME: Final = r"[A-Za-z][\w:.-]*"
_ATTRIBUTE: Final = re.compile(r"""\s+([\w:.-]++)(?:\s*=\s*("[^"<]*"|'[^'<]*')|(?!\s*=))""", re.ASCII)
_TOKEN: Final = re.compile(
    rf"""
    (?P<conditional><!--\[if[^\]]*\]>(?:<!-->)?|(?:<!--)?<!\[endif\](?:--)?>|<!\[if[^\]]*\]>)
    |<!--(?P<comment>.*?)-->
    |</(?P<end>{_NAME})\s*>
    |<(?P<start>{_NAME})(?P<attributes>(?:"[^"]*"|'[^']*'|[^'"<>])*?)(?P<closed>/?)>
    |(?P<text>[^<]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Start:
    """A start tag. `attributes` are as written, without their quotes; None stands for an attribute without a value."""

    offset: int
    name: str
    attributes: dict[str, str | None]
    closed: bool

    def value(self, name: str) -> str:
        """An attribute with its character references decoded; empty where there is none."""
        return decode_attribute(self.attributes.get(name) or "")


@dataclass(frozen=True, slots=True)
class End:
    """An end tag."""

    offset: int
    name: str


@dataclass(frozen=True, slots=True)
class Text:
    """Text as written; the whole content of an `mj-style` is one."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment, without its marks."""

    offset: int
    text: str


@dataclass(frozen=True, slots=True)
class Conditional:
    """The start or end of what only some mail clients read, as written: `<!--[if mso]>`, `<![endif]-->`."""

    offset: int
    text: str


Token = Start | End | Text | Comment | Conditional


class MarkupFault(ValueError):
    """MJML that cannot be compiled: what is wrong, at which character, and what to do about it."""

    def __init__(self, message: str, offset: int, hint: str) -> None:
        super().__init__(message)
        self.offset, self.hint = offset, hint


def read_elements(mjml: str) -> list[Token]:
    """The tokens of an MJML document whose elements are closed, in order and not too deep. Raises MarkupFault.

    URLs that would run a script are `#unsafe-link`.
    """
    return make_links_safe(read_as_written(mjml))


def read_as_written(mjml: str) -> list[Token]:
    """The tokens of `read_elements`, with every URL as it is: not to be shown to anybody."""
    tokens = list(_tokens(mjml))
    _check_names(tokens)
    _check_balance(tokens)
    names = {token.name for token in tokens if isinstance(token, Start)}
    if "mjml" not in names:
        raise MarkupFault("There is no `<mjml>`.", 0, "Extend a layout, or wrap the message in `<mjml><mj-body>`.")
    if "mj-body" not in names:
        raise MarkupFault(
            "There is no `<mj-body>`, so the message would be empty.", 0, "Put the content in `<mj-body>`."
        )
    return tokens


def write_elements(tokens: list[Token]) -> str:
    """MJML that mrml reads as it is meant.

    mrml writes attributes with Rust's debug format, which doubles a backslash and turns a no-break space into
    `\\u{a0}`: everything outside ASCII goes in as a numeric reference.
    """
    return "".join(_write(token) for token in tokens)


def restore_characters(markup: str) -> str:
    """Turns the numeric references of `write_elements` back into the characters they stand for."""
    return re.sub(r"&#(\d{2,7});", _restore, markup)


def make_links_safe(tokens: Iterable[Token]) -> list[Token]:
    """The tokens with every URL in them harmless: `#unsafe-link` instead of one that would run a script."""
    return [_make_safe(token) if isinstance(token, Start) else token for token in tokens]


def _make_safe(tag: Start) -> Start:
    unsafe: dict[str, str | None] = {
        name: html.escape(value)
        for name in tag.attributes
        if is_judged(name.lower()) and (value := harmless(name.lower(), tag.value(name))) is not None
    }
    return replace(tag, attributes=tag.attributes | unsafe) if unsafe else tag


def _tokens(mjml: str) -> Iterator[Token]:
    offset = 0
    while offset < len(mjml):
        found = _TOKEN.match(mjml, offset)
        if found is None:
            raise _bad_markup(mjml, offset)
        if (text := found["text"]) is not None:
            yield Text(offset, text)
        elif (end := found["end"]) is not None:
            yield End(offset, end)
        elif (start := found["start"]) is not None:
            tag = Start(offset, start, _attributes(found), bool(found["closed"]))
            yield tag
            if start.lower() in {"mj-style", "style"} and not tag.closed:
                style = _style(mjml, start, found.end())
                yield Text(found.end(), style)
                offset = found.end() + len(style)
                continue
        elif (comment := found["comment"]) is not None:
            yield Comment(offset, comment)
        else:
            yield Conditional(offset, found[0])
        offset = found.end()


def _style(mjml: str, name: str, offset: int) -> str:
    end = mjml.find(f"</{name}", offset)
    if end < 0:
        raise MarkupFault(f"`<{name}>` is never closed.", offset - 1, f"Add `</{name}>` where it ends.")
    if "<" in mjml[offset:end]:
        raise MarkupFault("There is a `<` in a style sheet.", mjml.index("<", offset), "Take it out.")
    return mjml[offset:end]


def _attributes(tag: re.Match[str]) -> dict[str, str | None]:
    written, start = tag["attributes"], tag.start("attributes")
    attributes: dict[str, str | None] = {}
    offset = 0
    while found := _ATTRIBUTE.match(written, offset):
        attributes.setdefault(found[1], None if found[2] is None else found[2][1:-1])
        offset = found.end()
    if rest := written[offset:].strip():
        raise MarkupFault(
            f"`{rest[:40]}` in `<{tag['start']}>` is not an attribute.",
            start + offset + len(written[offset:]) - len(written[offset:].lstrip()),
            'Write `name="value"`: in quotes, with a space before it, and `&lt;` for `<`.',
        )
    return attributes


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


def _check_balance(tokens: list[Token]) -> None:
    open_tags: list[Start] = []
    for token in tokens:
        if isinstance(token, Start) and not token.closed and token.name.lower() not in VOID:
            open_tags.append(token)
            if len(open_tags) > DEEPEST:
                message = f"Elements are nested more than {DEEPEST} deep."
                raise MarkupFault(message, token.offset, "Look for a macro or a loop that opens more than it closes.")
        elif isinstance(token, End) and token.name.lower() not in VOID:
            if not open_tags:
                raise MarkupFault(f"`</{token.name}>` closes nothing.", token.offset, "Remove it.")
            last = open_tags.pop()
            if last.name.lower() != token.name.lower():
                raise _mismatch(last, token, open_tags)
    if open_tags:
        last = open_tags[-1]
        raise MarkupFault(f"`<{last.name}>` is never closed.", last.offset, f"Add `</{last.name}>` where it ends.")


def _mismatch(last: Start, end: End, open_tags: list[Start]) -> MarkupFault:
    """An end tag that is not that of the last tag, while these others are open."""
    message = f"`<{last.name}>` is closed by `</{end.name}>`."
    if any(tag.name.lower() == end.name.lower() for tag in open_tags):
        return MarkupFault(message, last.offset, f"Add `</{last.name}>` where it ends.")
    if hint := nearest(f"</{end.name}>", [f"</{last.name}>"]):
        return MarkupFault(message, end.offset, hint)
    return MarkupFault(f"`</{end.name}>` closes nothing that is open here.", end.offset, "Remove it.")


def _check_names(tokens: list[Token]) -> None:
    for token in tokens:
        name = token.name if isinstance(token, Start) else ""
        if name.startswith("mj-") and name not in _ELEMENTS:
            if name == "mj-include":
                raise MarkupFault("`<mj-include>` does not work here.", token.offset, "Write `{% include %}` instead.")
            hint = nearest(f"<{name}>", [f"<{known}>" for known in _ELEMENTS]) or "Use an element that MJML has."
            raise MarkupFault(f"`<{name}>` is not an element of MJML.", token.offset, hint)


def _write(token: Token) -> str:
    match token:
        case Start():
            attributes = "".join(_write_attribute(name, value) for name, value in token.attributes.items())
            return f"<{token.name}{attributes}{' /' if token.closed else ''}>"
        case End():
            return f"</{token.name}>"
        case Text():
            return _ascii(token.text)
        case Comment():
            # mrml refuses `--` in a comment, and a value printed there may bring one.
            return f"<!--{re.sub('-(?=-|$)', '- ', token.text)}-->"
        case Conditional():
            return token.text


def _write_attribute(name: str, value: str | None) -> str:
    if value is None:
        return f" {name}"
    safe = _ascii(value).replace('"', "&#34;").replace("\n", "&#10;").replace("\t", "&#9;")
    return f' {name}="{safe}"'


def _ascii(text: str) -> str:
    return re.sub(r"[\\\x80-\U0010ffff]", lambda found: f"&#{ord(found[0])};", text)


def _restore(reference: re.Match[str]) -> str:
    number = int(reference[1])
    character = number == ord("\\") or 128 <= number < 0xD800 or 0xE000 <= number <= 0x10FFFF
    # What is no character stays as it was written: a browser shows U+FFFD for it.
    return chr(number) if character else reference[0]
