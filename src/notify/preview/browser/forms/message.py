"""A message as the page shows it: everything that programs read of it, and what people want to know beside that."""

from collections.abc import Mapping
from typing import Any, Final

from notify.catalogue.load import Workspace
from notify.catalogue.locale import direction
from notify.catalogue.samples import read_declared
from notify.preview.inboxes import AS_OF, INBOXES, Cut, Inbox, row
from notify.render.batch import Rendered
from notify.render.document import describe_message
from notify.render.message import Card, Email, Message
from notify.render.selection import Request

# Gmail shows so much of a message and hides the rest behind a link; the page warns where it comes near. Both are what
# the linter has where nobody says otherwise, and why is said at its rule HTM001.
_CLIPPED: Final = 102_000  # bytes of HTML
_CLOSE: Final = 90 * 1024  # bytes of HTML


def describe_rendered(rendered: Rendered[Message], request: Request, workspace: Workspace) -> Mapping[str, Any]:
    """What `describe_message` says, and: `direction`, `fallback` (or None: `has_copy`, and the keys that it `lacks`).

    And `to`, the `address` that the sample has (or None) and the `path` where it stands. For cards also their `words`,
    by name. For e-mail also `mjml`, `unsubscribe` (`one_click`, `link` or `none`, as the catalogue has it),
    `limits`, the bytes of HTML that are `close` to being `clipped`, and `inboxes`: how each lists it, as described by
    _describe_row, and `as_of` which year.
    """
    message, fallback = rendered.product, rendered.fallback
    described: dict[str, Any] = {
        **describe_message(message),
        "direction": direction(message.locale_used),
        "fallback": fallback and {"has_copy": fallback.has_copy, "lacks": list(fallback.lacks)},
        "to": _describe_recipient(request, workspace),
    }
    if isinstance(message, Card):
        described["words"] = dict(message.words)
    if isinstance(message, Email):
        described |= {
            "mjml": message.mjml,
            "unsubscribe": request.notification.unsubscribe,
            "limits": {"close": _CLOSE, "clipped": _CLIPPED},
            "inboxes": {"as_of": AS_OF, "rows": [_describe_row(message, inbox) for inbox in INBOXES]},
        }
    return described


def _describe_recipient(request: Request, workspace: Workspace) -> Mapping[str, Any]:
    """Where the message goes with this data: to the address that `to` names, else to the user's for its channel."""
    catalogue, notification = workspace.catalogue, request.notification
    named = [each.address for each in notification.to or () if each.address]
    usual = (channel.address for name, channel in catalogue.channels.items() if name == request.channel)
    path = named[0] if named else next(usual)
    parts = tuple(path.split("."))
    for layer in (*reversed(request.layers), read_declared(catalogue, notification)):
        if layer.reach(parts) == parts:
            value: Any = layer.data
            for part in parts:
                value = value[part]
            return {"address": None if value is None else str(value), "path": path}
    return {"address": None, "path": path}


def _describe_row(email: Email, inbox: Inbox) -> Mapping[str, Any]:
    """A message in the list of one inbox: its `id` and `name`, the `sender`, and `subject` and `preheader`, each cut.

    `one_row` says whether subject and preheader stand in one line.
    """
    shown = row(email, inbox)
    return {
        "id": inbox.id,
        "name": inbox.name,
        "one_row": inbox.one_row,
        "sender": shown.sender,
        "subject": _describe_cut(shown.subject),
        "preheader": _describe_cut(shown.preheader),
    }


def _describe_cut(cut: Cut) -> Mapping[str, str]:
    return {"shown": cut.shown, "lost": cut.lost}
