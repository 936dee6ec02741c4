"""The first files of a new notification: a template, its words and a sample, that render as they are."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.catalogue.copy import copy_files
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import ChannelName
from notify.catalogue.positions import read_document, read_text
from notify.catalogue.references import BUILT_IN, GATHERED
from notify.errors import CopyError

_LAYOUT: Final = "layouts/base.mjml"
_BLOCK: Final = re.compile(r"\{%-?\s*block\s+(\w+)")
_CODE: Final = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_OTHER_FILE: Final = re.compile(r"(?:extends|from|import|include)\s+[\"']([^\"']+)[\"']")
_COMMENT: Final = re.compile(r"\{#.*?#\}", re.DOTALL)
_TRAIT: Final = re.compile(r"\buser\.([A-Za-z_]\w*)")
_KEY: Final = re.compile(r"\bt(?:\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)|\(\s*[\"']([\w.]+)[\"'])")

_COPY_HEAD: Final = (
    "# The words of {name}. **Bold** and *italic* work; what stands in {{{{ }}}} is filled in for each person.\n"
)
_SAMPLE_HEAD: Final = (
    "# What {name} is previewed with. Where this says nothing, the samples of notifications.yaml hold.\n"
)

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


# What a trait without a sample is previewed with, by its type.
_EXAMPLES: Final[Mapping[str, Any]] = {
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "url": "https://product.example",
    "email": "ana@product.example",
    "datetime": "2026-03-02T09:00:00+01:00",
    "date": "2026-03-02",
    "money": {"amount": "19.90", "currency": "EUR"},
    "list": [],
    "object": {},
}


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
    link = _find_link(catalogue, event) if channel == "email" else None
    trait = catalogue.user.get("first_name")
    hello = "Hello {{ user.first_name }}" if trait and trait.type == "string" else "Hello"
    words = _write_words(channel, name, hello)
    defaults = catalogue.defaults
    named = " ".join(filter(None, [hello, defaults.reply_to, defaults.unsubscribe_url, defaults.preferences_url]))
    files: dict[str, str] = {}
    if channel == "email":
        files["email.mjml"], code = _write_template(root, link or "product.url")
        shared_text, shared = _read_shared(root, defaults.locale)
        _add_missing(words, code, shared)
        named = f"{named} {code} {shared_text}"
    data: dict[str, dict[str, Any]] = {"user": _choose_traits(catalogue, named)}
    if link and catalogue.events[event][link].sample is None:
        data["event"] = {link: catalogue.product.url}
    files[f"copy/{defaults.locale}.yaml"] = _COPY_HEAD.format(name=name) + "".join(_lines(words))
    files["samples/default.yaml"] = _SAMPLE_HEAD.format(name=name) + "".join(
        _lines({part: values for part, values in data.items() if values})
    )
    variables = {link: "url"} if link else {}
    return Sketch(channel, variables, {f"templates/{name}/{path}": text.encode() for path, text in files.items()})


def _find_link(catalogue: Catalogue, event: str) -> str | None:
    """The first field of an event that a button can lead to."""
    fields = catalogue.events.get(event, {})
    taken = BUILT_IN | GATHERED
    return next((name for name, field in fields.items() if field.type == "url" and name not in taken), None)


def _write_words(channel: ChannelName, name: str, hello: str) -> dict[str, Any]:
    title = name.replace("-", " ").capitalize()
    if channel == "sms":
        return {"sms": f"{{{{ product.name }}}}: {title.lower()}."}
    if channel != "email":
        return {channel: {"title": title, "body": f"{hello}."}}
    return {
        "subject": title,
        "preheader": "One line that an inbox shows after the subject.",
        "heading": hello,
        "body": "Say here what happened, and **what to do next**.",
        "button": "Open {{ product.name }}",
    }


def _choose_traits(catalogue: Catalogue, text: str) -> dict[str, Any]:
    """Values for the traits that a text names and the catalogue has no sample for."""
    traits = {found: catalogue.user[found] for found in _TRAIT.findall(text) if found in catalogue.user}
    examples: dict[str, Any] = {
        name: _EXAMPLES.get(trait.type, name) for name, trait in traits.items() if trait.sample is None
    }
    if "first_name" in examples:
        examples["first_name"] = "Ana"
    return examples


def _write_template(root: Path, link: str) -> tuple[str, str]:
    """A template that shows heading, body and button; and the code of what it stands in, its layout or itself."""
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
            return _IN_LAYOUT.format(layout=_LAYOUT, block=block, content=content), _read_code(root, _LAYOUT)
    section = _COLUMN.format(content=_indent(content, 4))
    whole = _WHOLE.format(content=_indent(section, 4))
    return whole, " ".join(_CODE.findall(whole))


def _read_code(root: Path, template: str) -> str:
    """What a template prints and does, itself and in the files that it names; without its text and its comments."""
    pieces: list[str] = []
    waiting, seen = [template], {template}
    while waiting:
        path = root / "templates" / waiting.pop()
        if not path.is_file():
            continue
        code = " ".join(_CODE.findall(_COMMENT.sub("", read_text(path, path.relative_to(root).as_posix()))))
        pieces.append(code)
        waiting += [name for name in _OTHER_FILE.findall(code) if name not in seen]
        seen.update(waiting)
    return " ".join(pieces)


def _read_shared(root: Path, locale: str) -> tuple[str, Any]:
    """The shared words of a locale, as text and as data."""
    path = copy_files(root, "").get(locale)
    if path is None:
        return "", None
    document = read_document(path, path.relative_to(root).as_posix(), CopyError)
    return document.text, document.data


def _add_missing(words: dict[str, Any], code: str, shared: Any) -> None:
    """Adds words for the keys that code asks for and neither these nor the shared words have."""
    asked = {dotted or called for dotted, called in _KEY.findall(code)}
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
        if isinstance(value, dict) and value:
            yield f"{'  ' * depth}{key}:\n"
            yield from _lines(value, depth + 1)
        else:
            yield f"{'  ' * depth}{key}: {json.dumps(value, ensure_ascii=False)}\n"


def _indent(text: str, spaces: int) -> str:
    return "".join(" " * spaces + line for line in text.splitlines(keepends=True))
