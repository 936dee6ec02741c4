"""How long the linter takes, next to rendering the same messages: exits 1 where a limit is not held.

    python benchmarks/linting.py [--notifications 100 --locales 12 --samples 2] [--rounds 3]

Whole commands in one process each, side by side: rendering with an empty cache, linting with an empty cache, and
linting again where nothing has changed.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from workspace import write_workspace

# Of what linting takes: at most three times of rendering with an empty cache, and a fifth of that the second time.
LIMITS: Final = {"first": 3.0, "again": 0.2}


def main() -> int:
    """Prints the times and the ratios, and which limits are not held."""
    options = _read_options()
    with tempfile.TemporaryDirectory(prefix="notify-benchmarks-") as name:
        folder, cache = Path(name) / "workspace", Path(name) / "cache"
        write_workspace(folder, options.notifications, options.locales, options.samples)
        render = ["render", "--locale", "all", "--sample", "all", "--format", "ndjson"]
        times: dict[str, list[float]] = {"render": [], "first": [], "again": []}
        for _ in range(options.rounds):
            for measure, command in (("render", render), ("first", ["lint"]), ("again", ["lint"])):
                if measure != "again":
                    shutil.rmtree(cache, ignore_errors=True)
                times[measure].append(_time(command, folder, cache))
    render_time, first, again = (statistics.median(times[measure]) for measure in ("render", "first", "again"))
    ratios = {"first": first / render_time, "again": again / first}
    print(f"render, empty cache   {render_time:6.2f} s")
    print(f"lint, empty cache     {first:6.2f} s  {ratios['first']:.2f} x render (limit {LIMITS['first']:g})")
    print(f"lint, nothing changed {again:6.2f} s  {ratios['again']:.2f} x the first (limit {LIMITS['again']:g})")
    broken = [measure for measure, ratio in ratios.items() if ratio > LIMITS[measure]]
    for measure in broken:
        print(f"not held: {measure}", file=sys.stderr)
    return int(bool(broken))


def _time(command: list[str], folder: Path, cache: Path) -> float:
    """Seconds that a command takes. Raises CalledProcessError where it could not run."""
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    program = [sys.executable, "-m", "notify", *command, "--workspace", str(folder), "--jobs", "1"]
    start = time.perf_counter()
    ended = subprocess.run(program, env=environment, capture_output=True, check=False)
    taken = time.perf_counter() - start
    # Findings make the exit code 1.
    if ended.returncode not in {0, 1}:
        raise subprocess.CalledProcessError(ended.returncode, program, ended.stdout, ended.stderr)
    return taken


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notifications", type=int, default=100)
    parser.add_argument("--locales", type=int, default=12)
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=3)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
