"""An e-mail from a draft: MJML, HTML, text and headers."""

from typing import Final

from notify.catalogue.copy import Text
from notify.catalogue.load import Workspace
from notify.catalogue.locale import colon
from notify.errors import TemplateError
from notify.render.draft import Draft, one_line
from notify.render.headers import write_headers
from notify.render.markup.compiler import Markup, compile_mjml
from notify.render.markup.elements import MarkupFault, Token, read_elements
from notify.render.markup.plaintext import convert
from notify.render.message import Email
from notify.render.template.places import place

_MJML: Final = "email.mjml"
_TEXT: Final = "email.txt"


def write_email(workspace: Workspace, draft: Draft) -> Email:
    """The whole e-mail. Raises NotifyError at the place of what cannot be rendered."""
    tokens, markup = _compile(draft)
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
    return Email(
        **draft.identity,
        subject=subject,
        preheader=draft.line("preheader"),
        html=markup.html,
        text=_text_part(draft, tokens),
        headers=headers,
        mjml=markup.mjml,
    )


def _compile(draft: Draft) -> tuple[list[Token], Markup]:
    template = f"{draft.notification.id}/{_MJML}"
    if not draft.files.has(template):
        raise TemplateError(
            f"`{draft.notification.id}` has no e-mail template.",
            position=place(draft.root, f"templates/{template}", None),
            hint=f"Write templates/{template}, or take `email` out of its channels.",
        )
    mjml = draft.fill(template)
    try:
        tokens = read_elements(mjml)
        return tokens, compile_mjml(tokens, draft.locale, draft.context["dir"])
    except MarkupFault as fault:
        raise draft.blame(fault, template, mjml) from None


def _text_part(draft: Draft, tokens: list[Token]) -> str:
    template = f"{draft.notification.id}/{_TEXT}"
    if draft.files.has(template):
        return draft.fill_text(template).strip("\n") + "\n"
    return convert(tokens, colon(draft.locale))


def _reply_to(workspace: Workspace, draft: Draft) -> str | None:
    own = draft.notification.reply_to
    if own == "none":
        return None
    path = ("notifications", draft.notification.id, "reply_to") if own else ("defaults", "reply_to")
    written = own or workspace.catalogue.defaults.reply_to
    return one_line(draft.phrase(Text(written, workspace.document.position(path)))) if written else None
