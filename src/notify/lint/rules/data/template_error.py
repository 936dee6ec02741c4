"""VAR008: a template that does not compile or render."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2 import TemplateError as JinjaError
from jinja2 import TemplateRuntimeError, nodes

from notify.errors import NotifyError
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.phrase import path_of
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.notification.refusal import RefusalView
from notify.lint.views.template.template import Source
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import explain
from notify.render.template.places import place, template_error
from notify.source import Position


def check(view: MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Passes on what stopped a rendering, and looks for what would where no sample comes by."""
    for refusal in view.refusals:
        if refusal.kind == "template" and not _is_without(view, refusal.at.file):
            yield _money(view, refusal) or _fault(view, refusal.error)
    for source in view.templates.sources.values():
        for error in (*_unknown_names(view, source), *_unreadable(view, source)):
            yield _fault(view, error)


def _is_without(view: MessagesView, file: str) -> bool:
    """Whether there is no template at all, which is a fault of its own: CAT002."""
    return file == f"templates/{view.notification.id}/email.mjml" and not (view.workspace.root / file).is_file()


def _money(view: MessagesView, refusal: RefusalView) -> Fault | None:
    """Money that a macro cannot print as it is, at the line that hands it over."""
    printed = view.money_printed(refusal)
    if printed is None or printed.file == refusal.at.file:
        return None
    name = path_of(printed.value) or "this"
    at = view.templates.sources[printed.file].at(printed.line, name)
    message = f"`{name}` is an amount of money, and cannot be printed as it is."
    cure = f"Print it with a filter: `{{{{ {name}|currency }}}}`." if name != "this" else refusal.error.hint
    return Fault(message, at, f"{at.file}:{message}", cure, notification=view.whose(at.file))


def _fault(view: MessagesView, error: NotifyError) -> Fault:
    at = error.position or Position("templates")
    return Fault(error.message, at, f"{at.file}:{error.message}", error.hint, notification=view.whose(at.file))


def _unknown_names(view: MessagesView, source: Source) -> Iterator[NotifyError]:
    """Filters and tests that there are none of: Jinja itself lets them stand where a branch is not taken."""
    environment = view.templates.environment
    known = {nodes.Filter: environment.filters, nodes.Test: environment.tests}
    for kind, names in known.items():
        for node in source.all(kind):
            if (name := getattr(node, "name", "")) not in names:
                what = "filter" if kind is nodes.Filter else "test"
                fault = explain(TemplateRuntimeError(f"No {what} named '{name}' found."), {}, environment, {})
                where = place(view.workspace.root, source.file, node.lineno, fault.word)
                yield NotifyError(fault.message, position=where, hint=fault.hint)


def _unreadable(view: MessagesView, source: Source) -> Iterator[NotifyError]:
    """What a template includes, imports or extends, and is not there or does not compile."""
    environment = view.drafts[0].voice.html if view.drafts else view.templates.environment
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        for node in source.all(kind):
            named = getattr(node, "template", None)
            name = named.value if isinstance(named, nodes.Const) else None
            if isinstance(name, str) and not getattr(node, "ignore_missing", False):
                yield from _compile(environment, name, source)


def _compile(environment: TemplateEnvironment, name: str, source: Source) -> Iterator[NotifyError]:
    files = environment.files
    try:
        environment.get_template(name)
    except NotifyError as error:
        yield error
    except JinjaError as error:
        fault = explain(error, {}, environment, files.macros())
        yield template_error(error, fault, files.root, source.file.removeprefix("templates/"), files.names())


RULE: Final = Rule(
    code="VAR008",
    name="template-error",
    severity="error",
    looks_at=MessagesView,
    check=check,
    summary="A template does not compile, or does not render with a sample.",
    why="There is no message then, for nobody. What stands in a branch that no sample reaches is looked at too, as far "
    "as that can be done without data: its filters and tests, and what it includes.",
    cure="Correct the line, or the data that it cannot be rendered with.",
    bad=Example(
        body="<mj-text>{{ t.body }}</mj-text>{% if name == 'Zoe' %}<mj-text>{{ name|uper }}</mj-text>{% endif %}"
    ),
    good=Example(
        body="<mj-text>{{ t.body }}</mj-text>{% if name == 'Zoe' %}<mj-text>{{ name|upper }}</mj-text>{% endif %}"
    ),
)
