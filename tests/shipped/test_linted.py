"""The shipped catalogue passes its own linter, without an exception, and however the work is shared out."""

import json

from tests.conftest import Notify
from tests.shipped.messages import REPOSITORY, open_shipped

LINT = ("lint", "--workspace", str(REPOSITORY), "--format", "json", "--fail-on", "warning")


def test_nothing_is_to_be_mended(notify: Notify) -> None:
    ended = notify(*LINT, "--jobs", "1", "--no-cache")
    found = [(one["code"], one["file"], one["line"], one["message"]) for one in json.loads(ended.out)["findings"]]
    assert ended.code == 0, found
    assert ended.err == ""
    assert notify(*LINT, "--jobs", "2", "--no-cache") == ended
    # Once more, from what is kept.
    assert notify(*LINT) == notify(*LINT) == ended


def test_there_is_no_exception() -> None:
    catalogue = open_shipped().catalogue
    assert not catalogue.lint.ignore
    assert not any(notification.lint.ignore for notification in catalogue.notifications.values())
