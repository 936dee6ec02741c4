"""What a notification asks the linter to pass over, as rules look at it."""

from dataclasses import dataclass

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.policy import IgnoredRule


@dataclass(frozen=True)
class IgnoreView:
    """One entry of a notification's `lint.ignore`, and whether there was anything for it to hide.

    Only entries are shown of which that can be said: every rule that they name was applied to every message.
    """

    workspace: Workspace
    notification: Notification
    entry: IgnoredRule
    number: int
    useful: bool
