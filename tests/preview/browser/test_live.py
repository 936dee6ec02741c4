"""The workspace as it is at the moment, and messages as they were when they last could be rendered."""

from dataclasses import replace
from datetime import UTC, datetime

from notify.cache import NO_CACHE
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.live import Asked, Live
from tests.conftest import Workspace
from tests.preview.browser.served import EDITOR

NOTE = Asked("note", "email", "en", "default")


def test_what_was_seen_with_other_values_stands_in_only_where_nothing_better_is_known(workspace: Workspace) -> None:
    workspace.email("<mj-text>{{ user.first_name }}</mj-text>")
    live = Live(Editor(workspace.root, EDITOR), NO_CACHE, lambda: datetime(2026, 3, 2, tzinfo=UTC))
    live.read()
    zoe, bo = (replace(NOTE, assignments=(("user.first_name", name),)) for name in ("Zoë", "Bo"))
    plain, changed = live.describe(NOTE)["message"], live.describe(zoe)["message"]
    assert "Zoë" in changed["html"]
    assert "Zoë" not in plain["html"]

    workspace.email("<mj-text>{{ user.nobody }}</mj-text>")
    live.read()
    assert [live.describe(asked)["message"] for asked in (NOTE, zoe, bo)] == [plain, changed, changed]
    assert all(live.describe(asked)["mistakes"] for asked in (NOTE, zoe, bo))
