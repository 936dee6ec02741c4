"""What holds for all of the code: its style, its types, its layers, and what the help text imports."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-cache"], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "--no-cache"], id="ruff format"),
        pytest.param(["mypy"], id="mypy"),
        pytest.param(["lint-imports", "--no-cache"], id="import-linter"),
    ],
)
def test_gate(command: list[str]) -> None:
    ended = subprocess.run(
        [TOOLS / command[0], *command[1:]], cwd=REPOSITORY, capture_output=True, text=True, check=False, timeout=600
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr


def test_help_imports_nothing_heavy() -> None:
    program = """
import json, sys
from notify.cli.app import main
try:
    main(["--help"])
except SystemExit:
    print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})), file=sys.stderr)
"""
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=os.environ | {"COLUMNS": "100"}
    )
    imported = set(json.loads(ended.stderr))
    assert "Start" in ended.stdout
    assert imported & {"jinja2", "mjml", "premailer", "lxml", "babel", "yaml", "pydantic_core"} == set()


def test_no_module_outgrows_its_noun() -> None:
    lengths = {path: len(path.read_text().splitlines()) for path in (REPOSITORY / "src").rglob("*.py")}
    assert {str(path): length for path, length in lengths.items() if length > 400} == {}
