"""Whole rendering: one message at a time through Jinja, the MJML compiler and the converter, with nothing kept apart.

It is what fast rendering is measured by, so it is made of the parts that both share and of nothing that one of them
has for speed: the environment is the stock one, each text of the copy is compiled alone, and structure and data are
never taken apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from jinja2 import TemplateError as JinjaError

from notify.catalogue.copy import Text
from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO, colon
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Layer, bind
from notify.render.context import Contexts, in_locale, zone_of
from notify.render.headers import join_url
from notify.render.markup.compiler import compile_mjml
from notify.render.markup.elements import Start
from notify.render.markup.plaintext import convert
from notify.render.markup.reading import read_elements
from notify.render.render import Renderer
from notify.render.template.environment import TemplateEnvironment, TemplateFiles, absent
from notify.render.template.faults import TEMPLATE_FAULTS, explain
from notify.render.template.filters import Formats
from notify.render.template.places import is_ours, template_error
from tests.render.spoken import SpokenCopy, say


@dataclass(frozen=True)
class Whole:
    """A message's two bodies, and whether rules were written into its elements."""

    html: str
    text: str
    inlined: bool


class WholeRenderer:
    """Renders the e-mails of one workspace whole; only what Jinja compiled is kept between messages."""

    def __init__(self, workspace: Workspace, now: datetime) -> None:
        self.workspace, self._now = workspace, now
        self._books = Renderer(workspace, now)
        self._files = TemplateFiles(workspace.root)

    def render(self, notification: Notification, locale: str, layers: Sequence[Layer]) -> Whole:
        """The bodies of an e-mail with a template of MJML and no text template.

        Raises NotifyError for what cannot be filled, and MarkupFault for what cannot be compiled.
        """
        catalogue, root = self.workspace.catalogue, self.workspace.root
        book = self._books.copy_book(notification)
        used = book.choose(locale, "email")
        copy = book.copies[catalogue.defaults.locale if used == PSEUDO else used]
        data = bind(catalogue, notification, "default", layers)
        formats = Formats(used, zone_of(catalogue, data.user), self._now)
        context = in_locale(Contexts(catalogue).bind(notification, "default", layers)[1], used)
        context |= self._links(notification, formats, context)
        environment = TemplateEnvironment(self._files, formats, autoescape=True)
        context["t"] = SpokenCopy(copy, environment, dict(context))
        template = f"{notification.id}/email.mjml"
        try:
            mjml = environment.get_template(template).render(context)
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            fault = explain(error, context, environment, self._files.macros())
            raise template_error(error, fault, root, template, self._files.names()) from error
        tokens = read_elements(mjml)
        html = compile_mjml(tokens, used, context["dir"])
        inlined = any(isinstance(token, Start) and token.value("inline") == "inline" for token in tokens)
        return Whole(html, convert(tokens, colon(used)), inlined)

    def _links(self, notification: Notification, formats: Formats, context: dict[str, Any]) -> dict[str, Any]:
        defaults = self.workspace.catalogue.defaults
        offered = {
            "unsubscribe_url": None if notification.unsubscribe == "none" else defaults.unsubscribe_url,
            "preferences_url": defaults.preferences_url,
        }
        environment = TemplateEnvironment(self._files, formats, autoescape=False)

        def fill(name: str, written: str) -> str:
            source = Text(written, self.workspace.document.position(("defaults", name)))
            return join_url(say(environment, source, "url", context))

        return {name: fill(name, written) if written else absent(name) for name, written in offered.items()}
