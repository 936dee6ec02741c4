"""A message as the page shows it: everything that programs read of it, and what people want to know beside that."""

from collections.abc import Mapping
from typing import Any

from notify.catalogue.load import Workspace
from notify.catalogue.locale import direction
from notify.render.batch import Rendered
from notify.render.document import describe_message
from notify.render.message import Email, Message


def describe_rendered(rendered: Rendered[Message], workspace: Workspace) -> Mapping[str, Any]:
    """What `describe_message` says, and: `direction`, `fallback` (or None), and for e-mail `mjml`, `to`, `unsubscribe`.

    `unsubscribe` is `one_click`, `link` or `none`, as the catalogue has it.
    """
    message, fallback = rendered.product, rendered.fallback
    described: dict[str, Any] = {
        **describe_message(message),
        "direction": direction(message.locale_used),
        "fallback": fallback and {"has_copy": fallback.has_copy, "lacks": list(fallback.lacks)},
    }
    if isinstance(message, Email):
        notification = workspace.catalogue.notifications[message.notification]
        described |= {"mjml": message.mjml, "unsubscribe": notification.unsubscribe}
    return described
