"""Processes to measure: started one at a time, in an environment of their own, and asked for time and memory."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_HERE: Final = Path(__file__).parent
_SCRIPTS: Final = _HERE / "node"
NOTIFY: Final = str(Path(sys.executable).with_name("notify"))


@dataclass(frozen=True)
class Ran:
    """What a process took: wall seconds, and the most memory it held, in bytes."""

    seconds: float
    peak: int


def run(command: list[str], cache: Path | None = None) -> Ran:
    """Runs a command to its end, with a cache folder of its own. Raises RuntimeError with what it said if it fails."""
    environment = os.environ | {"COLUMNS": "100", "NODE_ENV": "production"}
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said, env=environment)
        # wait4 and not wait: the usage of this one child, and of those that it has waited for.
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(command)}: {said.read().decode(errors='replace')[-2000:]}")
    return Ran(seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def ask(command: list[str], cache: Path | None = None) -> dict[str, Any]:
    """What a command prints as JSON."""
    environment = os.environ | {"NODE_ENV": "production"} | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    answer: dict[str, Any] = json.loads(
        subprocess.run(command, check=True, stdout=subprocess.PIPE, env=environment).stdout
    )
    return answer


def script(name: str, *arguments: str | Path) -> list[str]:
    """The command that runs one of the benchmarks' scripts."""
    return [sys.executable, str(_HERE / f"{name}.py"), *map(str, arguments)]


@dataclass(frozen=True)
class Node:
    """The folder where node's packages are; `missing` says why there are none."""

    folder: Path
    missing: str = ""

    def script(self, name: str, *arguments: str | Path) -> list[str]:
        """The command that runs one of node's scripts."""
        return ["node", str(self.folder / f"{name}.mjs"), *map(str, arguments)]

    @property
    def mjml(self) -> str:
        """The path of mjml's own command."""
        return str(self.folder / "node_modules" / ".bin" / "mjml")


def install_node(folder: Path) -> Node:
    """Puts node's packages into a folder, unless they are there."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in _SCRIPTS.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
    if (folder / "node_modules" / ".bin" / "mjml").exists():
        return Node(folder)
    if not (shutil.which("node") and shutil.which("npm")):
        return Node(folder, "there is no node here")
    command = ["npm", "install", "--no-audit", "--no-fund", "--fetch-retries=1"]
    installed = subprocess.run(command, check=False, capture_output=True, text=True, cwd=folder)
    if installed.returncode:
        said = [line for line in installed.stderr.splitlines() if "ERR" in line or "error" in line]
        return Node(folder, f"npm could not install: {said[0] if said else installed.returncode}")
    return Node(folder)
