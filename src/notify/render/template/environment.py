"""Jinja as templates and copy see it: sandboxed, strict, autoescaped, in one locale."""

import hashlib
import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, Undefined, nodes
from jinja2.environment import Environment
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

from notify.cache import NO_CACHE, Cache
from notify.catalogue.model.fields import listed
from notify.catalogue.positions import read_text
from notify.errors import Missing, NotifyError, nearest
from notify.render.template.depth import BoundedEnvironment, compiling
from notify.render.template.faults import Macro, TemplateFault, printable, unknown
from notify.render.template.filters import FILTERS, Formats
from notify.render.template.inheritance import Layouts, Own, refuse_lost_content

_REPLACED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
# The last two code points of every plane are noncharacters: unicode.org/faq/private_use.html#nonchar4
_PLANE_ENDS: Final = re.compile(
    "[" + "".join(f"{chr(p * 65536 + 65534)}{chr(p * 65536 + 65535)}" for p in range(1, 17)) + "]"
)

# How many characters or items a product may have: as many as a range has numbers. And how many bits: Python prints no
# number of more than 4,300 digits.
_MOST_PARTS: Final = 100_000
_MOST_BITS: Final = 14_000
_MACRO: Final = re.compile(r"\{%[-+]?\s*macro\s+(\w+)\s*\(([^)]*)\)")


class Absent(StrictUndefined):
    """An optional value that this data does not have: false, equal to nothing, and an error to print."""

    __slots__ = ()
    # StrictUndefined makes these raise; asking whether a value is there must not.
    __bool__ = Undefined.__bool__  # type: ignore[assignment]
    __eq__ = Undefined.__eq__  # type: ignore[assignment]
    __ne__ = Undefined.__ne__  # type: ignore[assignment]
    __hash__ = Undefined.__hash__  # type: ignore[assignment]


def absent(name: str, *, part: bool = False) -> Absent:
    """The value of an optional variable that has none, or of a trait or another part of something."""
    hint = "Print it only inside an `{% if %}` of the template that asks for it, or give it a value."
    fault = partial(TemplateFault, hint=hint, word=f".{name}" if part else name, missing=Missing("value", name))
    return Absent(f"`{name}` has no value here.", name=name, exc=fault)  # type: ignore[arg-type] # Jinja calls it


def clean(value: Any) -> Any:
    """Data as it is safe to print anywhere: line ends become line feeds, and what XML cannot hold becomes U+FFFD."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return _PLANE_ENDS.sub("\ufffd", _REPLACED.sub("\ufffd", text))
    if isinstance(value, Mapping):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


# Names of Jinja with which a template can remember something from one message to the next, and filters whose result
# can be read once: what an imported file keeps of them would be gone for the next message.
_MEMORIES: Final = frozenset({"namespace", "cycler", "joiner"})
_READ_ONCE: Final = frozenset("batch items map reject rejectattr reverse select selectattr slice unique".split())


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A compiled template: Python's code, what its layouts said when it was checked against them, and its memory."""

    code: bytes
    layouts: Mapping[str, bytes]
    remembers: bool


class TemplateFiles(BaseLoader):
    """The templates of a workspace, compiled once for every locale that needs them, and kept for the next run."""

    def __init__(self, root: Path, cache: Cache = NO_CACHE) -> None:
        self.root, self.folder, self._cache = root, root / "templates", cache
        self._codes: dict[tuple[str, bool, str], tuple[CodeType, bool]] = {}
        self._layouts: dict[str, Own] = {}
        self._texts: dict[str, str | None] = {}

    def names(self) -> list[str]:
        """Every file that a template can extend, include or import."""
        files = [*self.folder.rglob("*.mjml"), *self.folder.rglob("*.txt")]
        return sorted(file.relative_to(self.folder).as_posix() for file in files if file.is_file())

    def has(self, name: str) -> bool:
        """Whether there is a template at a path below `templates/`."""
        return self._find(name) is not None

    def _find(self, name: str) -> Path | None:
        """The file of a template; None where there is none, or none below `templates/`."""
        path = self.folder / name
        try:
            inside = ".." not in Path(name).parts and not Path(name).is_absolute()
            return path if inside and path.is_file() else None
        except OSError:
            # Among others, a name may be longer than any file's.
            return None

    def macros(self) -> dict[str, Macro]:
        """Every macro by its name, for whoever looks for one."""
        return {
            found[1]: Macro(file.relative_to(self.folder).as_posix(), found[2])
            for file in sorted(self.folder.rglob("*.mjml"))
            if file.is_file()
            for found in _MACRO.finditer(file.read_text(encoding="utf-8", errors="replace"))
        }

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002 # Jinja's signature
        template: str,
    ) -> tuple[str, str, Callable[[], bool] | None]:
        """The text of a template by its path below `templates/`."""
        path = self._find(template)
        if path is None:
            raise TemplateNotFound(template)
        return read_text(path, f"templates/{template}"), f"templates/{template}", None

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002 # Jinja's name
        """A template bound to an environment; only the first of its kind compiles it."""
        assert isinstance(environment, TemplateEnvironment)  # noqa: S101 # nobody else has this loader
        key = (environment.dialect, bool(environment.autoescape), name)
        if key not in self._codes:
            compiled = self._compiled(environment, name)
            self._codes[key] = marshal.loads(compiled.code), compiled.remembers  # noqa: S302 # our own code
        code, remembers = self._codes[key]
        environment.remembers |= remembers
        return environment.template_class.from_code(environment, code, globals or {})

    def _compiled(self, environment: "TemplateEnvironment", name: str) -> _Compiled:
        source, file, _ = self.get_source(environment, name)
        parts = (environment.dialect, str(environment.autoescape), name, source)
        entry = self._cache.name("template", [part.encode(errors="surrogatepass") for part in parts])
        known = self._cache.read(entry)
        if isinstance(known, _Compiled) and known.layouts == {layout: self._digest(layout) for layout in known.layouts}:
            return known
        tree = environment.parse(source, name, file)
        layouts = Layouts(environment.parse, self._read_layout, self._layouts)
        refuse_lost_content(tree, file, layouts.blocks)
        with compiling(tree, name, file):
            code = marshal.dumps(environment.compile(tree, name, file))
        compiled = _Compiled(code, {layout: self._digest(layout) for layout in layouts.asked}, _remembers(tree))
        self._cache.write(entry, compiled)
        return compiled

    def _digest(self, name: str) -> bytes:
        with suppress(TemplateNotFound):
            return hashlib.blake2b(self._read_layout(name).encode()).digest()
        return b""

    def _read_layout(self, name: str) -> str:
        """The text of a layout, read once: what it is known by is then what was looked at."""
        if name not in self._texts:
            path, self._texts[name] = self._find(name), None
            with suppress(NotifyError):
                self._texts[name] = read_text(path, f"templates/{name}") if path else None
        text = self._texts[name]
        if text is None:
            raise TemplateNotFound(name)
        return text


def _remembers(tree: nodes.Template) -> bool:
    if any(node.name in _MEMORIES for node in tree.find_all(nodes.Name)):
        return True
    return any(part.name in _READ_ONCE for node in _kept(tree) for part in node.find_all(nodes.Filter))


def _kept(node: nodes.Node) -> Iterator[nodes.Assign]:
    """What gives a name to something when a file is imported; macros and blocks do so when they are called."""
    for child in node.iter_child_nodes():
        if isinstance(child, nodes.Assign):
            yield child
        elif not isinstance(child, nodes.Macro | nodes.Block):
            yield from _kept(child)


def _is_too_large(operator: str, left: Any, right: Any) -> bool:
    """Whether a product or power would be larger than anything that can be printed."""
    match operator, left, right:
        case "**", int(), int():
            return left.bit_length() * right > _MOST_BITS
        case "*", int(), int():
            return left.bit_length() + right.bit_length() > _MOST_BITS
        case "*", int(), str() | list() | tuple():
            return left * len(right) > _MOST_PARTS
        case "*", str() | list() | tuple(), int():
            return right * len(left) > _MOST_PARTS
    return False


class TemplateEnvironment(BoundedEnvironment, ImmutableSandboxedEnvironment):
    """Jinja for one locale. Values print escaped with `autoescape`, as they are without.

    `remembers` says that one of its templates can carry something over from one message to the next, so that each
    message needs an environment of its own.
    """

    files: TemplateFiles
    formats: Formats
    # Environments of one dialect compile templates to the same code.
    dialect = "plain"
    intercepted_binops = frozenset({"*", "**"})

    def __init__(self, loader: TemplateFiles, formats: Formats, *, autoescape: bool) -> None:
        super().__init__(
            loader=loader,
            autoescape=autoescape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=printable,
            # A message needs some ten; the others of a big catalogue come and go.
            cache_size=30,
            auto_reload=False,
        )
        self.files, self.formats, self.remembers = loader, formats, False
        self.filters.update(FILTERS)

    def join(self, parts: Iterable[str]) -> str:
        """Printed parts as one text, which is safe where values are escaped."""
        text = "".join(parts)
        return Markup(text) if self.autoescape else text  # noqa: S704 # they are escaped

    def show(self, value: Any) -> str:
        """What `{{ value }}` prints. Raises what it raises."""
        value = printable(value)
        return escape(value) if self.autoescape else str(value)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """`left * right` and `left ** right`, which a slip in a number could make larger than any computer."""
        if _is_too_large(operator, left, right):
            hint = "Multiply by less: a text or list has 100,000 parts at most, and a number 4,000 digits."
            raise TemplateFault("What this makes is too large.", hint, operator)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: in a mapping a key wins over a method, so that `order.items` is the data."""
        if type(obj) is dict and obj.get(attribute) is not None:
            return obj[attribute]
        if isinstance(obj, Mapping):
            return self._item(obj, attribute)
        return super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """`obj[argument]`."""
        if isinstance(obj, Mapping) and isinstance(argument, str):
            return self._item(obj, argument)
        return super().getitem(obj, argument)

    def _item(self, obj: Mapping[str, Any], name: str) -> Any:
        if name in obj:
            value = obj[name]
            return absent(name, part=True) if value is None else value
        if isinstance(obj, Undefined):
            return obj
        there = [str(key) for key in obj]
        some = f"There {'is' if len(there) == 1 else 'are'} only {listed(there, 'and')}."
        some = some if 0 < len(there) < 9 else "Look at the data."
        return unknown(f"There is no `{name}` here.", nearest(name, there) or some, f".{name}", within=obj)


class MarkingEnvironment(TemplateEnvironment):
    """Marks each line of template text with the place it comes from, for finding what a compiler complains about."""

    dialect = "marked"

    def compile(  # type: ignore[override] # only what is parsed already is compiled here
        self, source: nodes.Template, name: str | None = None, filename: str | None = None, **options: bool
    ) -> CodeType:
        """Compiles a template whose text carries marks: U+E000, file and line, U+E001."""
        for data in source.find_all(nodes.TemplateData):
            first, *rest = data.data.split("\n")
            marked = [mark(filename, data.lineno) + first]
            marked += [mark(filename, data.lineno + number) + line for number, line in enumerate(rest, start=1)]
            data.data = "\n".join(marked)
        return super().compile(source, name, filename, **options)  # type: ignore[no-any-return,call-overload]


_MARK: Final = re.compile("\ue000([^\ue000\ue001]*):(\\d+)\ue001")


def read_marks(marked: str) -> tuple[str, list[tuple[int, str, int]]]:
    """Marked output without its marks, and the marks: from which character on, which file and line."""
    places: list[tuple[int, str, int]] = []
    parts: list[str] = []
    length = end = 0
    around: tuple[str, int] = ("", 0)
    for found in _MARK.finditer(marked):
        parts.append(marked[end : found.start()])
        length += found.start() - end
        end = found.end()
        file, line = found[1], int(found[2])
        if "/copy/" not in file:
            # What a template prints right after a text of the copy belongs to the template again.
            around = (file, line) if file else around
            file, line = around
        places.append((length, file, line))
    return "".join([*parts, marked[end:]]), places


def mark(file: str | None, line: int) -> str:
    """What stands before text of this line of a file; with no file, it says that the text of a copy ends."""
    return f"\ue000{file or ''}:{line}\ue001"
