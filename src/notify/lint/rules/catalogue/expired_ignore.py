"""CAT012: an exception whose day is over."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView


def check(view: CatalogueView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares the last day of each exception with today."""
    for notification in view.catalogue.notifications.values():
        for number, entry in enumerate(notification.lint.ignore):
            if entry.until and entry.until < view.today:
                yield Fault(
                    f"`{notification.id}` was to ignore `{entry.code}` until {entry.until}, and that day is over: "
                    f"“{entry.reason.rstrip('.')}”.",
                    view.at("notifications", notification.id, "lint", "ignore", number, "until"),
                    f"{entry.code} {entry.until}",
                    notification=notification.id,
                )


RULE: Final = Rule(
    code="CAT012",
    name="expired-ignore",
    severity="warning",
    looks_at=CatalogueView,
    check=check,
    summary="The last day of an entry of `lint.ignore` is over.",
    why="Its findings are reported again, as was meant when somebody wrote the day; the entry only says now that it "
    "was promised to be mended by then.",
    cure="Mend what it ignored and remove the entry, or say until when it may stay.",
    bad=Example(note={"lint": {"ignore": [{"code": "SUB002", "reason": "A long name.", "until": "2026-01-31"}]}}),
    good=Example(note={"lint": {"ignore": [{"code": "SUB002", "reason": "A long name.", "until": "2999-12-31"}]}}),
)
