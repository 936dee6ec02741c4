"""Which elements MJML has, and how they may stand in each other."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Final

from notify.catalogue.model.fields import listed
from notify.errors import nearest
from notify.render.markup.elements import VOID, Comment, Conditional, End, Fragment, Start, Text, Token
from notify.render.markup.fault import MarkupFault

# mrml recurses once for each level, and a stack that overflows ends the process. Mail nests some 30 deep.
DEEPEST: Final = 200

# What mrml compiles of documentation.mjml.io/#components; anything else it would pass on as if it were HTML.
ELEMENTS: Final = frozenset(
    "mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title mj-raw mj-body "
    "mj-wrapper mj-section mj-group mj-column mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text "
    "mj-button mj-carousel mj-carousel-image mj-divider mj-hero mj-image mj-navbar mj-navbar-link mj-social "
    "mj-social-element mj-spacer mj-table mj-text".split()
)

_TAGS: Final = "mismatched-tags"
_UNKNOWN: Final = "unknown-element"
_WITHIN: Final = {"mj-raw": ", in the same `<mj-raw>`. What goes around sections is `<mj-wrapper>`."}

# What stands for text and for comments among the names of elements.
TEXT: Final = "#text"
COMMENT: Final = "#comment"
# What may stand in these; the others hold anything. mrml refuses the rest, and of comments we spare it some.
CONTENT: Final[dict[str, frozenset[str]]] = {
    "mjml": frozenset({"mj-head", "mj-body", COMMENT}),
    "mj-head": frozenset(
        {"mj-attributes", "mj-breakpoint", "mj-font", "mj-preview", "mj-raw", "mj-style", "mj-title", COMMENT}
    ),
    "mj-accordion": frozenset({"mj-accordion-element", COMMENT}),
    "mj-accordion-element": frozenset({"mj-accordion-title", "mj-accordion-text", COMMENT}),
    "mj-carousel": frozenset({"mj-carousel-image", COMMENT}),
    "mj-navbar": frozenset({"mj-navbar-link", COMMENT}),
    "mj-social": frozenset({"mj-social-element", COMMENT}),
    "mj-preview": frozenset({TEXT, COMMENT}),
    "mj-title": frozenset({TEXT}),
    "mj-accordion-title": frozenset({TEXT}),
    "mj-all": frozenset(),
    "mj-class": frozenset(),
    "mj-font": frozenset(),
    "mj-breakpoint": frozenset(),
    "mj-image": frozenset(),
    "mj-divider": frozenset(),
    "mj-spacer": frozenset(),
    "mj-carousel-image": frozenset(),
}


def check_nesting(tokens: Sequence[Token]) -> None:
    """Raises MarkupFault for an element that is not closed, or what stands where the compiler refuses it."""
    open_tags: list[Start] = []
    misplaced: MarkupFault | None = None
    for token in tokens:
        if misplaced is None and open_tags and open_tags[-1].name in CONTENT:
            misplaced = _misplaced(token, open_tags[-1])
        for fault in follow(token, open_tags):
            raise fault
    for fault in (*unclosed(open_tags), *unmatched(tokens)):
        raise fault
    # What was not closed holds all that follows it, and is the mistake then.
    if misplaced:
        raise misplaced


def follow(token: Token, open_tags: list[Start]) -> Iterator[MarkupFault]:
    """Opens or closes what a token does, among the tags that are open, and gives what is wrong with that.

    An end tag that is not that of the last tag closes what it is meant for, as far as can be told.
    """
    if isinstance(token, Start):
        if not token.closed and token.name.lower() not in VOID:
            open_tags.append(token)
            if len(open_tags) > DEEPEST:
                message = f"Elements are nested more than {DEEPEST} deep."
                hint = "Look for a macro or a loop that opens more than it closes."
                yield MarkupFault(message, token.offset, hint)
    elif isinstance(token, End) and token.name.lower() in VOID:
        message = f"`</{token.name}>` closes nothing: a `<{token.name}>` has no end."
        yield MarkupFault(message, token.offset, f"Take it out; `<{token.name} />` is all of it.", _TAGS)
    elif isinstance(token, End):
        yield from _close(token, open_tags)


def unclosed(open_tags: Sequence[Start]) -> Iterator[MarkupFault]:
    """The faults of tags that are still open at the end, the last first."""
    for tag in reversed(open_tags):
        yield MarkupFault(f"`<{tag.name}>` is never closed.", tag.offset, f"Add `</{tag.name}>` where it ends.", _TAGS)


def unmatched(tokens: Sequence[Token]) -> Iterator[MarkupFault]:
    """The faults of fragments, one for each: what they open no other closes, or they close what no other opened."""
    around: list[tuple[Start, int]] = []
    for number, fragment in enumerate(token for token in tokens if isinstance(token, Fragment)):
        own: list[Start] = []
        ends = [end for token in fragment.tokens for end in _left_over(token, own)]
        known = [tag.name.lower() for tag, _ in reversed(around[-len(ends) :])] if ends else []
        if known != [end.name.lower() for end in ends]:
            shown = listed([f"</{end.name}>" for end in ends], "and")
            message = f"Outlook alone reads {shown} here, and nothing that {'they close' if ends[1:] else 'it closes'}."
            hint = f"Open {'them' if ends[1:] else 'it'} in an `<!--[if mso]>` before this one, or take this out."
            yield MarkupFault(message, ends[0].offset, hint, _TAGS)
        del around[len(around) - min(len(ends), len(around)) :]
        around += [(tag, number) for tag in own]
    for _, group in groupby(around, key=lambda each: each[1]):
        tags = [tag for tag, _ in group]
        shown = listed([f"<{tag.name}>" for tag in tags], "and")
        message = f"Outlook alone reads {shown} here, which {'are' if tags[1:] else 'is'} never closed."
        ends_written = "".join(f"</{tag.name}>" for tag in reversed(tags))
        hint = f"Write `<!--[if mso]>{ends_written}<![endif]-->` where it ends, in an `<mj-raw>`."
        yield MarkupFault(message, tags[0].offset, hint, _TAGS)


def _left_over(token: Token, own: list[Start]) -> Iterator[End]:
    """An end tag that closes nothing of its own fragment, in which `own` are open."""
    if isinstance(token, Start) and not token.closed and token.name.lower() not in VOID:
        own.append(token)
    elif isinstance(token, End) and token.name.lower() not in VOID:
        if own and own[-1].name.lower() == token.name.lower():
            own.pop()
        else:
            yield token


def _close(end: End, open_tags: list[Start]) -> Iterator[MarkupFault]:
    if not open_tags:
        yield MarkupFault(f"`</{end.name}>` closes nothing.", end.offset, "Remove it.", _TAGS)
    elif any(tag.name.lower() == end.name.lower() for tag in open_tags):
        left: list[Start] = []
        while (tag := open_tags.pop()).name.lower() != end.name.lower():
            left.append(tag)
        if end.name == "mj-raw" and not any(tag.name.startswith("mj-") for tag in left):
            # Somebody means to open it in one and to close it in another: that is one mistake.
            left = left[-1:]
        for tag in left:
            cure = f"Add `</{tag.name}>` where it ends{_WITHIN.get(end.name, '.')}"
            yield MarkupFault(f"`<{tag.name}>` is closed by `</{end.name}>`.", tag.offset, cure, _TAGS)
    elif hint := nearest(f"</{end.name}>", [f"</{open_tags[-1].name}>"]):
        tag = open_tags.pop()
        yield MarkupFault(f"`<{tag.name}>` is closed by `</{end.name}>`.", end.offset, hint, _TAGS)
    else:
        yield MarkupFault(f"`</{end.name}>` closes nothing that is open here.", end.offset, "Remove it.", _TAGS)


def _misplaced(token: Token, within: Start) -> MarkupFault | None:
    """The fault of something in an element that holds only some things, if it is none of them."""
    match token:
        case Start():
            kind, shown = token.name, f"`<{token.name}>`"
        case Text():
            words = token.text.strip(" \t\n")
            kind, shown = TEXT if words else "", f"`{words[:40]}`"
        case Comment():
            kind, shown = COMMENT, "A comment"
        case Conditional(text=text) | Fragment(tokens=(Conditional(text=text), *_)):
            kind, shown = "a condition", f"`{text}`"
        case _:
            kind = ""
    content = CONTENT[within.name]
    if not kind or kind in content:
        return None
    if content == {TEXT}:
        hint = "Write only text there, without tags."
    elif elements := sorted(f"<{name}>" for name in content if not name.startswith("#")):
        hint = f"Only {listed(elements, 'and')} can."
    else:
        hint = "Put it elsewhere."
    return MarkupFault(f"{shown} cannot stand in `<{within.name}>`.", token.offset, hint, "misplaced-element")


def check_names(tokens: Sequence[Token], names: Collection[str]) -> None:
    """Raises MarkupFault for an element that MJML does not have; `names` are those of all elements."""
    unknown = {name for name in names if name.startswith("mj-")} - ELEMENTS
    for token in tokens if unknown else ():
        if isinstance(token, Start) and token.name in unknown:
            if token.name == "mj-include":
                raise MarkupFault(
                    "`<mj-include>` does not work here.", token.offset, "Write `{% include %}` instead.", _UNKNOWN
                )
            known = [f"<{name}>" for name in ELEMENTS]
            hint = nearest(f"<{token.name}>", known) or "Use an element that MJML has."
            raise MarkupFault(f"`<{token.name}>` is not an element of MJML.", token.offset, hint, _UNKNOWN)
