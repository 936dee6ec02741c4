"""What people see, or have read to them, of a template: the words that stand in it, and the values that it prints.

A template is looked at as it is written and not as it is rendered: all branches of it, whatever the data.
"""

import html
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final

from jinja2 import TemplateSyntaxError, nodes

from notify.lint.views.copy.phrase import parser
from notify.render.markup.elements import VOID

# What stands in the words for a printed value; no letter.
PRINTED: Final = "\ufffc"
# What stands for a statement, between the words on its two sides.
_STATEMENT: Final = "\x1f"
_AROUND: Final = f"{PRINTED} \t\r\n"
_SILENT: Final = frozenset({"style", "mj-style", "script", "mj-attributes", "mj-html-attributes"})
_TAG: Final = re.compile(
    r"<!--.*?-->|<!(?:--)?\[(?:if[^\]<>]*|endif)\](?:--)?>"
    r"|<(?P<end>/?)(?P<name>[A-Za-z][\w:.-]*)(?P<attributes>(?>(?:[^'\"<>]++|\"[^\"]*\"|'[^']*')*))>",
    re.DOTALL,
)
_SPOKEN: Final = re.compile(r"""(?<![\w-])(?:alt|title|aria-label)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_NETWORK: Final = re.compile(r"""(?<![\w-])name\s*=\s*["']([\w-]+?)(?:-noshare)?["']""")
_BLOCK: Final = re.compile(r"set\s+(\w+)\s*(?:\||$)")
_UNSEEN: Final = re.compile(r"""(?<![\w-])aria-hidden\s*=\s*["']?true\b""")


@dataclass(frozen=True, slots=True)
class Shown:
    """Words that stand in a template, with PRINTED for each value between them, or one such value.

    `line` is the line of the first of the words, `element` what they stand in, and `macro` the macro, if in one;
    `block` is the `{% set %}` block that they stand in, if in one. `before` are the words just before a value, and
    `values` those between the words.
    """

    line: int
    words: str
    value: nodes.Expr | None
    element: str
    macro: str
    block: str = ""
    before: str = ""
    values: tuple[nodes.Expr, ...] = ()


@lru_cache(maxsize=512)
def read_shown(text: str, markup: bool = True) -> tuple[Shown, ...]:  # noqa: FBT001, FBT002 # its cache wants it so
    """What is shown of a template of MJML, or else of plain text; nothing of one that Jinja cannot read."""
    try:
        written = _flatten(text)
    except (TemplateSyntaxError, RecursionError):
        return ()
    return tuple(_read_markup(written) if markup else written.lines())


@dataclass
class _Written:
    """A template's own text, with one character for each value and statement in it."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    places: list[tuple[int, int, str, str]] = field(default_factory=list)
    values: dict[int, nodes.Expr] = field(default_factory=dict)

    block: str = ""

    def add(self, text: str, line: int, macro: str) -> None:
        self.places.append((self.length, line, macro, self.block))
        self.pieces.append(text)
        self.length += len(text)

    @cached_property
    def text(self) -> str:
        """All of it, which is asked for when nothing more is added."""
        return "".join(self.pieces)

    def shown(self, start: int, end: int, element: str) -> Iterator[Shown]:
        """What is shown between two characters."""
        offset = start
        for run in self.text[start:end].split(_STATEMENT):
            if run.strip():
                first = offset + len(run) - len(run.lstrip(_AROUND) or run.lstrip())
                line, macro, block = self._place(first)
                values = tuple(self.values[at] for at in range(offset, offset + len(run)) if at in self.values)
                yield Shown(line, html.unescape(run.strip()), None, element, macro, block, values=values)
            offset += len(run) + 1
        for offset in range(start, end):
            if offset in self.values:
                line, macro, block = self._place(offset)
                mark = bisect_left(self._marks, offset)
                last = max(start, self._marks[mark - 1] + 1 if mark else 0)
                before = html.unescape(self.text[last:offset])
                yield Shown(line, "", self.values[offset], element, macro, block, before)

    def lines(self) -> Iterator[Shown]:
        """What is shown of plain text."""
        start = 0
        for line in self.text.split("\n"):
            yield from self.shown(start, start + len(line), "")
            start += len(line) + 1

    def _place(self, offset: int) -> tuple[int, str, str]:
        start, line, macro, block = self.places[bisect_right(self.places, offset, key=lambda place: place[0]) - 1]
        return line + bisect_left(self._breaks, offset) - bisect_left(self._breaks, start), macro, block

    @cached_property
    def _breaks(self) -> list[int]:
        return [found.start() for found in re.finditer("\n", self.text)]

    @cached_property
    def _marks(self) -> list[int]:
        return [found.start() for found in re.finditer(f"[{PRINTED}{_STATEMENT}]", self.text)]


@lru_cache(maxsize=64)
def _flatten(text: str) -> _Written:
    written, macro, code = _Written(), "", ""
    for line, token, value in parser().lex(text):
        match token:
            case "data":
                written.add(value, line, macro)
            case "variable_begin" | "block_begin":
                code = ""
            case "variable_end":
                _add_value(written, code, line, macro)
            case "block_end":
                words = code.split(maxsplit=1)
                if words[:1] == ["macro"]:
                    macro = words[1].partition("(")[0].strip()
                elif words[:1] == ["endmacro"]:
                    macro = ""
                written.block = _block(code.strip(), written.block)
                written.add(_STATEMENT, line, macro)
                if words[:1] == ["call"] and not words[1].startswith("("):
                    _add_value(written, words[1], line, macro)
            case "comment_begin" | "comment" | "comment_end" | "raw_begin" | "raw_end":
                pass
            case _:
                code += value
    return written


def _block(code: str, block: str) -> str:
    """The `{% set %}` block after a statement in one, or in none."""
    named = _BLOCK.match(code)
    return named[1] if named else "" if code == "endset" else block


def _add_value(written: _Written, code: str, line: int, macro: str) -> None:
    [output] = parser().parse("{{" + code + "}}").find_all(nodes.Output)
    # A constant is data already.
    part = output.nodes[0]
    written.values[written.length] = nodes.Const(part.data) if isinstance(part, nodes.TemplateData) else part
    written.add(PRINTED, line - code.count("\n"), macro)


@lru_cache(maxsize=512)
def read_uses(text: str, markup: bool = True) -> tuple[frozenset[str], tuple[tuple[str, str, frozenset[str]], ...]]:  # noqa: FBT001, FBT002 # its cache wants it so
    """The names that a template uses where nobody sees it, and those that people see, by macro and `{% set %}` block.

    The first are in attributes and styles. What a statement does with a name counts as seen, but for asking for it.
    """
    try:
        written, tree = _flatten(text), parser().parse(text)
    except (TemplateSyntaxError, RecursionError):
        return frozenset(), ()
    shown = [each for each in (_read_markup(written) if markup else written.lines()) if each.value is not None]
    modules = {str(module.target) for module in tree.find_all(nodes.Import)}
    seen = {id(each.value) for each in shown}
    unseen = (_names(value, modules) for value in written.values.values() if id(value) not in seen)
    uses = [(each.macro, each.block, _names(each.value, modules)) for each in shown if each.value is not None]
    return frozenset().union(*unseen), (*uses, ("", "", frozenset(_in_statements(tree, modules))))


def _names(value: nodes.Node, modules: Collection[str]) -> frozenset[str]:
    every = [value, *value.find_all((nodes.Name, nodes.Getattr))]
    own = {each.name for each in every if isinstance(each, nodes.Name)}
    far = {each.attr for each in every if isinstance(each, nodes.Getattr) and _names(each.node, ()) & set(modules)}
    return frozenset(own | far)


def _in_statements(node: nodes.Node, modules: Collection[str]) -> Iterator[str]:
    for child in node.iter_child_nodes(exclude=("test", "target") if isinstance(node, nodes.If | nodes.Assign) else ()):
        if isinstance(child, nodes.Expr):
            yield from _names(child, modules) if not isinstance(child, nodes.Name) or child.ctx == "load" else ()
        elif not isinstance(child, nodes.Output):
            yield from _in_statements(child, modules)
    if isinstance(node, nodes.FromImport):
        # Under another name it is out of sight.
        yield from (name[0] for name in node.names if not isinstance(name, str))


def _network(name: str, attributes: str) -> str:
    """The network of a `mj-social-element`, whose name is the same in every language."""
    found = _NETWORK.search(attributes) if name == "mj-social-element" else None
    return found[1].lower() if found and found[1] != "web" else ""


def _read_markup(written: _Written) -> Iterator[Shown]:
    for shown, network in _read_elements(written):
        if not network or shown.words.lower() != network:
            yield shown


def _read_elements(written: _Written) -> Iterator[tuple[Shown, str]]:
    around: list[tuple[str, bool, str]] = [("", False, "")]
    start = 0
    for tag in _TAG.finditer(written.text):
        if not around[-1][1]:
            yield from ((each, around[-1][2]) for each in written.shown(start, tag.start(), around[-1][0]))
        start = tag.end()
        if tag["name"] is None:
            continue
        name = tag["name"].lower()
        if tag["end"]:
            if any(each == name for each, _, _ in around):
                while around.pop()[0] != name:
                    pass
            continue
        unseen = around[-1][1] or name in _SILENT or _UNSEEN.search(tag["attributes"]) is not None
        network = _network(name, tag["attributes"])
        if not unseen:
            for found in _SPOKEN.finditer(tag["attributes"]):
                begin, end = found.span(1 if found[1] is not None else 2)
                begin, end = begin + tag.start("attributes"), end + tag.start("attributes")
                yield from ((each, network) for each in written.shown(begin, end, name))
        if not tag["attributes"].rstrip().endswith("/") and name not in VOID:
            around.append((name, unseen, network))
    yield from ((each, "") for each in written.shown(start, len(written.text), around[-1][0]))
