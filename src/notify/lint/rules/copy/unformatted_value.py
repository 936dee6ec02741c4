"""COP008: a date, number or amount printed as computers write it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from notify.catalogue.copy import CopyBook, Plural
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy import owner_of, texts_of
from notify.lint.views.kinds import raw_type
from notify.lint.views.messages import MessagesView
from notify.lint.views.names import wanted_in
from notify.lint.views.phrase import read_phrase
from notify.lint.views.prints import printed_in
from notify.lint.views.template import Source

_FILTERS: Final = {
    "date": ("a date", 'date("long")'),
    "datetime": ("a time", 'datetime("short")'),
    "integer": ("a number", "number"),
    "number": ("a number", "number"),
    "money": ("an amount", "currency"),
}
# Forms for numbers that most languages write with a figure or two.
_SMALL: Final = frozenset({"zero", "one", "two"})
# Numbers that name something and count nothing: nobody wants a comma in an invoice's.
_NAMES: Final = re.compile(r"(?:^|[._])(?:code|day|id|invoice|last4|month|no|number|pin|port|postcode|year|zip)\d*$")


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at what copy and templates print, by the types that the catalogue declares."""
    if view.book:
        yield from _in_copy(view, view.book)
    yield from _in_templates(view)


def _in_copy(view: MessagesView, book: CopyBook) -> Iterator[Fault]:
    wanted = [each for source in view.templates.sources.values() for each in wanted_in(source.tree)]
    for locale in view.workspace.catalogue.locales:
        copy = book.copies.get(locale)
        for key, entry in copy.entries.items() if copy else ():
            # What a template hands over by name is formatted there, or is no longer what the catalogue declares.
            given = {name for each in wanted if each.means(key) for name in each.names}
            said = set()
            for form, text in texts_of(entry):
                phrase = read_phrase(key, text)
                for value in phrase.shown if phrase else ():
                    found = None if isinstance(value, str) else _fault(view, value)
                    if found and found[0].partition(".")[0] in given:
                        found = None
                    if found is None and isinstance(entry, Plural) and form not in _SMALL:
                        found = _count(value)
                    if found and found not in said:
                        said.add(found)
                        name, what, cure = found
                        message = f"`{key}` in `{locale}` prints `{name}`, {what}, as it is."
                        yield Fault(message, text.position, f"copy:{key}:{name}", cure,
                                    notification=owner_of(text.position), locale=locale)  # fmt: skip


def _count(value: object) -> tuple[str, str, str] | None:
    """The number of a plural, where it may be a great one."""
    return _said("count", "integer") if isinstance(value, nodes.Name) and value.name == "count" else None


def _in_templates(view: MessagesView) -> Iterator[Fault]:
    sources = view.templates.sources
    own_names = {file: _own_names(source) for file, source in sources.items()}
    for printed in printed_in(view.templates):
        found = _fault(view, printed.value)
        if found and found[0].partition(".")[0] not in own_names[printed.file]:
            name, what, cure = found
            place = sources[printed.file].at(printed.line, name)
            yield Fault(f"The template prints `{name}`, {what}, as it is.", place, f"print:{printed.file}:{name}", cure)


def _own_names(source: Source) -> set[str]:
    """The names that a template gives to something itself, in a loop, a macro or with `set`."""
    return {name.name for name in source.tree.find_all(nodes.Name) if name.ctx != "load"}


def _fault(view: MessagesView, value: nodes.Expr) -> tuple[str, str, str] | None:
    """What is printed raw, what it is, and the cure; None where nothing is wrong."""
    found = raw_type(view.workspace, view.notification, value)
    if found is None or found[1] not in _FILTERS or _NAMES.search(found[0]):
        return None
    return _said(*found)


def _said(name: str, kind: str) -> tuple[str, str, str]:
    what, written = _FILTERS[kind]
    return name, what, f"Print it as the language writes it: `{{{{ {name}|{written} }}}}`."


RULE: Final = Rule(
    code="COP008",
    name="unformatted-value",
    severity="warning",
    looks_at=MessagesView,
    check=check,
    summary="A date, a number or an amount is printed without a filter that writes it as the language does.",
    why="People read `2026-03-01`, and `1234.5` where their language writes «1 234,5»; 03/04 is two different days. "
    "The filters write what CLDR says for the locale (unicode.org/cldr). A number that names something, such as an "
    "`order_number`, a `year` or an `id`, is left alone.",
    cure="Print it with a filter: `|number`, `|percent`, `|currency`, `|date`, `|time`, `|datetime`, `|relative`.",
    bad=Example(
        note={"variables": {"name": {"type": "string"}, "at": {"type": "datetime"}}},
        copy={"preheader": "Written on {{ at }}, and waiting for you on your board."},
        catalogue={"events": {"note.written": {"name": {"type": "string", "sample": "Bo"},
                                               "at": {"type": "datetime", "sample": "2026-03-01T09:00:00+00:00"}}}},
    ),
    good=Example(
        note={"variables": {"name": {"type": "string"}, "at": {"type": "datetime"}}},
        copy={"preheader": 'Written on {{ at|date("long") }}, and waiting for you on your board.'},
        catalogue={"events": {"note.written": {"name": {"type": "string", "sample": "Bo"},
                                               "at": {"type": "datetime", "sample": "2026-03-01T09:00:00+00:00"}}}},
    ),
)  # fmt: skip
