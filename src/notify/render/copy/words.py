"""Copy as a template sees it: `t.heading`, `t("attempts", count=3)`."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from jinja2.runtime import Context
from markupsafe import Markup

from notify.cache import Cache
from notify.catalogue.copy import Copy, Plural, Text
from notify.catalogue.locale import PSEUDO, plural_category
from notify.errors import Missing, nearest
from notify.render.copy.phrases import Phrases, Script, prepare_texts
from notify.render.copy.reading import Form
from notify.render.template.environment import TemplateEnvironment, mark
from notify.render.template.faults import TemplateFault, unknown

# The keys whose words are shown by themselves, where Markdown would be seen as asterisks.
PLAIN_KEYS: Final = frozenset({"subject", "preheader", "sms", "push", "in_app", "whatsapp"})


def prepare_copy(
    copy: Copy, html: TemplateEnvironment, text: TemplateEnvironment, cache: Cache
) -> "dict[Form, Wording]":
    """The copy of a notification in one locale, ready to be said in HTML and in plain text, for many messages."""
    pseudo = html.formats.locale == PSEUDO
    plain, marked = _texts(copy, plain=True), _texts(copy, plain=False)
    # A template of plain text is rare, and what it says is compiled when there is one.
    texts = Wording(copy, text, Script(marked, text, "text", pseudo), cache)
    words = Wording(copy, html, Script(marked, html, "html", pseudo), cache)
    scripts = [words.marked, Script(plain, html, "plain", pseudo), Script(plain, text, "plain", pseudo)]
    words.phrases[False], words.phrases[True], texts.phrases[True] = prepare_texts(scripts, cache)
    return {"html": words, "text": texts}


def _texts(copy: Copy, *, plain: bool) -> dict[str, Text]:
    """The texts with Markdown, or those without, by their keys; those of a plural by key and category."""
    texts: dict[str, Text] = {}
    for key, entry in copy.entries.items():
        if _is_plain(key) is not plain:
            continue
        if isinstance(entry, Plural):
            texts |= {f"{key}#{category}": text for category, text in entry.forms.items()}
        else:
            texts[key] = entry
    return texts


def _is_plain(key: str) -> bool:
    return key.partition(".")[0] in PLAIN_KEYS


class Wording:
    """The copy of a notification in one locale and environment; `phrases` are the texts with Markdown, and without."""

    def __init__(self, copy: Copy, environment: TemplateEnvironment, marked: Script, cache: Cache) -> None:
        self.entries, self.marked, self._environment, self._cache = copy.entries, marked, environment, cache
        self.groups = {key[:end] for key in copy.entries for end in _ends_of_groups(key)}
        self.phrases: dict[bool, Phrases] = {}

    def say(self, key: str, variables: Mapping[str, Any], context: Context) -> str:
        """The words of a key, which is there. Raises CopyError where they cannot be filled."""
        entry = self.entries[key]
        name = key if isinstance(entry, Text) else f"{key}#{self._category(key, entry, variables)}"
        plain = _is_plain(key)
        if plain not in self.phrases:
            [self.phrases[plain]] = prepare_texts([self.marked], self._cache)
        return self.phrases[plain].say(name, context)

    def make_context(self, variables: Mapping[str, Any]) -> Context:
        """These variables as compiled texts take them."""
        return self._environment.context_class(self._environment, variables, "copy", {})  # type: ignore[arg-type] # read only

    def _category(self, key: str, entry: Plural, variables: Mapping[str, Any]) -> str:
        count = variables.get("count")
        if isinstance(count, bool) or not isinstance(count, int | float):
            hint = f'Say of how many: `t("{key}", count=…)`, with a number.'
            raise TemplateFault(f"`{key}` is a plural.", hint, f".{key}")
        category = plural_category(self._environment.formats.locale, count)
        return category if category in entry.forms else "other"


class Words(Mapping[str, Any]):
    """The copy of one message, or a group of it: `t` in a template.

    `variables` are what the texts may print; a call adds to them by name.
    """

    def __init__(
        self, wording: Wording, variables: Mapping[str, Any], context: Context | None = None, group: str = ""
    ) -> None:
        self._wording, self._variables, self._group = wording, variables, group
        self._context = context or wording.make_context(variables)

    def __getitem__(self, name: str) -> Any:
        """The words of a key, or the group of that name."""
        key = self._group + name
        if key in self._wording.entries:
            return self._wording.say(key, self._variables, self._context)
        if key in self._wording.groups:
            return type(self)(self._wording, self._variables, self._context, key + ".")
        return self._unknown(key)

    def __call__(self, key: str, **values: Any) -> Any:
        """The words of a key with more variables, `count` among them where it is a plural."""
        key = self._group + key
        if key not in self._wording.entries:
            return self._unknown(key)
        if not values:
            return self._wording.say(key, self._variables, self._context)
        variables = {**self._variables, **values}
        return self._wording.say(key, variables, self._wording.make_context(variables))

    def __iter__(self) -> Iterator[str]:
        """The names of the keys and groups here."""
        keys = (key.removeprefix(self._group) for key in self._wording.entries if key.startswith(self._group))
        return iter(dict.fromkeys(key.partition(".")[0] for key in keys))

    def __contains__(self, name: object) -> bool:
        # `_item` of the environment asks first, and every name has an answer here: words, a group or what is wrong.
        return isinstance(name, str)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __str__(self) -> str:
        group = self._group.rstrip(".")
        name = f"t.{group}" if group else "t"
        hint = f"Print one of them: `{name}.{next(iter(self), '…')}`."
        raise TemplateFault(f"`{name}` is a group of texts.", hint, f".{group}" if group else name)

    __html__ = __str__

    def _unknown(self, key: str) -> Any:
        hint = nearest(key, self._wording.entries) or f"Add `{key}` to the copy, in every language."
        word = "." + key.removeprefix(self._group)
        return unknown(f"The copy has no `{key}`.", hint, word, missing=Missing("words", key))


class MarkedWords(Words):
    """The same words, each text between marks: the place in the copy that it comes from, and that it ends."""

    def __getitem__(self, name: str) -> Any:
        """The words of a key, or the group of that name."""
        return self._marked(self._group + name, super().__getitem__(name))

    def __call__(self, key: str, **values: Any) -> Any:
        """The words of a key with more variables."""
        return self._marked(self._group + key, super().__call__(key, **values))

    def _marked(self, key: str, words: Any) -> Any:
        entry = self._wording.entries.get(key)
        if entry is None or not isinstance(words, str):
            return words
        start, end = mark(entry.position.file, entry.position.line or 0), mark("", 0)
        return Markup(start) + words + Markup(end) if hasattr(words, "__html__") else start + words + end  # noqa: S704 # marks


def _ends_of_groups(key: str) -> Iterator[int]:
    return (index for index, letter in enumerate(key) if letter == ".")
