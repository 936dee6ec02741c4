"""From a notification, a channel, a locale and data to a message, whole."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from notify.cache import NO_CACHE, Cache
from notify.catalogue.copy import CopyBook, Text, missing_copy, read_copy_book
from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO
from notify.catalogue.model.declaration import is_url
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Layer, bind
from notify.errors import CatalogueError
from notify.render.context import build_context, zone_of
from notify.render.draft import Draft
from notify.render.email import write_email
from notify.render.headers import join_url
from notify.render.message import Message
from notify.render.short import write_card, write_sms
from notify.render.skeleton.skeletons import Skeletons
from notify.render.template.environment import TemplateFiles, absent
from notify.render.voice import Voice, Voices


class Renderer:
    """Renders the notifications of one workspace; reads each template and copy file once.

    `now`, with its zone, is what relative times are counted from. What is compiled is kept in the cache.
    """

    def __init__(self, workspace: Workspace, now: datetime, cache: Cache = NO_CACHE) -> None:
        self.workspace = workspace
        self._cache = cache
        self._voices = Voices(TemplateFiles(workspace.root, cache), now, cache)
        self._skeletons = Skeletons(cache)
        self._books: dict[str, CopyBook] = {}

    def render(
        self, notification: Notification, channel: str, locale: str, sample: str, layers: Sequence[Layer]
    ) -> Message:
        """The message in the locale asked for, or whole in the one that stands in for it.

        `layers` are the data, the weakest first, and `sample` is the name of what they build on. Raises NotifyError at
        the place of what cannot be rendered.
        """
        draft = self._draft(notification, channel, locale, sample, layers)
        match channel:
            case "email":
                return write_email(self.workspace, draft, self._skeletons)
            case "sms":
                return write_sms(draft)
            case _:
                return write_card(draft)

    def copy_book(self, notification: Notification) -> CopyBook:
        """The copy of a notification in every locale."""
        if notification.id not in self._books:
            default = self.workspace.catalogue.defaults.locale
            self._books[notification.id] = read_copy_book(self.workspace.root, notification.id, default)
        return self._books[notification.id]

    def _draft(
        self, notification: Notification, channel: str, asked: str, sample: str, layers: Sequence[Layer]
    ) -> Draft:
        catalogue, document = self.workspace.catalogue, self.workspace.document
        if channel not in notification.channels:
            raise CatalogueError(
                f"`{notification.id}` is not sent by `{channel}`.",
                position=document.position(("notifications", notification.id, "channels")),
                hint=f"It has {', '.join(f'`{name}`' for name in notification.channels)}.",
            )
        source = catalogue.defaults.locale
        book = self.copy_book(notification)
        if missing := missing_copy(book, notification.id, channel):
            raise missing
        data = bind(catalogue, notification, sample, layers)
        locale = book.choose(asked, channel)
        voice = self._voices.find(locale, zone_of(catalogue, data.user))
        context = build_context(catalogue, notification, data, locale)
        return Draft(
            notification=notification,
            channel=channel,
            asked=asked,
            locale=locale,
            data=data,
            copy=book.copies[source if locale == PSEUDO else locale],
            voice=voice,
            context=context | self._links(notification, voice, context),
        )

    def _links(self, notification: Notification, voice: Voice, context: Mapping[str, Any]) -> dict[str, Any]:
        """The addresses at which a person changes what they get; absent where there are none."""
        defaults, document = self.workspace.catalogue.defaults, self.workspace.document
        offered = {
            "unsubscribe_url": None if notification.unsubscribe == "none" else defaults.unsubscribe_url,
            "preferences_url": defaults.preferences_url,
        }
        links: dict[str, Any] = {}
        for name, written in offered.items():
            if written is None:
                links[name] = absent(name)
                continue
            source = Text(written, document.position(("defaults", name)))
            link = join_url(voice.phrase(source, "url", context))
            if not is_url(link):
                message = f"With this data, `{name}` becomes `{link[:80]}`, which is not the address of a page."
                hint = "Start it with `https://` in the catalogue, and print only what comes after."
                raise CatalogueError(message, position=source.position, hint=hint)
            links[name] = link
        return links
