"""What the server answers: the page, the forms of what it shows, and the files of messages."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from hashlib import sha256
from typing import Any, Final, TypeVar

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from notify.errors import NotifyError, WorkspaceError
from notify.preview.browser.answers import Answer, confess, describe_failure, refuse
from notify.preview.browser.findings import Findings
from notify.preview.browser.forms.catalogue import describe_catalogue
from notify.preview.browser.forms.darkening import describe_darkened
from notify.preview.browser.forms.place import describe_mistakes
from notify.preview.browser.forms.sizes import describe_sizes
from notify.preview.browser.gate import Gate, message_policy
from notify.preview.browser.inspection import Inspection
from notify.preview.browser.live import Asked, Live
from notify.preview.browser.news import News
from notify.preview.browser.page import Page
from notify.preview.browser.questions import read_asked, read_json, read_query
from notify.preview.browser.turns import Turns
from notify.preview.watch import watch_async
from notify.render.images import ImageFiles, kind_of

Result = TypeVar("Result")

_LOG: Final = logging.getLogger(__name__)

# Ten times what mail programs like.
_LARGEST_IMAGE: Final = 10_000_000  # bytes


def make_app(live: Live, news: News, token: str, names: frozenset[str]) -> ASGIApp:
    """The server's answers about a workspace, and its news; `token` and `names` are those of Gate."""
    return Gate(_App(live, news, token).starlette, token, names)


class _App:
    """The answers, and what goes on meanwhile: files are watched, and read again."""

    def __init__(self, live: Live, news: News, token: str) -> None:
        self._live, self._news = live, news
        self._read_once = asyncio.Event()
        # A workspace is used by one thread: the answers wait for each other, and the server for none of them.
        self._turns = Turns()
        self._inspection = Inspection(live)
        options = [] if live.cache.keeps else ["--no-cache"]
        self._findings = Findings(live.editor, options, lambda what: news.tell("findings", what))
        self._looked_at: str | None = None
        self.starlette = Starlette(
            routes=[
                *Page(token).routes,
                Route("/frame/{notification}/", self._frame),
                Route("/frame/{notification}/{name:path}", self._image),
                Route("/api/catalogue", self._catalogue),
                Route("/api/message", self._message, methods=["POST"]),
                Route("/api/sizes", self._sizes),
                Route("/api/forced-dark", _darken, methods=["POST"]),
                Route("/api/findings", self._tell_findings),
                Route("/api/rule", self._rule),
                Route("/api/data", self._data),
                Route("/api/copy", self._copy),
                Route("/api/source", self._source),
                Route("/api/marks", self._marks, methods=["POST"]),
                Route("/api/events", self._events),
            ],
            exception_handlers={NotifyError: self._explain, HTTPException: refuse, Exception: confess},
            lifespan=self._live_with,
        )

    @asynccontextmanager
    async def _live_with(self, _app: Starlette) -> AsyncIterator[None]:
        watching = asyncio.create_task(self._watch())
        try:
            await self._read_once.wait()
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching
            await self._findings.end()
            self._turns.end()

    async def _watch(self) -> None:
        """Reads the workspace, at first and whenever something in it was saved."""
        try:
            async for changed in watch_async(self._live.root):
                await self._read()
                files = sorted(path.relative_to(self._live.root).as_posix() for path in changed)
                self._news.tell("saved", {"number": self._live.number, "files": files[:20]})
                self._findings.renew(self._live.number, self._looked_at)
        except Exception as error:
            if isinstance(error, NotifyError):
                reason = error
            else:
                _LOG.exception("The workspace cannot be watched.")
                reason = WorkspaceError(describe_failure(error))
            await self._read()
            self._news.tell("unwatched", {"mistakes": describe_mistakes(reason, self._live.editor)})
            self._findings.renew(self._live.number, self._looked_at)

    async def _read(self) -> None:
        """Reads the workspace. Whatever keeps it from that is a mistake in it: what is saved next may mend it."""
        try:
            await self._do(self._live.read)
        except NotifyError as error:
            self._live.give_up(error)
        except Exception as error:
            _LOG.exception("The workspace cannot be read.")
            self._live.give_up(WorkspaceError(describe_failure(error)))
        self._read_once.set()

    async def _do(self, job: Callable[..., Result], *arguments: Any) -> Result:
        async with self._turns.take():
            return await self._turns.do(job, *arguments)

    async def _do_for(
        self, request: Request, job: Callable[..., Result], *arguments: Any, patient: bool = False
    ) -> Result:
        """Does what may take a while, for whoever is still there to hear of it."""
        async with self._turns.take(patient=patient):
            if await request.is_disconnected():
                raise HTTPException(499, "Nobody waits for this any more.")
            return await self._turns.do(job, *arguments)

    # ---- Answers.

    async def _frame(self, request: Request) -> Response:
        """An empty document, which the page puts a message into: its policy is that of whatever stands in it."""
        policy = message_policy(remote=request.query_params.get("remote") == "on")
        return HTMLResponse("<!doctype html><title></title>", headers={"content-security-policy": policy})

    async def _image(self, request: Request) -> Response:
        """An image of a template, as a message names it."""
        content = await self._do(self._read_image, request.path_params["notification"], request.path_params["name"])
        kind = kind_of(content)
        if kind is None:
            raise HTTPException(404, "There is no such image below `templates/`.")
        policy, stamp = message_policy(remote=False), sha256(content).hexdigest()
        return Response(content, media_type=kind, headers={"content-security-policy": policy, "etag": f'"{stamp}"'})

    def _read_image(self, notification: str, name: str) -> bytes:
        self._live.find(notification)
        path = ImageFiles(self._live.root).find(notification, name)
        try:
            # Whatever else is below `templates/` is nobody's to look at.
            return path.read_bytes() if path and path.stat().st_size <= _LARGEST_IMAGE else b""
        except OSError:
            return b""

    async def _catalogue(self, _request: Request) -> Response:
        return Answer(await self._do(self._describe_catalogue))

    def _describe_catalogue(self) -> Mapping[str, Any]:
        live = self._live
        mistakes = [described for each in live.mistakes for described in describe_mistakes(each, live.editor)]
        try:
            catalogue = describe_catalogue(live.workspace)
        except NotifyError:
            catalogue = None
        return {"number": live.number, "root": live.root.name, "mistakes": mistakes, "catalogue": catalogue}

    async def _message(self, request: Request) -> Response:
        body = await read_json(request)
        asked = read_asked(body)
        # A wall of messages can wait for the one that somebody looks at.
        patient = body.get("patient") is True
        if not patient:
            self._looked_at = asked.notification
        return Answer(await self._do_for(request, self._live.describe, asked, patient=patient))

    async def _sizes(self, request: Request) -> Response:
        notification, channel, sample = read_query(request, "notification", "channel", "sample")
        workspace = await self._do(lambda: self._live.workspace)
        described = {}
        for locale in workspace.catalogue.locales:
            asked = Asked(notification, channel, locale, sample)
            described[locale] = await self._do_for(request, self._live.describe, asked, patient=True)
        return Answer(describe_sizes(described))

    async def _tell_findings(self, _request: Request) -> Response:
        return Answer(self._findings.describe())

    async def _rule(self, request: Request) -> Response:
        return Answer(await self._do(self._inspection.rule, request.query_params.get("code", "")))

    async def _data(self, request: Request) -> Response:
        about = read_query(request, "notification", "sample")
        return Answer(await self._do_for(request, self._inspection.data, *about))

    async def _copy(self, request: Request) -> Response:
        about = read_query(request, "notification", "locale")
        return Answer(await self._do_for(request, self._inspection.copy, *about))

    async def _source(self, request: Request) -> Response:
        about = read_query(request, "notification", "locale", "sample")
        return Answer(await self._do_for(request, self._inspection.source, *about))

    async def _marks(self, request: Request) -> Response:
        asked = read_asked(await read_json(request))
        return Answer(await self._do_for(request, self._inspection.marks, asked))

    async def _events(self, _request: Request) -> Response:
        return StreamingResponse(self._news.read(), media_type="text/event-stream")

    async def _explain(self, _request: Request, error: Exception) -> Response:
        assert isinstance(error, NotifyError)  # noqa: S101 # or it would not be asked
        return Answer({"mistakes": describe_mistakes(error, self._live.editor)}, 404)


async def _darken(request: Request) -> Response:
    try:
        return Answer(describe_darkened(await read_json(request)))
    except ValueError:
        raise HTTPException(400, "These are no colours.") from None
