"""The plain pipeline: Jinja, MJML and premailer for every message whole, put together from stock parts, and well.

The floor is its first step alone: stock Jinja on the same sandboxed templates and copy. Writes every message of a
workspace that `workspace.py` wrote:

    python benchmarks/plain.py WORKSPACE OUT
"""

import argparse
import logging
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml
from babel import Locale
from jinja2 import FileSystemBytecodeCache, FileSystemLoader, StrictUndefined, Template
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it import MarkdownIt
from markupsafe import Markup

from notify.render.template.filters import FILTERS, Formats

_PRINTED: Final = re.compile(r"\{\{.*?\}\}")
_LETTER: Final = re.compile("[\ue000-\uf8ff]")
_PLURALS: Final = frozenset({"zero", "one", "two", "few", "many", "other"})
_PLAIN_KEYS: Final = frozenset({"subject", "preheader"})

# Words that print nothing, words that do, a plural by its categories, or a group by its keys.
Entry = Markup | Template | dict[str, Any]


@dataclass(frozen=True)
class Mail:
    """What one message's templates and copy say, before its MJML is compiled."""

    subject: str
    preheader: str
    mjml: str


class Words:
    """Copy as templates read it: `t.heading`, `t("remaining", count=3)`."""

    def __init__(self, entries: Mapping[str, Entry], context: Mapping[str, Any], locale: Locale) -> None:
        self._entries, self._context, self._locale = entries, context, locale

    def __getattr__(self, name: str) -> Any:
        """The words of a key, or the group of that name."""
        entry = self._entries.get(name)
        if entry is None:
            raise AttributeError(name)
        if isinstance(entry, dict):
            return Words(entry, self._context, self._locale)
        return _say(entry, self._context)

    def __call__(self, key: str, **values: Any) -> Markup:
        """The words of a key with more variables, `count` among them where it is a plural."""
        entry: Any = self._entries
        for name in key.split("."):
            entry = entry[name]
        if isinstance(entry, dict):
            entry = entry.get(self._locale.plural_form(values["count"])) or entry["other"]
        return _say(entry, {**self._context, **values})


class Language:
    """One locale: its environment, its templates and its copy, each read and compiled once."""

    def __init__(self, root: Path, locale: str, codes: FileSystemBytecodeCache, zone: ZoneInfo, now: datetime) -> None:
        self._root, self.tag = root, locale
        self.cldr = Locale.parse(locale, sep="-")
        self.environment = ImmutableSandboxedEnvironment(
            loader=FileSystemLoader(root / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=-1,
            auto_reload=False,
            bytecode_cache=codes,
        )
        self.environment.filters.update(FILTERS)
        # Where our filters look for the locale.
        self.environment.formats = Formats(locale, zone, now)  # type: ignore[attr-defined]
        self._copies: dict[str, Mapping[str, Entry]] = {}

    @cached_property
    def _shared(self) -> dict[str, Entry]:
        return self._read(self._root / "templates" / "copy")

    def copy(self, notification: str) -> Mapping[str, Entry]:
        """The words of a notification, shared ones included."""
        if notification not in self._copies:
            self._copies[notification] = self._shared | self._read(self._root / "templates" / notification / "copy")
        return self._copies[notification]

    def _read(self, folder: Path) -> dict[str, Entry]:
        return {key: self._compile(key, value) for key, value in _read_yaml(folder / f"{self.tag}.yaml").items()}

    def _compile(self, key: str, value: Any) -> Entry:
        if isinstance(value, dict):
            return {name: self._compile(name, part) for name, part in value.items()}
        html = escape_words(value) if key in _PLAIN_KEYS else convert_words(value)
        return self.environment.from_string(html) if "{{" in html else Markup(html)  # noqa: S704 # escaped above


class Pipeline:
    """Renders the notifications of one workspace; locales share compiled templates in the folder `codes`."""

    def __init__(self, root: Path, now: datetime, codes: Path) -> None:
        self._root, self._now = root, now
        self.catalogue = _read_yaml(root / "notifications.yaml")
        self._codes = FileSystemBytecodeCache(str(codes))
        self._languages: dict[str, Language] = {}
        defaults = self.catalogue["defaults"]
        self._zone = ZoneInfo(defaults["timezone"])
        self._links = ImmutableSandboxedEnvironment().from_string(defaults["unsubscribe_url"])
        self._user = {name: trait.get("sample") for name, trait in self.catalogue["user"].items()}

    def samples(self, notification: str) -> dict[str, dict[str, Any]]:
        """The samples of a notification by their names."""
        folder = self._root / "templates" / notification / "samples"
        return {path.stem: _read_yaml(path) for path in sorted(folder.glob("*.yaml"))}

    def write(self, notification: str, locale: str, sample: Mapping[str, Any]) -> Mail:
        """The floor: what Jinja makes of the template and the copy of a message."""
        if locale not in self._languages:
            self._languages[locale] = Language(self._root, locale, self._codes, self._zone, self._now)
        language = self._languages[locale]
        context = self._context(notification, language, sample)
        words = Words(language.copy(notification), context, language.cldr)
        context["t"] = words
        template = language.environment.get_template(f"{notification}/email.mjml")
        return Mail(words.subject.unescape(), words.preheader.unescape(), template.render(context))

    def render(self, notification: str, locale: str, sample: Mapping[str, Any]) -> str:
        """The HTML of a message, compiled and inlined whole."""
        import mjml
        import premailer

        html = mjml.mjml2html(self.write(notification, locale, sample).mjml, fonts={})
        return str(
            premailer.transform(
                html,
                keep_style_tags=True,
                disable_validation=True,
                cssutils_logging_level=logging.CRITICAL,
                allow_network=False,
            )
        )

    def _context(self, notification: str, language: Language, sample: Mapping[str, Any]) -> dict[str, Any]:
        declared = self.catalogue["notifications"][notification]
        topic = declared["topic"]
        context: dict[str, Any] = dict.fromkeys(declared["variables"])
        context |= sample
        context |= {
            "user": {**self._user, **sample.get("user", {})},
            "product": self.catalogue["product"],
            "topic": {"id": topic, "label": self.catalogue["topics"][topic]["label"]},
            "locale": language.tag,
            "dir": language.cldr.text_direction,
            "preferences_url": self.catalogue["defaults"]["preferences_url"],
        }
        context["unsubscribe_url"] = self._links.render(context)
        return context


def convert_words(text: str) -> str:
    """The inline Markdown of copy as HTML, with what it prints left as it is written."""
    printed = _PRINTED.findall(text)
    letters = iter(range(0xE000, 0xE000 + len(printed)))
    html = _READER.renderInline(_PRINTED.sub(lambda _: chr(next(letters)), text.strip("\n")))
    return _LETTER.sub(lambda letter: printed[ord(letter[0]) - 0xE000], html.replace("<br />\n", "<br />"))


def escape_words(text: str) -> str:
    """Words that are no Markdown as HTML, with what they print left as it is written."""
    words, printed = _PRINTED.split(text.strip("\n")), _PRINTED.findall(text)
    return "".join(f"{Markup.escape(word)}{value}" for word, value in zip(words, [*printed, ""], strict=True))


def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"breaks": True, "xhtmlOut": True}).enable(["emphasis", "link", "newline", "escape"])
    reader.normalizeLink = lambda url: url  # type: ignore[method-assign] # markdown-it's way to configure it
    return reader


_READER: Final = _reader()


def _say(entry: Any, context: Mapping[str, Any]) -> Markup:
    return entry if isinstance(entry, Markup) else Markup(entry.render(context))  # noqa: S704 # escaped by Jinja


def _read_yaml(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        data: dict[str, Any] = yaml.load(file, yaml.CSafeLoader)
    return data


def every_message(pipeline: Pipeline) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Each message of a workspace: notification, locale, sample and its data."""
    for notification in pipeline.catalogue["notifications"]:
        samples = pipeline.samples(notification)
        for locale in pipeline.catalogue["locales"]:
            for name, sample in samples.items():
                yield notification, locale, name, sample


def main() -> None:
    """Writes the HTML of every message."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("workspace", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as codes:
        pipeline = Pipeline(options.workspace, datetime.now(UTC), Path(codes))
        for notification, locale, name, sample in every_message(pipeline):
            folder = options.out / notification
            folder.mkdir(parents=True, exist_ok=True)
            path = folder / f"email.{locale}.{name}.html"
            path.write_text(pipeline.render(notification, locale, sample), "utf-8")


if __name__ == "__main__":
    main()
