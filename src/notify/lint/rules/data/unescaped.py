"""VAR005: data that is printed as markup."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import nodes

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.template.names import Content, Passed, Unescaped
from notify.render.template.places import place

# Of these nothing can be markup.
_HARMLESS: Final = frozenset({"integer", "number", "boolean", "date", "datetime", "money"})
# What does not come from people: the product's own words, and what the program itself makes.
_OURS: Final = frozenset(
    {"t", "product", "topic", "notification", "locale", "dir", "count", "unsubscribe_url", "preferences_url"}
)


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for `|safe`, and what escapes nothing, on data: also where a macro is given it."""
    handed = _handed_over(view)
    for file, seen in view.seen_in_templates.items():
        for one in seen:
            if isinstance(one, Unescaped):
                names = sorted(name for name in _followed(one.content, handed) if _is_data(view, name))
                at = place(view.workspace.root, file, one.line, "safe")
                for name in names:
                    yield Fault(
                        f"`{name}` is printed here without being escaped.",
                        at,
                        f"{file}:{name}",
                        notification=view.whose(file),
                    )


def _is_data(view: MessagesView, name: str) -> bool:
    root, _, part = name.partition(".")
    declared = view.workspace.catalogue.user.get(part) if root == "user" else view.notification.variables.get(root)
    return root in view.data and root not in _OURS and not (declared and declared.type in _HARMLESS)


def _handed_over(view: MessagesView) -> Mapping[tuple[str, str], Content]:
    """What the parameters of macros may have in them, of all that calls them with this notification."""
    trees = [source.tree for source in view.templates.sources.values()]
    macros = {macro.name: [name.name for name in macro.args] for tree in trees for macro in tree.find_all(nodes.Macro)}
    handed: dict[tuple[str, str], Content] = {}
    for seen in view.seen_in_templates.values():
        for one in seen:
            if isinstance(one, Passed) and one.macro in macros:
                names = macros[one.macro]
                by_place = names[one.parameter] if isinstance(one.parameter, int) and one.parameter < len(names) else ""
                parameter = one.parameter if isinstance(one.parameter, str) else by_place
                handed[one.macro, parameter] = handed.get((one.macro, parameter), frozenset()) | one.content
    return handed


def _followed(content: Content, handed: Mapping[tuple[str, str], Content]) -> set[str]:
    """The data in something, with that which macros are given in the place of their parameters."""
    names: set[str] = set()
    waiting, known = list(content), set(content)
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            names.add(part)
            continue
        new = handed.get(part, frozenset()) - known
        known |= new
        waiting += new
    return names


RULE: Final = Rule(
    code="VAR005",
    name="unescaped-variable",
    severity="error",
    looks_at=MessagesView,
    check=check,
    summary="Data is printed with `|safe`, or where `autoescape` is off, so that what is in it counts as markup.",
    why="Whoever chooses the data chooses what the message looks like: a name such as `<a href=…>` becomes a link in "
    "mail that comes from you. OWASP's cheat sheet on cross-site scripting says to encode every variable for the place "
    "that it is printed at; templates here do so by themselves unless they are told not to.",
    cure="Take `|safe` away. Markup that you write belongs into the template, and words with emphasis into the copy.",
    bad=Example(body="<mj-text>{{ t.body }} {{ name|safe }}</mj-text>"),
    good=Example(body="<mj-text>{{ t.body|safe }} {{ name }}</mj-text>"),
)
