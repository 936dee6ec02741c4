"""CAT005: a kind of notification that the product has none of."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.catalogue.model.fields import listed
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView

# The seven categories, and what people miss where there is nothing of a kind.
_PURPOSES: Final = {
    "activation": "Nobody is asked to confirm their address, so mail goes to addresses with a slip in them.",
    "onboarding": "Nobody is helped to their first success.",
    "invitation": "Nobody hears that a colleague or friend has asked them in.",
    "activity": "Nobody hears what others do for them while they are away.",
    "report": "Nobody sees summed up what the product did for them.",
    "access": "Nobody who has lost a password or a code gets back in.",
    "security": "Nobody hears of a new sign-in or a changed password, which may not have been theirs.",
}


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks for the seven categories among the notifications, those that loading refuses too."""
    there = {str(entry.get("category")) for entry in view.written.values()}
    if not there:
        return
    missing = [category for category in _PURPOSES if category in options["needed"] and category not in there]
    if not missing:
        return
    names = listed(missing, "and")
    rest = [category for category in options["needed"] if category not in missing]
    verb = "the category" if len(missing) == 1 else "the categories"
    yield Fault(
        f"There is no notification of {verb} {names}. {' '.join(_PURPOSES[category] for category in missing)}",
        view.at_key("notifications"),
        "categories",
        help=f"Add one with `notify new ID --category {missing[0]}`. Where the product has no use for it, write "
        f"`lint: {{rules: {{CAT005: {{needed: [{', '.join(rest)}]}}}}}}` in the catalogue.",
    )


RULE: Final = Rule(
    code="CAT005",
    name="category-missing",
    severity="info",
    looks_at=CatalogueView,
    check=check,
    options={"needed": list(_PURPOSES)},
    choices={"needed": tuple(_PURPOSES)},
    summary="The product has no notification of one of the seven categories.",
    why="Activation, onboarding, invitation, activity, report, access and security are what people expect of nearly "
    "every product with accounts; what is missing was often forgotten, and is noticed when somebody is locked out. "
    "Categories of your own (`custom:name`) are none of them.",
    cure="Add one with `notify new`, or leave the category out of the option `needed`.",
    bad=Example(),
    good=Example(catalogue={"lint": {"rules": {"CAT005": {"needed": ["activity"]}}}}),
)
