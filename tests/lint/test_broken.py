"""Broken workspaces: in each of them what was planted is found, with its code, file and line, and nothing else.

A case in `broken/` says what is different from the workspace of the examples, as an Example does, and `findings`: the
code and the place of each. `--refresh` writes what is found now, to be read in the diff.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

CASES = sorted((Path(__file__).parent / "broken").glob("*.yaml"))


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_was_planted_is_found_and_nothing_else(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    written: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    found = [
        f"{one.code} {one.position.file}{f':{one.position.line}' if one.position.line else ''}"
        for one in findings_of(Example(**written["workspace"]), tmp_path)
    ]
    if request.config.getoption("--refresh"):
        text = yaml.safe_dump(written | {"findings": found}, allow_unicode=True, sort_keys=False, width=120)
        case.write_text(text, encoding="utf-8")
    assert found == written["findings"]
