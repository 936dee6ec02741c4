"""CAT013: an exception for nothing."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.ignore import IgnoreView


def check(view: IgnoreView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Reports an entry that hides nothing."""
    if not view.useful:
        reason = view.entry.reason.rstrip(".")
        path = ("notifications", view.notification.id, "lint", "ignore", view.number, "code")
        yield Fault(
            f"`{view.notification.id}` ignores `{view.entry.code}`, and there is nothing of it: “{reason}”.",
            view.workspace.document.position(path),
            view.entry.code,
        )


RULE: Final = Rule(
    code="CAT013",
    name="useless-ignore",
    severity="warning",
    looks_at=IgnoreView,
    check=check,
    summary="An entry of `lint.ignore` hides nothing.",
    why="What it was for is mended, and the entry would hide the next fault of its kind, which nobody decided on.",
    cure="Remove the entry from `lint.ignore`.",
    bad=Example(note={"lint": {"ignore": [{"code": "SUB002", "reason": "A long name."}]}}),
    good=Example(
        note={"lint": {"ignore": [{"code": "SUB002", "reason": "A long name."}]}},
        copy={"subject": "Everything that you could possibly want to know about the note that Bo left"},
    ),
)
