"""Well-made workspaces, each in a style of its own: nothing in them is an error or deserves a warning."""

from pathlib import Path
from typing import Final

import pytest

from tests.lint.test_rules import lint_folder

WORKSPACES: Final = sorted(path for path in (Path(__file__).parent / "wellmade").iterdir() if path.is_dir())


@pytest.mark.parametrize("folder", WORKSPACES, ids=lambda folder: folder.name)
def test_nothing_is_found_that_its_author_would_not_mend(folder: Path) -> None:
    report = lint_folder(folder)
    assert not report.crashes
    assert [
        f"{one.code} {one.position}: {one.message}" for one in report.findings if one.severity in ("error", "warning")
    ] == []
