"""How long `notify --help` takes, next to the help of an empty Typer app, the least that such a command can take.

Runs the two in turn, many times, and compares the medians: side by side in one run, what else the machine does weighs
on both. Exits 1 where the ratio is above the limit.

    python benchmarks/startup.py [--runs 30] [--limit 1.35]
"""

import argparse
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

EMPTY = """
import typer
app = typer.Typer()
@app.callback()
def root() -> None: ...
@app.command()
def nothing() -> None: ...
app()
"""


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"COLUMNS": "100"})
    return time.perf_counter() - start


def main() -> int:
    """Prints both medians and their ratio."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=30)
    parser.add_argument("--limit", type=float, default=1.35)
    options = parser.parse_args()
    ours = [str(Path(sys.executable).with_name("notify")), "--help"]
    empty = [sys.executable, "-c", EMPTY, "--help"]
    taken: dict[str, list[float]] = {"notify": [], "empty": []}
    for command in (ours, empty):
        seconds(command)  # compiles and reads into the file cache
    for _ in range(options.runs):
        taken["notify"].append(seconds(ours))
        taken["empty"].append(seconds(empty))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    ratio = medians["notify"] / medians["empty"]
    print(f"notify --help      {medians['notify'] * 1000:6.0f} ms")
    print(f"empty app --help   {medians['empty'] * 1000:6.0f} ms")
    print(f"ratio              {ratio:6.2f}    (limit {options.limit})")
    return int(ratio > options.limit)


if __name__ == "__main__":
    raise SystemExit(main())
