"""What was measured, as rows of a Markdown table, and which limits it holds."""

import os
import platform
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True)
class Limit:
    """What a row's ratio, or its value where it has none, must hold to."""

    kind: Literal["at most", "at least"]
    bound: float

    def holds(self, value: float) -> bool:
        """Whether a value is within it."""
        return value <= self.bound if self.kind == "at most" else value >= self.bound


@dataclass(frozen=True)
class Row:
    """A median of one contestant, and its ratio to another's; no value where it was skipped, with the reason."""

    measure: str
    contestant: str
    value: float | None
    unit: Literal["ms", "s", "MB", ""]
    ratio: float | None = None
    against: str = ""
    limit: Limit | None = None
    skipped: str = ""

    @property
    def held(self) -> bool:
        """Whether the limit is held; true where there is none or nothing was measured."""
        judged = self.value if self.ratio is None else self.ratio
        return self.limit is None or judged is None or self.limit.holds(judged)


def write_table(rows: Sequence[Row]) -> Iterator[str]:
    """The lines of a Markdown table; a measure is named in its first row only."""
    cells = [("", "", "median", "ratio", "limit"), *(_cells(row) for row in rows)]
    named = ""
    for number, (measure, *others) in enumerate(cells):
        shown = "" if measure == named else measure
        named = measure
        yield f"| {' | '.join((shown, *others))} |"
        if number == 0:
            yield "|---|---|--:|--:|---|"


def _cells(row: Row) -> tuple[str, ...]:
    value = "-" if row.value is None else _figure(row.value, row.unit)
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} x {row.against}"
    limit = "" if row.limit is None else f"{row.limit.kind} {row.limit.bound:g}"
    if row.limit and row.value is not None:
        limit += "" if row.held else ", **not held**"
    return row.measure, row.contestant, value, ratio, row.skipped or limit


def _figure(value: float, unit: str) -> str:
    if unit == "MB":
        return f"{value:.0f} MB"
    return f"{value:.2f} {unit}" if value < 100 else f"{value:.0f} {unit}"


def describe_machine(node: str | None) -> str:
    """The machine in one line: processor, cores, versions."""
    versions = [f"Python {platform.python_version()}", *([f"node {node}"] if node else [])]
    return f"{_processor()}, {os.cpu_count()} cores, {', '.join(versions)}"


def _processor() -> str:
    try:
        lines: Iterable[str] = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        lines = []
    found = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(found, platform.processor() or platform.machine())


def node_version() -> str | None:
    """The version of node that commands find; None where there is no node."""
    try:
        return subprocess.run(["node", "--version"], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S607 # whichever node people have
    except (OSError, subprocess.CalledProcessError):
        return None
