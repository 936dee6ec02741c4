"""COP008: a date, number or amount printed as computers write it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from notify.catalogue.copy import CopyBook, Plural
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of, texts_of
from notify.lint.views.copy.phrase import Phrase, read_phrase
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.kinds import raw_type
from notify.lint.views.template.prints import printed_in
from notify.lint.views.template.template import Source

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
_NAMES: Final = re.compile(
    r"(?:^|[._])(?:build|chapter|code|day|edition|id|invoice|issue|last4|month|no|number|pin|port|postcode|version|"
    r"year|zip)\d*$"
)
# What stands before such a number: `#12`, `no. 12`, `Nr. 12`.
_MARKER: Final = re.compile(r"(?:[#№]|(?<!\w)(?:no\.|n\.?[º°]|nr\.?|number|numéro|numer|رقم))\s*$", re.IGNORECASE)
_NUMBERS: Final = frozenset({"integer", "number"})


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at what copy and templates print, by the types that the catalogue declares."""
    # What stops a rendering is a graver fault, and others say it.
    stopping = [refusal for refusal in view.refusals if refusal.prints_money]
    places = {(refusal.at.file, refusal.at.line) for refusal in stopping}
    handed = {(found.file, found.line) for refusal in stopping if (found := view.money_printed(refusal))}
    for fault in (*(_in_copy(view, view.book) if view.book else ()), *_in_templates(view)):
        if (fault.at.file, fault.at.line) not in places | handed:
            yield fault


def _in_copy(view: MessagesView, book: CopyBook) -> Iterator[Fault]:
    for locale in view.workspace.catalogue.locales:
        copy = book.copies.get(locale)
        for key, entry in copy.entries.items() if copy else ():
            # What a template hands over by name is formatted there, or is no longer what the catalogue declares.
            given = view.handed.get(key, frozenset())
            said = set()
            for form, text in texts_of(entry):
                phrase = read_phrase(key, text)
                for before, value in _values(phrase) if phrase else ():
                    found = _fault(view, value, before)
                    if found and found[0].partition(".")[0] in given:
                        found = None
                    if found is None and isinstance(entry, Plural) and form not in _SMALL:
                        found = _count(value, before)
                    if found and found not in said:
                        said.add(found)
                        name, what, cure = found
                        message = f"`{key}` in `{locale}` prints `{name}`, {what}, as it is."
                        yield Fault(message, text.position, f"copy:{key}:{name}", cure,
                                    notification=owner_of(text.position), locale=locale)  # fmt: skip


def _values(phrase: Phrase) -> Iterator[tuple[str, nodes.Expr]]:
    """Each value that a text prints, with the words between the one before and it."""
    before = ""
    for piece in phrase.shown:
        if isinstance(piece, str):
            before += piece
        else:
            yield before, piece
            before = ""


def _count(value: nodes.Expr, before: str) -> tuple[str, str, str] | None:
    """The number of a plural, where it may be a great one."""
    counts = isinstance(value, nodes.Name) and value.name == "count" and not _MARKER.search(before)
    return _said("count", "integer") if counts else None


def _in_templates(view: MessagesView) -> Iterator[Fault]:
    sources = view.templates.sources
    own_names = {file: _own_names(source) for file, source in sources.items()}
    for printed in printed_in(view.templates):
        found = _fault(view, printed.value, printed.before)
        if found and found[0].partition(".")[0] not in own_names[printed.file]:
            name, what, cure = found
            place = sources[printed.file].at(printed.line, name)
            yield Fault(f"The template prints `{name}`, {what}, as it is.", place, f"print:{printed.file}:{name}", cure)


def _own_names(source: Source) -> set[str]:
    """The names that a template gives to something itself, in a loop, a macro or with `set`."""
    return {name.name for name in source.tree.find_all(nodes.Name) if name.ctx != "load"}


def _fault(view: MessagesView, value: nodes.Expr, before: str) -> tuple[str, str, str] | None:
    """What is printed raw after some words, what it is, and the cure; None where nothing is wrong."""
    found = raw_type(view.workspace, view.notification, value)
    if found is None or found[1] not in _FILTERS:
        return None
    names = found[1] in _NUMBERS and (_NAMES.search(found[0]) or _MARKER.search(before))
    return None if names else _said(*found)


def _said(name: str, kind: str) -> tuple[str, str, str]:
    what, written = _FILTERS[kind]
    named = ", or declare it as a string where it names something" if kind in _NUMBERS and name != "count" else ""
    return name, what, f"Print it as the language writes it: `{{{{ {name}|{written} }}}}`{named}."


RULE: Final = Rule(
    code="COP008",
    name="unformatted-value",
    severity="warning",
    looks_at=MessagesView,
    check=check,
    summary="A date, a number or an amount is printed without a filter that writes it as the language does.",
    why="People read `2026-03-01`, and `1234.5` where their language writes «1 234,5»; 03/04 is two different days. "
    "The filters write what CLDR says for the locale (unicode.org/cldr). A number that names something is left "
    "alone: one that is called so, such as an `order_number`, a `year` or an `id`, and one that stands after a marker, "
    "as in `no. {{ letter }}` or `#{{ job }}`.",
    cure="Print it with a filter: `|number`, `|percent`, `|currency`, `|date`, `|time`, `|datetime`, `|relative`. A "
    "number that names something is better declared as a string.",
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
