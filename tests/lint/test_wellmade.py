"""Well-made workspaces, each in a style of its own: nothing in them is an error or deserves a warning."""

from pathlib import Path
from typing import Final

import pytest

from tests.lint.test_rules import lint_folder

WORKSPACES: Final = sorted(path for path in (Path(__file__).parent / "wellmade").iterdir() if path.is_dir())
# Rules that find something there which its author would leave as it is.
_WRONG: Final = {
    "marketing": "COP007 takes the names of social networks for words to translate",
    "newsletter": "COP007 takes an address for words",
}


def _cases() -> list[object]:
    return [
        pytest.param(
            folder,
            id=folder.name,
            marks=[pytest.mark.xfail(strict=True, reason=_WRONG[folder.name])] if folder.name in _WRONG else [],
        )
        for folder in WORKSPACES
    ]


@pytest.mark.parametrize("folder", _cases())
def test_nothing_is_found_that_its_author_would_not_mend(folder: Path) -> None:
    report = lint_folder(folder)
    assert not report.crashes
    assert [
        f"{one.code} {one.position}: {one.message}" for one in report.findings if one.severity in ("error", "warning")
    ] == []
