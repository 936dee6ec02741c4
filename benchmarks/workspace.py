"""A workspace of any size, the same one every time: the shipped layout and components under made-up notifications.

python benchmarks/workspace.py FOLDER [--notifications 100] [--locales 12] [--samples 2]
"""

import argparse
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

_SHIPPED: Final = Path(__file__).parents[1] / "templates"

# The source first and a right-to-left one next, so that even two locales have both directions.
LOCALES: Final = tuple(
    "en ar fr ja de pt-BR he uk es pl hi tr it nl cs sk hu ro bg el ru sr hr sl lt lv et fi sv da nb is fa bn th vi id "
    "ko zh-Hans zh-Hant".split()
)

# What the layout says of links and small print, to be written into the elements as careful senders do.
_INLINE_RULES: Final = """\
    <mj-style inline="inline">
      .ink a { color: #3a56c5; text-decoration: underline; }
      .ink p { margin: 0 0 12px; }
      .ink strong { font-weight: 600; letter-spacing: 0.1px; }
      .ink em { font-style: italic; }
      .small a { color: #566176; }
      h1, h2 { mso-line-height-rule: exactly; }
      td.rule { vertical-align: top; }
    </mj-style>
  </mj-head>"""

_SYLLABLES: Final = yaml.safe_load(Path(__file__).with_name("syllables.yaml").read_text("utf-8"))
_UNSPACED: Final = {"ja", "th", "zh"}

_VARIABLES: Final[dict[str, Any]] = {
    "name": {"type": "string"},
    "link": {"type": "url"},
    "when": {"type": "date"},
    "amount": {"type": "integer"},
    "device": {"type": "string", "required": False},
    "days": {"type": "list"},
    "entries": {"type": "list"},
}
_PEOPLE: Final = ("Ana", "Zoë O'Neill", "Łukasz & Ewa", "محمد", "Maximiliana-Konstantyna", "Bo")
_THINGS: Final = (
    "Spring catalogue",
    "Q2 <draft>",
    "Réaménagement",
    "Shop window",
    "Photo library",
    "Trade fair",
    "R&D",
)


@dataclass(frozen=True)
class Kind:
    """What one notification is made of; the number of its paragraphs and its parts differ from one to the next."""

    id: str
    paragraphs: int
    notice: bool
    facts: bool
    entries: bool
    chart: bool

    @property
    def keys(self) -> list[str]:
        """The texts it needs, in the order of reading; `remaining` is a plural."""
        keys = ["subject", "preheader", "heading", "picture", "reason", "button", "closing", "remaining"]
        keys += [f"body.p{number}" for number in range(self.paragraphs)]
        keys += ["note.title", "note.body"] if self.notice else []
        keys += ["facts.name", "facts.when", "facts.device"] if self.facts else []
        keys += ["list.title", "list.part"] if self.entries else []
        keys += ["chart.title", "chart.first", "chart.second", "chart.third"] if self.chart else []
        return keys


def write_workspace(
    folder: Path, notifications: int = 100, locales: int = 12, samples: int = 2, *, inline_rules: bool = True
) -> None:
    """Writes a catalogue with so many notifications, its templates, its copy in each locale and its samples.

    With `inline_rules` the layout has a style sheet that belongs into the elements' attributes.
    """
    if not 1 <= locales <= len(LOCALES):
        raise ValueError(f"there are words for 1 to {len(LOCALES)} locales")
    templates = folder / "templates"
    for part in ("layouts", "components"):
        shutil.copytree(_SHIPPED / part, templates / part)
    if inline_rules:
        layout = templates / "layouts" / "base.mjml"
        layout.write_text(layout.read_text("utf-8").replace("  </mj-head>", _INLINE_RULES), "utf-8")
    kinds = [_kind(number) for number in range(notifications)]
    _write_yaml(folder / "notifications.yaml", _catalogue(kinds, LOCALES[:locales]))
    for locale in LOCALES[:locales]:
        _write_yaml(templates / "copy" / f"{locale}.yaml", _shared_copy(locale))
    for number, kind in enumerate(kinds):
        home = templates / kind.id
        for locale in LOCALES[:locales]:
            _write_yaml(home / "copy" / f"{locale}.yaml", _copy(kind, locale))
        for sample in range(samples):
            name = ("default", "busy")[sample] if sample < 2 else f"person-{sample + 1}"
            _write_yaml(home / "samples" / f"{name}.yaml", _sample(number, sample))
        (home / "email.mjml").write_text("\n".join(_template(kind)) + "\n", "utf-8")


def _kind(number: int) -> Kind:
    return Kind(
        id=f"notification-{number + 1:03}",
        paragraphs=2 + number % 4,
        notice=number % 3 != 1,
        facts=number % 5 in {0, 2},
        entries=number % 5 in {1, 2, 4},
        chart=number % 5 == 3,
    )


def _template(kind: Kind) -> Iterator[str]:
    """The lines of a notification's MJML."""
    yield '{% extends "layouts/base.mjml" %}'
    yield '{% from "components/heading.mjml" import title, subtitle %}'
    yield '{% from "components/button.mjml" import button %}'
    yield '{% from "components/rows.mjml" import rows, fact, entry with context %}'
    yield '{% from "components/notice.mjml" import notice with context %}'
    yield '{% from "components/bar_chart.mjml" import bar_chart, bar with context %}'
    yield "{% block content %}"
    yield "{{ title(t.heading) }}"
    yield f'<mj-image src="https://nimbus.example/art/{kind.id}.png" alt="{{{{ t.picture }}}}" width="504px" />'
    yield "<mj-text>{{ t.greeting }}</mj-text>"
    for number in range(kind.paragraphs):
        yield f"<mj-text>{{{{ t.body.p{number} }}}}</mj-text>"
    if kind.facts:
        yield "{% call rows() %}"
        yield "{{ fact(t.facts.name, name) }}"
        yield '{{ fact(t.facts.when, when|date("long")) }}'
        yield "{% if device %}{{ fact(t.facts.device, device) }}{% endif %}"
        yield "{% endcall %}"
    if kind.chart:
        yield "{{ subtitle(t.chart.title) }}"
        yield "{% call bar_chart() %}"
        yield "{% set most = days|max %}"
        for index, key in enumerate(("first", "second", "third")):
            yield f"{{{{ bar(t.chart.{key}, days[{index}], most) }}}}"
        yield "{% endcall %}"
    if kind.entries:
        yield "{{ subtitle(t.list.title) }}"
        yield "{% call rows() %}"
        yield "{% for item in entries[:5] %}"
        yield '{{ entry(item.name, t("list.part", part=item.done, whole=item.total)) }}'
        yield "{% endfor %}"
        yield "{% endcall %}"
    yield '<mj-text>{{ t("remaining", count=amount) }}</mj-text>'
    if kind.notice:
        yield "{{ notice(t.note.title) }}"
        yield "<mj-text>{{ t.note.body }}</mj-text>"
    yield "{{ button(t.button, link) }}"
    yield "<mj-text>{{ t.closing }}</mj-text>"
    yield "{% endblock %}"


def _copy(kind: Kind, locale: str) -> dict[str, Any]:
    speech = _Speech(locale, kind.id)
    copy: dict[str, Any] = {}
    for number, key in enumerate(kind.keys):
        group, _, name = key.rpartition(".")
        (copy.setdefault(group, {}) if group else copy)[name] = _text(key, number, speech)
    return copy


def _text(key: str, number: int, speech: "_Speech") -> Any:
    """The words of a key; about a third of them print something."""
    match key:
        case "remaining":
            return {
                "one": f"{{{{ count|number }}}} {speech.say(3)}",
                "other": f"{{{{ count|number }}}} {speech.say(4)}",
            }
        case "list.part":
            return "{{ part|number }} / {{ whole|number }}"
        case "body.p0":
            return f"{speech.say(9)} **{speech.say(2)}** {speech.say(7)}, {{{{ user.first_name }}}}."
        case "body.p1":
            return f"{speech.say(12)} [{speech.say(2)}](https://nimbus.example/help/{number}) {speech.say(8)}."
        case "body.p2":
            return f'{speech.say(8)} {{{{ when|date("long") }}}} {speech.say(6)} *{speech.say(1)}* {speech.say(5)}.'
        case "note.body":
            return f"{speech.say(6)} [{speech.say(3)}]({{{{ link }}}}): **{{{{ name }}}}**."
        case "subject" | "heading":
            return f"{speech.say(3)}: {{{{ name }}}}"
        case "closing":
            return f"{speech.say(4)},\n{speech.say(2)}"
        case _:
            return speech.say(14 if key in {"reason", "preheader", "note.title"} or key.startswith("body") else 2)


def _shared_copy(locale: str) -> dict[str, Any]:
    speech = _Speech(locale, "")
    return {
        "greeting": f"{speech.say(1)}, {{{{ user.first_name }}}}!",
        "footer": {"unsubscribe": speech.say(2), "preferences": speech.say(4)},
    }


class _Speech:
    """Words in a locale, the same at every run."""

    def __init__(self, locale: str, seed: str) -> None:
        language = locale.partition("-")[0]
        self._syllables = _SYLLABLES["own"].get(language, _SYLLABLES["shared"]).split()
        self._syllables += [
            f"{first}{letter}" for letter in _SYLLABLES["letters"].get(language, "").split() for first in ("r", "m")
        ]
        self._space = "" if language in _UNSPACED else " "
        self._chance = random.Random(f"{locale} {seed}")  # noqa: S311 # chance that repeats is what is wanted

    def say(self, words: int) -> str:
        """So many words, the first with a capital where the script has them."""
        drawn = ("".join(self._chance.choices(self._syllables, k=self._chance.randint(1, 3))) for _ in range(words))
        text = self._space.join(drawn)
        return text[0].upper() + text[1:]


def _sample(number: int, sample: int) -> dict[str, Any]:
    amount = 1 if sample == 0 else 1_200 + 37 * number + sample
    parts = range(3 if sample == 0 else 6)
    things = [_THINGS[(number + part) % len(_THINGS)] for part in range(max(6, sample + 1))]
    data: dict[str, Any] = {
        "user": {"id": f"u_{sample + 1}", "first_name": _PEOPLE[(number + sample) % len(_PEOPLE)]},
        "name": things[sample],
        "link": f"https://nimbus.example/open/{number}?person={sample}&from=mail",
        "when": f"2026-03-{1 + (number + sample) % 28:02}",
        "amount": amount,
        "days": [(number + day) % 9 + sample for day in range(3)],
        "entries": [
            {"name": _THINGS[(number + part) % len(_THINGS)], "done": part + sample, "total": 8 + part}
            for part in parts
        ],
    }
    return data if sample == 0 else data | {"device": "Firefox, Windows"}


def _catalogue(kinds: list[Kind], locales: tuple[str, ...]) -> dict[str, Any]:
    return {
        "version": 1,
        "product": {"name": "Nimbus", "url": "https://nimbus.example", "postal_address": "12 rue des Lilas, Paris"},
        "defaults": {
            "locale": "en",
            "timezone": "Europe/Paris",
            "from": "Nimbus <hello@nimbus.example>",
            "reply_to": "support@nimbus.example",
            "unsubscribe_url": "https://nimbus.example/unsubscribe?user={{ user.id }}&topic={{ topic.id }}",
            "preferences_url": "https://nimbus.example/preferences",
        },
        "locales": list(locales),
        "user": {
            "id": {"type": "string"},
            "first_name": {"type": "string"},
            "email": {"type": "email", "sample": "ana@nimbus.example"},
        },
        "channels": {"email": {"address": "user.email"}},
        "topics": {"work": {"label": "Work", "default": "opted_in"}},
        "notifications": {
            kind.id: {
                "category": "activity",
                "description": f"Says what is new, with {kind.paragraphs} paragraphs.",
                "class": "transactional",
                "topic": "work",
                "trigger": {"event": f"work.changed_{number}"},
                "channels": ["email"],
                "variables": _VARIABLES,
            }
            for number, kind in enumerate(kinds)
        },
    }


def _write_yaml(path: Path, data: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    # A dumper without aliases: what notifications have in common is written out, as people write it.
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000)
    path.write_text(text, "utf-8")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 # PyYAML's signature
        return True


def main() -> None:
    """Writes one where the command line says."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notifications", type=int, default=100)
    parser.add_argument("--locales", type=int, default=12)
    parser.add_argument("--samples", type=int, default=2)
    options = parser.parse_args()
    write_workspace(options.folder, options.notifications, options.locales, options.samples)


if __name__ == "__main__":
    main()
