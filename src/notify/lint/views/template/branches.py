"""The branches of templates, `{% if %}`, `{% elif %}` and `{% else %}`, and which of them a message goes through."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import CodeType
from typing import Final

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes

from notify.errors import NotifyError
from notify.lint.views.template.template import Source
from notify.render.copy.reading import Form
from notify.render.copy.words import Words
from notify.render.draft import Draft
from notify.render.template.environment import TemplateEnvironment, TemplateFiles
from notify.render.template.faults import TEMPLATE_FAULTS
from notify.render.template.filters import Formats
from notify.source import Position, position_in

_TAG: Final = re.compile(
    r"(?s:\{#.*?#\}|\{%[-+]?\s*raw\b.*?\bendraw\s*[-+]?%\})|\{%[-+]?\s*(if|elif|else|endif|for|endfor)\b(?s:.*?)%\}"
)


@dataclass(frozen=True)
class Branch:
    """What is printed on one condition: its number in the template, the tag that begins it, and where that stands.

    `opener` is the `{% if %}` that an `{% elif %}` or `{% else %}` belongs to. `names` are those in its condition and
    in the conditions before it; `within` is the branch that it is inside of.
    """

    number: int
    tag: str
    opener: str
    at: Position
    names: frozenset[str]
    within: int | None


def branches_of(source: Source) -> list[Branch]:
    """The branches of a template, in the order in which they stand in it."""
    found = list(_branches(source.tree, None, [0]))
    tags = list(_tags(source.text))
    branches = []
    for number, (_, line, names, within) in enumerate(found):
        at, tag, opener = source.at(line), "{% if %}", "{% if %}"
        # Both count the same branches, except where a template does something odd.
        if len(tags) == len(found):
            tag, opener, offset = tags[number]
            before = source.text[:offset].split("\n")
            at = position_in(source.file, source.lines, len(before), len(before[-1]) + 1, len(tag))
        branches.append(Branch(number, " ".join(tag.split()), " ".join(opener.split()), at, names, within))
    return branches


class Watch:
    """Renders messages once more, and remembers which branches of a template they go through."""

    def __init__(self, source: Source, form: Form) -> None:
        self._name, self._form = source.file.removeprefix("templates/"), form
        self._environments: dict[int, _WatchingEnvironment] = {}
        self.taken: set[int] = set()

    def follow(self, draft: Draft) -> None:
        """Adds the branches that a message goes through."""
        voice = draft.voice
        if id(voice) not in self._environments:
            html = self._form == "html"
            self._environments[id(voice)] = _WatchingEnvironment(voice.files, voice.html.formats, autoescape=html)
        environment = self._environments[id(voice)]
        words = Words(voice.wording(draft.copy, self._form), draft.context)
        with suppress(JinjaError, NotifyError, *TEMPLATE_FAULTS):
            environment.get_template(self._name).render({**draft.context, "t": words})
        self.taken |= environment.taken.get(f"templates/{self._name}", set())


class _WatchingEnvironment(TemplateEnvironment):
    """Jinja in which each branch says that it is taken, and prints what it always prints."""

    dialect = "watched"

    def __init__(self, loader: TemplateFiles, formats: Formats, *, autoescape: bool) -> None:
        super().__init__(loader, formats, autoescape=autoescape)
        self.taken: dict[str, set[int]] = {}

    def take(self, file: str, number: int) -> str:
        """Remembers a branch."""
        self.taken.setdefault(file, set()).add(number)
        return ""

    def compile(  # type: ignore[override] # only what is parsed already is compiled here
        self, source: nodes.Template, name: str | None = None, filename: str | None = None, **options: bool
    ) -> CodeType:
        """Compiles a template whose branches begin with a call that says so."""
        for number, (body, line, _, _) in enumerate(list(_branches(source, None, [0]))):
            arguments: list[nodes.Expr] = [nodes.Const(filename), nodes.Const(number)]
            call = nodes.Call(nodes.EnvironmentAttribute("take"), arguments, [], None, None)
            statement = nodes.ExprStmt(call, lineno=line)
            statement.set_environment(self)
            body.insert(0, statement.set_lineno(line))
        return super().compile(source, name, filename, **options)  # type: ignore[no-any-return,call-overload]


_Found = tuple[list[nodes.Node], int, frozenset[str], int | None]


def _branches(node: nodes.Node, within: int | None, count: list[int]) -> Iterator[_Found]:
    """The branches at or below a node: body, line, the names in the conditions, and the one around it."""
    if not isinstance(node, nodes.If):
        for child in node.iter_child_nodes():
            yield from _branches(child, within, count)
        return
    names: frozenset[str] = frozenset()
    for part in (node, *node.elif_):
        names |= {name.name for name in (part.test, *part.test.find_all(nodes.Name)) if isinstance(name, nodes.Name)}
        yield from _branch(part.body, part.lineno, names, within, count)
    if node.else_:
        yield from _branch(node.else_, node.else_[0].lineno, names, within, count)


def _branch(
    body: list[nodes.Node], line: int, names: frozenset[str], within: int | None, count: list[int]
) -> Iterator[_Found]:
    number = count[0]
    count[0] += 1
    inside = list(body)
    yield body, line, names, within
    for child in inside:
        yield from _branches(child, number, count)


def _tags(text: str) -> Iterator[tuple[str, str, int]]:
    """The tags that begin branches, each with the `{% if %}` that it belongs to, and its place."""
    # An `{% else %}` belongs to a loop as well.
    opened: list[str] = []
    for found in _TAG.finditer(text):
        match found[1]:
            case "if":
                opened.append(found[0])
                yield found[0], found[0], found.start()
            case "for":
                opened.append("")
            case "endif" | "endfor":
                opened = opened[:-1]
            case "elif" | "else" if opened and opened[-1]:
                yield found[0], opened[-1], found.start()
            case _:
                pass
