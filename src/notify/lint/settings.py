"""Which rules are applied, how grave their findings are, and with which options: command line, catalogue, default."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from notify.catalogue.load import Workspace
from notify.catalogue.positions import KeyPath
from notify.errors import CatalogueError, NotifyError, UsageError, nearest, raise_all
from notify.lint.finding import Severity
from notify.lint.rule import Rule
from notify.lint.rulebook import all_rules, codes, named, nearest_rule

_LIST = "`notify rules` lists them."


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

    Raises UsageError for a rule on the command line that nobody knows, and CatalogueError for one, or an option, that
    the catalogue names.
    """
    for reference in (*select, *ignore):
        if not named(reference):
            raise UsageError(f"There is no rule `{reference}`.", hint=nearest_rule(reference) or _LIST)
    written = workspace.catalogue.lint
    raise_all(_unknown(workspace))
    chosen = codes(select or written.select) if select or written.select else set(all_rules())
    chosen -= codes(ignore or written.ignore)
    severity = {code: rule.severity for code, rule in all_rules().items()}
    severity |= {rule.code: grave for reference, grave in written.severity.items() for rule in named(reference)}
    options = {code: dict(rule.options) for code, rule in all_rules().items()}
    for reference, values in written.rules.items():
        for rule in named(reference):
            options[rule.code] |= values
    return Settings(tuple(code for code in all_rules() if code in chosen), severity, options)


def _unknown(workspace: Workspace) -> list[NotifyError]:
    """The rules and options named in the catalogue that there are none of."""
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
    mistakes: list[NotifyError] = [
        CatalogueError(
            f"There is no rule `{reference}`.",
            position=document.key_position(path) if on_key else document.position(path),
            hint=nearest_rule(reference) or _LIST,
        )
        for reference, path, on_key in places
        if not named(reference)
    ]
    for reference, values in written.rules.items():
        for rule in named(reference):
            for option, value in values.items():
                if option not in rule.options:
                    known = nearest(option, rule.options) or f"`notify rules {rule.code}` shows its options."
                    where = document.key_position(("lint", "rules", reference, option))
                    mistakes.append(
                        CatalogueError(f"`{rule.code}` has no option `{option}`.", position=where, hint=known)
                    )
                elif type(value) is not type(rule.options[option]):
                    where = document.position(("lint", "rules", reference, option))
                    hint = f"Its default is `{rule.options[option]}`."
                    mistakes.append(
                        CatalogueError(f"`{option}` of `{rule.code}` cannot be `{value}`.", position=where, hint=hint)
                    )
    return mistakes
