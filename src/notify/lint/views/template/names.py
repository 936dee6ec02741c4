"""Which data templates and texts name, which words of the copy they ask for, and what they print as it is."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Final

from jinja2 import nodes

from notify.lint.views.copy.phrase import parse_text, split_values

# Names of Jinja's own that stand for no data.
_GRAMMAR: Final = ("self", "super", "caller", "loop", "varargs", "kwargs")
# A filter and tests that are there for what may be missing.
_SPARED: Final = frozenset({"default", "d", "defined", "undefined"})
# What is in these may never be rendered.
_SOMETIMES: Final = (
    nodes.If,
    nodes.CondExpr,
    nodes.And,
    nodes.Or,
    nodes.For,
    nodes.Macro,
    nodes.CallBlock,
    nodes.Block,
)

# What a value may have in it: names of data with their parts, and parameters of macros as (macro, parameter).
Content = frozenset[str | tuple[str, str]]
# What each local name may have in it.
Scope = Mapping[str, Content]

_NOTHING: Final[Content] = frozenset()


@dataclass(frozen=True, slots=True)
class Named:
    """Data that is named, with its parts as far as they are written out: `user.first_name`.

    `spared` says that it may be missing there: it is asked whether it is there, or something stands in for it.
    """

    path: tuple[str, ...]
    line: int
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Unescaped:
    """What is printed without escaping it, and what it may have in it."""

    line: int
    content: Content


@dataclass(frozen=True, slots=True)
class Passed:
    """What is handed over to a macro, or to something else that is called: at a place, or by a name."""

    macro: str
    parameter: int | str
    content: Content


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words of the copy that a template asks for: a key, or all that begin with it; and what it hands them by name.

    `spared` says that they may be missing there, `always` that no branch, loop, block or macro is around it.
    """

    key: str
    exact: bool
    names: frozenset[str] = frozenset()
    line: int = 0
    spared: bool = False
    always: bool = True

    def means(self, key: str) -> bool:
        """Whether a key of the copy is among the words."""
        return key == self.key or key.startswith(f"{self.key}." if self.exact else self.key)


Seen = Named | Unescaped | Passed


@lru_cache(maxsize=256)
def read_template(tree: nodes.Template) -> tuple[Seen, ...]:
    """What a template names, prints as it is and hands over; not what it binds itself, as loops and macros do."""
    return tuple(_read(tree, _inside(tree.body, dict.fromkeys(_GRAMMAR, _NOTHING))))


@lru_cache(maxsize=4096)
def names_in_text(text: str) -> tuple[Named, ...]:
    """The data that a text of the copy or of the catalogue names, without lines; nothing where it cannot be read."""
    if "{{" not in text:
        return ()
    trees = [parse_text(code) for code in split_values(text)[1::2]]
    read = [read_template(tree) for tree in trees if tree]
    return tuple(seen for found in read for seen in found if isinstance(seen, Named)) if all(trees) else ()


def bound_in(body: Iterable[nodes.Node]) -> frozenset[str]:
    """The names that statements give to something for those after them: `set`, `import` and `macro`."""
    names: set[str] = set()
    for node in body:
        match node:
            case nodes.Assign() | nodes.AssignBlock():
                names |= _targets(node.target)
            case nodes.Import() | nodes.Macro():
                names.add(node.target if isinstance(node, nodes.Import) else node.name)
            case nodes.FromImport():
                names |= {name if isinstance(name, str) else name[1] for name in node.names}
            case nodes.If():
                names |= bound_in([*node.body, *node.elif_, *node.else_])
            case _:
                pass
    return frozenset(names)


@lru_cache(maxsize=256)
@lru_cache(maxsize=256)
def bound_below(node: nodes.Node) -> frozenset[str]:
    """Every name that something at or below a node gives to something."""
    names = {name.name for name in node.find_all(nodes.Name) if name.ctx != "load"}
    for kind in (nodes.Import, nodes.FromImport, nodes.Macro):
        names |= bound_in(node.find_all(kind))
    return frozenset(names)


@lru_cache(maxsize=256)
def wanted_in(tree: nodes.Node) -> tuple[Wanted, ...]:
    """The words of the copy that a template asks for; worked out once for all that share it."""
    # What a template itself calls `t` is not the copy.
    other = "t" in bound_below(tree)
    return tuple(replace(one, spared=True) if other else one for one in _read_wanted(tree))


def _read_wanted(node: nodes.Node, *, spared: bool = False, always: bool = True) -> Iterator[Wanted]:
    """The words of the copy that are asked for at or below a node."""
    path = _path(node)
    if path and path[0] == "t":
        yield Wanted(".".join(path[1:]), len(path) > 1, line=node.lineno, spared=spared, always=always)
        return
    always = always and not isinstance(node, _SOMETIMES)
    children: Iterable[nodes.Node] = node.iter_child_nodes()
    if isinstance(node, nodes.Call) and (path := _path(node.node)) and path[0] == "t" and node.args:
        group = "".join(f"{name}." for name in path[1:])
        names = frozenset(keyword.key for keyword in node.kwargs)
        key, exact = _called(group, node.args[0])
        yield Wanted(key, exact, names, node.lineno, spared, always)
        children = (*node.args, *node.kwargs)
    spares = isinstance(node, nodes.Filter | nodes.Test) and node.name in _SPARED
    for child in children:
        yield from _read_wanted(child, spared=spares and child is getattr(node, "node", None), always=always)


def _called(group: str, key: nodes.Expr) -> tuple[str, bool]:
    """The key that is asked for, or what it begins with, and which of the two."""
    start = key
    while isinstance(start, nodes.Concat | nodes.Add):
        start = start.nodes[0] if isinstance(start, nodes.Concat) else start.left
    written = start.value if isinstance(start, nodes.Const) and isinstance(start.value, str) else ""
    return group + written, start is key and bool(written)


def fields_of(name: str, trees: Sequence[nodes.Node]) -> frozenset[str]:
    """What templates ask of a value, or of what they loop over in it: `text`, where `item.text` is of one of `items`.

    Names are followed through loops, `set`, `with`, and the arguments of macros, which may be given anything.
    """
    steps = [step for tree in trees for step in _steps(tree)]
    derived = {name} | {parameter.name for tree in trees for macro in tree.find_all(nodes.Macro)
                        for parameter in macro.args}  # fmt: skip
    grown = -1
    while grown != len(derived):
        grown = len(derived)
        derived |= {target for targets, value in steps if not derived.isdisjoint(_loaded(value)) for target in targets}
    fields: set[str] = set()
    for node in (node for tree in trees for node in tree.find_all((nodes.Getattr, nodes.Getitem, nodes.Filter))):
        if derived.isdisjoint(_loaded(node)):
            continue
        match node:
            case nodes.Getattr(attr=str(field)) | nodes.Getitem(arg=nodes.Const(value=str(field))):
                fields.add(field)
            case nodes.Filter(args=arguments, kwargs=named):
                given = [*arguments, *(keyword.value for keyword in named)]
                fields |= {one.value for one in given if isinstance(one, nodes.Const) and isinstance(one.value, str)}
            case _:
                pass
    return frozenset(fields)


def _steps(tree: nodes.Node) -> Iterator[tuple[set[str], nodes.Node]]:
    """Each place where names are given to what something has in it."""
    for node in tree.find_all((nodes.For, nodes.Assign, nodes.With)):
        match node:
            case nodes.For():
                yield _targets(node.target), node.iter
            case nodes.Assign():
                yield _targets(node.target), node.node
            case nodes.With():
                for target, value in zip(node.targets, node.values, strict=True):
                    yield _targets(target), value


def _loaded(node: nodes.Node) -> set[str]:
    found = [node] if isinstance(node, nodes.Name) else []
    return {name.name for name in (*found, *node.find_all(nodes.Name)) if name.ctx == "load"}


def _targets(node: nodes.Node) -> set[str]:
    found = [node] if isinstance(node, nodes.Name) else []
    return {name.name for name in (*found, *node.find_all(nodes.Name))}


def _path(node: nodes.Node) -> tuple[str, ...]:
    """A name and its parts, as far as they are written out; empty for anything else."""
    match node:
        case nodes.Name(ctx="load"):
            return (node.name,)
        case nodes.Getattr(attr=str(part)) | nodes.Getitem(arg=nodes.Const(value=str(part))):
            path = _path(node.node)
            return (*path, part) if path else ()
    return ()


def _content(node: nodes.Node, scope: Scope) -> Content:
    """What a value may have in it. What is printed by macros and texts of the copy is escaped already."""
    if path := _path(node):
        return scope[path[0]] if path[0] in scope else frozenset({".".join(path)})
    match node:
        case nodes.Call() | nodes.Test() | nodes.Compare():
            return _NOTHING
        case nodes.CondExpr():
            return _all([node.expr1, *([node.expr2] if node.expr2 else [])], scope)
        case nodes.Filter(name="escape" | "e" | "forceescape" | "urlencode" | "length" | "count" | "int" | "float"):
            return _NOTHING
        case nodes.Getitem():
            return _content(node.node, scope)
    return _all(node.iter_child_nodes(), scope)


def _all(found: Iterable[nodes.Node], scope: Scope) -> Content:
    return frozenset(part for node in found for part in _content(node, scope))


def _read(node: nodes.Node, scope: Scope, *, spared: bool = False) -> Iterator[Seen]:
    path = _path(node)
    if path:
        if path[0] not in scope:
            yield Named(path, node.lineno, spared)
        return
    for reader in (_read_unescaped, _read_call, _read_again):
        yield from reader(node, scope)
    # Only the value itself may be missing, and not what it is compared with.
    spares = isinstance(node, nodes.Filter | nodes.Test) and node.name in _SPARED
    for children, inner in _scopes(node, scope):
        for child in children:
            yield from _read(child, inner, spared=spares and child is getattr(node, "node", None))


def _read_unescaped(node: nodes.Node, scope: Scope) -> Iterator[Seen]:
    match node:
        case nodes.Filter(name="safe") if node.node:
            yield Unescaped(node.lineno, _content(node.node, scope))
        case nodes.ScopedEvalContextModifier(options=[nodes.Keyword(key="autoescape", value=nodes.Const(value=False))]):
            for output in node.find_all(nodes.Output):
                printed = [part for part in output.nodes if not isinstance(part, nodes.TemplateData)]
                yield from (Unescaped(part.lineno, _content(part, scope)) for part in printed)
        case _:
            pass


def _read_call(node: nodes.Node, scope: Scope) -> Iterator[Seen]:
    if isinstance(node, nodes.Call) and (called := _path(node.node)):
        for number, argument in enumerate(node.args):
            yield Passed(called[-1], number, _content(argument, scope))
        for keyword in node.kwargs:
            yield Passed(called[-1], keyword.key, _content(keyword.value, scope))


def _read_again(node: nodes.Node, scope: Scope) -> Iterator[Seen]:  # noqa: ARG001 # one of several of a kind
    """The data that `{% set name = name|default("") %}` names, if there is any."""
    if isinstance(node, nodes.Assign):
        again = _targets(node.target)
        named = (name for name in node.node.find_all(nodes.Name) if name.name in again)
        yield from (Named((name.name,), name.lineno, spared=True) for name in named)


def _scopes(node: nodes.Node, scope: Scope) -> Iterator[tuple[Iterable[nodes.Node], Scope]]:
    """What is below a node, by what the names mean there."""
    match node:
        case nodes.For():
            yield [node.iter], scope
            item = dict.fromkeys(_targets(node.target), _content(node.iter, scope))
            yield [*([node.test] if node.test else []), *node.body], _inside(node.body, {**scope, **item})
            yield node.else_, _inside(node.else_, scope)
        case nodes.Macro():
            yield node.defaults, scope
            parameters: Scope = {name.name: frozenset({(node.name, name.name)}) for name in node.args}
            yield node.body, _inside(node.body, {**scope, **parameters})
        case nodes.CallBlock():
            yield [node.call, *node.defaults], scope
            yield node.body, _inside(node.body, {**scope, **dict.fromkeys(_names(node.args), _NOTHING)})
        case nodes.With():
            yield node.values, scope
            own = {name: _content(value, scope) for target, value in zip(node.targets, node.values, strict=True)
                   for name in _targets(target)}  # fmt: skip
            yield node.body, _inside(node.body, {**scope, **own})
        case nodes.Assign():
            yield [node.node], scope
        case nodes.AssignBlock():
            yield [*([node.filter] if node.filter else []), *node.body], _inside(node.body, scope)
        case nodes.Block() | nodes.FilterBlock() | nodes.Scope():
            yield node.iter_child_nodes(), _inside(node.body, scope)
        case _:
            yield node.iter_child_nodes(), scope


def _names(found: Iterable[nodes.Name]) -> list[str]:
    return [name.name for name in found]


def _inside(body: Iterable[nodes.Node], scope: Scope) -> Scope:
    """The scope in a body, with the names that its own statements bind."""
    inner = {**scope, **dict.fromkeys(bound_in(body), _NOTHING)}
    for node in body:
        if isinstance(node, nodes.Assign):
            inner |= dict.fromkeys(_targets(node.target), _content(node.node, inner))
    return inner
