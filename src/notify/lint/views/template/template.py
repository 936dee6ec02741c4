"""The templates of a notification, as rules look at them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jinja2 import nodes

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.render.template.environment import TemplateEnvironment
from notify.source import Position, lines_of, position_in


@dataclass(frozen=True)
class Source:
    """A template's text and Jinja's tree of it; `file` is its path below the workspace."""

    file: str
    text: str
    tree: nodes.Template

    @cached_property
    def lines(self) -> list[str]:
        """Its lines, without their ends."""
        return lines_of(self.text)

    def all(self, kind: type[nodes.Node]) -> Sequence[Any]:
        """Every node of a kind, in the order of the text."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[type[nodes.Node], Sequence[nodes.Node]]:
        # Many rules ask, and shared templates are asked about for every notification.
        found: dict[type[nodes.Node], list[nodes.Node]] = {}
        for node in self.tree.find_all(nodes.Node):
            found.setdefault(type(node), []).append(node)
        return found

    def at(self, line: int, word: str = "") -> Position:
        """A line of it, or a word in that line."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        column = text.find(word) if word else -1
        if column < 0:
            column, word = len(text) - len(text.lstrip()), text.strip()
        return position_in(self.file, self.lines, line, column + 1, max(1, len(word)))


@dataclass(frozen=True)
class TemplateView:
    """The templates of one notification: its own, and every layout, component and included file that they use.

    `own` are those in its folder; `sources` all of them, by file. A file that Jinja cannot read is not among them.
    """

    workspace: Workspace
    notification: Notification
    environment: TemplateEnvironment
    own: Mapping[str, Source]
    sources: Mapping[str, Source]
