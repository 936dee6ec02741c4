"""Texts of copy, compiled together: what in them is words, what is a tag of Markdown, and what prints a value."""

import json
import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import CodeType
from typing import Literal

from jinja2 import Template, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.runtime import Context
from markupsafe import escape

from notify.cache import Cache
from notify.catalogue.copy import Text
from notify.errors import CopyError
from notify.render.copy.markdown import Piece, convert_markdown
from notify.render.copy.pseudo import accent, padding
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import TEMPLATE_FAULTS, explain
from notify.render.template.pieces import Slot
from notify.render.template.places import copy_error, is_ours

# `html` and `text` are words with Markdown in them; `plain` is for subjects and short channels, which have none; `url`
# marks each printed value with U+E000 before it and U+E001 after it, for whoever knows how to escape it.
Form = Literal["html", "text", "plain", "url"]

# Words (a Slot), a tag, or None where a value is printed.
Part = str | None


@dataclass(frozen=True, slots=True)
class Recipe:
    """Compiled texts by their names, for any environment of one kind; nothing in it depends on data.

    `code` is Python's, with a block for each text that prints values, called as in `blocks`. Texts that cannot be
    compiled are left out.
    """

    parts: Mapping[str, Sequence[Part]]
    blocks: Mapping[str, str]
    code: bytes


def compile_texts(environment: TemplateEnvironment, texts: Mapping[str, Text], form: Form, *, pseudo: bool) -> Recipe:
    """Compiles what can be compiled of some texts."""
    read: dict[str, list[Piece]] = {}
    for name, text in texts.items():
        try:
            read[name] = _read(environment, text, form, pseudo=pseudo)
        except (CopyError, JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error) and not isinstance(error, CopyError):
                raise
    try:
        return _compile(environment, read)
    except (JinjaError, *TEMPLATE_FAULTS) as error:
        if is_ours(error):
            raise
        # One of them is at fault, and is found when it is said; those that print nothing are right in any case.
        return _compile(environment, {name: pieces for name, pieces in read.items() if not _expressions(pieces)})


def prepare_texts(
    environment: TemplateEnvironment, texts: Mapping[str, Text], form: Form, cache: Cache, *, pseudo: bool = False
) -> "Phrases":
    """Texts to be said in an environment, by their names; compiled now, or once before. `pseudo` accents them."""
    sources = {name: text.source for name, text in texts.items()}
    made_from = json.dumps([sources, form, pseudo, bool(environment.autoescape)])
    name = cache.name("copy", [made_from.encode()])
    recipe = cache.read(name)
    if not isinstance(recipe, Recipe):
        recipe = compile_texts(environment, texts, form, pseudo=pseudo)
        cache.write(name, recipe)
    return Phrases(environment, texts, form, recipe, pseudo=pseudo)


class Phrases:
    """Compiled texts in one environment."""

    def __init__(
        self, environment: TemplateEnvironment, texts: Mapping[str, Text], form: Form, recipe: Recipe, *, pseudo: bool
    ) -> None:
        self._environment, self._texts, self._form, self._pseudo = environment, texts, form, pseudo
        self._parts = dict(recipe.parts)
        code: CodeType | None = marshal.loads(recipe.code) if recipe.code else None  # noqa: S302 # our own code
        blocks = Template.from_code(environment, code, {}).blocks if code else {}
        self._blocks = {name: blocks[block] for name, block in recipe.blocks.items()}
        self._said: dict[str, str] = {}

    def say(self, name: str, context: Context) -> str:
        """A text with its values filled in; safe text, where the environment escapes.

        Raises CopyError, at the text, for one that is not copy or cannot be filled.
        """
        if name in self._said:
            return self._said[name]
        text = self._texts[name]
        try:
            if name not in self._parts:
                self._compile_alone(name, text)
            parts = self._parts[name]
            if name not in self._blocks:
                said = self._said[name] = self._environment.join([part or "" for part in parts])
                return said
            values = self._blocks[name](context)
            return self._environment.join([next(values) if part is None else part for part in parts])
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            fault = explain(error, context.get_all(), self._environment, {})
            raise copy_error(fault, self._environment.files.root, text) from error

    def _compile_alone(self, name: str, text: Text) -> None:
        recipe = _compile(self._environment, {name: _read(self._environment, text, self._form, pseudo=self._pseudo)})
        alone = Phrases(self._environment, {name: text}, self._form, recipe, pseudo=self._pseudo)
        self._parts |= alone._parts
        self._blocks |= alone._blocks


def _compile(environment: TemplateEnvironment, read: Mapping[str, Sequence[Piece]]) -> Recipe:
    parts = {name: [piece if isinstance(piece, str) else None for piece in pieces] for name, pieces in read.items()}
    printing = {name: found for name, pieces in read.items() if (found := _expressions(pieces))}
    blocks = {name: f"text_{number}" for number, name in enumerate(printing)}
    if not blocks:
        return Recipe(parts, {}, b"")
    body: list[nodes.Node] = [
        # A statement for each expression: one printed value each, whatever is constant.
        nodes.Block(block, [nodes.Output([part], lineno=1) for part in printing[name]], False, False, lineno=1)  # noqa: FBT003
        for name, block in blocks.items()
    ]
    template = nodes.Template(body, lineno=1)
    template.set_environment(environment)
    return Recipe(parts, blocks, marshal.dumps(environment.compile(template, "copy", "copy")))


def _expressions(pieces: Sequence[Piece]) -> list[nodes.Expr]:
    return [piece for piece in pieces if isinstance(piece, nodes.Expr)]


def _read(environment: TemplateEnvironment, text: Text, form: Form, *, pseudo: bool) -> list[Piece]:
    """What a text says in a form. Raises CopyError for what copy may not do."""
    pieces = list(_pieces(environment, text))
    length = sum(len(piece) for piece in pieces if isinstance(piece, str))
    change = accent if pseudo else str
    changed: list[Piece]
    if form == "url":
        changed = [part for piece in pieces for part in _marked(piece)]
    elif form == "plain":
        literal = escape if environment.autoescape else str
        changed = [piece if isinstance(piece, nodes.Expr) else Slot(literal(change(piece))) for piece in pieces]
    else:
        changed = list(convert_markdown(pieces, form, change))
    if pseudo and length:
        changed = [Slot("["), *changed, Slot(f"{padding(length)}]")]
    return changed


def _marked(piece: Piece) -> list[Piece]:
    return ["\ue000", piece, "\ue001"] if isinstance(piece, nodes.Expr) else [piece]


def _pieces(environment: TemplateEnvironment, text: Text) -> Iterator[Piece]:
    """Literal words and the expressions between them. Raises CopyError for what copy may not do."""
    source = text.source.strip("\n")
    if "{" not in source:
        yield source
        return
    for node in environment.parse(source).body:
        if not isinstance(node, nodes.Output):
            hint = "Decide in the template, and give each case a key of its own."
            raise CopyError("Copy prints variables; it cannot run statements.", position=text.position, hint=hint)
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                yield part.data
                continue
            if isinstance(part, nodes.Call) or part.find(nodes.Call):
                hint = "Use a filter, or work it out in the template and pass it by name."
                raise CopyError("Copy prints variables; it cannot call anything.", position=text.position, hint=hint)
            yield part
