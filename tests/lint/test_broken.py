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


class _Readable(yaml.SafeDumper):
    """Writes texts of several lines as such, so that the diff is one of lines."""


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Readable.add_representer(str, _text)


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.stem)
def test_what_was_planted_is_found_and_nothing_else(case: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    written: dict[str, Any] = yaml.safe_load(case.read_text(encoding="utf-8"))
    found = [
        f"{one.code} {one.position.file}{f':{one.position.line}' if one.position.line else ''}"
        for one in findings_of(Example(**written["workspace"]), tmp_path)
    ]
    if request.config.getoption("--refresh"):
        text = yaml.dump(
            written | {"findings": found}, Dumper=_Readable, allow_unicode=True, sort_keys=False, width=120
        )
        case.write_text(text, encoding="utf-8")
    assert found == written["findings"]
