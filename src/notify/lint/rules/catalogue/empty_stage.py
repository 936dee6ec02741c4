"""CAT009: a stage of people's lives with us that nothing is made for."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for each stage among those that notifications name, those that loading refuses too."""
    stages = [entry.get("stage") for entry in view.written.values()]
    named = {name for stage in stages if isinstance(stage, list) for name in stage if isinstance(name, str)}
    for stage, condition in view.catalogue.stages.items():
        if view.written and stage not in named:
            yield Fault(
                f"No notification names the stage `{stage}` (`{condition}`): whoever is in it gets only what goes to "
                "everybody.",
                view.at_key("stages", stage),
                stage,
            )


RULE: Final = Rule(
    code="CAT009",
    name="empty-stage",
    severity="info",
    looks_at=CatalogueView,
    check=check,
    summary="There is nothing for the people in one of the lifecycle stages.",
    why="A stage is there to say something to its people that others do not need: a first step in the first week, a "
    "reason to come back for those who left. One that nothing names was planned and not filled, or is left over.",
    cure="Write something for the people in that stage, or remove the stage.",
    bad=Example(note={"stage": ["early"]}, catalogue={"stages": {"early": "user.first_name == 'Ana'", "late": "true"}}),
    good=Example(
        note={"stage": ["early", "late"]}, catalogue={"stages": {"early": "user.first_name == 'Ana'", "late": "true"}}
    ),
)
