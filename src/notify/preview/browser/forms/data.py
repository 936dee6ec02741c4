"""The data that a message is rendered with, as a form: what may be said, and what the sample says of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import yaml

from notify.catalogue.load import Workspace
from notify.catalogue.model.declaration import Declaration, Money
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Data, bind, read_sample
from notify.errors import NotifyError
from notify.preview.browser.forms.place import Editor, describe_mistakes


def describe_data(workspace: Workspace, notification: Notification, sample: str, editor: Editor) -> Mapping[str, Any]:
    """The `fields` of a sample: variables, what a batch or digest gathers, and traits of the user.

    `path` is what a field goes by as a `--set`, `group` is `variables` or `user`, and `value` the text of what the
    sample has, in YAML where it is no plain text; None where it has none. With `mistakes` in the sample, the fields
    have no values.
    """
    # What is missing is for the form to ask for.
    variables = {name: each.model_copy(update={"required": False}) for name, each in notification.variables.items()}
    lenient = notification.model_copy(update={"variables": variables})
    mistakes: list[Mapping[str, Any]] = []
    data = Data(sample, {}, {})
    try:
        data = bind(workspace.catalogue, lenient, sample, [read_sample(workspace.root, notification.id, sample)])
    except NotifyError as error:
        mistakes = describe_mistakes(error, editor)
    return {"fields": list(_fields(workspace, notification, data)), "mistakes": mistakes}


def _fields(workspace: Workspace, notification: Notification, data: Data) -> Iterator[Mapping[str, Any]]:
    for name, variable in notification.variables.items():
        default = write_value(variable.default) if variable.has_default else None
        yield _field(name, "variables", variable, data.variables.get(name), required=variable.required, default=default)
    for name, value in data.variables.items():
        if name not in notification.variables:
            kind = Declaration(type="list" if isinstance(value, list) else "integer")
            yield _field(name, "variables", kind, value)
    for name, trait in workspace.catalogue.user.items():
        yield _field(f"user.{name}", "user", trait, data.user.get(name))


def _field(
    path: str, group: str, declaration: Declaration, value: Any, *, required: bool = False, default: str | None = None
) -> Mapping[str, Any]:
    return {
        "path": path,
        "group": group,
        "type": declaration.type,
        "description": declaration.description,
        "required": required,
        "default": default,
        "value": write_value(value),
    }


def write_value(value: Any) -> str | None:
    """A value as somebody may type it for a `--set`: text as it is, anything else in YAML. None for None."""
    match value:
        case None:
            return None
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case date():
            return value.isoformat()
        case Money(amount=amount, currency=currency):
            return f'{{amount: "{amount}", currency: {currency}}}'
        case list() | dict():
            return yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000).rstrip("\n")
        case _:
            return str(value)
