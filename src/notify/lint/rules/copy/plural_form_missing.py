"""COP005: a plural without a form that the language needs."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from notify.catalogue.copy import PLURAL_CATEGORIES, Plural
from notify.catalogue.locale import cldr
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of

# How many numbers a message shows for a form.
_SHOWN: Final = 4


def check(view: CopyView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for a form for every whole number up to the greatest that counts."""
    for locale in view.workspace.catalogue.locales:
        copy = view.book.copies.get(locale)
        for key, entry in copy.entries.items() if copy else ():
            if not isinstance(entry, Plural):
                continue
            there = {form for form, text in entry.forms.items() if text.source.strip()}
            needed = _needed(locale, options["max"])
            if there and (lacking := [form for form in PLURAL_CATEGORIES if form in needed.keys() - there]):
                forms = " and ".join(f"`{form}` ({needed[form]})" for form in lacking)
                message = f"The plural `{key}` has no {forms} in `{locale}`."
                owner = owner_of(entry.position)
                yield Fault(message, entry.position, f"copy:{key}", notification=owner, locale=locale)


@cache
def _needed(locale: str, most: int) -> Mapping[str, str]:
    """The categories of whole numbers up to one, each with the first numbers that have it."""
    # Rules look at the last two digits, at the last six, or at the whole of small numbers.
    numbers = sorted({digits * 10**zeros for digits in range(201) for zeros in range(7)})
    rule = cldr(locale).plural_form
    found: dict[str, list[int]] = {}
    for number in numbers:
        if number <= most:
            found.setdefault(str(rule(number)), []).append(number)
    return {
        form: ", ".join(f"{number:,}" for number in which[:_SHOWN]) + ("…" if len(which) > _SHOWN else "")
        for form, which in found.items()
    }


RULE: Final = Rule(
    code="COP005",
    name="plural-form-missing",
    severity="error",
    looks_at=CopyView,
    check=check,
    options={"max": 999_999},
    summary="A plural lacks a form that its language has for whole numbers.",
    why="Polish has one form for 1, another for 2 to 4, a third for 5 and more: `2 zadań` is as wrong as `1 tasks`. "
    "Which forms a language has is CLDR's to say (unicode.org/cldr, Language Plural Rules; UTS #35, part 3). Those "
    "that only fractions have, as `many` in Czech, are not asked for here. Nor is `many` of French, Italian, Spanish "
    "and Portuguese, which whole millions have («un million de tâches»): set `max` to 1000000 where you count so far.",
    cure="Add the form, with the ending that the language has for those numbers.",
    bad=Example(
        copy={"body": {"one": "{{ count }} note for {{ user.first_name }}", "other": "{{ count }} notes"}},
        locales={"fr": {"body": {"other": "{{ count }} mots pour {{ user.first_name }}"}}},
        body='<mj-text>{{ t("body", count=2) }}</mj-text>\n<mj-text>{{ t.button }}</mj-text>',
    ),
    good=Example(
        copy={"body": {"one": "{{ count }} note for {{ user.first_name }}", "other": "{{ count }} notes"}},
        locales={"fr": {"body": {"one": "un mot pour {{ user.first_name }}", "other": "{{ count }} mots"}}},
        body='<mj-text>{{ t("body", count=2) }}</mj-text>\n<mj-text>{{ t.button }}</mj-text>',
    ),
)
