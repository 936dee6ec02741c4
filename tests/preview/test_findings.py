"""The findings of the linter that concern the messages somebody looks at."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from notify.cache import NO_CACHE, Cache
from notify.catalogue.load import load_workspace
from notify.lint.finding import Finding, Severity
from notify.preview.findings import Inspected, inspect
from notify.render.message import Sms
from notify.source import Position
from tests.conftest import Workspace

NOW = datetime(2026, 3, 1, tzinfo=UTC)


def make_finding(
    code: str = "SUB002",
    severity: Severity = "warning",
    channel: str | None = None,
    locales: tuple[str, ...] = (),
    samples: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        code, "name", severity, "What.", "How.", Position("a"), "key", "note", channel, locales, samples
    )  # fmt: skip


def make_message(locale: str = "fr", used: str = "fr", sample: str = "default") -> Sms:
    return Sms(
        notification="note",
        channel="sms",
        locale=locale,
        locale_used=used,
        sample=sample,
        text="Hi",
        encoding="GSM-7",
        segments=1,
    )


def codes(workspace: Workspace, cache: Cache = NO_CACHE, *, now: datetime = NOW, pseudo: bool = False) -> set[str]:
    opened = load_workspace(workspace.root)
    inspected = inspect(opened, opened.catalogue.notifications["note"], now, cache, pseudo=pseudo)
    assert inspected.crashes == 0
    return {finding.code for finding in inspected.findings}


@pytest.mark.parametrize(
    ("finding", "concerns"),
    [
        (make_finding(), True),
        (make_finding(channel="sms", locales=("en", "fr"), samples=("default",)), True),
        (make_finding(channel="email"), False),
        (make_finding(locales=("en", "pl")), False),
        (make_finding(samples=("long-names",)), False),
    ],
)
def test_what_is_shown_concerns_the_message(finding: Finding, concerns: bool) -> None:
    assert Inspected([finding], 0).about([make_message()]) == [finding] * concerns


def test_a_locale_that_is_replaced_has_the_findings_of_both() -> None:
    findings = [make_finding("COP001", locales=("pl",)), make_finding("SUB002", locales=("en",))]
    assert Inspected(findings, 0).about([make_message("pl", "en")]) == findings


def test_several_messages_have_what_concerns_any_and_the_gravest_first() -> None:
    findings = [
        make_finding("A", "info", locales=("fr",)),
        make_finding("B", "warning", samples=("long-names",)),
        make_finding("C", "error", locales=("pl",)),
        make_finding("D", "error", locales=("en",)),
    ]
    messages = [make_message("fr", "fr"), make_message("en", "en", "long-names")]
    assert [each.code for each in Inspected(findings, 0).about(messages)] == ["D", "B", "A"]


def test_they_are_those_of_the_linter_with_the_settings_of_the_catalogue(workspace: Workspace) -> None:
    workspace.copy(subject="s" * 80)
    assert "SUB002" in codes(workspace)
    workspace.catalogue(lint={"ignore": ["SUB002"]})
    assert "SUB002" not in codes(workspace)


def test_what_was_found_is_kept_until_something_changes(workspace: Workspace, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "kept")
    before = codes(workspace, cache)
    assert codes(workspace, cache) == before
    kept = set((tmp_path / "kept").rglob("*"))
    assert codes(workspace, cache) == before
    assert set((tmp_path / "kept").rglob("*")) == kept
    workspace.copy(subject="s" * 80, body="Hello {{ name }}")
    assert codes(workspace, cache) == before | {"SUB002"}
    workspace.copy(body="Hello {{ name }}")
    assert codes(workspace, cache) == before


def test_what_was_found_is_kept_for_the_catalogue_that_was_read(workspace: Workspace, tmp_path: Path) -> None:
    workspace.copy(subject="{{ name }}", body="Hello {{ name }}")
    workspace.catalogue(note={"variables": {"name": {"type": "string", "sample": "s" * 80}}})
    cache, opened = Cache(tmp_path / "kept"), load_workspace(workspace.root)
    workspace.catalogue()
    inspected = inspect(opened, opened.catalogue.notifications["note"], NOW, cache, pseudo=False)
    assert "SUB002" in {finding.code for finding in inspected.findings}
    assert "SUB002" not in codes(workspace, cache)


def test_an_ignore_ends_with_its_day(workspace: Workspace, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "kept")
    ignore = {"code": "SUB002", "reason": "Later.", "until": "2026-03-01"}
    workspace.catalogue(note={"lint": {"ignore": [ignore]}})
    workspace.copy(subject="s" * 80)
    assert "SUB002" not in codes(workspace, cache)
    assert "SUB002" in codes(workspace, cache, now=datetime(2026, 3, 2, tzinfo=UTC))


def test_the_pseudo_locale_is_looked_at_where_it_is_shown(workspace: Workspace, tmp_path: Path) -> None:
    # Some letters less than too many; in the pseudo-locale there are more.
    workspace.copy(subject="Subject " * 7)
    cache = Cache(tmp_path / "kept")
    assert "SUB002" not in codes(workspace, cache)
    assert "SUB002" in codes(workspace, cache, pseudo=True)


def test_what_cannot_be_read_is_no_part_of_what_is_known(workspace: Workspace, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "kept")
    before = codes(workspace, cache)
    (workspace.root / "templates/note/.#email.mjml").symlink_to("nobody@nowhere")
    assert codes(workspace, cache) == before
