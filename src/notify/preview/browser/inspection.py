"""What there is to know of a message beside its looks: its data, its copy, its files, and where its parts come from."""

from collections.abc import Mapping
from typing import Any

from notify.catalogue.locale import PSEUDO
from notify.errors import NotifyError, UsageError
from notify.preview.browser.forms.copy import describe_copy
from notify.preview.browser.forms.data import describe_data
from notify.preview.browser.forms.finding import describe_rule
from notify.preview.browser.forms.place import describe_mistakes
from notify.preview.browser.forms.source import describe_source
from notify.preview.browser.live import Asked, Live
from notify.render.message import Email


class Inspection:
    """Answers what a page asks of a message in a workspace; used by the workspace's one thread."""

    def __init__(self, live: Live) -> None:
        self._live = live

    def data(self, notification: str, sample: str) -> Mapping[str, Any]:
        """The form of `describe_data`. Raises UsageError for a notification that is not there."""
        live = self._live
        return describe_data(live.workspace, live.find(notification), sample, live.editor)

    def copy(self, notification: str, locale: str) -> Mapping[str, Any]:
        """What `describe_copy` says, or the `mistakes` for which copy cannot be read. Raises as `data` does."""
        live, found = self._live, self._live.find(notification)
        try:
            book = live.renderer.copy_book(found)
        except NotifyError as error:
            return {"mistakes": describe_mistakes(error, live.editor)}
        return {"mistakes": [], **describe_copy(book, notification, locale, live.editor)}

    def source(self, notification: str, locale: str, sample: str) -> Mapping[str, Any]:
        """What `describe_source` says. Raises as `data` does."""
        live = self._live
        default = live.workspace.catalogue.defaults.locale
        locales = [default] if locale == PSEUDO else [locale, default]
        return describe_source(live.workspace, live.find(notification), locales, sample, live.editor)

    def rule(self, code: str) -> Mapping[str, Any]:
        """A rule of the linter. Raises UsageError where none has this code."""
        # All rules with all that they know take a moment to import, which a page need not wait for.
        from notify.lint.rulebook import all_rules

        if code not in all_rules():
            raise UsageError(f"There is no rule `{code}`.")
        return describe_rule(all_rules()[code])

    def marks(self, asked: Asked) -> Mapping[str, Any]:
        """What `trace_page` says of an e-mail; an empty page for any other message, and for what cannot be rendered."""
        # As above: a page asks only when somebody points at a finding.
        from notify.lint.views.message.message import EmailView
        from notify.preview.browser.marks import trace_page

        live = self._live
        try:
            request = live.select(asked)
            draft = live.renderer.draft(
                request.notification, request.channel, request.locale, request.sample, request.layers
            )
            message = live.renderer.finish(draft)
            if isinstance(message, Email):
                view = EmailView(live.workspace, draft, message).markup
                return trace_page(view, live.renderer.copy_book(request.notification))
        except NotifyError:
            pass
        return {"html": "", "origins": {}}
