"""Writes what the linter knows of MJML, from mjml itself and from the compiler that notify uses.

python -m benchmarks.mjml_facts FOLDER   writes src/notify/lint/knowledge/mjml.json; FOLDER has had `npm install mjml@5`
"""

import argparse
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import mjml as mrml
from benchmarks.mjml_documents import ask_facts, ask_html, write_document

FILE: Final = Path(__file__).parent.parent / "src/notify/lint/knowledge/mjml.json"

# What attributes need beside them so that they change anything.
_BESIDE: Final[Mapping[str, Mapping[str, str]]] = {
    "mj-section": {"background-url": "https://a.example/b.png", "background-color": "#aabbcc"},
    "mj-wrapper": {"background-url": "https://a.example/b.png", "background-color": "#aabbcc"},
    "mj-hero": {
        "background-url": "https://a.example/b.png",
        "background-height": "90px",
        "background-width": "80px",
        "mode": "fluid-height",
    },
    "mj-image": {"src": "https://a.example/i.png", "href": "https://a.example"},
    "mj-button": {"href": "https://a.example"},
    "mj-social-element": {"href": "https://a.example", "name": "facebook"},
    "mj-navbar": {"hamburger": "hamburger"},
    "mj-navbar-link": {"href": "https://a.example"},
    "mj-column": {"inner-background-color": "#aabbcc", "padding": "1px"},
    "mj-carousel-image": {"href": "https://a.example", "src": "https://a.example/i.png"},
}
_HEAD: Final = frozenset({"mj-font", "mj-style", "mj-breakpoint"})


def gather(folder: Path) -> dict[str, Any]:
    """The facts: mjml's elements, and of each which attributes mjml heeds and the compiler does not."""
    found = ask_facts(folder)
    idle = dict(_idle(folder, found["elements"]))
    elements = {}
    for name, known in found["elements"].items():
        elements[name] = known | ({"idle": idle[name]} if idle.get(name) else {})
    return {
        "source": f"the npm packages of mjml {found['version']} (MIT), gathered by benchmarks/mjml_facts.py",
        "elements": elements,
        "colours": sorted(found["colours"]),
    }


def write_facts(facts: Mapping[str, Any]) -> str:
    """The facts as the file has them: a line for each attribute."""
    return json.dumps(facts, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _idle(folder: Path, elements: Mapping[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """The attributes of each element of the body that mjml heeds, and the compiler leaves out whatever they say."""
    cases = [
        (name, attribute, value)
        for name, known in elements.items()
        for attribute, kind in (known["attributes"].items() if name not in _HEAD else ())
        for value in _values(attribute, kind)
    ]
    pairs = [_pair(*case) for case in cases]
    html = [_plain(each) for each in ask_html(folder, [document for pair in pairs for document in pair])]
    heeded = {case[:2] for number, case in enumerate(cases) if html[2 * number] != html[2 * number + 1]}
    compiled = {case[:2] for case, (without, with_it) in zip(cases, pairs, strict=True) if _differ(without, with_it)}
    for name in elements:
        yield name, sorted(attribute for element, attribute in heeded - compiled if element == name)


def _pair(name: str, attribute: str, value: str) -> tuple[str, str]:
    beside = {key: known for key, known in _BESIDE.get(name, {}).items() if key != attribute}
    return write_document(name, beside), write_document(name, beside | {attribute: value})


def _values(attribute: str, kind: str) -> Sequence[str]:
    """Values that show whether an attribute is heeded; one at least is not what it is by default."""
    if kind.startswith("enum"):
        return [value for value in kind[5:-1].split(",") if value]
    known = {"color": ["#123456"], "boolean": ["true"], "integer": ["7"]}
    if kind in known:
        return known[kind]
    if kind.startswith("unit"):
        return ["37px"]
    if attribute.endswith("border-radius"):
        return ["7px"]
    if "border" in attribute and "style" not in attribute:
        return ["3px solid #123456"]
    if attribute.endswith(("url", "src", "href", "icon")):
        return ["https://a.example/p.png"]
    return {"mode": ["fixed-height"], "border-style": ["dotted"], "background-size": ["cover", "10px 20px"]}.get(
        attribute, ["bottom right", "probe"]
    )


def _differ(without: str, with_it: str) -> bool:
    try:
        return _plain(mrml.mjml2html(without, fonts={})) != _plain(mrml.mjml2html(with_it, fonts={}))
    except ValueError:
        return True


def _plain(html: str) -> str:
    """HTML without the names that carousels, navbars and the like are given anew each time."""
    return re.sub(r"\b[0-9a-f]{16}\b|[\w-]*(?:carousel|menu|checkbox|radio)[\w-]*", "", str(html))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    FILE.write_text(write_facts(gather(parser.parse_args().folder)), "utf-8")
