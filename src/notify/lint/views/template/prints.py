"""What templates print where people see it, also by way of macros: `{{ fact(t.due, due) }}` prints `due` in a cell."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from jinja2 import nodes

from notify.lint.views.template.shown import Shown, read_shown, read_uses
from notify.lint.views.template.template import TemplateView

# By the name of a macro, and of its argument, the elements that it prints the argument in just as it is given.
Slots = Mapping[str, Mapping[str, frozenset[str]]]


@dataclass(frozen=True, slots=True)
class Printed:
    """A value that is seen in an element, and where the expression for it stands: in which file, line and macro.

    `before` are the words just before it.
    """

    value: nodes.Expr
    element: str
    file: str
    line: int
    macro: str
    before: str = ""


def shown_in(view: TemplateView) -> Mapping[str, Sequence[Shown]]:
    """What is shown of each of a notification's templates, by its file.

    What a macro or a `{% set %}` block builds for attributes alone is not shown.
    """
    found = {file: read_shown(source.text, file.endswith(".mjml")) for file, source in view.sources.items()}
    if not any(each.block or each.macro for shown in found.values() for each in shown):
        return found
    unseen = _unseen(view)
    return {
        file: [each for each in shown if not {each.macro, each.block} & unseen] if unseen else shown
        for file, shown in found.items()
    }


def _unseen(view: TemplateView) -> set[str]:
    """The macros and `{% set %}` blocks that are printed in attributes and styles alone."""
    read = [read_uses(source.text, file.endswith(".mjml")) for file, source in view.sources.items()]
    uses = [use for _, each in read for use in each]
    unseen = {name for names, _ in read for name in names}
    unseen |= {name for macro, block, names in uses if macro or block for name in names}
    while seen := {name for macro, block, names in uses if not {macro, block} & unseen for name in names & unseen}:
        unseen -= seen
    return unseen


def printed_in(view: TemplateView) -> Iterator[Printed]:
    """Everything that a notification's templates show the value of, with the arguments of macros that show them."""
    slots, macros = _slots(view), _macros(view)
    for file, found in shown_in(view).items():
        for shown in found:
            if shown.value is not None:
                yield Printed(shown.value, shown.element, file, shown.line, shown.macro, shown.before)
                for name, argument in _arguments(shown.value, macros):
                    macro, parameter = name
                    for element in sorted(slots.get(macro, {}).get(parameter, ())):
                        yield Printed(argument, element, file, shown.line, shown.macro)


def _macros(view: TemplateView) -> dict[str, nodes.Macro]:
    return {macro.name: macro for source in view.sources.values() for macro in source.all(nodes.Macro)}


def _arguments(value: nodes.Expr, macros: Mapping[str, nodes.Macro]) -> Iterator[tuple[tuple[str, str], nodes.Expr]]:
    """What a call of a macro hands over, by the names of the macro and of its argument."""
    match value:
        case nodes.Call(node=nodes.Name(name=str(name)), args=given, kwargs=named) if name in macros:
            for parameter, argument in zip(macros[name].args, given, strict=False):
                yield (name, parameter.name), argument
            for keyword in named:
                yield (name, keyword.key), keyword.value


def _slots(view: TemplateView) -> Slots:
    macros = _macros(view)
    slots: dict[str, dict[str, frozenset[str]]] = {name: {} for name in macros}
    values = [shown for found in shown_in(view).values() for shown in found if shown.value and shown.macro in macros]

    def add(shown: Shown, value: nodes.Expr, elements: frozenset[str]) -> bool:
        """Says that what a macro shows is an argument of its own; whether that is news."""
        own = slots[shown.macro]
        if not isinstance(value, nodes.Name) or elements <= own.get(value.name, frozenset()):
            return False
        if value.name not in {parameter.name for parameter in macros[shown.macro].args}:
            return False
        own[value.name] = own.get(value.name, frozenset()) | elements
        return True

    grown = True
    while grown:
        grown = False
        for shown in values:
            if shown.value is None:
                continue
            grown |= add(shown, shown.value, frozenset({shown.element}))
            for (macro, parameter), argument in _arguments(shown.value, macros):
                grown |= add(shown, argument, slots[macro].get(parameter, frozenset()))
    return slots
