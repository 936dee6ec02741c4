"""One notification looked at by every rule: its copy, its templates, and all of its messages."""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC
from functools import cached_property
from typing import Any

from jinja2 import TemplateSyntaxError, nodes

from notify.catalogue.load import Workspace
from notify.catalogue.model.notification import Notification
from notify.errors import MarkupError, Mistakes, NotifyError
from notify.lint.rule import Fault, Rule
from notify.lint.settings import Settings
from notify.lint.views.copy.copy import CopyView
from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.message.address import read_address
from notify.lint.views.message.answer import AnswerView, FoundLink
from notify.lint.views.message.message import EmailView, EnvelopeView, MessageView
from notify.lint.views.message.origin import Places, called, origin_of, told_apart
from notify.lint.views.notification.messages import MessagesView
from notify.lint.views.notification.refusal import RefusalView
from notify.lint.views.page.page import PageView
from notify.lint.views.template.template import Source, TemplateView
from notify.render.draft import Draft
from notify.render.message import Email, Message
from notify.render.render import Renderer
from notify.render.selection import ALL, Request, Wish, select_requests
from notify.render.template.environment import TemplateEnvironment, TemplateFiles
from notify.render.template.filters import Formats


@dataclass(frozen=True, slots=True)
class Found:
    """A fault that a rule found, and in which message, if in one."""

    code: str
    fault: Fault
    notification: str | None = None
    channel: str | None = None
    locale: str | None = None
    sample: str | None = None


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that went wrong itself: the words of the exception that it raised."""

    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """That some of a notification cannot be read or rendered, so that not every rule saw all of it.

    `rendered` is how many of its messages could be; None where it is not for want of a message that not all was seen.
    """

    notification: str
    rendered: int | None = None


# The links of messages are among them where a rule looks at what the web answers for them.
Outcome = Found | Crash | Stopped | FoundLink


def apply(rules: Sequence[Rule[Any]], settings: Settings, view: object, **context: str | None) -> Iterator[Outcome]:
    """What these rules find in what they are shown; those that look at other things are passed over.

    `context` are the fields of Found: notification, channel, locale and sample. A rule that raises is a Crash.
    """
    for rule in rules:
        if isinstance(view, rule.looks_at):
            try:
                for fault in told_apart(rule.check(view, settings.options[rule.code])):
                    own = {"notification": fault.notification, "locale": fault.locale}
                    known = {name: value for name, value in own.items() if value is not None}
                    yield Found(rule.code, fault, **{**context, **known})
            except Exception as error:  # whatever it is, the other rules go on
                yield Crash(rule.code, f"{type(error).__name__}: {error}")


class Inspector:
    """Looks at one notification after the other; what they share is read once."""

    def __init__(
        self, workspace: Workspace, settings: Settings, locales: Sequence[str], make_renderer: Callable[[], Renderer]
    ) -> None:
        self._workspace, self._settings, self._locales = workspace, settings, locales
        self._renderer, self._rules = make_renderer(), settings.selected()
        self._gathers_links = any(rule.looks_at is AnswerView for rule in self._rules)
        self._sources: dict[str, Source | None] = {}

    def inspect(self, notification: Notification) -> list[Outcome]:
        """What is wrong with a notification, by the rules' order within each thing looked at."""
        seen: dict[str, NotifyError] = {}
        copy, templates = self._read_copy(notification, seen), self._read_templates(notification)
        requests = self._choose_messages(notification, seen)
        outcomes: list[Outcome] = [
            *(self._apply(copy, notification) if copy else ()),
            *self._apply(templates, notification),
        ]
        drafts: list[Draft] = []
        structures: dict[Hashable, list[Outcome]] = {}
        for request in requests:
            where = {"channel": request.channel, "locale": request.locale, "sample": request.sample}
            for view in self._render(request, seen):
                if isinstance(view, EmailView | MarkupView):
                    outcomes += _again(self._look_at_structure(view, notification, structures), where)
                if isinstance(view, MessageView):
                    drafts += [view.draft] if isinstance(view, EmailView) or not isinstance(view, EnvelopeView) else []
                    outcomes += self._apply(view, notification, **where)
                if self._gathers_links and isinstance(view, EmailView):
                    outcomes += _web_links(view)
        refusals = [RefusalView(self._workspace, notification, error) for error in seen.values()]
        book, samples = copy.book if copy else None, {request.sample: request.layers[0] for request in requests}
        whole = MessagesView(self._workspace, notification, templates, book, samples, drafts, refusals)
        for late in (*refusals, whole):
            outcomes += self._apply(late, notification)
        return [*outcomes, Stopped(notification.id, len(drafts))] if refusals else outcomes

    def _apply(self, view: object, notification: Notification, **context: str | None) -> Iterable[Outcome]:
        return apply(self._rules, self._settings, view, notification=notification.id, **context)

    def _look_at_structure(
        self, view: EmailView | MarkupView, notification: Notification, known: dict[Hashable, list[Outcome]]
    ) -> Sequence[Outcome]:
        """What is wrong with the structure of a message; one that others have as well is looked at once."""
        if isinstance(view, EmailView) and view.outline in known:
            return known[view.outline]
        markup = view if isinstance(view, MarkupView) else view.markup
        key = (markup is view, markup.structure)
        if key not in known:
            known[key] = list(self._apply(markup, notification))
            if isinstance(view, EmailView):
                known[key] += self._apply(PageView(markup, view.message.html), notification)
        if isinstance(view, EmailView):
            known[view.outline] = known[key]
        return known[key]

    def _read_copy(self, notification: Notification, seen: dict[str, NotifyError]) -> CopyView | None:
        try:
            book = self._renderer.copy_book(notification)
        except NotifyError as error:
            _keep(error, seen)
            return None
        return CopyView(self._workspace, notification, book)

    def _read_templates(self, notification: Notification) -> TemplateView:
        environment, files = self._parser
        own = {}
        for name in (f"{notification.id}/email.mjml", f"{notification.id}/email.txt"):
            if files.has(name) and (source := self._source(name)):
                own[source.file] = source
        sources = dict(own)
        waiting = list(own.values())
        while waiting:
            for name in _named_by(waiting.pop()):
                file = f"templates/{name}"
                if file not in sources and files.has(name) and (source := self._source(name)):
                    sources[file] = source
                    waiting.append(source)
        return TemplateView(self._workspace, notification, environment, own, sources)

    @cached_property
    def _parser(self) -> tuple[TemplateEnvironment, TemplateFiles]:
        files = TemplateFiles(self._workspace.root)
        return TemplateEnvironment(files, Formats("en", UTC, self._renderer.now), autoescape=True), files

    def _source(self, name: str) -> Source | None:
        if name not in self._sources:
            environment, files = self._parser
            try:
                text, file, _ = files.get_source(environment, name)
                self._sources[name] = Source(file, text, environment.parse(text, name, file))
            except (TemplateSyntaxError, NotifyError):
                self._sources[name] = None
        return self._sources[name]

    def _choose_messages(self, notification: Notification, seen: dict[str, NotifyError]) -> Sequence[Request]:
        wish = Wish(channels=[ALL], locales=self._locales, samples=[ALL], named=False)
        selection = select_requests(self._workspace, [notification], wish)
        for mistake in selection.mistakes:
            _keep(mistake, seen)
        return selection.requests

    def _render(self, request: Request, seen: dict[str, NotifyError]) -> Iterator[MessageView | MarkupView]:
        """The message, or as much of it as there is: what an inbox shows, and the MJML of one that does not compile."""
        draft = None
        try:
            draft = self._renderer.draft(
                request.notification, request.channel, request.locale, request.sample, request.layers
            )
            message = self._renderer.finish(draft)
        except NotifyError as error:
            _keep(error, seen)
            if draft and draft.channel == "email":
                yield from self._read_envelope(draft)
            if draft and isinstance(error, MarkupError):
                mjml = "".join(draft.print_pieces(f"{draft.notification.id}/email.mjml"))
                yield MarkupView(self._workspace, draft, mjml)
            return
        if isinstance(message, Email):
            yield EmailView(self._workspace, draft, message)
        else:
            yield MessageView(self._workspace, draft, message)

    def _read_envelope(self, draft: Draft) -> Iterator[EnvelopeView]:
        """What an inbox shows of an e-mail that cannot be rendered, if at least that can be."""
        envelope = EnvelopeView(self._workspace, draft, Message(**draft.identity))
        with suppress(NotifyError):
            if any([envelope.subject, envelope.preheader]):
                yield envelope


def _again(outcomes: Sequence[Outcome], where: Mapping[str, str]) -> Iterator[Outcome]:
    """The same in another message."""
    for outcome in outcomes:
        if isinstance(outcome, Found):
            yield Found(outcome.code, outcome.fault, outcome.notification, **where)
        else:
            yield outcome


def _web_links(view: EmailView) -> Iterator[FoundLink]:
    """The links to pages, but for those that ask the page that unsubscribes for something: it might do so."""
    unsubscribing = view.data["unsubscribe_url"] or ""
    same_page, places = unsubscribing.partition("?")[0] + "?", Places()
    for link in (*view.links, *view.text_links):
        at_risk = unsubscribing and (link.url == unsubscribing or link.url.startswith(same_page))
        if read_address(link.url).on_web and not at_risk:
            origin, message = origin_of(view, link, link.url), view.message
            yield FoundLink(
                called(link), link.url, origin.at, places.key(origin.key, origin.at),
                view.notification.id, message.channel, view.locale, message.sample,
            )  # fmt: skip


def _keep(error: NotifyError, seen: dict[str, NotifyError]) -> None:
    for mistake in error.mistakes if isinstance(error, Mistakes) else [error]:
        seen.setdefault(str(mistake), mistake)


def _named_by(source: Source) -> Iterator[str]:
    """The templates that a template names: its layout, and what it includes and imports from."""
    for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
        for node in source.all(kind):
            if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
                yield node.template.value
