"""YAML as data, with the position of every key and value in it.

YAML 1.1, which most editors and libraries still read, turns `22:00` into 1320 and `no` into false. People who write a
catalogue mean neither, so a value that YAML 1.1 would change is an error that says how to write it instead.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from notify.catalogue.syntax import LOADER, find_slip
from notify.errors import CatalogueError, NotifyError, WorkspaceError, raise_all
from notify.source import Position, lines_of, position_in

KeyPath = tuple[str | int, ...]

# Enough for any catalogue; an alias bomb goes past it in a few lines.
_MOST_VALUES: Final = 200_000
# As many values have far less; to read more takes seconds that somebody would wait for in vain.
_LONGEST: Final = 5_000_000  # characters
# libyaml's composer recurses in C: it would overflow its stack at some tens of thousands.
_DEEPEST: Final = 100

_TAG: Final = "tag:yaml.org,2002:"
_PLAIN_TAGS: Final = frozenset(
    _TAG + name for name in ("str", "int", "float", "bool", "null", "timestamp", "value", "merge")
)
# The line separators of Unicode are among them: YAML 1.1 starts a line there, and no editor does.
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Document:
    """One YAML file: its data, and where each part of it stands.

    `data` is made of dict (keys always text), list, str, int, float, bool and None. Dates and times stay text.
    """

    file: str
    text: str
    data: Any
    _values: Mapping[KeyPath, Position] = field(repr=False)
    _keys: Mapping[KeyPath, Position] = field(repr=False)

    def position(self, path: KeyPath) -> Position:
        """Where the value at a key path stands; the nearest part above it where there is no such value."""
        return self._nearest(self._values, path)

    def key_position(self, path: KeyPath) -> Position:
        """Where the key at a key path is written; for a list item, where the item stands."""
        return self._keys.get(path) or self._nearest(self._values, path)

    def _nearest(self, places: Mapping[KeyPath, Position], path: KeyPath) -> Position:
        while path and path not in places:
            path = path[:-1]
        return places.get(path) or Position(self.file)


def read_text(path: Path, file: str) -> str:
    """The text of a UTF-8 file, without a byte-order mark.

    Raises WorkspaceError where there is no such file or it cannot be read, CatalogueError where it is not UTF-8.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        hint = "Look for a slip in its name, or in the name of a folder."
        raise WorkspaceError("There is no such file.", position=Position(file), hint=hint) from None
    except OSError as error:
        reason = error.strerror or type(error).__name__
        hint = "Name a file that you may read."
        raise WorkspaceError(f"The file cannot be read: {reason}.", position=Position(file), hint=hint) from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CatalogueError(
            f"This is not UTF-8: byte 0x{content[error.start]:02x} on line {line}.",
            position=Position(file, line),
            hint="Save the file as UTF-8.",
        ) from None


def read_document(path: Path, file: str, kind: type[NotifyError] = CatalogueError) -> Document:
    """Reads one YAML file; `file` is its path as people see it, `kind` the error that its mistakes are.

    Raises `kind`, or Mistakes of it, for anything that is not plain YAML or that YAML 1.1 would change.
    """
    return parse_document(read_text(path, file), file, kind)


def parse_document(text: str, file: str, kind: type[NotifyError] = CatalogueError) -> Document:
    """`read_document` for text that is already here."""
    if len(text) > _LONGEST:
        message = f"This file has {len(text):,} characters, and {_LONGEST:,} are the most that is read."
        raise kind(message, position=Position(file), hint="Look at how it came to be that long.")
    reader = _Reader(file, text, kind)
    data = reader.read()
    raise_all(reader.mistakes)
    return Document(file, text, data, reader.values, reader.keys)


class _Reader:
    """Walks one composed document; collects data, positions and mistakes."""

    def __init__(self, file: str, text: str, kind: type[NotifyError]) -> None:
        self.file, self.text, self.kind = file, text, kind
        self.lines = lines_of(text)
        self.values: dict[KeyPath, Position] = {}
        self.keys: dict[KeyPath, Position] = {}
        self.mistakes: list[NotifyError] = []
        self._count = 0
        self._open: list[int] = []

    def read(self) -> Any:
        if found := _CONTROL.search(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            column = found.start() - self.text.rfind("\n", 0, found.start())
            where = position_in(self.file, self.lines, line, column)
            raise self.kind(f"There is a control character (U+{ord(found[0]):04X}).", position=where, hint="Remove it.")
        try:
            self._look_through(yaml.parse(self.text, Loader=LOADER))
            root = yaml.compose(self.text, Loader=LOADER)
        except yaml.MarkedYAMLError as error:
            raise self._syntax_error(error) from None
        return None if root is None else self._value(root, ())

    def _look_through(self, events: Iterable[yaml.Event]) -> None:
        """Finds what is gone when the text is composed: how deep it is, and texts that YAML takes for anchors."""
        depth = 0
        anchors: dict[str | None, yaml.Event] = {}
        for event in events:
            if isinstance(event, yaml.ScalarEvent) and event.anchor:
                anchors[event.anchor] = event
            elif isinstance(event, yaml.AliasEvent):
                anchors.pop(event.anchor, None)
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth > _DEEPEST:
                where = self._at(event.start_mark)
                hint = "Look for brackets that are never closed."
                raise self.kind(f"Values are nested more than {_DEEPEST} deep.", position=where, hint=hint)
        for event in anchors.values():
            message = "A `&` at the start of a text makes it an anchor of YAML."
            position = self._at(event.start_mark)
            self.mistakes.append(self.kind(message, position=position, hint='Put the text in "quotes".'))

    def _value(self, node: yaml.Node, path: KeyPath) -> Any:
        self.values[path] = self._at_node(node)
        self._count += 1
        if self._count > _MOST_VALUES:
            raise self.kind(
                f"This is more than {_MOST_VALUES:,} values, most of them through aliases (`*name`).",
                position=self._at(node.start_mark),
                hint="Write the values out instead of repeating an alias.",
            )
        if id(node) in self._open:
            raise self.kind("This alias contains itself.", position=self._at(node.start_mark), hint="Write it out.")
        self._open.append(id(node))
        try:
            if isinstance(node, yaml.MappingNode):
                return self._mapping(node, path)
            if isinstance(node, yaml.SequenceNode):
                return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self._scalar(node)
        finally:
            self._open.pop()

    def _mapping(self, node: yaml.MappingNode, path: KeyPath) -> dict[str, Any]:
        merged: dict[str, Any] = {}
        own: dict[str, Any] = {}
        before: yaml.Node | None = None
        for key_node, value_node in node.value:
            if self._is_rest_of_text(key_node, value_node, before):
                hint = f'Put the whole text in quotes: "{before.value}, {key_node.value}".' if before else ""
                self._mistake("A comma ends a text without quotes, and this comes after it.", key_node, hint)
                continue
            before = value_node
            if key_node.tag == _TAG + "merge":
                for part in self._merged(value_node):
                    merged = self._mapping(part, path) | merged
                continue
            key = self._key(key_node)
            if key is None:
                continue
            place = (*path, key)
            if key in own:
                first = self.keys[place].line
                self._mistake(
                    f"`{key}` is written twice; the first time on line {first}.", key_node, "Keep one of them."
                )
                continue
            self.keys[place] = self._at_node(key_node)
            own[key] = self._value(value_node, place)
        return merged | own

    def _is_rest_of_text(self, key: yaml.Node, value: yaml.Node, before: yaml.Node | None) -> bool:
        """Whether this is no key but what follows a comma, as in `{description: Their employer, if any}`."""
        if not isinstance(before, yaml.ScalarNode) or before.style or not before.value:
            return False
        end = key.end_mark
        alone = not self.lines[end.line][end.column :].lstrip().startswith(":")
        return alone and isinstance(key, yaml.ScalarNode) and isinstance(value, yaml.ScalarNode) and not value.value

    def _merged(self, node: yaml.Node) -> Iterator[yaml.MappingNode]:
        parts = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for part in parts:
            if isinstance(part, yaml.MappingNode) and id(part) not in self._open:
                yield part
            else:
                self._mistake("`<<` needs the alias of a mapping.", node, "Write the fields out instead.")

    def _key(self, node: yaml.Node) -> str | None:
        if not isinstance(node, yaml.ScalarNode):
            start = node.start_mark
            if self.lines[start.line][: start.column].endswith("{") and isinstance(node, yaml.MappingNode):
                self._mistake("A text that starts with `{{` needs quotes.", node, 'Put the whole text in "quotes".')
            else:
                self._mistake("A key must be text.", node, "Put it in quotes.")
            return None
        if trap := _trap(node):
            self._mistake(trap, node, f'Write "{node.value}": in quotes.')
            return None
        if node.value[:1].isspace() and not node.style:
            message = f"There is an odd space (U+{ord(node.value[0]):04X}) at the start of this line."
            self._mistake(message, node, "Indent with ordinary spaces.")
            return None
        return str(node.value)

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag not in _PLAIN_TAGS:
            self._mistake(f"`{node.tag.removeprefix(_TAG)}` is a tag, and tags are not used here.", node, "Remove it.")
            return None
        if trap := _trap(node):
            self._mistake(trap, node, _cure(node))
            return None
        match node.tag.removeprefix(_TAG):
            case "null":
                return None
            case "bool":
                return node.value.lower() == "true"
            case "int" | "float" as kind:
                return _number(node.value, kind)
            case _:
                return node.value

    def _mistake(self, message: str, node: yaml.Node, hint: str) -> None:
        self.mistakes.append(self.kind(message, position=self._at_node(node), hint=hint))

    def _syntax_error(self, error: yaml.MarkedYAMLError) -> NotifyError:
        slip = find_slip(error, self.text, self.lines)
        where = position_in(self.file, self.lines, slip.line, slip.column, slip.width)
        return self.kind(slip.message, position=where, hint=slip.hint)

    def _at(self, mark: Any) -> Position:  # libyaml's marks and PyYAML's are of two classes
        return position_in(self.file, self.lines, mark.line + 1, mark.column + 1)

    def _at_node(self, node: yaml.Node) -> Position:
        start, end = node.start_mark, node.end_mark
        width = end.column - start.column if end.line == start.line else 1
        return position_in(self.file, self.lines, start.line + 1, start.column + 1, max(width, 1))


def _trap(node: yaml.Node) -> str | None:
    """What YAML 1.1 would make of a plain scalar, where that is not what it says."""
    text = str(node.value)
    kind = node.tag.removeprefix(_TAG)
    if kind == "bool" and text.lower() not in {"true", "false"}:
        read = "true" if text.lower() in {"yes", "on", "y"} else "false"
        return f"YAML reads an unquoted `{text}` as {read}."
    if kind in {"int", "float"} and ":" in text:
        return f"YAML reads an unquoted `{text}` as the number {_sexagesimal(text)}."
    if kind == "int" and re.fullmatch(r"[-+]?0[0-7_]+", text):
        return f"YAML reads an unquoted `{text}` as the octal number {int(text.replace('_', ''), 8)}."
    if kind in {"int", "float"} and _number(text, kind) is None:
        return f"`{text if len(text) < 40 else text[:39] + '…'}` is not a number that can be used here."
    return None


def _cure(node: yaml.Node) -> str:
    quoted = f'Write "{node.value}" in quotes'
    if node.tag == _TAG + "bool":
        return f"{quoted}, or true or false."
    if node.tag == _TAG + "int" and re.fullmatch("0[0-7]{1,30}", node.value):
        return f"{quoted}, or {int(node.value)} for the number."
    return f"{quoted}."


def _number(text: str, kind: str) -> int | float | None:
    """The number that YAML 1.1 reads; None where it is none (`0x_`), not finite, or has some hundred digits."""
    digits = text.lower().replace("_", "")
    try:
        number = int(digits, 0) if kind == "int" else float(digits.replace(".inf", "inf").replace(".nan", "nan"))
    except ValueError:
        return None
    return number if abs(number) < 1e100 else None


def _sexagesimal(text: str) -> str:
    total = 0.0
    for part in text.replace("_", "").lstrip("+-").split(":"):
        total = total * 60 + float(part)
    return f"{-total if text.startswith('-') else total:g}"
