"""Which rules are applied, how grave their findings are, and with which options: command line, catalogue, default."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from notify.catalogue.load import Workspace
from notify.catalogue.model.fields import listed, shown, told
from notify.catalogue.positions import KeyPath
from notify.errors import CatalogueError, NotifyError, UsageError, nearest
from notify.lint.finding import Severity
from notify.lint.knowledge.clients import known_names, which_is_meant
from notify.lint.rule import Rule
from notify.lint.rulebook import all_rules, codes, named, nearest_rule

_LIST: Final = "`notify rules` lists them."
_CLIENTS: Final = "A family is `gmail`, one of its programs `gmail.ios`; `notify rules HTM003` tells more."
# What an option may be, by what its default is.
_KINDS: Final[Mapping[type, str]] = {
    bool: "true or false", int: "a whole number", float: "a number", list: "a list of texts"
}  # fmt: skip


@dataclass(frozen=True)
class Settings:
    """The codes of the rules to apply, in their order, with how grave each one's findings are, and its options."""

    rules: tuple[str, ...]
    severity: Mapping[str, Severity]
    options: Mapping[str, Mapping[str, Any]]

    def selected(self) -> list[Rule[Any]]:
        """The rules to apply."""
        return [all_rules()[code] for code in self.rules]

    def without(self, view: type) -> "Settings":
        """The same, but for the rules that only look at such a view."""
        return replace(self, rules=tuple(rule.code for rule in self.selected() if rule.looks_at is not view))


def settle(workspace: Workspace, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> Settings:
    """The settings of the catalogue, with what the command line selects and ignores in the place of its lists.

    What the catalogue says of rules and options that there are none of is passed over: `slips` finds it. Raises
    UsageError for a rule on the command line that nobody knows.
    """
    for reference in (*select, *ignore):
        if not named(reference):
            raise UsageError(f"There is no rule `{reference}`.", hint=nearest_rule(reference) or _LIST)
    written = workspace.catalogue.lint
    chosen = codes(select or written.select) if select or written.select else set(all_rules())
    chosen -= codes(ignore or written.ignore)
    severity = {code: rule.severity for code, rule in all_rules().items()}
    severity |= {rule.code: grave for reference, grave in written.severity.items() for rule in named(reference)}
    options = {code: dict(rule.options) for code, rule in all_rules().items()}
    for reference, values in written.rules.items():
        for rule in named(reference):
            options[rule.code] |= {
                option: value
                for option, value in values.items()
                if option in rule.options and _fits(value, rule.options[option]) and not _odd_parts(rule, option, value)
            }
    return Settings(tuple(code for code in all_rules() if code in chosen), severity, options)


def slips(workspace: Workspace) -> list[NotifyError]:
    """What the catalogue says to the linter and means nothing: rules and options that there are none of, odd values."""
    written, document = workspace.catalogue.lint, workspace.document
    places: list[tuple[str, KeyPath, bool]] = [
        *((reference, ("lint", field, index), False) for field in ("select", "ignore")
          for index, reference in enumerate(getattr(written, field))),
        *((reference, ("lint", field, reference), True) for field in ("severity", "rules")
          for reference in getattr(written, field)),
        *((entry.code, ("notifications", notification.id, "lint", "ignore", index, "code"), False)
          for notification in workspace.catalogue.notifications.values()
          for index, entry in enumerate(notification.lint.ignore)),
    ]  # fmt: skip
    found: list[NotifyError] = [
        CatalogueError(
            f"There is no rule `{reference}`.",
            position=document.key_position(path) if on_key else document.position(path),
            hint=nearest_rule(reference) or _LIST,
            path=path,
        )
        for reference, path, on_key in places
        if not named(reference)
    ]
    found += _unknown_clients(workspace)
    for reference, values in written.rules.items():
        for option, value in values.items():
            found += _odd_option(workspace, reference, option, value)
    return found


def _unknown_clients(workspace: Workspace) -> Iterable[NotifyError]:
    """The mail programs of `lint.clients` that there are none of."""
    for index, name in enumerate(workspace.catalogue.lint.clients):
        if name not in known_names():
            path: KeyPath = ("lint", "clients", index)
            where, hint = workspace.document.position(path), which_is_meant(name) or _CLIENTS
            yield CatalogueError(f"There is no mail program `{name}`.", position=where, hint=hint, path=path)


def _odd_option(workspace: Workspace, reference: str, option: str, value: object) -> Iterable[NotifyError]:
    """What is wrong with an option. A family is told what one rule of it at least must understand."""
    rules, path = named(reference), ("lint", "rules", reference, option)
    if not rules:
        return
    known = [rule for rule in rules if option in rule.options]
    if not known:
        names = [name for rule in rules for name in rule.options]
        hint = nearest(option, names) or f"`notify rules {reference}` shows what options there are."
        where = workspace.document.key_position(path)
        yield CatalogueError(f"`{reference}` has no option `{option}`.", position=where, hint=hint, path=path)
    for rule in known:
        default = rule.options[option]
        if not _fits(value, default):
            kind = _KINDS[type(default)]
            message = f"`{option}` of `{rule.code}` must be {kind}, and {told(value)} is not."
            hint = "Write it in brackets." if isinstance(default, list) else f"Its default is {shown(default)}."
            where = workspace.document.position(path)
            yield CatalogueError(message, position=where, hint=hint, path=path)
            continue
        for below, message, hint in _odd_parts(rule, option, value):
            where = workspace.document.position((*path, *below))
            yield CatalogueError(message, position=where, hint=hint, path=(*path, *below))


def _odd_parts(rule: Rule[Any], option: str, value: Any) -> list[tuple[KeyPath, str, str]]:
    """What is wrong with a value of the right kind: where in it, what, and the cure."""
    if isinstance(value, int | float) and not value >= 0:
        return [((), f"`{option}` of `{rule.code}` cannot be {shown(value)}.", "Write 0 or more.")]
    known = rule.choices.get(option)
    if known is None:
        return []
    return [
        ((index,), f"`{option}` of `{rule.code}` cannot have {shown(word)} in it.",
         nearest(word, known) or f"Write {listed(list(known))}.")
        for index, word in enumerate(value)
        if word not in known
    ]  # fmt: skip


def _fits(value: object, default: object) -> bool:
    """Whether an option can have this value: one of the kind that its default is."""
    match default:
        case bool():
            return isinstance(value, bool)
        case int() | float():
            whole = isinstance(default, int)
            return isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        case list():
            return isinstance(value, list) and all(isinstance(item, str) for item in value)
        case _:
            return type(value) is type(default)
