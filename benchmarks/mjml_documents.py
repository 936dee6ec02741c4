"""MJML documents around one element, and what mjml (node) makes of them."""

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

_SCRIPTS: Final = Path(__file__).parent / "node"

_COLUMN: Final = "<mj-section><mj-column>%s</mj-column></mj-section>"
_ACCORDION: Final = _COLUMN % "<mj-accordion><mj-accordion-element>%s</mj-accordion-element></mj-accordion>"
# What each element stands in, where it is not a column; `%s` is where.
AROUND: Final[Mapping[str, str]] = {
    "mj-section": "%s",
    "mj-wrapper": "%s",
    "mj-hero": "%s",
    "mj-raw": "%s",
    "mj-column": "<mj-section>%s</mj-section>",
    "mj-group": "<mj-section>%s</mj-section>",
    "mj-accordion-element": _COLUMN % "<mj-accordion>%s</mj-accordion>",
    "mj-accordion-title": _ACCORDION,
    "mj-accordion-text": _ACCORDION,
    "mj-carousel-image": _COLUMN % '<mj-carousel>%s<mj-carousel-image src="https://a.example/2.png" /></mj-carousel>',
    "mj-navbar-link": _COLUMN % "<mj-navbar>%s</mj-navbar>",
    "mj-social-element": _COLUMN % "<mj-social>%s</mj-social>",
}
# What each element holds, where it is not empty.
WITHIN: Final[Mapping[str, str]] = {
    "mj-section": "<mj-column><mj-text>A</mj-text></mj-column><mj-column><mj-text>B</mj-text></mj-column>",
    "mj-group": "<mj-column><mj-text>A</mj-text></mj-column>",
    "mj-wrapper": 2 * (_COLUMN % "<mj-text>A</mj-text>"),
    "mj-hero": "<mj-text>A</mj-text>",
    "mj-column": "<mj-text>A</mj-text>",
    "mj-accordion": "<mj-accordion-element><mj-accordion-title>A</mj-accordion-title>"
    "<mj-accordion-text>B</mj-accordion-text></mj-accordion-element>",
    "mj-accordion-element": "<mj-accordion-title>A</mj-accordion-title><mj-accordion-text>B</mj-accordion-text>",
    "mj-carousel": 2 * '<mj-carousel-image src="https://a.example/1.png" />',
    "mj-navbar": '<mj-navbar-link href="https://a.example">A</mj-navbar-link>',
    "mj-social": '<mj-social-element name="facebook" href="https://a.example">A</mj-social-element>',
    "mj-table": "<tr><td>A</td></tr>",
} | dict.fromkeys(
    "mj-text mj-button mj-raw mj-accordion-title mj-accordion-text mj-navbar-link mj-social-element".split(), "A"
)


def write_element(name: str, attributes: Mapping[str, str]) -> str:
    """An element of the body with what it holds."""
    written = "".join(f' {key}="{value}"' for key, value in attributes.items())
    return f"<{name}{written}>{WITHIN[name]}</{name}>" if name in WITHIN else f"<{name}{written} />"


def write_document(name: str, attributes: Mapping[str, str]) -> str:
    """A document with this element in it, where MJML lets it stand."""
    if name == "mj-body":
        written = "".join(f' {key}="{value}"' for key, value in attributes.items())
        return f"<mjml><mj-body{written}>{_COLUMN % '<mj-text>A</mj-text>'}</mj-body></mjml>"
    return f"<mjml><mj-body>{AROUND.get(name, _COLUMN) % write_element(name, attributes)}</mj-body></mjml>"


def ask_facts(folder: Path) -> dict[str, Any]:
    """What mjml in a folder's node_modules says of itself."""
    found: dict[str, Any] = json.loads(_run(["facts.mjs"], folder, ""))
    return found


def ask_html(folder: Path, documents: Sequence[str]) -> list[str]:
    """The HTML of each document, from mjml in a folder's node_modules."""
    html: list[str] = json.loads(_run(["ask.mjs", "html"], folder, json.dumps(documents)))
    return html


def ask_errors(folder: Path, documents: Sequence[str]) -> list[list[dict[str, Any]]]:
    """What the validator of mjml in a folder's node_modules says of each document: `line`, `tagName` and `message`."""
    errors: list[list[dict[str, Any]]] = json.loads(_run(["ask.mjs", "errors"], folder, json.dumps(documents)))
    return errors


def _run(script: Sequence[str], folder: Path, text: str) -> str:
    command = ["node", str(_SCRIPTS / script[0]), *script[1:], str(folder)]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
