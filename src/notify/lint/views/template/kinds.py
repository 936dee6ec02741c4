"""Of which declared type a printed value is, where the catalogue says so and no filter has made words of it."""

from typing import Final

from jinja2 import nodes

from notify.catalogue.load import Workspace
from notify.catalogue.model.declaration import TypeName
from notify.catalogue.model.notification import Notification
from notify.lint.views.copy.phrase import path_of

# Filters that leave a number a number, and a date a date.
_RAW: Final = frozenset("abs d default e escape float forceescape int round safe string trim".split())


def raw_type(workspace: Workspace, notification: Notification, value: nodes.Expr) -> tuple[str, TypeName] | None:
    """The name of the data that an expression prints as it is, and its declared type; None where neither is known."""
    match value:
        case nodes.Filter(node=nodes.Expr() as inner, name=name):
            return raw_type(workspace, notification, inner) if name in _RAW else None
        case nodes.Neg(node=inner) | nodes.Pos(node=inner):
            return raw_type(workspace, notification, inner)
        case nodes.CondExpr(expr1=first, expr2=second):
            found = raw_type(workspace, notification, first)
            return found or (raw_type(workspace, notification, second) if second else None)
        case nodes.BinExpr(left=left, right=right, operator="+" | "-" | "*" | "/" | "//" | "%" | "**"):
            return raw_type(workspace, notification, left) or raw_type(workspace, notification, right)
    path = path_of(value)
    declared = declared_type(workspace, notification, path) if path else None
    return (path, declared) if path and declared else None


def declared_type(workspace: Workspace, notification: Notification, path: str) -> TypeName | None:
    """The type that the catalogue declares for a variable, a trait, the amount of money, or how many were gathered."""
    name, _, rest = path.partition(".")
    if name == "user" and rest:
        trait, _, rest = rest.partition(".")
        declaration = workspace.catalogue.user.get(trait)
    else:
        declaration = notification.variables.get(name)
    if declaration is None:
        return "integer" if path == "count" and (notification.batch or notification.digest) else None
    if rest:
        return "number" if declaration.type == "money" and rest == "amount" else None
    return declaration.type
