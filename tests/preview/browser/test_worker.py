"""One thread that does everything with the workspace: nothing holds it up for ever."""

import asyncio
import threading
from collections.abc import Coroutine
from datetime import UTC, datetime
from typing import Any, TypeVar

import pytest

from notify.cache import NO_CACHE
from notify.errors import TemplateError
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.live import Asked, Live
from notify.preview.browser.worker import Worker
from tests.conftest import Workspace
from tests.preview.browser.served import EDITOR

Result = TypeVar("Result")

NOTE = Asked("note", "email", "en", "default")
ENDLESS = "{% for row in range(100000) %}{% for column in range(100000) %}{% endfor %}{% endfor %}"


def run(job: Coroutine[Any, Any, Result]) -> Result:
    """What a coroutine returns, run in a thread of its own: here Playwright may run already."""
    ended: list[Result | BaseException] = []

    def run_here() -> None:
        try:
            ended.append(asyncio.run(job))
        except BaseException as error:  # raised again where it was asked for
            ended.append(error)

    thread = threading.Thread(target=run_here)
    thread.start()
    thread.join()
    if isinstance(ended[0], BaseException):
        raise ended[0]
    return ended[0]


def loop_for_ever() -> None:
    while True:
        pass


def loop_in_spite_of_errors() -> str:
    try:
        loop_for_ever()
    except Exception:  # as a cache does that cannot be read
        return "done"
    return "never"


def test_it_does_jobs_and_raises_what_they_raise() -> None:
    async def ask() -> list[object]:
        worker = Worker()
        answers = await asyncio.gather(*(worker.do(int, text) for text in ("7", "seven", "8")), return_exceptions=True)
        worker.end()
        return list(answers)

    seven, fault, eight = run(ask())
    assert (seven, eight) == (7, 8)
    assert isinstance(fault, ValueError)


def test_a_template_that_does_not_end_is_given_up_at_its_line_and_works_once_it_does(workspace: Workspace) -> None:
    live = Live(Editor(workspace.root, EDITOR), NO_CACHE, lambda: datetime(2026, 3, 2, tzinfo=UTC))

    async def ask() -> list[Any]:
        worker = Worker(patience=1)
        answers = []
        for template in ("{{ t.body }}", ENDLESS, "Mended"):
            workspace.email(f"<mj-text>{template}</mj-text>")
            await worker.do(live.read)
            answers.append(await worker.do(live.describe, NOTE))
        worker.end()
        return answers

    before, during, after = run(ask())
    [mistake] = during["mistakes"]
    assert mistake["message"] == "This takes too long."
    assert (mistake["place"]["file"], mistake["place"]["line"]) == ("templates/note/email.mjml", 2)
    assert during["message"] == before["message"]
    assert (after["mistakes"], "Mended" in after["message"]["html"]) == ([], True)


def test_whatever_does_not_end_is_given_up() -> None:
    async def ask() -> tuple[str, int]:
        worker = Worker(patience=0.2)
        with pytest.raises(TemplateError, match="takes too long"):
            await worker.do(loop_for_ever)
        answers = await worker.do(loop_in_spite_of_errors), await worker.do(int, "7")
        worker.end()
        return answers

    assert run(ask()) == ("done", 7)


def test_it_ends_in_the_middle_of_a_job() -> None:
    begun = threading.Event()

    def begin() -> None:
        begun.set()
        loop_for_ever()

    async def ask() -> None:
        worker = Worker(patience=60)
        job = asyncio.create_task(worker.do(begin))
        await asyncio.to_thread(begun.wait)
        worker.end()
        with pytest.raises(TemplateError):
            await job

    run(ask())


def test_nobody_has_to_wait_for_what_was_asked() -> None:
    """The loop ends while a job is done: nothing is said of it, and the thread goes on to its end."""
    begun, left, worker = threading.Event(), threading.Event(), Worker()

    def take_long() -> None:
        begun.set()
        left.wait()

    async def ask() -> None:
        job = asyncio.create_task(worker.do(take_long))
        await asyncio.to_thread(begun.wait)
        job.cancel()

    run(ask())
    left.set()
    worker.end()
    worker._thread.join()
