"""Copy said one text at a time: each expression of it parsed, compiled and printed by Jinja alone, and none of it kept.

Only what the words say in Markdown and in the pseudo-locale is shared with what it is a measure of.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from jinja2 import TemplateError as JinjaError
from jinja2 import nodes
from markupsafe import Markup, escape

from notify.catalogue.copy import Copy, Plural, Text
from notify.catalogue.locale import PSEUDO, plural_category
from notify.render.copy.markdown import convert_markdown
from notify.render.copy.pseudo import accent, padding
from notify.render.copy.words import PLAIN_KEYS
from notify.render.template.environment import TemplateEnvironment
from notify.render.template.faults import TEMPLATE_FAULTS, explain
from notify.render.template.places import copy_error, is_ours


@dataclass(frozen=True)
class _Printed:
    """What an expression printed, which is no Markdown."""

    text: str


@dataclass(frozen=True)
class SpokenCopy(Mapping[str, Any]):
    """The copy of a message, or a group of it, as `t` in a template of HTML."""

    copy: Copy
    environment: TemplateEnvironment
    variables: Mapping[str, Any] = field(repr=False)
    group: str = ""

    def __getitem__(self, name: str) -> Any:
        """The words of a key, or a group of keys."""
        key = self.group + name
        if key in self.copy.entries:
            return self._say(key, self.variables)
        if any(entry.startswith(key + ".") for entry in self.copy.entries):
            return SpokenCopy(self.copy, self.environment, self.variables, key + ".")
        raise KeyError(name)

    def __call__(self, key: str, **values: Any) -> Markup:
        """The words of a key with more variables."""
        return self._say(self.group + key, {**self.variables, **values})

    def __iter__(self) -> Iterator[str]:
        keys = (key.removeprefix(self.group) for key in self.copy.entries if key.startswith(self.group))
        return iter(dict.fromkeys(key.partition(".")[0] for key in keys))

    def __len__(self) -> int:
        return len(list(self))

    def _say(self, key: str, variables: Mapping[str, Any]) -> Markup:
        entry = self.copy.entries[key]
        if isinstance(entry, Plural):
            category = plural_category(self.environment.formats.locale, variables["count"])
            entry = entry.forms.get(category, entry.forms["other"])
        form: Literal["plain", "html"] = "plain" if key.partition(".")[0] in PLAIN_KEYS else "html"
        return Markup(say(self.environment, entry, form, variables))  # noqa: S704 # its values are escaped


def say(
    environment: TemplateEnvironment, text: Text, form: Literal["plain", "html", "url"], variables: Mapping[str, Any]
) -> str:
    """A text with its values filled in. Raises CopyError for one that cannot be filled."""
    try:
        pieces = _print(environment, text.source.strip("\n"), variables)
    except (JinjaError, *TEMPLATE_FAULTS) as error:
        if is_ours(error):
            raise
        raise copy_error(explain(error, variables, environment, {}), environment.files.root, text) from error
    pseudo = environment.formats.locale == PSEUDO and form != "url"
    change = accent if pseudo else str
    match form:
        case "url":
            said = [piece if isinstance(piece, str) else f"\ue000{piece.text}\ue001" for piece in pieces]
        case "plain":
            said = [str(escape(change(piece))) if isinstance(piece, str) else piece.text for piece in pieces]
        case "html":
            converted = convert_markdown(pieces, "html", change)
            said = [piece if isinstance(piece, str) else piece.text for piece in converted]
    length = sum(len(piece) for piece in pieces if isinstance(piece, str))
    return f"[{''.join(said)}{padding(length)}]" if pseudo and length else "".join(said)


def _print(environment: TemplateEnvironment, source: str, variables: Mapping[str, Any]) -> list[str | _Printed]:
    pieces: list[str | _Printed] = []
    for output in environment.parse(source).body:
        assert isinstance(output, nodes.Output)
        for node in output.nodes:
            if isinstance(node, nodes.TemplateData):
                pieces.append(node.data)
                continue
            template = nodes.Template([nodes.Output([node], lineno=1)], lineno=1)
            template.set_environment(environment)
            code = environment.compile(template, "copy", "copy")
            compiled = environment.template_class.from_code(environment, code, {})
            pieces.append(_Printed("".join(compiled.root_render_func(compiled.new_context(dict(variables))))))
    return pieces
