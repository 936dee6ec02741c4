"""Messages as rules look at them: rendered, with the place that each part comes from."""

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from notify.catalogue.copy import Copy
from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.lint.views.copy.copy import key_at
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.markup.structure import outline_of
from notify.lint.views.message.image import Image, read_images
from notify.lint.views.message.link import Link, read_links, read_text_links
from notify.lint.views.message.passage import Paragraph, Passage, plain, read_paragraphs, read_passages
from notify.render.draft import Draft
from notify.render.markup.elements import Token
from notify.render.message import Email, Message
from notify.render.skeleton.page import FilledPage
from notify.source import Position


@dataclass(frozen=True)
class MessageView:
    """A message of any channel in one locale, with one sample."""

    workspace: Workspace
    draft: Draft
    message: Message

    @property
    def notification(self) -> Notification:
        """The notification that it is of."""
        return self.draft.notification

    @property
    def copy(self) -> Copy:
        """The copy that its words are from."""
        return self.draft.copy

    @property
    def locale(self) -> str:
        """The locale that its words are in."""
        return self.draft.locale

    @property
    def data(self) -> Mapping[str, Any]:
        """What its templates may name."""
        return self.draft.context

    @property
    def essential(self) -> bool:
        """Whether nobody can opt out of it."""
        return self.workspace.catalogue.topics[self.notification.topic].essential

    def at(self, key: str) -> Position:
        """Where a key of its copy stands, or its copy file where there is no such key."""
        entry = self.copy.entries.get(key)
        return entry.position if entry else Position(self.copy.file)

    def at_field(self, *path: str) -> Position:
        """Where a field of its notification stands in the catalogue, or else its entry."""
        return self.workspace.document.position(("notifications", self.notification.id, *path))

    @cached_property
    def data_texts(self) -> Sequence[str]:
        """Every text in its data, on one line, the longest first: words that are not the copy's."""
        found = {plain(text) for text in _texts_in(self.data)}
        return sorted(found - {""}, key=lambda text: (-len(text), text))

    def key_at(self, position: Position) -> str:
        """The key of the copy that stands at a place, or else the file of the place."""
        return key_at(self.copy, position)


@dataclass(frozen=True)
class EnvelopeView(MessageView):
    """What an inbox shows of an e-mail in one locale, with one sample, whether all of it can be rendered or not."""

    @cached_property
    def subject(self) -> str:
        """Its subject, on one line."""
        return self.draft.line("subject")

    @cached_property
    def preheader(self) -> str:
        """Its preheader, on one line; empty where it has none."""
        return self.draft.line("preheader")


@dataclass(frozen=True)
class EmailView(EnvelopeView):
    """An e-mail in one locale, with one sample."""

    message: Email

    @cached_property
    def markup(self) -> MarkupView:
        """Its MJML, with where each part comes from."""
        return MarkupView(self.workspace, self.draft, "".join(self._printed))

    @cached_property
    def outline(self) -> Hashable:
        """What messages of a notification with the same structure mostly have in common, found sooner than that."""
        return outline_of(self._printed)

    @property
    def _printed(self) -> Sequence[str]:
        page = self.message.page
        assert isinstance(page, FilledPage)  # noqa: S101 - it was rendered from a draft
        return page.printed

    @property
    def tokens(self) -> Sequence[Token]:
        """Its MJML as tags, texts and comments, with every address as it is."""
        return self.markup.tokens

    @property
    def body(self) -> Sequence[Token]:
        """The tokens of what people see: without the head and style sheets."""
        return self.markup.body

    @property
    def has_own_text(self) -> bool:
        """Whether its text part is a template of its own, and not made from the MJML."""
        return self.draft.voice.files.has(f"{self.notification.id}/email.txt")

    def place(self, offset: int) -> Position:
        """Where a character of the MJML comes from: a line of a template, a component or the copy."""
        return self.markup.place(offset)

    @cached_property
    def links(self) -> Sequence[Link]:
        """Every link, in order; an image with an address is one."""
        # With its own `place` a message would hold itself, and all of them stay in memory until the end.
        return read_links(self.body, self.markup.place)

    @cached_property
    def images(self) -> Sequence[Image]:
        """Every image, in order, and what lies behind other things."""
        return read_images(self.tokens, self.body, self.markup.place)

    @cached_property
    def text_links(self) -> Sequence[Link]:
        """The addresses that only the text part has, where a template of its own writes it."""
        name = f"{self.notification.id}/email.txt"
        if not self.draft.voice.files.has(name):
            return ()
        known = {link.url for link in self.links}
        written = read_text_links(self.message.text, Position(f"templates/{name}"))
        return [link for link in written if link.url not in known]

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """Its words as people see them, in order; the preheader is not among them."""
        return read_passages(self.body)

    @cached_property
    def paragraphs(self) -> Sequence[Paragraph]:
        """Its words, paragraph by paragraph; a cell or a button is one."""
        return read_paragraphs(self.passages)


def _texts_in(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, Mapping):
        for value in data.values():
            yield from _texts_in(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts_in(value)
