"""How deep a template may be nested: as deep as Python, which Jinja makes of it, can be."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from jinja2 import TemplateSyntaxError, nodes
from jinja2.environment import Environment
from jinja2.parser import Parser

# Statements in statements, and whatever else is in another: deeper than anybody can read, and not too deep for whoever
# walks through a tree by calling itself. Python itself takes less than this of some statements.
_DEEPEST: Final = 100
# Parentheses and the like in one another: Jinja takes 15 calls to read one.
_DEEPEST_VALUE: Final = 30


class TooDeep(TemplateSyntaxError):
    """A template that is nested so deep that it cannot be read or compiled."""

    def __init__(self, line: int, name: str | None, file: str | None) -> None:
        super().__init__("This is nested too deep.", line, name, file)


class BoundedEnvironment(Environment):
    """Jinja that reads no template which is nested too deep, and raises TooDeep instead."""

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree = _Parser(self, source, name, filename).parse()
        # Each level takes a sign at least.
        if len(source) > _DEEPEST:
            depth, line = _deepest(tree)
            if depth > _DEEPEST:
                raise TooDeep(line, name, filename)
        return tree


@contextmanager
def compiling(tree: nodes.Template, name: str | None, file: str | None) -> Iterator[None]:
    """Raises TooDeep where Python refuses what Jinja makes of a tree, for which there is no other reason."""
    try:
        yield
    except (SyntaxError, RecursionError, MemoryError):
        raise TooDeep(_deepest(tree)[1], name, file) from None


class _Parser(Parser):
    """Jinja's, which calls itself for everything that is in something, and here only so often."""

    _statements = _values = 0

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        self._statements += 1
        self._refuse_too_deep()
        found = super().parse_statement()
        self._statements -= 1
        return found

    def parse_not(self) -> nodes.Expr:
        self._values += 1
        self._refuse_too_deep()
        found = super().parse_not()
        self._values -= 1
        return found

    def parse_unary(self, with_filter: bool = True) -> nodes.Expr:  # noqa: FBT001, FBT002 # Jinja's signature
        # Signs in a row: what is in parentheses comes by `parse_not` as well.
        self._values += 1
        self._refuse_too_deep()
        found = super().parse_unary(with_filter)
        self._values -= 1
        return found

    def _refuse_too_deep(self) -> None:
        if self._statements > _DEEPEST or self._values > 2 * _DEEPEST_VALUE:
            raise TooDeep(self.stream.current.lineno, self.name, self.filename)


def _deepest(tree: nodes.Template) -> tuple[int, int]:
    """How deep a tree is, up to one more than it may be, and the first line where it is so."""
    deepest = 0, 1
    waiting: list[tuple[int, nodes.Node]] = [(0, tree)]
    while waiting and deepest[0] <= _DEEPEST:
        depth, node = waiting.pop()
        if depth > deepest[0]:
            deepest = depth, node.lineno or deepest[1]
        waiting += [(depth + 1, child) for child in node.iter_child_nodes()][::-1]
    return deepest
