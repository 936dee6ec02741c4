"""A running preview, and pages of Chromium that show it."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.preview.browser.served import HOST, Preview, copy_shipped
from tests.servers.loopback import Loopback

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

# What a page waits for is there in a fraction of a second, and later where the machine has much else to do.
_PATIENCE: Final = 20_000  # milliseconds

OpenPage = Callable[..., "Page"]


class Faults(list[str]):
    """What pages complained of: errors in their consoles, exceptions, requests to other servers."""

    def __init__(self) -> None:
        self._forgiven: list[str] = []

    def forgive(self, pattern: str) -> None:
        """Expects complaints of that kind in this test, before or after."""
        self._forgiven.append(pattern)

    def check(self) -> None:
        """Fails where pages complained of something that is not forgiven, or did not of something that is."""
        assert [fault for fault in self if not any(re.search(pattern, fault) for pattern in self._forgiven)] == []
        for pattern in self._forgiven:
            assert any(re.search(pattern, fault) for fault in self), f"nothing was like `{pattern}`"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What all previews keep of templates they have compiled: an entry is found by what it was made from."""
    return tmp_path_factory.mktemp("compiled")


@pytest.fixture
def preview(tmp_path: Path, compiled: Path, loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> Iterator[Preview]:
    """The preview of a copy of the shipped workspace, as it is served at 12:00 UTC on 2 March 2026."""
    # The linter, which is another process, need not look again at what it saw in an earlier test.
    monkeypatch.setenv("XDG_CACHE_HOME", str(compiled))
    root = tmp_path / "nimbus"
    copy_shipped(root)
    served = Preview(root, compiled)
    served.start()
    yield served
    served.stop()


@pytest.fixture(scope="package")
def browser(chromium: str) -> "Iterator[Browser]":
    """Chromium, for all tests of the preview; it finds the preview, and nothing else."""
    from playwright.sync_api import expect, sync_playwright

    from tests.browser.chromium import launch_chromium

    expect.set_options(timeout=_PATIENCE)
    reaches = f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"
    with sync_playwright() as playwright, launch_chromium(playwright, chromium, reaches) as started:
        yield started


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What the pages of this test complain of, which fails it unless it is forgiven."""
    found = Faults()
    yield found
    found.check()


@pytest.fixture
def open_page(browser: "Browser", preview: Preview, faults: Faults) -> Iterator[OpenPage]:
    """Opens empty pages, each in a context of its own; takes Playwright's options of one, such as `color_scheme`."""
    contexts: list[BrowserContext] = []

    def open_one(**options: Any) -> "Page":
        context = browser.new_context(**{"viewport": {"width": 1440, "height": 900}, **options})
        contexts.append(context)
        context.set_default_timeout(_PATIENCE)

        def hear(message: "ConsoleMessage") -> None:
            # A frame in which nothing may run says so when Playwright looks into it while it loads.
            if message.type == "error" and not message.text.startswith("Blocked script execution in"):
                faults.append(f"{message.text} ({message.location.get('url', '')})")

        context.on("console", hear)
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((preview.address, "data:", "blob:", "about:"))
                else faults.append(f"asked for {request.url}")
            ),
        )
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> "Page":
    """A page of 1440 by 900 pixels that shows nothing yet: `page.goto(preview.url(id="welcome"))`."""
    return open_page()
