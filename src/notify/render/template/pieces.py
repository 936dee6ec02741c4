"""What a template prints, in pieces: its own text, and the values that it prints into it.

Jinja compiles templates as always. Only the few names that compiled templates print with are ours: what they print is
the same text, letter by letter, and in addition it remembers which parts of it are values. A filter, a comparison or
anything else that looks at printed text sees text and gives back text, whose values are then part of the structure:
that may cost speed, and is never wrong.
"""

import re
from collections.abc import Callable, Generator, Iterable, Iterator, MutableMapping
from typing import Any, Final

from jinja2 import Template, runtime
from jinja2.environment import Environment
from jinja2.runtime import BlockReference, Context, TemplateReference, Undefined
from markupsafe import Markup, escape

from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import TemplateFault, printable

# Twenty times what Gmail shows of a message.
_LONGEST: Final = 2_000_000  # characters


class Slot(str):
    """A printed value, escaped."""

    __slots__ = ()


class Pieces(Markup):
    """Printed text, of a macro or a block, that remembers what it was made of.

    None where it was changed since: what a method of Markup returns is of this class too.
    """

    pieces: list[str] | None = None


class _Joined(str):
    """Text on its way to becoming Pieces."""

    pieces: list[str]


# What is printed with other letters than these needs to be escaped.
_ESCAPED: Final = re.compile("[&<>'\"]")


def flatten(printed: Iterable[str]) -> list[str]:
    """What a template printed, without nesting: text, and values as Slots.

    Raises TemplateFault where it is more than any message has: loops in loops can print more than there is memory.
    """
    pieces: list[str] = []
    size = 0
    for piece in printed:
        size += len(piece)
        if size > _LONGEST:
            fault = TemplateFault(f"This prints more than {_LONGEST:,} characters.", "Look for a loop in another.")
            if isinstance(printed, Generator):
                # Raised where it prints, so that the line is known.
                printed.throw(fault)
            raise fault
        if type(piece) is Pieces and piece.pieces is not None:
            pieces += piece.pieces
        else:
            pieces.append(piece)
    return pieces


def _print(value: Any) -> str:
    """In the place of `escape`: what `{{ value }}` prints."""
    kind = type(value)
    if kind is str:
        return Slot(escape(value)) if _ESCAPED.search(value) else Slot(value)
    if kind is Pieces and value.pieces is not None:
        return value  # type: ignore[no-any-return] # its class is known
    if hasattr(value, "__html__"):
        return str(escape(value))
    return Slot(escape(value))


def _join(printed: Iterable[str]) -> _Joined:
    """In the place of joining: the text, which keeps its pieces."""
    pieces = flatten(printed)
    joined = _Joined("".join(pieces))
    joined.pieces = pieces
    return joined


def _mark(text: Any) -> Markup:
    """In the place of `Markup`: safe text."""
    if type(text) is _Joined:
        return _safe(text)
    if type(text) is Pieces:
        return text
    return Markup(text)  # noqa: S704 # as the compiled template says


def _safe(text: _Joined) -> Pieces:
    safe = str.__new__(Pieces, text)
    safe.pieces = text.pieces
    return safe


class Macro(runtime.Macro):
    """A macro whose output remembers its pieces."""

    def _invoke(self, arguments: list[Any], autoescape: bool) -> str:  # noqa: FBT001 # Jinja's signature
        text = self._func(*arguments)
        return _mark(text) if autoescape else text


class _Block(BlockReference):
    """`super()` and `self.name()`."""

    @property
    def super(self) -> "BlockReference | Undefined":
        return _keeping(super().super)

    def __call__(self) -> str:
        text = _join(self._stack[self._depth](self._context))
        return _mark(text) if self._context.eval_ctx.autoescape else text


class _Self(TemplateReference):
    def __getitem__(self, name: str) -> Any:
        return _keeping(super().__getitem__(name))


class _Context(Context):
    def super(self, name: str, current: Callable[[Context], Iterator[str]]) -> "BlockReference | Undefined":
        return _keeping(super().super(name, current))


def _keeping(found: "BlockReference | Undefined") -> "BlockReference | Undefined":
    if isinstance(found, BlockReference):
        return _Block(found.name, found._context, found._stack, found._depth)  # noqa: SLF001 # to make the same again
    return found


_NAMES: Final = {"escape": _print, "Markup": _mark, "Macro": Macro, "TemplateReference": _Self}


class _Template(Template):
    @classmethod
    def _from_namespace(
        cls,
        environment: Environment,
        namespace: MutableMapping[str, Any],
        globals: MutableMapping[str, Any],  # noqa: A002 # Jinja's name
    ) -> Template:
        namespace.update(_NAMES)
        return super()._from_namespace(environment, namespace, globals)


class PieceEnvironment(TemplateEnvironment):
    """Jinja for HTML, whose templates print pieces."""

    template_class = _Template
    context_class = _Context
    concat = staticmethod(_join)

    def join(self, parts: Iterable[str]) -> str:
        """Printed parts, some of them Slots, as one text that remembers them."""
        return _safe(_join(parts))

    def show(self, value: Any) -> str:
        """What `{{ value }}` prints: a Slot, or text with or without pieces. Raises what it raises."""
        return _print(printable(value))
