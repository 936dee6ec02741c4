"""What a template that extends a layout would lose without a word.

Jinja shows only those of its blocks that the layout has, and drops the rest.
"""

from collections.abc import Callable, Iterator, MutableMapping

from jinja2 import TemplateError, TemplateSyntaxError, nodes

from notify.catalogue.model.fields import listed
from notify.errors import NotifyError, nearest

BlocksOf = Callable[[str], frozenset[str] | None]


class LostContent(TemplateSyntaxError):
    """Content that would not be shown; `hint` is the cure, `word` what to look for on the line."""

    def __init__(self, message: str, line: int, file: str | None, *, hint: str, word: str = "") -> None:
        super().__init__(message, line, filename=file)
        self.hint, self.word = hint, word


def refuse_lost_content(tree: nodes.Template, file: str | None, blocks_of: BlocksOf) -> None:
    """Raises LostContent for a block that the layout of this template does not have, or for words outside of blocks.

    `blocks_of` says which blocks a template has, those of its own layout among them; None where it cannot be known.
    """
    layout = layout_of(tree)
    if layout is None or (known := blocks_of(layout)) is None:
        return
    start = next(index for index, node in enumerate(tree.body) if isinstance(node, nodes.Extends))
    for node in tree.body[start:]:
        if isinstance(node, nodes.Block) and node.name not in known:
            there = f"It has {listed(sorted(known), 'and')}." if known else "Add it there."
            hint = nearest(node.name, known) or there
            raise LostContent(f"`{layout}` has no block `{node.name}`.", node.lineno, file, hint=hint, word=node.name)
        if (line := next(_printing_lines(node), None)) is not None:
            hint = "Move it into a `{% block %}` of the layout."
            raise LostContent("This is outside of every block, and would not be shown.", line, file, hint=hint)


# What a template has by itself: its blocks, and the layout that it extends.
Own = tuple[frozenset[str], str | None]


class Layouts:
    """Which blocks templates have; `asked` are the names of the templates that were looked at for it.

    `known` is what was found out before of each, and is added to.
    """

    def __init__(
        self, parse: Callable[[str], nodes.Template], read: Callable[[str], str], known: MutableMapping[str, Own]
    ) -> None:
        self._parse, self._read, self._known = parse, read, known
        self.asked: list[str] = []

    def blocks(self, name: str) -> frozenset[str] | None:
        """The blocks of a template and of what it extends; None where one is not there or goes round in a circle."""
        blocks: set[str] = set()
        layout: str | None = name
        while layout is not None:
            if layout in self.asked:
                return None
            self.asked.append(layout)
            try:
                own, layout = self._look_at(layout)
            except (TemplateError, NotifyError):
                return None
            blocks |= own
        return frozenset(blocks)

    def _look_at(self, name: str) -> Own:
        if name not in self._known:
            tree = self._parse(self._read(name))
            self._known[name] = frozenset(block.name for block in tree.find_all(nodes.Block)), layout_of(tree)
        return self._known[name]


def layout_of(tree: nodes.Template) -> str | None:
    """The layout that a template extends in any case; None where there is none, or where it is worked out."""
    for node in tree.body:
        if isinstance(node, nodes.Extends):
            name = node.template.value if isinstance(node.template, nodes.Const) else None
            return name if isinstance(name, str) else None
    return None


def _printing_lines(node: nodes.Node) -> Iterator[int]:
    """The lines at which something below a statement prints, where it stands."""
    match node:
        case nodes.Include() | nodes.CallBlock() | nodes.FilterBlock():
            yield node.lineno
        case nodes.Output():
            for part in node.nodes:
                words = part.data if isinstance(part, nodes.TemplateData) else "{{"
                if words.strip():
                    yield part.lineno + words[: len(words) - len(words.lstrip())].count("\n")
        case nodes.If() | nodes.For() | nodes.With():
            for child in node.iter_child_nodes():
                yield from _printing_lines(child)
