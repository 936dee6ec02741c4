"""The manual of the rules: a page for each, and all of them with a table of contents."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, Final

import yaml

from notify.lint.example import files_of
from notify.lint.rule import FAMILIES, Rule
from notify.lint.rulebook import all_rules

_FENCES: Final[Mapping[str, str]] = {"yaml": "yaml", "mjml": "html", "txt": "text", "json": "json"}
_STYLE: Final[Mapping[str, Any]] = {"allow_unicode": True, "sort_keys": False, "width": 100}
_INTRODUCTION: Final = """\
# What the linter looks for

`notify lint` applies these rules to the catalogue, to the copy and the templates of every notification, and to every
message in every language with every sample. `notify rules CODE` shows one of them in a terminal.

This page is made from the rules themselves: to change it, change a rule.

A rule goes by its code (`SUB002`) or by its name (`subject-too-long`), and the letters of the code (`SUB`) stand for
all rules of a family. `lint:` in `notifications.yaml` says which rules are applied, how grave their findings are, and
with which options. A notification may have a rule pass it over, for a reason, and until some day if you like:

```yaml
lint:
  ignore: [SUB006]
  severity: {SUB002: error}
  rules:
    SUB002: {max: 70}
notifications:
  conference-invitation:
    lint:
      ignore:
        - {code: subject-too-long, reason: "The name of the conference is that long.", until: 2026-06-30}
```
"""


def describe_rule(rule: Rule[Any]) -> dict[str, Any]:
    """What `notify rules` says of a rule to programs."""
    return {
        "code": rule.code,
        "name": rule.name,
        "family": rule.family,
        "severity": rule.severity,
        "summary": rule.summary,
        "options": dict(rule.options),
    }


def explain(rule: Rule[Any]) -> str:
    """What a rule finds, why that matters and what to do, as Markdown without a heading."""
    paragraphs = [rule.summary, f"**Why.** {rule.why}", f"**What to do.** {rule.cure}"]
    if rule.options:
        settings = yaml.safe_dump({"lint": {"rules": {rule.code: dict(rule.options)}}}, **_STYLE)
        paragraphs += ["**Options**, with what they are where nobody sets them:", _fenced(settings, "yaml")]
    return "\n\n".join(paragraphs)


def write_page(rule: Rule[Any], level: int = 1) -> str:
    """The page of a rule as Markdown: what it finds, why, what to do, its options, and an example."""
    grave = f"*{rule.severity.capitalize()}, about {FAMILIES[rule.family]}.*"
    bad, good = files_of(rule.bad), files_of(rule.good)
    paragraphs = [f"{'#' * level} {rule.code} {rule.name}", grave, explain(rule)]
    for title, here, there in (("Found in", bad, good), ("Not found in", good, bad)):
        differ = [name for name in sorted({**bad, **good}) if bad.get(name) != good.get(name)]
        for name in differ:
            if name in here:
                shown = _differing(name, here[name], there[name]) if name in there else here[name]
                ending = name.rpartition(".")[2]
                paragraphs += [f"**{title}** `{name}`:", _fenced(_visible(shown), _FENCES.get(ending, ""))]
            else:
                paragraphs.append(f"**{title}** a workspace without `{name}`.")
    return "\n\n".join(paragraphs) + "\n"


def write_manual() -> str:
    """All rules as one page of Markdown, with a table for each family at the top."""
    rules = list(all_rules().values())
    parts = [_INTRODUCTION]
    for family, same in groupby(rules, key=lambda rule: rule.family):
        rows = [f"| [{_cell(rule.code)}](#{_anchor(rule)}) | {rule.name} | {rule.severity} | {_cell(rule.summary)} |"
                for rule in same]  # fmt: skip
        heading = FAMILIES[family]
        table = "\n".join(["| rule | name | severity | what it finds |", "|---|---|---|---|", *rows])
        parts.append(f"## {family}: {heading}\n\n{table}\n")
    parts += [write_page(rule, level=2) for rule in rules]
    return "\n".join(parts)


def _anchor(rule: Rule[Any]) -> str:
    return f"{rule.code} {rule.name}".lower().replace(" ", "-")


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _fenced(text: str, language: str) -> str:
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def _visible(text: str) -> str:
    """Text in which what nobody can see is named: `[U+202E]`."""
    return "".join(letter if _is_seen(letter) else f"[U+{ord(letter):04X}]" for letter in text)


def _is_seen(letter: str) -> bool:
    return letter in "\n\t" or unicodedata.category(letter) not in {"Cc", "Cf", "Zl", "Zp"}


def _differing(name: str, here: str, there: str) -> str:
    """The lines of a file that another version of it does not have, with what shows where they belong."""
    lines, others = here.splitlines(), there.splitlines()
    is_yaml = name.endswith(".yaml")
    shown: set[int] = set()
    for kind, start, end, other_start, other_end in SequenceMatcher(None, lines, others, autojunk=False).get_opcodes():
        if kind != "equal":
            # In YAML the keys above say enough, unless the lines are only here or only there.
            around = 0 if is_yaml and end > start and other_end > other_start else 1
            shown |= {*range(max(0, start - around), min(len(lines), end + around))}
    if is_yaml:
        shown |= {above for number in shown for above in _keys_above(lines, number)}
    written: list[str] = []
    before = -1
    for number in sorted(shown):
        if number > before + 1 and written:
            written.append(f"{_indent(lines[number])}{'# …' if is_yaml else '…'}")
        written.append(lines[number])
        before = number
    return "\n".join(written)


def _keys_above(lines: Sequence[str], number: int) -> Iterator[int]:
    """The lines that hold the keys within which a line of YAML stands."""
    for above in range(number - 1, -1, -1):
        here, there = lines[number], lines[above]
        # An item of a list stands right below its key, and not further in.
        deeper = len(_indent(here)) - len(_indent(there)) + (_is_item(here) and not _is_item(there))
        if there.strip() and deeper > 0:
            yield above
            number = above


def _indent(line: str) -> str:
    return line[: len(line) - len(line.lstrip(" "))]


def _is_item(line: str) -> bool:
    return line.lstrip(" ").startswith("- ")
