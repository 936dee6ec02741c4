"""What stops a rendering, as rules look at it."""

from dataclasses import dataclass
from typing import Literal

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.errors import CopyError, MarkupError, NotifyError, SampleError
from notify.source import Position

Kind = Literal["variable", "words", "markup", "copy", "sample", "template"]


@dataclass(frozen=True)
class RefusalView:
    """A notification's copy, sample or message that cannot be read or rendered, and the one error that says why."""

    workspace: Workspace
    notification: Notification
    error: NotifyError

    @property
    def kind(self) -> Kind:
        """What is at fault; each error is of one kind.

        A `variable` that nobody declares, wherever it is named; `words` that a template asks for and the copy does not
        have; `markup` that breaks a rule of MJML, which the linter has rules for; a file or text of `copy`; a `sample`;
        and everything else is a `template` that does not compile or render.
        """
        file = self.at.file
        if self.error.missing and self.error.missing.what in {"variable", "words"}:
            return "variable" if self.error.missing.what == "variable" else "words"
        if isinstance(self.error, MarkupError) and self.error.kind:
            return "markup"
        if isinstance(self.error, SampleError) or "/samples/" in file:
            return "sample"
        return "copy" if isinstance(self.error, CopyError) or "/copy/" in file else "template"

    @property
    def prints_money(self) -> bool:
        """Whether an amount of money stopped it that is printed without a filter."""
        return self.error.message == "This is an amount of money, and cannot be printed as it is."

    @property
    def at(self) -> Position:
        """The error's place; the notification's folder where it has none."""
        return self.error.position or Position(f"templates/{self.notification.id}")
