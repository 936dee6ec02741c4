"""The MJML of an e-mail as rules look at it: its elements, each with the place that it comes from."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.lint.views.markup.heard import read_heard
from notify.lint.views.markup.nesting import Nesting, read_nesting
from notify.lint.views.markup.structure import sheets_in, structure_of
from notify.lint.views.markup.usage import Use, read_usage
from notify.render.draft import Draft
from notify.render.markup.elements import VOID, End, Start, Text, Token
from notify.render.markup.reading import is_readable, read_loosely
from notify.render.template.places import locate, place_in, read_lines
from notify.source import Position

# What nobody reads of an e-mail's MJML.
_HEAD: Final = frozenset({"mj-head", "style", "mj-style", "script"})


@dataclass(frozen=True)
class MarkupView:
    """The MJML of an e-mail, whether it can be compiled or not.

    Messages of a notification with the same `structure` are looked at once, as one of them: what a rule says of the
    MarkupView holds for all of them, so it must not depend on words, addresses, or what `alt` and `title` say, but for
    whether they say anything.
    """

    workspace: Workspace
    draft: Draft
    mjml: str

    @property
    def notification(self) -> Notification:
        """The notification that it is of."""
        return self.draft.notification

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """Its tags, texts and comments, with every address as it is; those before what is no markup at all."""
        return read_loosely(self.mjml)

    @cached_property
    def body(self) -> Sequence[Token]:
        """The tokens of what people see: without the head and style sheets."""
        seen: list[Token] = []
        hidden: list[str] = []
        for token in self.tokens:
            if hidden:
                if isinstance(token, Start) and not token.closed and token.name.lower() not in VOID:
                    hidden.append(token.name)
                elif isinstance(token, End):
                    hidden.pop()
            elif isinstance(token, Start) and token.name.lower() in _HEAD and not token.closed:
                hidden.append(token.name)
            else:
                seen.append(token)
        return seen

    @cached_property
    def heard(self) -> Sequence[Token]:
        """The tokens of the body that a screen reader comes by."""
        return read_heard(self.body)

    @cached_property
    def nesting(self) -> Nesting:
        """How its tags stand in each other."""
        return read_nesting(self.tokens, whole=is_readable(self.mjml))

    @cached_property
    def sheets(self) -> Sequence[Text]:
        """The style sheets in it, as written."""
        return sheets_in(self.tokens)

    @cached_property
    def usage(self) -> Sequence[Use]:
        """What it uses of CSS and HTML that mail programs may lack, but for what only Word reads."""
        return read_usage(self.mjml, self.tokens)

    @cached_property
    def structure(self) -> Hashable:
        """All that it consists of but for words, and where they lead to."""
        return structure_of(self.tokens)

    def whose(self, file: str) -> str:
        """Which notification a fault in a file belongs to: this one, or none where the file is shared."""
        return whose(self.notification, file)

    def place(self, offset: int) -> Position:
        """Where a character of the MJML comes from: a line of a template, a component or the copy."""
        file, line = self.origin(offset)
        return place_in(self.lines(file), file, line or None)

    def lines(self, file: str) -> Sequence[str]:
        """The lines of a file of the workspace; none where it cannot be read."""
        if file not in self._lines:
            self._lines[file] = read_lines(self.workspace.root, file)
        return self._lines[file]

    def origin(self, offset: int) -> tuple[str, int]:
        """The file and line of `place`, without a look into the file; the line is 0 where only the file is known."""
        template = f"{self.notification.id}/email.mjml"
        return locate(offset, self._marks) or (f"templates/{template}", 0)

    @cached_property
    def _lines(self) -> dict[str, Sequence[str]]:
        return {}

    @cached_property
    def _marks(self) -> Sequence[tuple[int, str, int]]:
        return self.draft.trace(f"{self.notification.id}/email.mjml", self.mjml).marks


def whose(notification: Notification, file: str) -> str:
    """The id of a notification whose own a file is; empty where the file is shared among notifications."""
    own = file.startswith(f"templates/{notification.id}/") or not file.startswith("templates/")
    return notification.id if own else ""
