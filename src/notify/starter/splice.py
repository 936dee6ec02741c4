"""One more entry in the text of a `notifications.yaml`; everything else in it stays as it is, to the byte."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import yaml

from notify.catalogue.positions import Document, parse_document
from notify.errors import CatalogueError, NotifyError

Fields = Mapping[str, "str | Fields"]

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_STEP: Final = 2
_BREAK: Final = re.compile(r"\r\n|\n|\r")
# The header of a block scalar that keeps the blank lines after it: YAML 1.1, 9.2.2.
_KEEPING: Final = re.compile(r"([&!]\S*\s+)*[|>]([0-9]?\+|\+[0-9]?)")


@dataclass
class _Node:
    """A value in the text, from `start` to `end`: two indexes, without the comments and blank lines after it."""

    start: int
    end: int
    column: int
    kind: str
    children: list["_Node"] = field(default_factory=list)
    text: str = ""

    def pairs(self) -> list[tuple["_Node", "_Node"]]:
        return list(zip(self.children[::2], self.children[1::2], strict=True))


@dataclass(frozen=True)
class _Place:
    """Where an entry goes: after index `at`, with `cut` taken out before it; with which indentation and distance."""

    at: int
    cut: tuple[int, int]
    column: int
    step: int
    spaced: bool


def splice_notification(document: Document, key: str, fields: Fields) -> str:
    """The text of a catalogue with one more notification, after the last one and in the style of the others.

    `fields` are YAML by key, on one line each, or a mapping of such. Raises CatalogueError, with a cure, where the
    notifications are written in a way that nothing can be added to.
    """
    text = document.text
    place = _find_place(document)
    end_of_line = next(reversed(_BREAK.findall(text[: place.at])), "\n")
    lines = [" " * place.column + f"{write_scalar(key)}:", *_lines(fields, place.column + place.step, place.step)]
    before = text[: place.cut[0]] + text[place.cut[1] : place.at]
    if place.spaced:
        lines.insert(0, "")
    block = end_of_line.join(lines)
    whole = before.endswith(("\n", "\r"))
    spliced = before + (block + end_of_line if whole else end_of_line + block) + text[place.at :]
    if not _is_addition(document, spliced, key):
        raise _refusal(document, "A notification cannot be added here without changing what is there.")
    return spliced


def write_scalar(text: str) -> str:
    """Text as YAML on one line, in quotes only where it needs them, inside braces too."""
    try:
        if parse_document(f"{{key: {text}}}", "").data == {"key": text} and "\n" not in text:
            return text
    except NotifyError:
        pass
    return json.dumps(text, ensure_ascii=False)  # whose escapes YAML knows too


def _lines(fields: Fields, column: int, step: int) -> Iterator[str]:
    for key, value in fields.items():
        if isinstance(value, str):
            yield " " * column + f"{key}: {value}"
        else:
            yield " " * column + f"{key}:"
            yield from _lines(value, column + step, step)


def _find_place(document: Document) -> _Place:
    text = document.text
    root = _Reader(text).read()
    if root.kind != "mapping":
        raise _refusal(document, "This catalogue is written in braces.")
    key, value = next((pair for pair in root.pairs() if pair[0].text == "notifications"), (root, root))
    step = next((below - key.column for _, part in root.pairs() if (below := _column_below(part))), _STEP)
    if value.kind == "mapping":
        entries = value.pairs()
        column = entries[-1][0].column
        inner = next((below - column for _, entry in reversed(entries) if (below := _column_below(entry))), step)
        keeps = value.end > 0 and text[value.end - 1] in "\r\n"
        at = _skip_comments(text, _line_end(text, value.end), deeper_than=column)
        return _Place(at, (at, at), column, inner, spaced=not keeps and _are_spaced(text, entries))
    if value.kind == "scalar" and value.start == value.end and not value.text:
        start = end = value.start
    elif re.fullmatch(r"\{\s*\}", text[value.start : value.end]):
        start, end = value.start, value.end
        start -= len(text[:start]) - len(text[:start].rstrip(" "))
    else:
        raise _refusal(document, "These notifications are written in a way that nothing can be added to.")
    at = _skip_comments(text, _line_end(text, end), deeper_than=key.column)
    return _Place(at, (start, end), key.column + step, step, spaced=False)


def _column_below(node: _Node) -> int | None:
    return node.children[0].column if node.kind == "mapping" else None


def _line_end(text: str, index: int) -> int:
    """The index after the line break at or after an index; the same index at the start of a line."""
    if index and text[index - 1] in "\r\n":
        return index
    found = _BREAK.search(text, index)
    return found.end() if found else len(text)


def _skip_comments(text: str, index: int, *, deeper_than: int) -> int:
    """The index after the comments that follow directly and are indented as part of what is above them."""
    comment = re.compile(rf" {{{deeper_than + 1},}}#.*?(\r\n|\n|\r|$)")
    while found := comment.match(text, index):
        index = found.end()
    return index


def _are_spaced(text: str, entries: list[tuple[_Node, _Node]]) -> bool:
    """Whether a blank line stands between the last two entries, as it does above a second one."""
    if len(entries) < 2:
        return True
    between = text[entries[-2][1].end : entries[-1][0].start]
    return any(not line.strip() for line in _BREAK.split(between)[1:-1])


def _is_addition(document: Document, spliced: str, key: str) -> bool:
    try:
        data = parse_document(spliced, document.file).data
        added = data["notifications"].pop(key)
    except (NotifyError, LookupError, TypeError, AttributeError):
        return False
    return isinstance(added, dict) and data == document.data | {"notifications": document.data["notifications"] or {}}


def _refusal(document: Document, message: str) -> CatalogueError:
    return CatalogueError(
        message,
        position=document.key_position(("notifications",)),
        hint="Write `notifications:` on a line of its own and each entry below it, indented; or add the entry by hand.",
    )


class _Reader:
    """Reads YAML as nodes that know where they end, which composed nodes do not where an alias stands for them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._events: Iterator[Any] = (
            event
            for event in yaml.parse(text, Loader=_LOADER)
            if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent)
        )

    def read(self) -> _Node:
        return self._node(next(self._events))

    def _node(self, event: Any) -> _Node:
        start, end = event.start_mark, event.end_mark
        node = _Node(start.index, end.index, start.column, "scalar")
        match event:
            case yaml.ScalarEvent():
                node.text = event.value
                node.end = self._end_of_scalar(event)
            case yaml.CollectionStartEvent():
                while not isinstance(below := next(self._events), yaml.CollectionEndEvent):
                    node.children.append(self._node(below))
                mapping = isinstance(event, yaml.MappingStartEvent)
                node.kind = "flow" if event.flow_style else "mapping" if mapping else "sequence"
                node.end = _index(below.end_mark) if event.flow_style else node.children[-1].end
            case _:
                node.kind = "alias"
        return node

    def _end_of_scalar(self, event: Any) -> int:
        start, end = _index(event.start_mark), _index(event.end_mark)
        if event.style not in {"|", ">"} or _KEEPING.match(self._text[start:end]):
            return end
        return start + len(self._text[start:end].rstrip())


def _index(mark: Any) -> int:
    return int(mark.index)
