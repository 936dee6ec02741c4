"""The hook for pre-commit: which files start it, and that what it starts is there."""

import re
import shlex
from pathlib import Path

import pytest
import yaml

from tests.conftest import Notify, Workspace

REPOSITORY = Path(__file__).parents[1]
(HOOK,) = yaml.safe_load((REPOSITORY / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    "path",
    [
        "notifications.yaml",
        "apps/mail/notifications.yaml",
        "templates/welcome/email.mjml",
        "templates/welcome/email.txt",
        "templates/layouts/deep/base.mjml",
        "templates/copy/en.yaml",
        "apps/mail/templates/welcome/copy/fr.yaml",
        "apps/mail/templates/welcome/samples/default.yaml",
    ],
)
def test_it_runs_for_what_notifications_are_made_of(path: str) -> None:
    assert re.search(HOOK["files"], path)


@pytest.mark.parametrize(
    "path",
    [
        "apps/web/templates/base.html",
        "apps/web/templates/registration/login.html",
        "charts/web/templates/deployment.yaml",
        "charts/web/templates/tests/connection.yaml",
        "apps/web/templates/welcome/pages/copy/en.yaml",
        "apps/web/templates/logo.svg",
        "notifications.yaml.orig",
        "docs/notifications.md",
    ],
)
def test_it_does_not_run_for_what_others_keep_in_folders_of_that_name(path: str) -> None:
    assert not re.search(HOOK["files"], path)


def test_every_file_of_the_shipped_catalogue_starts_it() -> None:
    files = [path for path in (REPOSITORY / "templates").rglob("*") if path.is_file()]
    assert files
    assert [path for path in files if not re.search(HOOK["files"], path.relative_to(REPOSITORY).as_posix())] == []


def test_what_it_starts_takes_the_arguments_of_the_readme(workspace: Workspace, notify: Notify) -> None:
    found = re.search(r"```yaml\n(repos:\n.*?)```", (REPOSITORY / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert found
    (hook,) = yaml.safe_load(found[1])["repos"][0]["hooks"]
    assert hook["id"] == HOOK["id"]
    program, *arguments = shlex.split(HOOK["entry"])
    assert program == "notify"
    (workspace.root / "apps").mkdir()
    (workspace.root / "apps/mail").symlink_to("..")
    assert notify(*arguments, *hook["args"]).code in {0, 1}
