"""A message before it has a form: its locale chosen, its data bound, its words and templates ready to be filled."""

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from jinja2 import TemplateError as JinjaError

from notify.catalogue.copy import Copy
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Data
from notify.errors import CopyError, NotifyError
from notify.render.copy.reading import Form
from notify.render.copy.words import MarkedWords, Words
from notify.render.markup.fault import MarkupFault
from notify.render.template.environment import TemplateEnvironment, read_marks
from notify.render.template.faults import TEMPLATE_FAULTS, TemplateFault, explain
from notify.render.template.pieces import flatten
from notify.render.template.places import is_ours, locate, markup_error, template_error
from notify.render.voice import Voice

# Everything that ends a line somewhere; a no-break space does not.
_BREAKS: Final = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Traced:
    """MJML, and from which character of it on what comes from which file and line (0 where only the file is known)."""

    mjml: str
    marks: Sequence[tuple[int, str, int]]


@dataclass(frozen=True)
class Draft:
    """One message about to be written for one channel.

    `asked` is the locale asked for, `locale` the one that its words are in; `context` is what templates and copy may
    name.
    """

    notification: Notification
    channel: str
    asked: str
    locale: str
    data: Data
    copy: Copy
    voice: Voice
    context: Mapping[str, Any]

    @property
    def identity(self) -> dict[str, str]:
        """The fields that messages of every channel have."""
        return {
            "notification": self.notification.id,
            "channel": self.channel,
            "locale": self.asked,
            "locale_used": self.locale,
            "sample": self.data.sample,
        }

    def line(self, key: str) -> str:
        """A text of the copy on one line, without Markdown; empty where the copy has no such key."""
        return one_line(self._say(key)) if key in self.copy.entries else ""

    def words(self, group: str) -> dict[str, str]:
        """The texts of a group of the copy by their names, each as `line`; a text alone is its `body`."""
        keys = [key for key in self.copy.entries if key == group or key.startswith(group + ".")]
        return {key[len(group) + 1 :] or "body": self._say(key).strip() for key in keys}

    def print_pieces(self, template: str) -> list[str]:
        """What a template of MJML prints: text, and values as Slots.

        Raises TemplateError or CopyError at the line at fault.
        """
        return self._print(self.voice.html, "html", template)

    def fill_text(self, template: str) -> str:
        """A template of plain text, filled in."""
        return "".join(self._print(self.voice.text, "text", template))

    def blame(self, fault: MarkupFault, template: str, mjml: str) -> NotifyError:
        """A fault in filled MJML as an error at the line of the template, layout or macro that it comes from."""
        # Filled once more, this time with marks in it: nobody pays for them before something is wrong.
        files = self.voice.files
        unmarked, marks = read_marks("".join(self._print(self.voice.marking, "html", template)))
        found = locate(fault.offset, marks) if unmarked == mjml else None
        file, line = found or (f"templates/{template}", None)
        return markup_error(fault, files.root, file, line)

    def trace(self, template: str, mjml: str) -> "Traced":
        """Where each part of what a template printed comes from: a template, or the copy."""
        for words in (MarkedWords, Words):
            # Where a template looks at the words themselves, marks in them can change what it prints.
            with suppress(NotifyError):
                unmarked, marks = read_marks("".join(self._print(self.voice.marking, "html", template, words)))
                if unmarked == mjml:
                    return Traced(mjml, marks)
        return Traced(mjml, [(0, f"templates/{template}", 0)])

    def _print(
        self, environment: TemplateEnvironment, form: Form, template: str, words: type[Words] = Words
    ) -> list[str]:
        context = {**self.context, "t": words(self.voice.wording(self.copy, form), self.context)}
        try:
            loaded = environment.get_template(template)
            try:
                return flatten(loaded.root_render_func(loaded.new_context(context)))
            except Exception:  # raised again, with the lines of templates in its traceback
                environment.handle_exception()
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            files = self.voice.files
            fault = explain(error, context, environment, files.macros())
            raise template_error(error, fault, files.root, template, files.names()) from error

    @cached_property
    def _plain(self) -> Words:
        return Words(self.voice.wording(self.copy, "text"), self.context)

    def _say(self, key: str) -> str:
        try:
            return str(self._plain(key))
        except TemplateFault as fault:
            # A plural, where nothing counts.
            raise CopyError(str(fault), position=self.copy.entries[key].position, hint=fault.hint) from fault


def one_line(text: str) -> str:
    """Text without line breaks, for a header or a row of an inbox."""
    return _BREAKS.sub(" ", text).strip()
