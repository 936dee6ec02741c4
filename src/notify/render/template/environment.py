"""Jinja as templates and copy see it: sandboxed, strict, autoescaped, in one locale."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from types import CodeType
from typing import Any, Final

from jinja2 import BaseLoader, StrictUndefined, Template, TemplateNotFound, Undefined, nodes
from jinja2 import TemplateError as JinjaError
from jinja2.environment import Environment
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notify.catalogue.model.fields import listed
from notify.catalogue.positions import read_text
from notify.errors import NotifyError, nearest
from notify.render.template.faults import Macro, TemplateFault, printable, unknown
from notify.render.template.filters import FILTERS, Formats
from notify.render.template.inheritance import layout_of, refuse_lost_content

_REPLACED: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]|[\ufffe\uffff]")
# The last two code points of every plane are noncharacters: unicode.org/faq/private_use.html#nonchar4
_PLANE_ENDS: Final = re.compile(
    "[" + "".join(f"{chr(p * 65536 + 65534)}{chr(p * 65536 + 65535)}" for p in range(1, 17)) + "]"
)

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
    fault = partial(TemplateFault, hint=hint, word=f".{name}" if part else name)
    return Absent(f"`{name}` has no value here.", name=name, exc=fault)  # type: ignore[arg-type] # Jinja calls it


def clean(value: Any) -> Any:
    """Data as it is safe to print anywhere: line ends become line feeds, and what XML cannot hold becomes U+FFFD."""
    if isinstance(value, str):
        text = value.replace("\r\n", "\n").replace("\r", "\n")
        return _PLANE_ENDS.sub("\ufffd", _REPLACED.sub("\ufffd", text))
    if isinstance(value, Mapping):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [clean(item) for item in value]
    return value


class TemplateFiles(BaseLoader):
    """The templates of a workspace, compiled once for every locale that needs them."""

    def __init__(self, root: Path) -> None:
        self.root, self.folder = root, root / "templates"
        self._codes: dict[tuple[type[Environment], bool, str], CodeType] = {}

    def names(self) -> list[str]:
        """Every file that a template can extend, include or import."""
        files = [*self.folder.rglob("*.mjml"), *self.folder.rglob("*.txt")]
        return sorted(file.relative_to(self.folder).as_posix() for file in files if file.is_file())

    def has(self, name: str) -> bool:
        """Whether there is a template at a path below `templates/`."""
        return (self.folder / name).is_file()

    def _blocks(self, environment: Environment, name: str) -> frozenset[str] | None:
        """The blocks of a template and of what it extends; None where one is not there or goes round in a circle."""
        blocks: set[str] = set()
        seen: set[str] = set()
        layout: str | None = name
        while layout is not None:
            if layout in seen:
                return None
            seen.add(layout)
            try:
                tree = environment.parse(self.get_source(environment, layout)[0])
            except (JinjaError, NotifyError):
                return None
            blocks |= {block.name for block in tree.find_all(nodes.Block)}
            layout = layout_of(tree)
        return frozenset(blocks)

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
        path = self.folder / template
        if ".." in Path(template).parts or template.startswith("/") or not path.is_file():
            raise TemplateNotFound(template)
        return read_text(path, f"templates/{template}"), f"templates/{template}", None

    def load(self, environment: Environment, name: str, globals: Any = None) -> Template:  # noqa: A002 # Jinja's name
        """A template bound to an environment; only the first of its kind compiles it."""
        key = (type(environment), bool(environment.autoescape), name)
        if key not in self._codes:
            source, file, _ = self.get_source(environment, name)
            tree = environment.parse(source, name, file)
            refuse_lost_content(tree, file, lambda layout: self._blocks(environment, layout))
            self._codes[key] = environment.compile(tree, name, file)
        return environment.template_class.from_code(environment, self._codes[key], globals or {})


class TemplateEnvironment(ImmutableSandboxedEnvironment):
    """Jinja for one locale. Values print escaped with `autoescape`, as they are without."""

    files: TemplateFiles
    formats: Formats

    def __init__(self, loader: TemplateFiles, formats: Formats, *, autoescape: bool) -> None:
        super().__init__(
            loader=loader,
            autoescape=autoescape,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=printable,
            cache_size=-1,
        )
        self.files, self.formats = loader, formats
        self.filters.update(FILTERS)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """`obj.attribute`: in a mapping a key wins over a method, so that `order.items` is the data."""
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
        return unknown(f"There is no `{name}` here.", nearest(name, there) or some, f".{name}")


class MarkingEnvironment(TemplateEnvironment):
    """Marks each line of template text with the place it comes from, for finding what a compiler complains about."""

    def compile(  # type: ignore[override] # only what is parsed already is compiled here
        self, source: nodes.Template, name: str | None = None, filename: str | None = None, **options: bool
    ) -> CodeType:
        """Compiles a template whose text carries marks: U+E000, file and line, U+E001."""
        for data in source.find_all(nodes.TemplateData):
            first, *rest = data.data.split("\n")
            marked = [_mark(filename, data.lineno) + first]
            marked += [_mark(filename, data.lineno + number) + line for number, line in enumerate(rest, start=1)]
            data.data = "\n".join(marked)
        return super().compile(source, name, filename, **options)  # type: ignore[no-any-return,call-overload]


_MARK: Final = re.compile("\ue000([^\ue000\ue001]*):(\\d+)\ue001")


def read_marks(marked: str) -> tuple[str, list[tuple[int, str, int]]]:
    """Marked output without its marks, and the marks: from which character on, which file and line."""
    places: list[tuple[int, str, int]] = []
    parts: list[str] = []
    length = end = 0
    for mark in _MARK.finditer(marked):
        parts.append(marked[end : mark.start()])
        length += mark.start() - end
        end = mark.end()
        places.append((length, mark[1], int(mark[2])))
    return "".join([*parts, marked[end:]]), places


def _mark(file: str | None, line: int) -> str:
    return f"\ue000{file or ''}:{line}\ue001"
