"""Which elements MJML has, and how they may stand in each other."""

from collections.abc import Collection, Sequence
from typing import Final

from notify.catalogue.model.fields import listed
from notify.errors import nearest
from notify.render.markup.elements import VOID, Comment, Conditional, End, Start, Text, Token
from notify.render.markup.fault import MarkupFault

# mrml recurses once for each level, and a stack that overflows ends the process. Mail nests some 30 deep.
DEEPEST: Final = 200

# What mrml compiles of documentation.mjml.io/#components; anything else it would pass on as if it were HTML.
_ELEMENTS: Final = frozenset(
    "mj-head mj-attributes mj-all mj-class mj-breakpoint mj-font mj-preview mj-style mj-title mj-raw mj-body "
    "mj-wrapper mj-section mj-group mj-column mj-accordion mj-accordion-element mj-accordion-title mj-accordion-text "
    "mj-button mj-carousel mj-carousel-image mj-divider mj-hero mj-image mj-navbar mj-navbar-link mj-social "
    "mj-social-element mj-spacer mj-table mj-text".split()
)

_TAGS: Final = "mismatched-tags"
_UNKNOWN: Final = "unknown-element"

# What stands for text and for comments among the names of elements.
_TEXT: Final = "#text"
_COMMENT: Final = "#comment"
# What may stand in these; the others hold anything. mrml refuses the rest, and of comments we spare it some.
_CONTENT: Final[dict[str, frozenset[str]]] = {
    "mj-head": frozenset(
        {"mj-attributes", "mj-breakpoint", "mj-font", "mj-preview", "mj-raw", "mj-style", "mj-title", _COMMENT}
    ),
    "mj-accordion": frozenset({"mj-accordion-element", _COMMENT}),
    "mj-accordion-element": frozenset({"mj-accordion-title", "mj-accordion-text", _COMMENT}),
    "mj-carousel": frozenset({"mj-carousel-image", _COMMENT}),
    "mj-navbar": frozenset({"mj-navbar-link", _COMMENT}),
    "mj-social": frozenset({"mj-social-element", _COMMENT}),
    "mj-preview": frozenset({_TEXT, _COMMENT}),
    "mj-title": frozenset({_TEXT}),
    "mj-accordion-title": frozenset({_TEXT}),
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
        if misplaced is None and open_tags and open_tags[-1].name in _CONTENT:
            misplaced = _misplaced(token, open_tags[-1])
        if isinstance(token, Start):
            if not token.closed and token.name.lower() not in VOID:
                _open(token, open_tags)
        elif isinstance(token, End) and token.name.lower() not in VOID:
            _close(token, open_tags)
    if open_tags:
        last = open_tags[-1]
        raise MarkupFault(
            f"`<{last.name}>` is never closed.", last.offset, f"Add `</{last.name}>` where it ends.", _TAGS
        )
    # What was not closed holds all that follows it, and is the mistake then.
    if misplaced:
        raise misplaced


def _open(tag: Start, open_tags: list[Start]) -> None:
    open_tags.append(tag)
    if len(open_tags) > DEEPEST:
        message = f"Elements are nested more than {DEEPEST} deep."
        raise MarkupFault(message, tag.offset, "Look for a macro or a loop that opens more than it closes.")


def _close(end: End, open_tags: list[Start]) -> None:
    if not open_tags:
        raise MarkupFault(f"`</{end.name}>` closes nothing.", end.offset, "Remove it.", _TAGS)
    last = open_tags.pop()
    if last.name.lower() != end.name.lower():
        raise _mismatch(last, end, open_tags)


def _misplaced(token: Token, within: Start) -> MarkupFault | None:
    """The fault of something in an element that holds only some things, if it is none of them."""
    match token:
        case Start():
            kind, shown = token.name, f"`<{token.name}>`"
        case Text():
            words = token.text.strip(" \t\n")
            kind, shown = _TEXT if words else "", f"`{words[:40]}`"
        case Comment():
            kind, shown = _COMMENT, "A comment"
        case Conditional():
            kind, shown = "a condition", f"`{token.text}`"
        case _:
            kind = ""
    content = _CONTENT[within.name]
    if not kind or kind in content:
        return None
    if content == {_TEXT}:
        hint = "Write only text there, without tags."
    elif elements := sorted(f"<{name}>" for name in content if not name.startswith("#")):
        hint = f"Only {listed(elements, 'and')} can."
    else:
        hint = "Put it elsewhere."
    return MarkupFault(f"{shown} cannot stand in `<{within.name}>`.", token.offset, hint, "misplaced-element")


def _mismatch(last: Start, end: End, open_tags: list[Start]) -> MarkupFault:
    """An end tag that is not that of the last tag, while these others are open."""
    message = f"`<{last.name}>` is closed by `</{end.name}>`."
    if any(tag.name.lower() == end.name.lower() for tag in open_tags):
        return MarkupFault(message, last.offset, f"Add `</{last.name}>` where it ends.", _TAGS)
    if hint := nearest(f"</{end.name}>", [f"</{last.name}>"]):
        return MarkupFault(message, end.offset, hint, _TAGS)
    return MarkupFault(f"`</{end.name}>` closes nothing that is open here.", end.offset, "Remove it.", _TAGS)


def check_names(tokens: Sequence[Token], names: Collection[str]) -> None:
    """Raises MarkupFault for an element that MJML does not have; `names` are those of all elements."""
    unknown = {name for name in names if name.startswith("mj-")} - _ELEMENTS
    for token in tokens if unknown else ():
        if isinstance(token, Start) and token.name in unknown:
            if token.name == "mj-include":
                raise MarkupFault(
                    "`<mj-include>` does not work here.", token.offset, "Write `{% include %}` instead.", _UNKNOWN
                )
            known = [f"<{name}>" for name in _ELEMENTS]
            hint = nearest(f"<{token.name}>", known) or "Use an element that MJML has."
            raise MarkupFault(f"`<{token.name}>` is not an element of MJML.", token.offset, hint, _UNKNOWN)
