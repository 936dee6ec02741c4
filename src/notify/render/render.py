"""From a notification, a channel, a locale and data to a message, whole."""

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any, Final

from notify.cache import NO_CACHE, Cache
from notify.catalogue.copy import CopyBook, CopyFiles, Text, missing_copy
from notify.catalogue.load import Workspace
from notify.catalogue.locale import PSEUDO
from notify.catalogue.model.declaration import is_url
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import Layer
from notify.errors import CatalogueError
from notify.render.context import Contexts, in_locale, zone_of
from notify.render.draft import Draft
from notify.render.email import write_email
from notify.render.headers import join_url
from notify.render.message import Message
from notify.render.short import write_card, write_sms
from notify.render.skeleton.skeletons import Skeletons
from notify.render.template.environment import TemplateFiles, absent
from notify.render.voice import Voice, Voices

# Notifications whose copy is at hand in every locale; some 100 kB each.
_BOOKS: Final = 64


class Renderer:
    """Renders the notifications of one workspace; reads each template and copy file once.

    `now`, with its zone, is what relative times are counted from. What is compiled is kept in the cache.
    """

    def __init__(self, workspace: Workspace, now: datetime, cache: Cache = NO_CACHE) -> None:
        self.workspace, self.now = workspace, now
        self._voices = Voices(TemplateFiles(workspace.root, cache), now, cache)
        self._skeletons = Skeletons(cache)
        self._contexts = Contexts(workspace.catalogue)
        self._copy_files = CopyFiles(workspace.root, workspace.catalogue.defaults.locale, cache)
        self._books: OrderedDict[str, CopyBook] = OrderedDict()

    def render(
        self, notification: Notification, channel: str, locale: str, sample: str, layers: Sequence[Layer]
    ) -> Message:
        """The message in the locale asked for, or whole in the one that stands in for it.

        `layers` are the data, the weakest first, and `sample` is the name of what they build on. Raises NotifyError at
        the place of what cannot be rendered.
        """
        return self.finish(self.draft(notification, channel, locale, sample, layers))

    def finish(self, draft: Draft) -> Message:
        """The message of a draft. Raises NotifyError at the place of what cannot be rendered."""
        match draft.channel:
            case "email":
                return write_email(self.workspace, draft, self._skeletons)
            case "sms":
                return write_sms(draft)
            case _:
                return write_card(draft)

    def copy_book(self, notification: Notification) -> CopyBook:
        """The copy of a notification in every locale."""
        if notification.id in self._books:
            self._books.move_to_end(notification.id)
        else:
            self._books[notification.id] = self._copy_files.read_book(notification.id)
            if len(self._books) > _BOOKS:
                self._books.popitem(last=False)
        return self._books[notification.id]

    def draft(
        self, notification: Notification, channel: str, asked: str, sample: str, layers: Sequence[Layer]
    ) -> Draft:
        """A message before it has a form. Raises NotifyError at the place of what is missing for it."""
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
        data, facts = self._contexts.bind(notification, sample, layers)
        locale = book.choose(asked, channel)
        voice = self._voices.find(locale, zone_of(catalogue, data.user))
        context = in_locale(facts, locale)
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
        links: dict[str, Any] = {}
        for name, written in self._offered.items():
            if written is None or (name == "unsubscribe_url" and notification.unsubscribe == "none"):
                links[name] = absent(name)
                continue
            link = join_url(voice.phrase(written, "url", context))
            if not is_url(link):
                message = f"With this data, `{name}` becomes `{link[:80]}`, which is not the address of a page."
                hint = "Start it with `https://` in the catalogue, and print only what comes after."
                raise CatalogueError(message, position=written.position, hint=hint)
            links[name] = link
        return links

    @cached_property
    def _offered(self) -> dict[str, Text | None]:
        """The addresses that the catalogue has for it."""
        defaults, document = self.workspace.catalogue.defaults, self.workspace.document
        offered = {"unsubscribe_url": defaults.unsubscribe_url, "preferences_url": defaults.preferences_url}
        return {
            name: Text(written, document.position(("defaults", name))) if written else None
            for name, written in offered.items()
        }
