"""All rules, and how people name them: by code (`SUB002`), by name (`subject-too-long`) or by family (`SUB`)."""

import pkgutil
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import notify.lint.rules
from notify.errors import nearest
from notify.lint.rule import FAMILIES, Rule


@cache
def all_rules() -> Mapping[str, Rule[Any]]:
    """Every rule by its code, in the order of the families and of the codes."""
    families = list(FAMILIES)
    package = notify.lint.rules
    modules = pkgutil.walk_packages(package.__path__, package.__name__ + ".")
    found: list[Rule[Any]] = [import_module(module.name).RULE for module in modules if not module.ispkg]
    return {rule.code: rule for rule in sorted(found, key=lambda rule: (families.index(rule.family), rule.code))}


def named(reference: str) -> list[Rule[Any]]:
    """The rules that a code, name or family stands for, in any case of letters; none where nobody knows it."""
    wanted = reference.strip()
    return [
        rule
        for rule in all_rules().values()
        if wanted.upper() in {rule.code, rule.family} or wanted.lower() == rule.name
    ]


def nearest_rule(reference: str) -> str | None:
    """A hint that offers the rule most like an unknown reference."""
    return nearest(reference, [name for rule in all_rules().values() for name in (rule.code, rule.name)])


def codes(references: Iterable[str]) -> set[str]:
    """The codes of all rules that these references stand for; unknown ones stand for nothing."""
    return {rule.code for reference in references for rule in named(reference)}
