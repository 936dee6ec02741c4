"""The README's examples: every command in it is run, and prints what the page says."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import dkim
import pytest
import yaml

from notify.catalogue.load import load_workspace
from notify.catalogue.model.relay import Dkim
from notify.delivery.compose.signature import Signer
from tests.delivery.messages import make_composed

REPOSITORY = Path(__file__).parents[1]
README = REPOSITORY / "README.md"
_BLOCK = re.compile(r"```console\n(.*?)```", re.DOTALL)


def run(command: str, folder: Path) -> str:
    """What a command prints on both streams; what differs from run to run (a run's name) is made the same."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = os.environ | {"PATH": path, "COLUMNS": "80", "NO_COLOR": "1"}
    ended = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    printed = "\n".join(line.rstrip() for line in ended.stdout.splitlines())
    printed = re.sub(r"\d{8}T\d{6}Z-[0-9a-f]{8}", "20260301T090000Z-3f9a1c07", printed)
    return printed.strip("\n") + "\n"


def printed_anew(folder: Path) -> Callable[[re.Match[str]], str]:
    """Runs the commands of one block, in the folder that earlier blocks have worked in."""

    def replace(block: re.Match[str]) -> str:
        commands = [line[2:] for line in block[1].splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"$ {command}\n{run(command, folder)}" for command in commands) + "```"

    return replace


def test_the_examples_print_what_the_page_says(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    shutil.copy(REPOSITORY / "notifications.yaml", tmp_path)
    page = README.read_text(encoding="utf-8")
    now = _BLOCK.sub(printed_anew(tmp_path), page)
    if request.config.getoption("--refresh"):
        README.write_text(now, encoding="utf-8")
    else:
        assert now == page, "Run `pytest tests/test_readme.py --refresh` and read the diff."


def test_the_catalogue_by_example_loads(tmp_path: Path) -> None:
    found = re.search(r"<!-- catalogue -->\n```yaml\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    (tmp_path / "notifications.yaml").write_text(found[1], encoding="utf-8")
    assert list(load_workspace(tmp_path).catalogue.notifications) == ["password-reset"]


def test_the_commands_for_a_key_make_one_that_signs(tmp_path: Path) -> None:
    if not shutil.which("openssl"):
        missing = "there is no openssl (on Debian and Ubuntu: apt-get install openssl)"
        if os.environ.get("CI"):
            pytest.fail(missing, pytrace=False)
        pytest.skip(missing)
    page = README.read_text(encoding="utf-8")
    found = re.search(
        r"<!-- dkim-key -->\n```sh\n(.*)\n(.*)\n```\n\n```yaml\n *dkim: (.*?) *#.*\n```\n\n"
        r"```text\n(\S+)  TXT  \"(.*)<what the second command printed>\"",
        page,
    )
    assert found
    make, show, settings, name, record = found.groups()
    run(make, tmp_path)
    public = run(show, tmp_path).splitlines()[-1]
    signer = Signer.of(Dkim.model_validate(yaml.safe_load(settings)), "staging", {}, tmp_path)
    signed = signer.sign(make_composed().content, datetime(2026, 3, 1, 9, tzinfo=UTC))
    dns = {name.encode(): f"{record}{public}".encode()}
    assert dkim.verify(signed, dnsfunc=lambda asked, **_: dns.get(asked))


@pytest.mark.parametrize("name", ["main-job", "tests"])
def test_ci_finds_the_lines_that_it_runs(name: str) -> None:
    assert re.search(rf"<!-- {name} -->\n```sh\n.*\.venv.*\n```", README.read_text(encoding="utf-8"))
