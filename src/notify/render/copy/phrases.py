"""Texts of copy, compiled together, and said with their values."""

import json
import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType
from typing import Any

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes
from jinja2.runtime import Context
from jinja2.utils import missing

from notify.cache import Cache
from notify.catalogue.copy import Text
from notify.errors import CopyError
from notify.render.copy.reading import Form, Piece, Print, read_text
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import TEMPLATE_FAULTS, explain
from notify.render.template.places import copy_error, is_ours

# Words (a Slot), a tag, a value to print, or None for one that Jinja works out.
Part = str | Print | None


@dataclass(frozen=True, slots=True)
class Recipe:
    """Compiled texts by their names, for any environment of one kind; nothing in it depends on data.

    `code` is Python's, with a block for each text that has something to work out, called as in `blocks`. Texts that
    cannot be compiled are left out.
    """

    parts: Mapping[str, Sequence[Part]]
    blocks: Mapping[str, str]
    code: bytes


@dataclass(frozen=True, slots=True)
class Script:
    """Texts by their names, as they are to be said in one environment and form; `pseudo` accents them."""

    texts: Mapping[str, Text]
    environment: TemplateEnvironment
    form: Form
    pseudo: bool = False

    def describe(self) -> list[Any]:
        """Everything that compiling depends on."""
        sources = {name: text.source for name, text in self.texts.items()}
        return [sources, self.form, self.pseudo, bool(self.environment.autoescape)]


def prepare_texts(scripts: Sequence[Script], cache: Cache) -> "list[Phrases]":
    """Texts ready to be said; compiled now, or once before."""
    name = cache.name("copy", [json.dumps([script.describe() for script in scripts]).encode()])
    recipes = cache.read(name)
    if not isinstance(recipes, list):
        recipes = [_compile_sound(script) for script in scripts]
        cache.write(name, recipes)
    return [Phrases(script, recipe) for script, recipe in zip(scripts, recipes, strict=True)]


class Phrases:
    """Compiled texts in one environment."""

    def __init__(self, script: Script, recipe: Recipe) -> None:
        self._script, self._environment = script, script.environment
        self._parts = dict(recipe.parts)
        code: CodeType | None = marshal.loads(recipe.code) if recipe.code else None  # noqa: S302 # our own code
        template = self._environment.template_class
        blocks = template.from_code(self._environment, code, {}).blocks if code else {}
        self._blocks = {name: blocks[block] for name, block in recipe.blocks.items()}
        self._printing = {
            name for name, parts in self._parts.items() if not all(isinstance(part, str) for part in parts)
        }
        self._said: dict[str, str] = {}

    def say(self, name: str, context: Context) -> str:
        """A text with its values filled in; safe text, where the environment escapes.

        Raises CopyError, at the text, for one that is not copy or cannot be filled.
        """
        if name in self._said:
            return self._said[name]
        text = self._script.texts[name]
        try:
            if name not in self._parts:
                self._compile_alone(name, text)
            parts = self._parts[name]
            said = self._environment.join(self._print(name, parts, context))
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            fault = explain(error, context.get_all(), self._environment, {})
            raise copy_error(fault, self._environment.files.root, text) from error
        if name not in self._printing:
            self._said[name] = said
        return said

    def _print(self, name: str, parts: Sequence[Part], context: Context) -> list[str]:
        worked_out = self._blocks[name](context) if name in self._blocks else iter(())
        return [
            part if isinstance(part, str) else next(worked_out) if part is None else self._print_value(part, context)
            for part in parts
        ]

    def _print_value(self, part: Print, context: Context) -> str:
        environment = self._environment
        first, *rest = part.path
        value = context.resolve_or_missing(first)
        if value is missing:
            value = environment.undefined(name=first)
        for name in rest:
            value = environment.getattr(value, name)
        if part.filter:
            value = environment.call_filter(part.filter, value, part.arguments, context=context)
        return environment.show(value)

    def _compile_alone(self, name: str, text: Text) -> None:
        script = replace(self._script, texts={name: text})
        alone = Phrases(script, _compile(self._environment, {name: _read(script, text)}))
        self._parts |= alone._parts
        self._blocks |= alone._blocks
        self._printing |= alone._printing


def _read(script: Script, text: Text) -> list[Piece]:
    return read_text(script.environment, text, script.form, pseudo=script.pseudo)


def _compile_sound(script: Script) -> Recipe:
    """Compiles what can be compiled of some texts; what is at fault with another is found when that is said."""
    read: dict[str, list[Piece]] = {}
    for name, text in script.texts.items():
        try:
            read[name] = _read(script, text)
        except (CopyError, JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error) and not isinstance(error, CopyError):
                raise
    try:
        return _compile(script.environment, read)
    except (JinjaError, *TEMPLATE_FAULTS) as error:
        if is_ours(error):
            raise
        return _compile(script.environment, {name: found for name, found in read.items() if not _expressions(found)})


def _compile(environment: TemplateEnvironment, read: Mapping[str, Sequence[Piece]]) -> Recipe:
    parts = {
        name: [None if isinstance(piece, nodes.Expr) else piece for piece in pieces] for name, pieces in read.items()
    }
    working = {name: found for name, pieces in read.items() if (found := _expressions(pieces))}
    blocks = {name: f"text_{number}" for number, name in enumerate(working)}
    if not blocks:
        return Recipe(parts, {}, b"")
    body: list[nodes.Node] = [
        # A statement for each expression: one printed value each, whatever is constant.
        nodes.Block(block, [nodes.Output([part], lineno=1) for part in working[name]], False, False, lineno=1)  # noqa: FBT003
        for name, block in blocks.items()
    ]
    template = nodes.Template(body, lineno=1)
    template.set_environment(environment)
    return Recipe(parts, blocks, marshal.dumps(environment.compile(template, "copy", "copy")))


def _expressions(pieces: Sequence[Piece]) -> list[nodes.Expr]:
    return [piece for piece in pieces if isinstance(piece, nodes.Expr)]
