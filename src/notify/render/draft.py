"""A message before it has a form: its locale chosen, its data bound, its words and templates ready to be filled."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import TemplateError as JinjaError

from notify.catalogue.copy import Copy, Text
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Data
from notify.errors import CopyError, NotifyError
from notify.render.copy.words import Form, Phrases, Words
from notify.render.markup.elements import MarkupFault
from notify.render.template.environment import MarkingEnvironment, TemplateEnvironment, TemplateFiles, read_marks
from notify.render.template.faults import TEMPLATE_FAULTS, TemplateFault, explain
from notify.render.template.places import is_ours, locate, markup_error, template_error

# Everything that ends a line somewhere; a no-break space does not.
_BREAKS: Final = re.compile("[ \t\n\v\f\r\x85\u2028\u2029]+")


@dataclass(frozen=True)
class Draft:
    """One message about to be written for one channel.

    `asked` is the locale asked for, `locale` the one that its words are in; `context` is what templates and copy may
    name.
    """

    root: Path
    notification: Notification
    channel: str
    asked: str
    locale: str
    data: Data
    copy: Copy
    files: TemplateFiles
    phrases: Phrases
    html: TemplateEnvironment
    text: TemplateEnvironment
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

    def phrase(self, text: Text, form: Form = "plain") -> str:
        """A text of the catalogue, such as `reply_to`, with its variables filled in."""
        return self.phrases.say(self.text, text, form, self.context, pseudo=False)

    def fill(self, template: str) -> str:
        """A template of MJML with words and data filled in. Raises TemplateError or CopyError at the line at fault."""
        return self._fill(self.html, "html", template)

    def fill_text(self, template: str) -> str:
        """A template of plain text, filled in."""
        return self._fill(self.text, "text", template)

    def blame(self, fault: MarkupFault, template: str, mjml: str) -> NotifyError:
        """A fault in filled MJML as an error at the line of the template, layout or macro that it comes from."""
        # Filled once more, this time with marks in it: nobody pays for them before something is wrong.
        marking = MarkingEnvironment(self.files, self.html.formats, autoescape=True)
        unmarked, marks = read_marks(self._fill(marking, "html", template))
        found = locate(fault.offset, marks) if unmarked == mjml else None
        file, line = found or (f"templates/{template}", None)
        return markup_error(fault, self.root, file, line)

    def _fill(self, environment: TemplateEnvironment, form: Form, template: str) -> str:
        context = {**self.context, "t": self._words(environment, form)}
        try:
            return environment.get_template(template).render(context)
        except (JinjaError, *TEMPLATE_FAULTS) as error:
            if is_ours(error):
                raise
            fault = explain(error, context, environment, self.files.macros())
            raise template_error(error, fault, self.root, template, self.files.names()) from error

    def _say(self, key: str) -> str:
        try:
            return str(self._words(self.text, "text")(key))
        except TemplateFault as fault:
            # A plural, where nothing counts.
            raise CopyError(str(fault), position=self.copy.entries[key].position, hint=fault.hint) from fault

    def _words(self, environment: TemplateEnvironment, form: Form) -> Words:
        return Words(self.phrases, environment, self.copy, form, self.context)


def one_line(text: str) -> str:
    """Text without line breaks, for a header or a row of an inbox."""
    return _BREAKS.sub(" ", text).strip()
