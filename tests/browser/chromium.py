"""The browser: which one it is, and how it is started."""

import os
import shutil
from typing import Final

from playwright.sync_api import Browser, Playwright

MISSING: Final = (
    "Chromium is not installed, and messages are looked at in it. On Debian and Ubuntu: "
    "`apt-get install chromium fonts-noto-core`. Elsewhere, put it on the PATH or name it in NOTIFY_CHROMIUM."
)

# It has nothing to look for on the network: every request of a page is refused, and these end its own errands.
_QUIET: Final = (
    "--disable-sync",
    "--no-first-run",
    "--no-pings",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)


def find_chromium() -> str | None:
    """The program to start: what the environment names, or else the first of its usual names that is on the PATH."""
    names = [os.environ.get("NOTIFY_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    return next((found for name in names if name and (found := shutil.which(name))), None)


def launch_chromium(playwright: Playwright, program: str, *flags: str) -> Browser:
    """Chromium without a window, to be closed as a context. Playwright talks with it over pipes, and opens no port.

    It runs without its sandbox, which root cannot have: it is shown our own pages only.
    """
    return playwright.chromium.launch(executable_path=program, args=[*_QUIET, *flags], chromium_sandbox=False)
