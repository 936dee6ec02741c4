"""ACC005: a table that only lays things out, and is read as one of data."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.table import Table, read_tables
from notify.render.markup.elements import Start

_MJML_CURE: Final = (
    'Write `<mj-text><table role="presentation">` in its place, since the compiler of notify leaves the `role` of an '
    "`mj-table` out; where it is data after all, make its labels `<th>`."
)
# How many lines a message names.
_NAMED: Final = 5


def check(view: MarkupView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks into every table that people hear."""
    found: dict[str, dict[int, tuple[Table, str]]] = {}
    for table in read_tables(view.heard):
        if (why := _why(table)) and not _role(table.tag):
            file, line = view.origin(table.tag.offset)
            found.setdefault(file, {}).setdefault(line, (table, why))
    for file, lines in found.items():
        table, why = lines[min(lines)]
        cure = _MJML_CURE if table.tag.name == "mj-table" else None
        yield Fault(
            f"{_said(table.tag.name, sorted(lines))} no `role`, and {'it' if len(lines) == 1 else 'the first'} {why}: "
            f"a layout, read aloud as data.",
            view.place(table.tag.offset),
            f"table:{file}",
            cure,
            size=len(lines),
            value=f"{len(lines)} table{'s' if len(lines) > 1 else ''}",
            notification=view.whose(file),
        )


def _why(table: Table) -> str:
    """Why it is taken for a layout; empty where it may well be data."""
    if table.says or table.heads or not any(table.rows):
        return ""
    if table.nests:
        return "has another table in it"
    if not table.worded:
        return "has no words in it"
    # An `mj-table` is for data, of which there may be a single row; `table` is what people lay out with.
    if max(table.rows) == 1 and (table.tag.name == "table" or len(table.rows) > 1):
        return "has a single column"
    if len(table.rows) == 1 and table.tag.name == "table":
        return "has a single row"
    return "has pictures, headings or lists in its cells" if table.laid_out else ""


def _said(name: str, lines: Sequence[int]) -> str:
    if len(lines) == 1:
        return f"This `<{name}>` has"
    named = ", ".join(map(str, lines[:_NAMED]))
    more = f" and {len(lines) - _NAMED} more" if len(lines) > _NAMED else ""
    return f"The tables on {len(lines)} lines ({named}{more}) have"


def _role(tag: Start) -> str:
    """The role of a table: that of an `mj-table` does not survive the compiler."""
    return tag.value("role").strip() if tag.name == "table" else ""


RULE: Final = Rule(
    code="ACC005",
    name="layout-table-without-role",
    severity="warning",
    looks_at=MarkupView,
    check=check,
    summary="A table lays something out, and has no `role` that says so.",
    why="A screen reader counts the rows and columns of a table, and reads the place of every cell, unless its "
    "role is `presentation` or `none` (WAI-ARIA 1.2); what says nothing is left to its guess. The compiler "
    "gives the role to all tables of its own but an `mj-table`. A table is taken for a layout where it has "
    "another table, no words, a single column or, unless it is an `mj-table`, a single row, and where "
    "pictures, headings or lists stand in its cells. Header cells, a caption, a summary or a label make it "
    "data, and so does any role but these. A table in a table needs a role of its own. What is "
    "`aria-hidden` or for Outlook alone is not read.",
    cure='Write `role="presentation"` on each such table; where it is data after all, make its labels `<th '
    'scope="row">` or `<th scope="col">`.',
    bad=Example(
        body='<mj-text><table width="100%"><tr><td><img src="https://acme.example/bo.png" alt="" width="40" /></td>'
        "<td>{{ t.body }}</td></tr></table></mj-text>"
    ),
    good=Example(
        body='<mj-text><table role="presentation" width="100%"><tr><td>'
        '<img src="https://acme.example/bo.png" alt="" width="40" /></td><td>{{ t.body }}</td></tr></table></mj-text>\n'
        '<mj-table><tr><th scope="row">{{ product.name }}</th><td>{{ name }}</td></tr></mj-table>'
    ),
)
