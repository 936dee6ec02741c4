"""Conditions and texts that name data, checked before anything is rendered: their syntax, and the names in them."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from notify.catalogue.model.fields import Refusal, listed, read_duration, shown
from notify.errors import nearest

if TYPE_CHECKING:
    from jinja2 import Environment, nodes

# What a condition may ask about somebody's past, with how many arguments at most.
QUESTIONS: Final = {"has_done": "user.has_done('project.created')", "count": "user.count('project.created', '7d')"}

# What people write who know another language, and how it is written here.
_FOREIGN: Final = (
    (r"\{\{|\}\}", "Write a condition without `{{` and `}}`."),
    (r"&&", "Write `and` instead of `&&`."),
    (r"\|\|", "Write `or` instead of `||`."),
    (r"===", "Write `==` to compare."),
    (r"(?<![=!<>])=(?!=)", "Write `==` to compare."),
    (r"<>", "Write `!=` for what is different."),
    (r"!(?!=)", "Write `not` instead of `!`."),
)


@dataclass(frozen=True, slots=True)
class Root:
    """A name that data is under: its fields, or None where they are not known; and what one of them is called."""

    fields: Collection[str] | None = None
    field_noun: str = "a field"
    cure: str | None = None


Roots = Mapping[str, Root]


def faults_in_condition(text: str, roots: Roots) -> list[Refusal]:
    """What is wrong with a condition such as `user.signed_up_days < 7`, which may name these roots."""
    from jinja2 import TemplateSyntaxError
    from jinja2.parser import Parser

    try:
        parser = Parser(_environment(), text, state="variable")
        tree = parser.parse_expression()
        if parser.stream.eos:
            return list(_faults(tree, roots, asking=True))
        reason = f"{shown(parser.stream.current.value)} is not expected here"
    except (TemplateSyntaxError, RecursionError, ValueError) as error:
        reason = _reason(error)
    return [Refusal(f"This condition cannot be read: {reason}.", _translated(text))]


def events_in_condition(text: str) -> list[str]:
    """The events that a condition asks for in somebody's past; none where it cannot be read."""
    from jinja2 import TemplateSyntaxError, nodes
    from jinja2.parser import Parser

    try:
        tree = Parser(_environment(), text, state="variable").parse_expression()
    except (TemplateSyntaxError, RecursionError, ValueError):
        return []
    calls = [tree] if isinstance(tree, nodes.Call) else []
    events = []
    for call in (*calls, *tree.find_all(nodes.Call)):
        match call:
            case nodes.Call(
                node=nodes.Getattr(node=nodes.Name(name="user"), attr=question),
                args=[nodes.Const(value=str(event)), *_],
            ) if question in QUESTIONS:
                events.append(event)
            case _:
                pass
    return list(dict.fromkeys(events))


def faults_in_text(text: str, roots: Roots) -> list[Refusal]:
    """What is wrong with a text that may print data in `{{ }}`, which may name these roots."""
    if "{%" in text:
        return [Refusal("A text may print data, and not run statements.", "Remove `{%` and what is in it.")]
    if "{{" not in text and "{#" not in text:
        return []
    from jinja2 import TemplateSyntaxError

    try:
        return list(_faults(_environment().parse(text), roots, asking=False))
    except (TemplateSyntaxError, RecursionError, ValueError) as error:
        return [Refusal(f"This text cannot be read: {_reason(error)}.", "Print data as `{{ user.id }}`.")]


@cache
def _environment() -> "Environment":
    from jinja2 import Environment

    return Environment(autoescape=True)


def _reason(error: Exception) -> str:
    """Jinja's reason in the words of somebody who never met it."""
    if not (message := getattr(error, "message", None)):
        return "it is nested too deep, or has a number that is too long"
    message = re.sub(r"'([^']*)'", r"`\1`", message)
    message = re.sub(r"unexpected char `(.*)` at \d+", r"`\1` means nothing here", message)
    message = re.sub(r"expected token `[a-z ]+`, got `(end of [a-z ]+)`", "it ends too early", message)
    message = re.sub(r"expected token `[a-z ]+`, got `(.*)`", r"`\1` is not expected here", message)
    return re.sub(r"unexpected (end of .*|`end of .*`)", "it ends too early", message).rstrip(".")


def _translated(text: str) -> str:
    words = re.sub(r"'[^']*'|\"[^\"]*\"", "''", text)
    found = (cure for pattern, cure in _FOREIGN if re.search(pattern, words))
    return next(found, "Write it such as `user.signed_up_days < 7`.")


def _faults(node: "nodes.Node", roots: Roots, *, asking: bool) -> Iterator[Refusal]:
    """What is wrong with the names below a node; `asking` where they may ask about the past, as conditions do."""
    from jinja2 import nodes

    match node:
        case nodes.Call(node=nodes.Getattr(node=nodes.Name(name="user"), attr="has_done" | "count" as question)) if (
            asking
        ):
            yield from _faults_in_question(node, question)
            for argument in node.args:
                yield from _faults(argument, roots, asking=asking)
            return
        case nodes.Getattr(node=nodes.Name(name=root), attr=field):
            yield from _faults_in_access(root, field, roots, asking=asking)
            return
        case nodes.Getitem(node=nodes.Name(name=root), arg=nodes.Const(value=str(field))):
            yield from _faults_in_access(root, field, roots, asking=asking)
            return
        case nodes.Name(name=root) if root not in roots:
            yield Refusal(f"{shown(root)} is not known here.", nearest(root, roots) or _offered(roots))
        case nodes.Filter(name=name) if asking and name not in _environment().filters:
            yield Refusal(f"`{name}` is not a filter.", nearest(name, _environment().filters) or "Remove it.")
        case nodes.Test(name=name) if name not in _environment().tests:
            yield Refusal(f"`{name}` is not a test.", nearest(name, _environment().tests) or "Remove it.")
    for child in node.iter_child_nodes():
        yield from _faults(child, roots, asking=asking)


def _faults_in_access(name: str, field: str, roots: Roots, *, asking: bool) -> Iterator[Refusal]:
    if name not in roots:
        yield Refusal(f"{shown(name)} is not known here.", nearest(name, roots) or _offered(roots))
        return
    root = roots[name]
    if asking and name == "user" and field in QUESTIONS:
        yield Refusal(f"`user.{field}` asks for an event.", f"Write it as `{QUESTIONS[field]}`.")
    elif root.fields is not None and field not in root.fields:
        yield Refusal(f"`{name}.{field}` is not {root.field_noun}.", nearest(field, root.fields) or root.cure)


def _faults_in_question(call: "nodes.Call", question: str) -> Iterator[Refusal]:
    from jinja2 import nodes

    example = f"Write it as `{QUESTIONS[question]}`."
    words = [argument.value for argument in call.args if isinstance(argument, nodes.Const)]
    texts = [word for word in words if isinstance(word, str)]
    most = 2 if question == "count" else 1
    if len(texts) != len(call.args) or not 1 <= len(texts) <= most or call.kwargs or call.dyn_args or call.dyn_kwargs:
        yield Refusal(f"`user.{question}` asks for an event by its name.", example)
    elif len(texts) == 2:
        try:
            read_duration(texts[1])
        except Refusal as refusal:
            yield refusal


def _offered(roots: Roots) -> str:
    return f"What is known here: {listed(tuple(roots), 'and')}."
