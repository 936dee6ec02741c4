"""An e-mail from a draft: MJML, HTML, text and headers."""

from typing import Final

from notify.catalogue.copy import Text
from notify.catalogue.load import Workspace
from notify.errors import TemplateError
from notify.render.draft import Draft, one_line
from notify.render.headers import write_headers
from notify.render.markup.fault import MarkupFault
from notify.render.message import Email
from notify.render.skeleton.page import FilledPage
from notify.render.skeleton.shape import separate
from notify.render.skeleton.skeletons import Skeletons
from notify.render.template.places import place

_MJML: Final = "email.mjml"
_TEXT: Final = "email.txt"


def write_email(workspace: Workspace, draft: Draft, skeletons: Skeletons) -> Email:
    """The whole e-mail. Raises NotifyError at the place of what cannot be rendered."""
    page = _write_page(draft, skeletons)
    subject = draft.line("subject")
    headers = write_headers(
        workspace.catalogue,
        draft.notification,
        subject=subject,
        reply_to=_reply_to(workspace, draft),
        locale=draft.locale,
        sample=draft.data.sample,
        unsubscribe_url=draft.context["unsubscribe_url"] or None,
    )
    return Email(**draft.identity, subject=subject, preheader=draft.line("preheader"), headers=headers, page=page)


def _write_page(draft: Draft, skeletons: Skeletons) -> FilledPage:
    template, files = f"{draft.notification.id}/{_MJML}", draft.voice.files
    if not files.has(template):
        raise TemplateError(
            f"`{draft.notification.id}` has no e-mail template.",
            position=place(files.root, f"templates/{template}", None),
            hint=f"Write templates/{template}, or take `email` out of its channels.",
        )
    pieces = draft.print_pieces(template)
    shape, values = separate(pieces)
    try:
        skeleton, values = skeletons.find(shape, values, draft.locale, draft.context["dir"])
    except MarkupFault as fault:
        raise draft.blame(fault, template, "".join(pieces)) from None
    own_text = f"{draft.notification.id}/{_TEXT}"
    written = draft.fill_text(own_text).strip("\n") + "\n" if files.has(own_text) else None
    return FilledPage(skeleton, values, draft.locale, draft.context["dir"], pieces, written)


def _reply_to(workspace: Workspace, draft: Draft) -> str | None:
    own = draft.notification.reply_to
    if own == "none":
        return None
    path = ("notifications", draft.notification.id, "reply_to") if own else ("defaults", "reply_to")
    written = own or workspace.catalogue.defaults.reply_to
    if not written:
        return None
    text = Text(written, workspace.document.position(path))
    return one_line(draft.voice.phrase(text, "plain", draft.context))
