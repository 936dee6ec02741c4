"""What stops a rendering, as rules look at it."""

from dataclasses import dataclass

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.errors import NotifyError
from notify.source import Position


@dataclass(frozen=True)
class RefusalView:
    """A notification's copy, sample or message that cannot be read or rendered, and the one error that says why."""

    workspace: Workspace
    notification: Notification
    error: NotifyError

    @property
    def at(self) -> Position:
        """The error's place; the notification's folder where it has none."""
        return self.error.position or Position(f"templates/{self.notification.id}")
