"""The first files of a new notification: a template, its words and a sample, that render as they are."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.catalogue.copy import copy_files
from notify.catalogue.fields import ChannelName
from notify.catalogue.model import Catalogue
from notify.catalogue.positions import read_document, read_text
from notify.catalogue.references import BUILT_IN, GATHERED
from notify.errors import CopyError

_LAYOUT: Final = "layouts/base.mjml"
_BLOCK: Final = re.compile(r"\{%-?\s*block\s+(\w+)")
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OTHER_FILE: Final = re.compile(r"(?:extends|from|import|include)\s+[\"']([^\"']+)[\"']")
_KEY: Final = re.compile(r"\bt(?:\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|\(\s*[\"']([\w.]+)[\"'])")

_CONTENT: Final = """\
<mj-text>
  <h1 style="margin: 0; font-size: 26px; line-height: 34px;">{{{{ t.heading }}}}</h1>
</mj-text>
<mj-text>{{{{ t.body }}}}</mj-text>
<mj-button href="{{{{ {link} }}}}">{{{{ t.button }}}}</mj-button>
"""

_IN_LAYOUT: Final = """\
{{% extends "{layout}" %}}
{{% block {block} %}}
{content}{{% endblock %}}
"""

_COLUMN: Final = """\
<mj-section>
  <mj-column>
{content}  </mj-column>
</mj-section>
"""

_WHOLE: Final = """\
<mjml>
  <mj-head>
    <mj-title>{{{{ t.subject }}}}</mj-title>
    <mj-preview>{{{{ t.preheader }}}}</mj-preview>
    <mj-attributes>
      <mj-text font-size="16px" line-height="26px" />
      <mj-button font-size="16px" />
    </mj-attributes>
  </mj-head>
  <mj-body>
{content}    <mj-section>
      <mj-column>
        <mj-text font-size="14px" line-height="22px">
          {{% if unsubscribe_url %}}
          <p><a href="{{{{ unsubscribe_url }}}}">{{{{ t.unsubscribe }}}}</a></p>
          {{% endif %}}
          {{% if product.postal_address %}}
          <p>{{{{ product.postal_address }}}}</p>
          {{% endif %}}
        </mj-text>
      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
"""


@dataclass(frozen=True)
class Sketch:
    """A new notification's `files`, by their paths below the workspace; its channel, and the types of its variables."""

    channel: ChannelName
    variables: Mapping[str, str]
    files: Mapping[str, bytes]


def sketch_files(root: Path, catalogue: Catalogue, name: str, event: str) -> Sketch:
    """What a notification of this name starts with, for an event that the catalogue may know.

    By e-mail where the catalogue has that, and else by its first channel. Raises NotifyError for a layout or shared
    copy that cannot be read.
    """
    channel: ChannelName = "email" if "email" in catalogue.channels else next(iter(catalogue.channels))
    locale = catalogue.defaults.locale
    link = _find_link(catalogue, event) if channel == "email" else None
    samples = f"# What {name} is previewed and tested with, over the samples that notifications.yaml declares.\n"
    data: dict[str, dict[str, str]] = {}
    hello = "Hello"
    trait = catalogue.user.get("first_name")
    if trait and trait.type == "string":
        hello = "Hello {{ user.first_name }}"
        data["user"] = {"first_name": trait.sample or "Ana"}
    if link and catalogue.events[event][link].sample is None:
        data["event"] = {link: catalogue.product.url}
    title = name.replace("-", " ").capitalize()
    files: dict[str, str] = {}
    words: dict[str, Any]
    if channel == "email":
        template, asked = _write_template(root, link or "product.url")
        files["email.mjml"] = template
        words = {
            "subject": title,
            "preheader": "One line that an inbox shows after the subject.",
            "heading": hello,
            "body": "Say here what happened, and **what to do next**.",
            "button": f"Open {catalogue.product.name}",
        }
        _add_missing(words, asked, _read_shared(root, locale))
    elif channel == "sms":
        words = {"sms": f"{catalogue.product.name}: {title.lower()}."}
    else:
        words = {channel: {"title": title, "body": f"{hello}."}}
    head = f"# The words of {name}. **Bold** and _italic_ work; {{{{ }}}} is filled in for each person.\n"
    files[f"copy/{locale}.yaml"] = head + "".join(_lines(words))
    files["samples/default.yaml"] = samples + "".join(_lines(data))
    variables = {link: "url"} if link else {}
    return Sketch(channel, variables, {f"templates/{name}/{path}": text.encode() for path, text in files.items()})


def _find_link(catalogue: Catalogue, event: str) -> str | None:
    """The first field of an event that a button can lead to."""
    fields = catalogue.events.get(event, {})
    taken = BUILT_IN | GATHERED
    return next((name for name, field in fields.items() if field.type == "url" and name not in taken), None)


def _write_template(root: Path, link: str) -> tuple[str, set[str]]:
    """A template that shows heading, body and button, and the keys of copy that it asks for."""
    content = _CONTENT.format(link=link)
    layout = root / "templates" / _LAYOUT
    if layout.is_file():
        text = read_text(layout, f"templates/{_LAYOUT}")
        body = max(text.find("<mj-body"), 0)
        blocks = {found[1]: found.start() for found in _BLOCK.finditer(text, body)}
        if blocks:
            block = "content" if "content" in blocks else next(iter(blocks))
            above = text[: blocks[block]]
            if above.count("<mj-column") == above.count("</mj-column>"):
                content = _COLUMN.format(content=_indent(content, 4))
            return _IN_LAYOUT.format(layout=_LAYOUT, block=block, content=content), _keys_asked(root, _LAYOUT)
    section = _COLUMN.format(content=_indent(content, 4))
    return _WHOLE.format(content=_indent(section, 4)), {"unsubscribe"}


def _keys_asked(root: Path, template: str) -> set[str]:
    """The keys of copy that a template names, itself and in the files that it names."""
    keys: set[str] = set()
    waiting, seen = [template], {template}
    while waiting:
        path = root / "templates" / waiting.pop()
        if not path.is_file():
            continue
        for code in _CODE.findall(read_text(path, path.relative_to(root).as_posix())):
            keys |= {dotted or called for dotted, called in _KEY.findall(code)}
            waiting += [name for name in _OTHER_FILE.findall(code) if name not in seen]
            seen.update(waiting)
    return keys


def _read_shared(root: Path, locale: str) -> Any:
    path = copy_files(root, "").get(locale)
    return read_document(path, path.relative_to(root).as_posix(), CopyError).data if path else None


def _add_missing(words: dict[str, Any], asked: Iterable[str], shared: Any) -> None:
    """Adds words for the keys asked for that neither these nor the shared words have."""
    # The deepest first: where `t.footer` and `t.footer.address` are asked for, the first is a group.
    for key in sorted(asked, key=lambda key: (-key.count("."), key)):
        parts = key.split(".")
        if _has(words, parts) or _has(shared, parts):
            continue
        *groups, last = parts
        here: Any = words
        for group in groups:
            here = here.setdefault(group, {}) if isinstance(here, dict) else None
        if not isinstance(here, dict):
            continue
        because = "You get this because you use {{ product.name }}."
        here[last] = because if last == "reason" else last.replace("_", " ").capitalize()


def _has(words: Any, parts: Iterable[str]) -> bool:
    for part in parts:
        if not isinstance(words, dict) or words.get(part) is None:
            return False
        words = words[part]
    return True


def _lines(data: Mapping[str, Any], depth: int = 0) -> Iterator[str]:
    for key, value in data.items():
        if isinstance(value, dict):
            yield f"{'  ' * depth}{key}:\n"
            yield from _lines(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {json.dumps(value, ensure_ascii=False)}\n"


def _indent(text: str, spaces: int) -> str:
    return "".join(" " * spaces + line for line in text.splitlines(keepends=True))
