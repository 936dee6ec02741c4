"""How a language is rendered: Jinja in one locale and time zone, and the copy that was said in it already."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from functools import cached_property
from typing import Any, Final

from notify.cache import Cache
from notify.catalogue.copy import Copy, Text
from notify.render.copy.phrases import Phrases, Script, prepare_texts
from notify.render.copy.reading import Form
from notify.render.copy.words import Wording, prepare_copy
from notify.render.template.environment import MarkingEnvironment, TemplateEnvironment, TemplateFiles
from notify.render.template.filters import Formats
from notify.render.template.pieces import PieceEnvironment

# Languages, times the time zones of the people who read them; some 300 kB each with the templates they use.
_VOICES: Final = 48
# The copy of one notification or another; some 40 kB each.
_WORDINGS: Final = 20


@dataclass(frozen=True)
class Voice:
    """Jinja for HTML and for plain text in one locale and time zone, used by one message after the other."""

    files: TemplateFiles
    cache: Cache
    html: TemplateEnvironment
    text: TemplateEnvironment
    _wordings: OrderedDict[int, tuple[Copy, dict[Form, Wording]]] = field(default_factory=OrderedDict)
    _phrases: dict[tuple[Text, Form], Phrases] = field(default_factory=dict)

    @cached_property
    def marking(self) -> MarkingEnvironment:
        """Jinja that marks what it prints with the places that it comes from."""
        return MarkingEnvironment(self.files, self.html.formats, autoescape=True)

    def wording(self, copy: Copy, form: Form) -> Wording:
        """A copy as it is said in HTML or in plain text."""
        key = id(copy)
        if key in self._wordings:
            self._wordings.move_to_end(key)
            return self._wordings[key][1][form]
        # The copy is kept beside it so that nothing else comes to have its id.
        self._wordings[key] = copy, prepare_copy(copy, self.html, self.text, self.cache)
        if len(self._wordings) > _WORDINGS:
            self._wordings.popitem(last=False)
        return self._wordings[key][1][form]

    def phrase(self, text: Text, form: Form, context: Mapping[str, Any]) -> str:
        """A text of the catalogue, such as `reply_to`, with its variables filled in. Raises CopyError."""
        key = (text, form)
        if key not in self._phrases:
            [self._phrases[key]] = prepare_texts([Script({"text": text}, self.text, form)], self.cache)
        environment = self.text
        return self._phrases[key].say("text", environment.context_class(environment, context, "copy", {}))  # type: ignore[arg-type] # read only


class Voices:
    """The voices that are in use."""

    def __init__(self, files: TemplateFiles, now: datetime, cache: Cache) -> None:
        self._files, self._now, self._cache = files, now, cache
        self._known: OrderedDict[tuple[str, tzinfo], Voice] = OrderedDict()

    def find(self, locale: str, zone: tzinfo) -> Voice:
        """The voice for a locale and a time zone."""
        key = (locale, zone)
        known = self._known.get(key)
        if known is not None and not (known.html.remembers or known.text.remembers):
            self._known.move_to_end(key)
            return known
        formats = Formats(locale, zone, self._now)
        self._known[key] = Voice(
            self._files,
            self._cache,
            PieceEnvironment(self._files, formats, autoescape=True),
            TemplateEnvironment(self._files, formats, autoescape=False),
        )
        if len(self._known) > _VOICES:
            self._known.popitem(last=False)
        return self._known[key]
