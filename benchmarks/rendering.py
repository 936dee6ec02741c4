"""How fast messages are rendered, next to stock parts and to node: prints a table, exits 1 where a limit is not held.

    python benchmarks/rendering.py [--notifications 100 --locales 12 --samples 2] [--rounds N] [--only NAME]
        [--json FILE] [--node-folder DIR] [--no-inline-rules]

Every ratio is one of medians that were measured side by side. node's packages are installed once, into a temporary
folder or the one that `--node-folder` names; without node or a registry its rows are skipped.
"""

import argparse
import json
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from measures import MEASURES, Plan
from processes import install_node
from table import Row, describe_machine, node_version, write_table


def main() -> int:
    """Prints the table, and which limits are not held."""
    options = _read_options()
    with tempfile.TemporaryDirectory(prefix="notify-benchmarks-") as folder:
        node = install_node(options.node_folder or Path(folder) / "node")
        _tell(f"node's rows are skipped: {node.missing}" if node.missing else f"node's packages are in {node.folder}")
        plan = Plan(
            folder=Path(folder),
            node=node,
            notifications=options.notifications,
            locales=options.locales,
            samples=options.samples,
            rounds=options.rounds,
            inline_rules=not options.no_inline_rules,
            tell=_tell,
        )
        rows: list[Row] = [row for name in options.only or MEASURES for row in MEASURES[name](plan)]
    machine = describe_machine(node_version())
    print(f"{machine}\n")
    print("\n".join(write_table(rows)))
    if options.json:
        document = {"version": 1, "machine": machine, "rows": [asdict(row) | {"held": row.held} for row in rows]}
        options.json.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")
    broken = [row for row in rows if not row.held]
    for row in broken:
        _tell(f"not held: {row.measure}: {row.contestant}")
    return int(bool(broken))


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notifications", type=int, default=100, help="of the whole run")
    parser.add_argument("--locales", type=int, default=12, help="of the whole run")
    parser.add_argument("--samples", type=int, default=2, help="of the whole run")
    parser.add_argument("--rounds", type=int, help="of every measure; else 5, 3, 3 and 15")
    parser.add_argument("--only", choices=MEASURES, action="append", help="one measure; may be repeated")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the rows there as well")
    parser.add_argument("--node-folder", type=Path, metavar="DIR", help="where node's packages are or will be")
    parser.add_argument("--no-inline-rules", action="store_true", help="a layout without a style sheet to inline")
    return parser.parse_args()


def _tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
