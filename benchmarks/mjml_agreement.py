"""Whether the linter finds in MJML what mjml's own validator finds, element by element.

python -m benchmarks.mjml_agreement FOLDER   compares them in documents with faults; FOLDER has had `npm install mjml@5`

The documents are the same each time. Where the two differ, REASONS says why; any other difference is a failure.
"""

import argparse
import random
import re
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from benchmarks.mjml_documents import ask_errors

from notify.catalogue.load import load_workspace
from notify.lint.example import write_example
from notify.lint.knowledge.mjml import EVERYWHERE, HTML, attribute_names, elements, holds_html, name_of, types_of
from notify.lint.rule import Example
from notify.lint.rules.mjml import invalid_attribute_value, misplaced_element, unknown_attribute, unknown_element
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.wrong import Wrong
from notify.render.markup.nesting import ELEMENTS
from notify.render.render import Renderer
from notify.render.selection import ALL, Wish, select_requests

DOCUMENTS: Final = 100
_FAULTS: Final = 6

# Where the two differ, and why each is right to.
REASONS: Final[Mapping[str, str]] = {
    "html": "The validator calls HTML among elements of MJML an unknown element; here it is a misplaced one.",
    "in-html": "The validator does not look into elements that hold HTML; elements of MJML in them are lost.",
    "within": "What stands in HTML, or in an element that there is none of, may be of that; the outer one is told.",
    "idle": "MJML heeds the attribute, the compiler of notify does not.",
    "defaults": "The validator does not look at `mj-all` and `mj-class`.",
    "default-content": "The validator lets a default in `mj-attributes` hold what its element holds, to no effect.",
    "compiler": "MJML has the element, or lets it stand there; the compiler of notify does not, whatever is in it.",
    "root": "The validator does not look at what stands in `mjml`, nor at an `mjml` that stands in something.",
    "colour": "CSS reads colours in capitals, with more white space, and with `.5`; so do mail programs.",
    "spaces": "CSS reads lengths with more white space between and around them; so do mail programs.",
    "length": "The validator takes `1,5px` and `1.2.3px` for lengths, and lengths without white space between them.",
    "moved": "The validator does not look into HTML; parsers of it move what stands beside cells, and links in links.",
    "unit": "The validator takes any words for a border or its radius; CSS leaves out what has no unit.",
    "lines": "The validator takes a bare `line-height` of any size; twenty times the letters is nobody's wish.",
    "class": "The validator does not look whether there is such an `mj-class`.",
    "network": "The validator takes any `name` of a social element; without a `src` an unknown one has no icon.",
}
# How such a difference shows in what is said here.
_SAID: Final[Mapping[str, str]] = {
    "unit": "unit: CSS leaves",
    "lines": "times the size of the letters",
    "class": "`mj-class` of",
    "network": "is no network",
}


@dataclass(frozen=True, order=True)
class Remark:
    """That something is wrong: an `element`, its `place`, an `attribute` or a `value`, of a tag in a line."""

    line: int
    tag: str
    what: str
    name: str = ""


@dataclass(frozen=True)
class Tally:
    """How many remarks both made, how many only one of them for each reason, and the other differences."""

    same: int
    differing: Mapping[str, int]
    failures: Sequence[str]


def compare(folder: Path, documents: Sequence[str]) -> Tally:
    """Compares what both say of documents."""
    same, differing, failures = 0, Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as scratch:
        read = make_reader(Path(scratch))
        for document, errors in zip(documents, ask_errors(folder, documents), strict=True):
            theirs = {remark for error in errors for remark in _theirs(error)}
            ours = dict(_ours(read(document)))
            same += len(theirs & ours.keys())
            for remark in sorted(theirs ^ ours.keys()):
                reason = _reason(remark, ours, document)
                if reason is None:
                    who = "only here" if remark in ours else "only mjml"
                    failures.append(f"{who}: {remark}\n    {document.splitlines()[remark.line - 1]}")
                else:
                    differing[reason] += 1
    return Tally(same, differing, failures)


def make_reader(folder: Path) -> Callable[[str], MarkupView]:
    """What shows MJML to rules as if it were a message of the examples' workspace, which is written into a folder."""
    write_example(Example(), folder)
    workspace = load_workspace(folder)
    wish = Wish(channels=[ALL], locales=["en"], samples=[ALL], named=False)
    asked = select_requests(workspace, list(workspace.catalogue.notifications.values()), wish).requests[0]
    renderer = Renderer(workspace, datetime(2026, 3, 2, tzinfo=UTC))
    draft = renderer.draft(asked.notification, asked.channel, asked.locale, asked.sample, asked.layers)
    view = MarkupView(workspace, draft, "")
    return lambda document: replace(view, mjml=document)


def _theirs(error: Mapping[str, str | int]) -> Iterator[Remark]:
    line, tag, message = int(error["line"]), str(error["tagName"]), str(error["message"])
    if message.startswith("Element "):
        yield Remark(line, tag, "element")
    elif found := re.match(r"\S+ cannot be used inside (\S+),", message):
        yield Remark(line, tag, "place", found[1])
    elif found := re.match(r"Attributes? (.+) (?:is|are) illegal", message):
        for name in found[1].split(", "):
            yield Remark(line, tag, "attribute", name)
    elif found := re.match(r"Attribute (\S+) has invalid value", message):
        yield Remark(line, tag, "value", found[1])
    else:
        raise ValueError(message)


def _ours(view: MarkupView) -> Iterator[tuple[Remark, Wrong]]:
    kinds = {
        "element": unknown_element.find,
        "attribute": unknown_attribute.find,
        "place": misplaced_element.find,
        "value": invalid_attribute_value.find,
    }
    for what, find in kinds.items():
        for wrong in find(view):
            line = view.mjml.count("\n", 0, wrong.offset) + 1
            tag, _, name = wrong.key.partition({"element": "\n", "place": " in "}.get(what, "."))
            yield Remark(line, tag.strip("<>"), what, name), wrong


def _reason(remark: Remark, all_ours: Mapping[Remark, Wrong], document: str) -> str | None:
    """Which of the reasons a difference has, if any."""
    if remark not in all_ours:
        return _reason_for_silence(remark, all_ours, document)
    wrong = all_ours[remark]
    if "compiler of notify" in wrong.message and remark.what in {"element", "place"} and remark.tag not in HTML:
        return "compiler"
    match remark.what:
        case "element":
            return "in-html" if any(map(holds_html, _around(remark, document))) else None
        case "place":
            return _reason_for_place(remark, wrong)
    if remark.tag in {"mj-all", "mj-class"}:
        return "defaults"
    if remark.what == "attribute":
        return "idle" if "leaves out" in wrong.message else None
    if said := next((reason for reason, words in _SAID.items() if words in wrong.message), None):
        return said
    kind = elements()[remark.tag].attributes[remark.name]
    return "length" if name_of(kind).startswith("unit") and re.search(r",|\..*\.|\d[a-z%]+\d", wrong.value) else None


def _reason_for_place(remark: Remark, wrong: Wrong) -> str | None:
    if "mail programs" in wrong.message or "in the link of" in wrong.message:
        return "moved"
    if remark.tag in HTML:
        return "html"
    if {remark.tag, remark.name} & {"mj-all", "mj-class"}:
        return "defaults"
    if holds_html(remark.name):
        return "in-html"
    if "in a default" in wrong.message:
        return "default-content"
    return "root" if "mjml" in {remark.name, remark.tag} else None


def _reason_for_silence(remark: Remark, all_ours: Iterable[Remark], document: str) -> str | None:
    known = {(one.line, one.tag, one.what) for one in all_ours}
    if remark.what == "element" and (remark.line, remark.tag, "place") in known:
        return "html" if remark.tag in HTML else None
    if {remark.tag, *_around(remark, document)} & (elements().keys() - ELEMENTS - {"mjml"}):
        return "compiler"
    if remark.what == "element" and next(_around(remark, document)) not in {*ELEMENTS, "mjml"}:
        return "within"
    if remark.what != "value":
        return None
    kind = elements()[remark.tag].attributes[remark.name]
    value = re.search(rf'\s{remark.name}="([^"]*)"', document.splitlines()[remark.line - 1])
    if value and name_of(kind) == "color" and re.search(r"[A-Z\s]|,\.\d|, \.\d", value[1]):
        return "colour"
    if value and name_of(kind).startswith("unit") and re.search(r"^\s|\s\s|\s$|\.\d", value[1]):
        return "spaces"
    return None


def _around(remark: Remark, document: str) -> Iterator[str]:
    """The elements that a tag stands in: those of the lines before it that are indented less."""
    lines = document.splitlines()
    depth = _depth(lines[remark.line - 1])
    for line in reversed(lines[: remark.line - 1]):
        if _depth(line) < depth and (found := re.match(r"\s*<([\w-]+)", line)):
            depth = _depth(line)
            yield found[1]


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())


@dataclass
class _Node:
    """An element of a document that is being made up."""

    name: str
    attributes: dict[str, str]
    children: list["_Node"]

    def write(self, indent: int = 0) -> Iterator[str]:
        """Its lines: each tag in a line of its own."""
        attributes = "".join(f' {name}="{value}"' for name, value in self.attributes.items())
        space = " " * indent
        if not self.children:
            yield f"{space}<{self.name}{attributes}></{self.name}>"
            return
        yield f"{space}<{self.name}{attributes}>"
        for child in self.children:
            yield from child.write(indent + 1)
        yield f"{space}</{self.name}>"

    def all(self) -> Iterator["_Node"]:
        """Itself and what is in it."""
        yield self
        for child in self.children:
            yield from child.all()


_GOOD: Final[Mapping[str, Sequence[str]]] = {
    "color": ["#fff", "#A1B2C3", "red", "transparent", "rgb(1,2,3)", "rgba(1, 2, 3, 0.5)"],
    "boolean": ["true", "false"],
    "integer": ["0", "12"],
    "string": ["anything at all"],
}
_BAD: Final[Mapping[str, Sequence[str]]] = {
    "color": [
        "reddish", "Red", "WHITE", "#ffff", "#12345678", "fff", "rgb(1, 2)", "rgb( 1, 2, 3 )", "rgba(1,2,3,.5)",
        "hsl(1,2%,3%)", "inherit", "currentColor", "none", "", "rgb(1 2 3)",
    ],
    "boolean": ["yes", "1", "TRUE", ""],
    "integer": ["none", "", "px"],
    "enum": ["middling", "LEFT", "", "left right", "true"],
    "unit": [
        "12", "1em", "1rem", "12 px", "px", "big", "", "-3px", "1px 2px 3px 4px 5px", "1px  2px", " 1px", "1px ",
        "1,5px", "1.2.3px", "1px2px", "0.0", "calc(1px)", "12PX", "50%", "auto", ".5px", "0",
    ],
}  # fmt: skip


def make_documents(seed: int = 5, count: int = DOCUMENTS) -> list[str]:
    """Documents with faults of every kind in all elements; the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 # nothing depends on its being hard to guess
    return ["\n".join(_make(chance).write()) for _ in range(count)]


def _make(chance: random.Random) -> _Node:
    body = _grow("mj-body", chance, 6)
    names = [name for name in elements() if name != "mjml"]
    defaults = [_Node(chance.choice(names), {}, []) for _ in range(2)]
    defaults += [_Node("mj-all", {}, []), _Node("mj-class", {"name": "c"}, [])]
    head = [_Node("mj-attributes", {}, defaults), _Node("mj-font", {}, []), _Node("mj-style", {}, [])]
    document = _Node("mjml", {}, [_Node("mj-head", {}, head), body])
    for node in document.all():
        if node.name in elements() and chance.random() < 0.5:
            _dress(node, chance)
    for _ in range(_FAULTS):
        _spoil(document, chance)
    return document


def _grow(name: str, chance: random.Random, depth: int) -> _Node:
    holds = sorted(elements()[name].holds - {"mj-raw"})
    chosen = [chance.choice(holds) for _ in range(chance.randint(1, 3))] if holds and depth else []
    return _Node(name, {}, [_grow(child, chance, depth - 1) for child in chosen])


def _dress(node: _Node, chance: random.Random) -> None:
    for name, kind in elements()[node.name].attributes.items():
        if name not in elements()[node.name].idle and chance.random() < 0.2:
            node.attributes[name] = _good(kind, chance)


def _good(kind: str, chance: random.Random) -> str:
    if name_of(kind) == "enum":
        return chance.choice([choice for choice in kind[5:-1].split(",") if choice])
    return chance.choice(_GOOD.get(name_of(kind), ["1px", "0", "12px"]))


def _spoil(document: _Node, chance: random.Random) -> None:
    """Puts one fault somewhere, or what is nearly one."""
    # A tag in a style sheet is no markup at all here, so that nothing after it would be read.
    nodes = [node for node in document.all() if node.name not in {"mjml", "mj-style"}]
    node = chance.choice(nodes)
    names = [*elements(), "mj-all", "mj-class"]
    match chance.choice(["element", "html", "attribute", "attribute", "place", "value", "value", "value"]):
        case "element":
            node.children.append(_Node(chance.choice(["mj-txt", "mj-foo", "mj-container", "foo", "mjtext"]), {}, []))
        case "html":
            inner = [_Node(chance.choice(names), {}, [])] if chance.random() < 0.3 else []
            node.children.append(_Node(chance.choice(["div", "h1", "table", "center", "span"]), {}, inner))
        case "attribute":
            own = [
                "colour",
                "class",
                "style",
                "dir",
                "lang",
                "id",
                "role",
                "aria-label",
                "data-x",
                "Align",
                *EVERYWHERE,
            ]
            node.attributes[chance.choice([*own, *sorted(attribute_names())])] = "1px"
        case "place":
            node.children.insert(0, _Node(chance.choice(names), {}, []))
        case _:
            _spoil_value(node, chance)


def _spoil_value(node: _Node, chance: random.Random) -> None:
    known = elements().get(node.name)
    types = known.attributes if known else {name: types_of(name)[0] for name in sorted(attribute_names())}
    typed = [(name, kind) for name, kind in types.items() if kind != "string"]
    if typed:
        name, kind = chance.choice(typed)
        node.attributes[name] = chance.choice(_BAD[name_of(kind).replace("WithNegative", "")])


def main() -> None:
    """Compares, and prints what came of it. Exits 1 where there is a difference without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    tally = compare(asked.folder, make_documents(asked.seed, asked.documents))
    print(f"{asked.documents} documents: both say the same {tally.same} times.")
    for reason, times in sorted(tally.differing.items()):
        print(f"{times:5} {reason}: {REASONS[reason]}")
    print(f"{len(tally.failures):5} without a reason")
    print("\n".join(tally.failures))
    sys.exit(1 if tally.failures else 0)


if __name__ == "__main__":
    main()
