"""How the tags of an e-mail's MJML stand in each other, also where they do not match."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from notify.lint.knowledge.mjml import holds_html
from notify.render.markup.elements import Conditional, End, Start, Token
from notify.render.markup.fault import MarkupFault
from notify.render.markup.nesting import ELEMENTS, follow, unclosed, unmatched


@dataclass(eq=False, slots=True)
class Element:
    """A start tag, what it stands in, and what stands directly in it.

    `closed` is whether an end tag closes it; what follows one that is not stands in it by mistake. `hidden` is whether
    only Word reads it, in a conditional comment; of that only the comment is among the `content`.
    """

    tag: Start
    around: "Element | None"
    hidden: bool
    content: list[Token] = field(default_factory=list)
    closed: bool = True

    @property
    def name(self) -> str:
        """Its name as written."""
        return self.tag.name

    @property
    def html_around(self) -> str:
        """The element of MJML around it that holds HTML, so that it is not compiled; empty where there is none."""
        around = self.around
        while around and not (around.closed and holds_html(around.name)):
            around = around.around
        return around.name if around else ""

    @property
    def compiled(self) -> bool:
        """Whether the compiler takes it for an element of MJML."""
        return self.name in ELEMENTS and not self.html_around


@dataclass(frozen=True, slots=True)
class Nesting:
    """The elements in the order of their tags, and the faults of tags that do not match."""

    elements: Sequence[Element]
    faults: Sequence[MarkupFault]


def read_nesting(tokens: Sequence[Token], *, whole: bool) -> Nesting:
    """How tokens stand in each other. Of those that are not the `whole` document nobody knows what closes later."""
    tags: list[Start] = []
    spilled: list[str] = []
    around: list[Element] = []
    elements: list[Element] = []
    faults: list[MarkupFault] = []
    hidden = False
    for token in tokens:
        parent = around[-1] if around else None
        if isinstance(token, Conditional):
            hidden = token.text.startswith("<!--[if") and token.text.endswith("]>")
        if parent and (not hidden or isinstance(token, Conditional)):
            parent.content.append(token)
        open_before = tags[:]
        found = [fault for fault in follow(token, tags) if fault.kind]
        if isinstance(token, End) and found:
            name = token.name.lower()
            if name in spilled and not any(tag.name.lower() == name for tag in open_before):
                # What it closes began elsewhere, and that is told.
                spilled.remove(name)
                found = []
            elif name == "mj-raw":
                spilled += [tag.name.lower() for tag in open_before[len(tags) + 1 :]]
        faults += found
        del around[len(tags) :]
        if isinstance(token, Start):
            element = Element(token, parent, hidden)
            elements.append(element)
            around += [element] * (len(tags) - len(around))
    ends = [*unclosed(tags), *unmatched(tokens)]
    never_closed = {fault.offset for fault in (*faults, *ends)}
    for element in elements:
        element.closed = element.tag.offset not in never_closed
    return Nesting(elements, [*faults, *ends] if whole else faults)
