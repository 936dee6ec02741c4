"""What a template asks for and cannot have, in the words of somebody who writes templates.

Jinja and Python say it in words of their own. What is wrong with a template before it runs is in `grammar`.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, Final

from jinja2 import (
    StrictUndefined,
    TemplateAssertionError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    UndefinedError,
)
from jinja2.environment import Environment
from jinja2.filters import FILTERS as JINJA_FILTERS

from notify.catalogue.model.fields import listed
from notify.errors import Missing, nearest
from notify.render.template.depth import TooDeep
from notify.render.template.grammar import explain_syntax
from notify.render.template.inheritance import LostContent

# What a template's own expressions can raise; anything else is a bug of ours and keeps its traceback.
TEMPLATE_FAULTS: Final = (
    ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError, MemoryError
)  # fmt: skip

# Python's and Jinja's names of the kinds of value that a template meets, and what they are called here.
_KINDS: Final = {
    "str": "a text", "Markup": "a text", "int": "a number", "float": "a number", "Decimal": "a number",
    "bool": "a truth value", "list": "a list", "tuple": "a list", "dict": "an object", "date": "a date",
    "datetime": "a date with a time", "Money": "an amount of money", "Words": "a group of texts", "Macro": "a macro",
    "TemplateModule": "a file of macros", "None": "nothing", "NoneType": "nothing", "generator": "a list",
}  # fmt: skip
_PRINT_CURES: Final = {
    "Money": "Print it with a filter: `{{ amount|currency }}`.",
    "list": "Print its entries in a loop, or with `|and_list`.",
    "generator": "Print its entries in a loop, or with `|and_list`.",
    "NoneType": "Ask first whether there is a value: `{% if … %}`.",
    "dict": "Print its parts: `{{ name.part }}`.",
    "Macro": "Call it: `{{ name() }}`.",
}
# What prints as people expect, or says itself why it cannot.
_WORDS: Final = (str, int, float, Decimal, date, Undefined)
# Names that are there in some places only.
_ELSEWHERE: Final = {
    "loop": "It is there only inside a `{% for %}`.",
    "super": "It is there only inside a `{% block %}`.",
    "caller": "It is there only in a macro that is called with `{% call %}`.",
}
_KIND_CURE: Final = "`notify show ID` says of which kind each variable is."
# How much of a template's name is said, where there is no such template.
_LONGEST_NAME: Final = 100
# The names under which templates find fields that are often written without them.
_ROOTS: Final = ("user", "product", "topic", "notification")


class TemplateFault(UndefinedError):
    """What a template asked for and cannot have: the message, the cure, and `word`, as which it may stand there.

    `missing` is what is not there, if that is it; `within` the mapping that has no such part.
    """

    def __init__(
        self,
        message: str,
        hint: str,
        word: str = "",
        *,
        missing: Missing | None = None,
        within: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.hint, self.word, self.missing, self.within = hint, word, missing, within


@dataclass(frozen=True, slots=True)
class Macro:
    """A macro: the template that defines it, below `templates/`, and its arguments as they are written."""

    file: str
    arguments: str


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault in words: the message, the cure, and where on its line to look.

    `word` is what to look for; `opener` the statement that is not closed, if that is the fault; `at_caller` says that
    not the line in a macro is to blame but the one that calls it. `missing` is what is not there, if that is the fault.
    """

    message: str
    hint: str
    word: str = ""
    opener: str = ""
    at_caller: bool = False
    missing: Missing | None = None


def unknown(
    message: str, hint: str, word: str, *, missing: Missing | None = None, within: Mapping[str, Any] | None = None
) -> StrictUndefined:
    """A value that raises a TemplateFault when it is used for anything but asking whether it is there."""
    fault = partial(TemplateFault, hint=hint, word=word, missing=missing, within=within)
    return StrictUndefined(message, exc=fault)  # type: ignore[arg-type] # Jinja calls it


def printable(value: Any) -> Any:
    """A value as it is, if it has words to print; what Python would print of the others means nothing to anybody.

    Raises TemplateFault.
    """
    if isinstance(value, _WORDS) or hasattr(value, "__html__"):
        return value
    kind = type(value).__name__
    hint = _PRINT_CURES.get(kind, "Print a part of it, or what a filter makes of it.")
    raise TemplateFault(f"This is {_KINDS.get(kind, 'no text')}, and cannot be printed as it is.", hint)


def explain(
    error: Exception, context: Mapping[str, Any], environment: Environment, macros: Mapping[str, Macro]
) -> Fault:
    """An error of Jinja, or of what an expression did, as a fault.

    `context` are the names that the template was given, `macros` those that it could have imported.
    """
    text = (str(error) or type(error).__name__).rstrip(".")
    if isinstance(error, TemplateFault):
        return Fault(str(error), error.hint, error.word, missing=error.missing or _undeclared_part(error, context))
    if fault := _explain_kind(error, text):
        return fault
    if found := re.fullmatch(r"No (filter|test) named '(\w+)'(?: found)?", text):
        return _no_such(found[1], found[2], environment)
    if found := re.fullmatch(r"'(\w+)' is undefined", text):
        return _undefined(found[1], context, macros)
    for pattern, put in _PATTERNS:
        if found := re.fullmatch(pattern, text):
            return put(found, macros)
    return Fault(f"This cannot be worked out: {text}.", _KIND_CURE)


def _explain_kind(error: Exception, text: str) -> Fault | None:
    """What the class of an error says by itself."""
    match error:
        case LostContent():
            return Fault(str(error.message), error.hint, error.word)
        case TooDeep():
            return Fault(str(error.message), "Take it apart: a template into macros or files to include.")
        case TemplateNotFound(name=name):
            named = str(name) if len(str(name)) < _LONGEST_NAME else f"{str(name)[: _LONGEST_NAME - 1]}…"
            return Fault(f"There is no template `{named}`.", "Write its path below `templates/`.", str(name))
        case TemplateSyntaxError() if not isinstance(error, TemplateAssertionError) or "defined twice" in text:
            return Fault(*explain_syntax(error))
        case RecursionError():
            hint = "Take it out, or put it inside an `{% if %}` that ends it."
            return Fault("This includes, extends or calls itself for ever.", hint)
        case ZeroDivisionError():
            return Fault("This divides by zero.", "Ask before whether the divisor is zero: `{% if … %}`.", "/")
        case OverflowError() if "MAX_RANGE" in text:
            return Fault("This range is too long.", "Loop over 100,000 numbers at most.", "range")
    return None


def _undeclared_part(fault: TemplateFault, context: Mapping[str, Any]) -> Missing | None:
    """A trait or another field that the catalogue does not declare; what other data has is not declared there."""
    if fault.within is None:
        return None
    within = (f"{root}{fault.word}" for root in _ROOTS if context.get(root) is fault.within)
    return next((Missing("variable", name) for name in within), None)


def _undefined(name: str, context: Mapping[str, Any], macros: Mapping[str, Macro]) -> Fault:
    message = f"`{name}` is not known here."
    fields = {field: root for root in _ROOTS for field in context.get(root) or ()}
    if name == "event":
        hint = "Declare a variable `from: event.…` and print that."
        return Fault("`event` is not for templates.", hint, name, missing=Missing("variable", name))
    if name in _ELSEWHERE:
        hint = _ELSEWHERE[name]
    elif name in context:
        hint = "Import the macro `with context`, or hand it over as an argument."
    elif name == "t":
        return Fault("Copy cannot print other copy.", "Write the words out, or print both in the template.", name)
    elif name in macros:
        hint = f'Import it: `{{% from "{macros[name].file}" import {name} %}}`.'
    elif name in fields:
        return Fault(message, f"Did you mean `{fields[name]}.{name}`?", name, missing=Missing("variable", name))
    else:
        declare = f"Declare `{name}` under the `variables` of the notification."
        hint = nearest(name, context) or nearest(name, macros) or declare
        return Fault(message, hint, name, missing=Missing("variable", name))
    return Fault(message, hint, name)


def _no_such(what: str, name: str, environment: Environment) -> Fault:
    if what == "test":
        hint = nearest(name, environment.tests) or "Compare with `==`, or ask `is defined`."
        return Fault(f"There is no test `{name}`.", hint, name)
    ours = sorted(environment.filters.keys() - JINJA_FILTERS.keys())
    hint = nearest(name, ours) or nearest(name, environment.filters) or f"For formats there are {listed(ours, 'and')}."
    return Fault(f"There is no filter `{name}`.", hint, name)


def _kind(name: str) -> str:
    return _KINDS.get(name.removesuffix(" object").rpartition(".")[2], "this")


def _no_attribute(found: re.Match[str], macros: Mapping[str, Macro]) -> Fault:
    kind = _kind(found[1])
    hint = nearest(found[2], macros) if kind == "a file of macros" else None
    cure = hint or "Print the value itself, or a part that it has."
    return Fault(f"{kind.capitalize()} has no `{found[2]}`.", cure, f".{found[2]}")


def _no_entry(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    hint = "Entries count from 0; `|length` says how many there are."
    return Fault(f"There is no entry {found[1]} in this list.", hint, f"[{found[1]}]")


def _no_argument(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    message = f"The macro that is called here needs `{found[1]}`, and is not given it."
    return Fault(message, f"Add it to the call, or give it a default in the macro: `{found[1]}=…`.", at_caller=True)


def _no_macro(found: re.Match[str], macros: Mapping[str, Macro]) -> Fault:
    file, name = found[1], found[2]
    there = [known for known, macro in macros.items() if macro.file == file]
    some = f"It has {listed(there, 'and')}." if there else "It has none."
    return Fault(f"`{file}` has no macro `{name}`.", nearest(name, there) or some, name)


def _wrong_arguments(found: re.Match[str], macros: Mapping[str, Macro]) -> Fault:
    name, rest = found[1], found[2]
    if extra := re.fullmatch(r"takes no keyword argument '(\w+)'", rest):
        message, word = f"The macro `{name}` has no argument `{extra[1]}`.", extra[1]
    else:
        message, word = f"The macro `{name}` is given more arguments than it has.", name
    hint = f"Call it as `{name}({macros[name].arguments})`." if name in macros else "Look at where it is defined."
    return Fault(message, hint, word)


def _not_around(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    name = found[1]
    hint = f"Print `{{{{ caller() }}}}` in the macro, or call it without `{{% call %}}`: `{{{{ {name}(…) }}}}`."
    return Fault(f"The macro `{name}` shows nothing of what stands in this `{{% call %}}`.", hint, name)


def _not_addable(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    kinds = f"{_kind(found[1])} and {_kind(found[2])}"
    return Fault(f"{kinds.capitalize()} cannot be added.", "Write `~` to join texts; `|int` makes a number.", "+")


def _not_workable(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    operator, kinds = found[1], f"{_kind(found[2])} and {_kind(found[3])}"
    if operator == "+":
        return Fault(f"{kinds.capitalize()} cannot be added.", "Write `~` to join texts.", operator)
    message = f"{kinds.capitalize()} do not go with `{operator}`."
    return Fault(message, f"Use it between two numbers. {_KIND_CURE}", operator)


def _not_comparable(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    kinds = f"{_kind(found[2])} and {_kind(found[3])}"
    return Fault(f"{kinds.capitalize()} cannot be compared with `{found[1]}`.", _KIND_CURE, found[1])


def _not_a_list(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    return Fault(f"{_kind(found[1]).capitalize()} is not a list to loop over.", _KIND_CURE)


def _not_callable(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    return Fault(f"{_kind(found[1]).capitalize()} cannot be called.", "Remove the parentheses behind it.")


def _wrong_filter_arguments(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    hint = "Look at what stands between its parentheses."
    return Fault(f"`{found[1]}` is given an argument that it does not take, or one too few.", hint, found[1])


def _not_for_filter(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    return Fault(f"`{found[2]}` does not work on {_kind(found[1])}.", _KIND_CURE, found[2])


def _private(found: re.Match[str], _: Mapping[str, Macro]) -> Fault:
    return Fault(f"`{found[1]}` is not for templates.", "Print values, and change them with filters.", f".{found[1]}")


_PATTERNS: Final[tuple[tuple[str, Callable[[re.Match[str], Mapping[str, Macro]], Fault]], ...]] = (
    (r"'(.+)' has no attribute '(\w+)'", _no_attribute),
    (r".+ has no element (.+)", _no_entry),
    (r"parameter '(\w+)' was not provided", _no_argument),
    (r"the template '(.+)' \(imported on .+\) does not export the requested name '(\w+)'", _no_macro),
    (r"macro '(\w+)' (takes .+)", _wrong_arguments),
    (r"macro '(\w+)' was invoked with two values for the special caller argument.*", _not_around),
    (r"can only concatenate (\w+) \(not \"(\w+)\"\) to \w+", _not_addable),
    (r"unsupported operand type\(s\) for (\S+): '(.+)' and '(.+)'", _not_workable),
    (r"'(\S+)' not supported between instances of '(.+)' and '(.+)'", _not_comparable),
    (r"'(.+)' object is not iterable", _not_a_list),
    (r"'(.+)' object is not callable", _not_callable),
    (r"(?:do_)?(\w+)\(\) (?:takes|got|missing) .+", _wrong_filter_arguments),
    (r"type (\w+) doesn't define __(\w+)__ method", _not_for_filter),
    (r"access to attribute '(\w+)' of '.+' object is unsafe", _private),
)
