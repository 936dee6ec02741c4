"""Texts of copy, compiled together, and said with their values."""

import json
import marshal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import CodeType

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


def prepare_texts(
    environment: TemplateEnvironment, texts: Mapping[str, Text], form: Form, cache: Cache, *, pseudo: bool = False
) -> "Phrases":
    """Texts to be said in an environment, by their names; compiled now, or once before. `pseudo` accents them."""
    sources = {name: text.source for name, text in texts.items()}
    made_from = json.dumps([sources, form, pseudo, bool(environment.autoescape)])
    name = cache.name("copy", [made_from.encode()])
    recipe = cache.read(name)
    if not isinstance(recipe, Recipe):
        recipe = _compile_sound(environment, texts, form, pseudo=pseudo)
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
        blocks = environment.template_class.from_code(environment, code, {}).blocks if code else {}
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
        text = self._texts[name]
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
            value = environment.call_filter(part.filter, value, context=context)
        return environment.show(value)

    def _compile_alone(self, name: str, text: Text) -> None:
        recipe = _compile(
            self._environment, {name: read_text(self._environment, text, self._form, pseudo=self._pseudo)}
        )
        alone = Phrases(self._environment, {name: text}, self._form, recipe, pseudo=self._pseudo)
        self._parts |= alone._parts
        self._blocks |= alone._blocks
        self._printing |= alone._printing


def _compile_sound(environment: TemplateEnvironment, texts: Mapping[str, Text], form: Form, *, pseudo: bool) -> Recipe:
    """Compiles what can be compiled of some texts; what is at fault with another is found when that is said."""
    read: dict[str, list[Piece]] = {}
    for name, text in texts.items():
        try:
            read[name] = read_text(environment, text, form, pseudo=pseudo)
        except (CopyError, JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error) and not isinstance(error, CopyError):
                raise
    try:
        return _compile(environment, read)
    except (JinjaError, *TEMPLATE_FAULTS) as error:
        if is_ours(error):
            raise
        return _compile(environment, {name: pieces for name, pieces in read.items() if not _expressions(pieces)})


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
