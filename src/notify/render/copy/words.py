"""Copy as a template sees it: `t.heading`, `t("attempts", count=3)`."""

from collections.abc import Iterator, Mapping
from types import CodeType
from typing import Any, Final, Literal

from jinja2 import Template, nodes
from jinja2 import TemplateError as JinjaError
from markupsafe import Markup, escape

from notify.catalogue.copy import Copy, Entry, Plural, Text
from notify.catalogue.locale import PSEUDO, plural_category
from notify.errors import CopyError, nearest
from notify.render.copy.markdown import Piece, convert_markdown
from notify.render.copy.pseudo import accent, padding
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import TEMPLATE_FAULTS, TemplateFault, explain, unknown
from notify.render.template.places import copy_error, is_ours

# `html` and `text` are words with Markdown in them; `plain` is for subjects and short channels, which have none; `url`
# marks each printed value with U+E000 before it and U+E001 after it, for whoever knows how to escape it.
Form = Literal["html", "text", "plain", "url"]

# The keys whose words are shown by themselves, where Markdown would be seen as asterisks.
PLAIN_KEYS: Final = frozenset({"subject", "preheader", "sms", "push", "in_app", "whatsapp"})


class Phrases:
    """Strings of copy, compiled once for every message that uses them."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, Form, bool, bool], CodeType | str] = {}

    def say(
        self, environment: TemplateEnvironment, text: Text, form: Form, context: Mapping[str, Any], *, pseudo: bool
    ) -> str:
        """A string of copy with its variables filled in; Markup where the environment escapes.

        Raises CopyError, at the string, for one that is not copy or cannot be filled.
        """
        try:
            key = (text.source, form, pseudo, bool(environment.autoescape))
            if key not in self._codes:
                self._codes[key] = _compile(environment, text, form, pseudo=pseudo)
            code = self._codes[key]
            said = code if isinstance(code, str) else Template.from_code(environment, code, {}).render(context)
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            raise copy_error(explain(error, context, environment, {}), environment.files.root, text) from error
        return Markup(said) if environment.autoescape else said  # noqa: S704 # escaped by the environment


class Words(Mapping[str, Any]):
    """The copy of one message, or a group of it: `t` in a template.

    `context` is what the strings may print; a call adds to it by name.
    """

    def __init__(
        self,
        phrases: Phrases,
        environment: TemplateEnvironment,
        copy: Copy,
        form: Form,
        context: Mapping[str, Any],
        group: str = "",
    ) -> None:
        self._phrases, self._environment, self._copy = phrases, environment, copy
        self._form, self._context, self._group = form, context, group

    def __getitem__(self, name: str) -> Any:
        """The words of a key, or the group of that name."""
        key = self._group + name
        if entry := self._copy.entries.get(key):
            return self._say(key, entry, {})
        if any(known.startswith(key + ".") for known in self._copy.entries):
            return Words(self._phrases, self._environment, self._copy, self._form, self._context, key + ".")
        return self._unknown(key)

    def __call__(self, key: str, **values: Any) -> Any:
        """The words of a key with more variables, `count` among them where it is a plural."""
        entry = self._copy.entries.get(self._group + key)
        if entry is None:
            return self._unknown(self._group + key)
        return self._say(self._group + key, entry, values)

    def __iter__(self) -> Iterator[str]:
        """The names of the keys and groups here."""
        keys = (key.removeprefix(self._group) for key in self._copy.entries if key.startswith(self._group))
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

    def _say(self, key: str, entry: Entry, values: Mapping[str, Any]) -> str:
        text = self._form_for(key, entry, values) if isinstance(entry, Plural) else entry
        form = "plain" if key.partition(".")[0] in PLAIN_KEYS else self._form
        context = {**self._context, **values} if values else self._context
        pseudo = self._environment.formats.locale == PSEUDO
        return self._phrases.say(self._environment, text, form, context, pseudo=pseudo)

    def _form_for(self, key: str, entry: Plural, values: Mapping[str, Any]) -> Text:
        count = values.get("count", self._context.get("count"))
        if isinstance(count, bool) or not isinstance(count, int | float):
            hint = f'Say of how many: `t("{key}", count=…)`, with a number.'
            raise TemplateFault(f"`{key}` is a plural.", hint, f".{key}")
        category = plural_category(self._environment.formats.locale, count)
        return entry.forms.get(category, entry.forms["other"])

    def _unknown(self, key: str) -> Any:
        hint = nearest(key, self._copy.entries) or f"Add `{key}` to the copy, in every language."
        return unknown(f"The copy has no `{key}`.", hint, "." + key.removeprefix(self._group))


def _compile(environment: TemplateEnvironment, text: Text, form: Form, *, pseudo: bool) -> CodeType | str:
    """Compiled code, or the words themselves where they print nothing."""
    pieces = _pieces(environment, text)
    length = sum(len(piece) for piece in pieces if isinstance(piece, str))
    change = accent if pseudo else str
    changed: list[Piece]
    if form == "url":
        changed = [part for piece in pieces for part in _marked(piece)]
    elif form == "plain":
        literal = escape if environment.autoescape else str
        changed = [piece if isinstance(piece, nodes.Expr) else str(literal(change(piece))) for piece in pieces]
    else:
        changed = list(convert_markdown(pieces, form, change))
    if pseudo and length:
        changed = ["[", *changed, f"{padding(length)}]"]
    if not any(isinstance(piece, nodes.Expr) for piece in changed):
        return "".join(str(piece) for piece in changed)
    output = nodes.Output(
        [nodes.TemplateData(piece) if isinstance(piece, str) else piece for piece in changed], lineno=1
    )
    template = nodes.Template([output], lineno=1)
    template.set_environment(environment)
    return environment.compile(template, "copy", "copy")


def _marked(piece: Piece) -> list[Piece]:
    return ["\ue000", piece, "\ue001"] if isinstance(piece, nodes.Expr) else [piece]


def _pieces(environment: TemplateEnvironment, text: Text) -> list[Piece]:
    """Literal words and the expressions between them. Raises CopyError for what copy may not do."""
    pieces: list[Piece] = []
    for node in environment.parse(text.source.strip("\n")).body:
        if not isinstance(node, nodes.Output):
            hint = "Decide in the template, and give each case a key of its own."
            raise CopyError("Copy prints variables; it cannot run statements.", position=text.position, hint=hint)
        for part in node.nodes:
            if isinstance(part, nodes.TemplateData):
                pieces.append(part.data)
                continue
            if isinstance(part, nodes.Call) or part.find(nodes.Call):
                hint = "Use a filter, or work it out in the template and pass it by name."
                raise CopyError("Copy prints variables; it cannot call anything.", position=text.position, hint=hint)
            pieces.append(part)
    return pieces
