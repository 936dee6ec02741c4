"""The four measures. Contestants take turns within each round, so that what else the machine does weighs on all."""

import shutil
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from processes import NOTIFY, Node, ask, run, script
from table import Limit, Row
from workspace import write_workspace

_MB: Final = 1_000_000


@dataclass(frozen=True)
class Plan:
    """How much to measure, and where; `rounds` of None leaves it to each measure."""

    folder: Path
    node: Node
    notifications: int
    locales: int
    samples: int
    rounds: int | None
    inline_rules: bool
    tell: Callable[[str], None]

    def workspace(
        self, name: str, notifications: int, locales: int, samples: int = 2, *, inline_rules: bool | None = None
    ) -> Path:
        """A workspace of that size in a folder of that name, with the plan's rules to inline unless it says."""
        folder = self.folder / name
        rules = self.inline_rules if inline_rules is None else inline_rules
        write_workspace(folder, notifications, locales, samples, inline_rules=rules)
        return folder

    def turns(self, usual: int, name: str) -> Iterator[int]:
        """The numbers of the rounds, each told."""
        rounds = self.rounds or usual
        for number in range(rounds):
            self.tell(f"{name}: round {number + 1} of {rounds}")
            yield number

    def empty(self, name: str) -> Path:
        """A folder of that name with nothing in it."""
        folder = self.folder / name
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        return folder


def measure_messages(plan: Plan) -> list[Row]:
    """One message more of a known structure, in a process that is warm."""
    name = "one message, warm"
    workspace = plan.workspace("messages", 20, 4)
    mjml = plan.folder / "messages-mjml"
    run(script("contestants", "mjml", workspace, mjml), plan.empty("cache"))
    rounds: list[dict[str, float]] = []
    for _ in plan.turns(5, name):
        times = ask(script("contestants", "warm", workspace), plan.empty("cache"))
        times = {contestant: seconds * 1000 for contestant, seconds in times.items()}
        if not plan.node.missing:
            times |= ask(plan.node.script("mjml", mjml)) | ask(plan.node.script("react", "160"))
        rounds.append(times)
    taken = _medians(rounds)
    against_floor = {
        "floor": "stock Jinja (the floor)",
        "html": "`notify`, HTML",
        "text": "`notify`, HTML and text",
        "plain": "Jinja, mrml and premailer, whole",
        "react": "react-email (node), HTML",
        "reactText": "react-email (node), text",
        "mjml": "mjml and juice (node), without templates",
    }
    limits = {"html": Limit("at most", 3)}
    rows = [
        Row(name, words, taken[key], "ms", taken[key] / taken["floor"], "floor", limits.get(key))
        if key in taken
        else Row(name, words, None, "ms", skipped=plan.node.missing)
        for key, words in against_floor.items()
    ]
    if "mjml" in taken:
        ratio = taken["mjml"] / taken["html"]
        rows.append(Row(name, against_floor["mjml"], taken["mjml"], "ms", ratio, "`notify`", Limit("at least", 30)))
    return rows


def measure_locales(plan: Plan) -> list[Row]:
    """A catalogue of ten notifications cold in one locale and in forty."""
    name = "10 notifications, 1 and 40 locales"
    one, forty = plan.workspace("locales-1", 10, 1), plan.workspace("locales-40", 10, 40)
    rounds: list[dict[str, float]] = []
    for _ in plan.turns(3, name):
        first = ask(script("contestants", "cold", one), plan.empty("cache"))
        many = ask(script("contestants", "cold", forty), plan.empty("cache"))
        # The first of these puts the structures into the cache; the second finds them there.
        cache = plan.empty("structures")
        words = [ask(script("contestants", "words", forty, cache))["words"] for _ in range(2)][1]
        rounds.append({"T1": first["cold"], "T40": many["cold"], "F40": many["again"], "words": words})
    taken = _medians(rounds)
    beyond = taken["T40"] - taken["words"]
    return [
        Row(name, "1 locale, cold", taken["T1"], "s"),
        Row(name, "40 locales, cold", taken["T40"], "s", taken["T40"] / taken["T1"], "1 locale"),
        Row(name, "of which structures", beyond, "s", beyond / taken["T1"], "1 locale", Limit("at most", 2)),
        Row(
            name,
            "of which words: read, compiled, filled in",
            taken["words"],
            "s",
            taken["words"] / taken["T1"],
            "1 locale",
        ),
        Row(name, "the same 40 locales again", taken["F40"], "s", taken["F40"] / taken["T1"], "1 locale"),
    ]


def measure_run(plan: Plan) -> list[Row]:
    """Every message of the catalogue through the real command, and by the plain pipeline."""
    count = plan.notifications * plan.locales * plan.samples
    name = f"{count:,} messages ({plan.notifications} x {plan.locales} x {plan.samples}), whole run"
    workspace = plan.workspace("run", plan.notifications, plan.locales, plan.samples)
    command = [NOTIFY, "render", "--workspace", str(workspace), "--locale", "all", "--sample", "all"]
    rounds: list[dict[str, float]] = []

    def write(contestant: str, command: list[str], cache: Path, out: Path) -> None:
        ran = run([part.replace("OUT", str(out)) for part in command], cache)
        if (written := sum(1 for _ in out.rglob("*.html"))) != count:
            raise RuntimeError(f"{contestant} wrote {written} messages, and not {count}")
        rounds[-1] |= {contestant: ran.seconds, f"{contestant} peak": ran.peak / _MB}

    for _ in plan.turns(3, name):
        rounds.append({})
        for jobs in ("1", "2"):
            cache = plan.empty("cache")
            out = plan.empty("out")
            write(f"cold {jobs}", [*command, "--out", "OUT", "--jobs", jobs], cache, out)
            write(f"again {jobs}", [*command, "--out", "OUT", "--jobs", jobs], cache, out)
        write("plain", script("plain", workspace, "OUT"), plan.empty("cache"), plan.empty("out"))
    taken = _medians(rounds)
    peak = max(taken["cold 1 peak"], taken["again 1 peak"])
    faster, again = taken["plain"] / taken["cold 1"], taken["cold 1"] / taken["again 1"]
    return [
        Row(name, "Jinja, mrml and premailer, whole", taken["plain"], "s", faster, "`notify`", Limit("at least", 6)),
        Row(name, "`notify render`, first run", taken["cold 1"], "s", again, "second run", Limit("at least", 3)),
        Row(name, "`notify render`, second run", taken["again 1"], "s"),
        Row(name, "first run, `--jobs 2`", taken["cold 2"], "s", taken["cold 2"] / taken["cold 1"], "one job"),
        Row(name, "second run, `--jobs 2`", taken["again 2"], "s", taken["again 2"] / taken["again 1"], "one job"),
        Row(name, "`notify render`, most memory", peak, "MB", limit=Limit("at most", 150)),
        Row(name, "Jinja, mrml and premailer, most memory", taken["plain peak"], "MB"),
    ]


def measure_command(plan: Plan) -> list[Row]:
    """One message by the whole command, and by mjml's: as most are, and with rules to inline."""
    rows = _measure_command(plan, "one message, whole command", inline_rules=False)
    return rows + (_measure_command(plan, "one message, rules inlined", inline_rules=True) if plan.inline_rules else [])


def _measure_command(plan: Plan, name: str, *, inline_rules: bool) -> list[Row]:
    folder = f"command-{'inlined' if inline_rules else 'usual'}"
    workspace = plan.workspace(folder, 10, 12, inline_rules=inline_rules)
    mjml = plan.folder / f"{folder}-mjml"
    run(script("contestants", "mjml", workspace, mjml), plan.empty("cache"))
    notify = [NOTIFY, "render", "notification-003", "--workspace", str(workspace)]
    message = mjml / "notification-003.en.default.mjml"
    node = [] if plan.node.missing else [plan.node.mjml, str(message), "-o", str(plan.folder / "one.html")]
    warm = plan.empty("cache-warm")
    run(notify, warm)
    rounds: list[dict[str, float]] = []
    for _ in plan.turns(15, name):
        times = {"cold": run(notify, plan.empty("cache")), "warm": run(notify, warm)}
        times |= {"mjml": run(node)} if node else {}
        rounds.append({contestant: ran.seconds * 1000 for contestant, ran in times.items()})
    taken = _medians(rounds)
    rows = [Row(name, "`mjml one.mjml -o out.html`", taken.get("mjml"), "ms", skipped=plan.node.missing)]
    for key, state, bound in (("cold", "empty cache", 1.0), ("warm", "warm cache", 0.75)):
        row = Row(name, f"`notify render ID`, {state}", taken[key], "ms")
        if node:
            row = replace(row, ratio=taken[key] / taken["mjml"], against="`mjml`", limit=Limit("at most", bound))
        rows.append(row)
    return rows


MEASURES: Final[Mapping[str, Callable[[Plan], list[Row]]]] = {
    "messages": measure_messages,
    "locales": measure_locales,
    "run": measure_run,
    "command": measure_command,
}


def _medians(rounds: list[dict[str, Any]]) -> dict[str, float]:
    taken: dict[str, list[float]] = defaultdict(list)
    for times in rounds:
        for contestant, value in times.items():
            taken[contestant].append(value)
    return {contestant: statistics.median(values) for contestant, values in taken.items()}
