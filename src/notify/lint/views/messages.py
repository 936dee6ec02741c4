"""All that there is of one notification, as rules look at it that bring it together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notify.catalogue.copy import CopyBook
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Layer
from notify.lint.views.refusal import RefusalView
from notify.lint.views.template import TemplateView
from notify.render.draft import Draft
from notify.source import Position


@dataclass(frozen=True)
class MessagesView:
    """One notification: its templates, copy and samples, its messages, and what stops others of them.

    `book` is None where the copy cannot be read. `samples` are those that can be, by name. `drafts` are the messages
    that render, in the order of the catalogue, then channel, locale and sample.
    """

    workspace: Workspace
    notification: Notification
    templates: TemplateView
    book: CopyBook | None
    samples: Mapping[str, Layer]
    drafts: Sequence[Draft]
    refusals: Sequence[RefusalView]

    def at_field(self, *path: str) -> Position:
        """Where the key of a field of the notification stands in the catalogue."""
        return self.workspace.document.key_position(("notifications", self.notification.id, *path))
