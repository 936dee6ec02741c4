"""HTM007: what a program left behind in the words of a message."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.leak import find_leaks
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.origin import shorten


def check(view: EmailView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for marks of templates, and for values that are none, in all that people read and in addresses."""
    for leak in find_leaks(view):
        message = f"“{shorten(leak.written)}” is left {leak.where}."
        yield Fault(message, leak.at, leak.key, notification=leak.notification)


RULE: Final = Rule(
    code="HTM007",
    name="leaked-template-text",
    severity="error",
    looks_at=EmailView,
    check=check,
    summary="Something that only a program understands is left in a message, such as `{{ name }}` or `None`.",
    why="People see that nobody looked at the message, and not what should stand there; “Hello {first_name}” is what "
    "scams look like. Marks of many templates are known. In single braces, as `{name}`, or in brackets, as "
    "`[[ name ]]` and `[First name]`, only names count: those of the data, and what other programs call them. `None`, "
    "`undefined`, `null`, `NaN` and `[object Object]` count as values, and not as words of the copy. What stands in "
    "quotation marks, in backticks, in `<code>` and its like or in a monospaced font is taken for something that the "
    "message speaks of, and what a sample has among other words for somebody's own.",
    cure="Write `{{ name }}` with two braces for what is in the data, and print a value only where there is one; put "
    "what people are to read as it is into `<code>` or quotation marks.",
    bad=Example(copy={"body": "**{{ name }}** left you a note, {first_name}."}),
    good=Example(copy={"body": "**{{ name }}** left you a note, {{ user.first_name }}. Answer with “{first_name}”."}),
)
