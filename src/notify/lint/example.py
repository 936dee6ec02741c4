"""The small workspace that examples of rules are variations of."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from notify.lint.rule import Example

_CATALOGUE: Final[Mapping[str, Any]] = {
    "version": 1,
    "product": {"name": "Acme", "url": "https://acme.example", "postal_address": "Acme, 1 Main Street, 10000 Acme"},
    "defaults": {
        "locale": "en",
        "timezone": "Europe/Paris",
        "from": "Acme <hello@acme.example>",
        "reply_to": "support@acme.example",
        "unsubscribe_url": "https://acme.example/u?u={{ user.id }}&t={{ topic.id }}",
        "preferences_url": "https://acme.example/preferences",
    },
    "locales": ["en", "fr"],
    "user": {
        "id": {"type": "string", "sample": "u1"},
        "first_name": {"type": "string", "sample": "Ana"},
        "email": {"type": "email", "sample": "ana@acme.example"},
        "phone": {"type": "string", "sample": "+33 1 99 00 12 34"},
    },
    "channels": {"email": {"address": "user.email"}, "sms": {"address": "user.phone"}, "push": {"address": "user.id"}},
    "topics": {
        "account": {"label": "Account", "default": "required"},
        "notes": {"label": "Notes", "default": "opted_in"},
    },
    "policy": {"frequency_caps": [{"id": "calm", "channels": ["email"], "limit": 3, "per": "day"}]},
    "events": {"note.written": {"name": {"type": "string", "sample": "Bo"}, "at": {"type": "datetime"}}},
    "lint": {"links": {"domains": ["acme.example"]}, "senders": {"domains": ["acme.example"]}},
}
_NOTE: Final[Mapping[str, Any]] = {
    "category": "activity",
    "description": "Somebody left a note.",
    "class": "transactional",
    "topic": "notes",
    "trigger": {"event": "note.written"},
    "channels": ["email"],
    "variables": {"name": {"type": "string"}},
}
_ENGLISH: Final[Mapping[str, Any]] = {
    "subject": "A note from {{ name }}",
    "preheader": "It is short, and waits for you on your board at Acme.",
    "body": "**{{ name }}** left you a note, {{ user.first_name }}.",
    "button": "Read the note",
    "unsubscribe": "Unsubscribe",
    "preferences": "Choose what you get",
}
_FRENCH: Final[Mapping[str, Any]] = {
    "subject": "Un mot de {{ name }}",
    "preheader": "Il est court, et vous attend sur votre tableau chez Acme.",
    "body": "**{{ name }}** vous a laissé un mot, {{ user.first_name }}.",
    "button": "Lire le mot",
    "unsubscribe": "Se désabonner",
    "preferences": "Choisir ce que vous recevez",
}
_BODY: Final = '<mj-text>{{ t.body }}</mj-text>\n<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>'
_EMAIL: Final = """\
<mjml>
<mj-head><mj-attributes><mj-all font-size="16px" line-height="1.5" /></mj-attributes>
<mj-title>{{ t.subject }}</mj-title>
<mj-preview>{{ t.preheader }}</mj-preview><mj-raw><meta name="color-scheme" content="light only" /></mj-raw>
</mj-head>
<mj-body>
<mj-section>
<mj-column>
%s
{%% if unsubscribe_url %%}
<mj-text><a href="{{ unsubscribe_url }}">{{ t.unsubscribe }}</a></mj-text>
<mj-text><a href="{{ preferences_url }}">{{ t.preferences }}</a></mj-text>
{%% endif %%}
<mj-text>{{ product.postal_address }}</mj-text>
</mj-column>
</mj-section>
</mj-body>
</mjml>
"""


def write_example(example: Example, folder: Path) -> None:
    """Writes the workspace of an example into a folder."""
    for name, content in files_of(example).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")


def files_of(example: Example) -> dict[str, str]:
    """The files of an example's workspace, by their paths in it."""
    note = _with(_NOTE, example.note)
    catalogue = _with(_with(_CATALOGUE, {"notifications": {"note": note}}), example.catalogue)
    copy = {"en": _with(_ENGLISH, example.copy), "fr": _with(_FRENCH, {})}
    for locale, texts in example.locales.items():
        copy[locale] = _with(copy.get(locale, _ENGLISH), texts)
    files: dict[str, str | None] = {
        "notifications.yaml": _yaml(catalogue),
        "templates/note/email.mjml": _EMAIL % (_BODY if example.body is None else example.body),
    }
    files |= {f"templates/note/copy/{locale}.yaml": _yaml(texts) for locale, texts in copy.items()}
    files |= {f"templates/note/samples/{name}.yaml": _yaml(data) for name, data in example.samples.items()}
    files |= example.files
    return {name: content for name, content in files.items() if content is not None}


def _with(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """A mapping with others laid over it; None takes a key away, and mappings within are laid over one another."""
    whole = dict(base)
    for key, value in changes.items():
        if value is None:
            whole.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(whole.get(key), Mapping):
            whole[key] = _with(whole[key], value)
        else:
            whole[key] = value
    return whole


def _yaml(data: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(data), allow_unicode=True, sort_keys=False, width=1000)
