"""How soon a save is seen in the preview, and how soon the preview itself: exits 1 where a limit is not held.

    python benchmarks/preview.py [--notifications 20 --locales 4] [--rounds 15] [--starts 5]

The real command, and Chromium without a window. A save counts from just before the file is written until the first
frame that the browser draws with the new words in the message; the start from before the command is run, with an empty
cache, until the message is drawn.
"""

import argparse
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright
from processes import NOTIFY
from workspace import write_workspace

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.browser.chromium import MISSING, find_chromium, launch_chromium

# Milliseconds, of medians.
LIMITS: Final = {"copy": 150.0, "layout": 300.0, "start": 1500.0}
_WORDS: Final = {
    "copy": "from a save in the copy to changed pixels",
    "layout": "from a save in the layout to changed pixels",
    "start": "from the command to the first message, empty cache",
}
_ID: Final = "notification-007"

# Waits until a message has some words in it and is drawn: milliseconds since 1970. What is asked for in a frame is done
# before it is drawn, and so the next frame comes after the pixels.
_SEEN: Final = """
(words) => {
  const hasWords = () => [...document.querySelectorAll("iframe")]
    .map((frame) => frame.contentDocument?.body?.textContent ?? "")
    .some((text) => text.trim() && text.includes(words));
  window.seen = new Promise((resolve) => {
    const look = () => hasWords()
      ? requestAnimationFrame(() => resolve(performance.timeOrigin + performance.now()))
      : requestAnimationFrame(look);
    look();
  });
}
"""


def main() -> int:
    """Prints the medians, and which limits are not held."""
    options = _read_options()
    program = find_chromium() or sys.exit(MISSING)
    taken: dict[str, list[float]] = {}
    with (
        tempfile.TemporaryDirectory(prefix="notify-benchmarks-") as name,
        sync_playwright() as playwright,
        launch_chromium(playwright, program, "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1") as browser,
    ):
        folder = Path(name) / "workspace"
        write_workspace(folder, options.notifications, options.locales, inline_rules=False)
        taken["start"] = [measure_start(browser, folder, Path(name) / f"cache-{n}") for n in range(options.starts)]
        taken |= measure_saves(browser, folder, Path(name) / "cache-0", options.rounds)
    for measure, times in taken.items():
        shown = f"{statistics.median(times):5.0f} ms, at most {max(times):5.0f} ms (limit {LIMITS[measure]:g} ms)"
        print(f"{_WORDS[measure]:52} {shown}")
    broken = [measure for measure, times in taken.items() if statistics.median(times) > LIMITS[measure]]
    for measure in broken:
        print(f"not held: {_WORDS[measure]}", file=sys.stderr)
    return int(bool(broken))


def measure_start(browser: Browser, folder: Path, cache: Path) -> float:
    """Milliseconds until the first message is there, of a browser that is open already."""
    page = browser.new_page()
    began = time.time()
    with serve(folder, cache) as address:
        page.goto(f"{address}?id={_ID}", wait_until="commit")
        seen = _wait_for(page, "")
        page.close()
    return seen - began * 1000


def measure_saves(browser: Browser, folder: Path, cache: Path, rounds: int) -> dict[str, list[float]]:
    """Milliseconds until what was saved is seen, in the copy and in the layout, time after time."""
    copy, layout = folder / "templates" / _ID / "copy" / "en.yaml", folder / "templates" / "layouts" / "base.mjml"
    heading, block = re.compile(r"(?m)^heading: .*$"), "{% block content %}"
    taken: dict[str, list[float]] = {"copy": [], "layout": []}
    words, markup = copy.read_text("utf-8"), layout.read_text("utf-8")
    with serve(folder, cache) as address:
        page = browser.new_page()
        page.goto(f"{address}?id={_ID}")
        _wait_for(page, "")
        for number in range(rounds):
            said = f"Copy {number} was saved"
            taken["copy"].append(_save(page, copy, heading.sub(f"heading: {said}", words), said))
            said = f"Layout {number} was saved"
            taken["layout"].append(
                _save(page, layout, markup.replace(block, f"<mj-text>{said}</mj-text>{block}"), said)
            )
        page.close()
    return taken


@contextmanager
def serve(folder: Path, cache: Path) -> Iterator[str]:
    """The preview of a workspace: its address, as it is printed."""
    command = [NOTIFY, "preview", "--browser", "--no-open", "--port", "0", "--workspace", str(folder)]
    environment = os.environ | {"XDG_CACHE_HOME": str(cache)}
    # When it is ended it says so.
    quiet = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, **quiet, text=True, env=environment) as server:
        try:
            printed = server.stdout.readline() if server.stdout else ""
            found = re.search(r"http://\S+/", printed)
            if found is None:
                raise RuntimeError(f"the preview printed no address: {printed}")
            yield found[0]
        finally:
            server.terminate()


def _save(page: Page, path: Path, text: str, words: str) -> float:
    """Milliseconds from a save until its words are seen."""
    page.evaluate(_SEEN, words)
    # Whatever the save before has set going comes to its end.
    page.wait_for_timeout(1_000)
    began = time.time()
    path.write_text(text, "utf-8")
    seen: float = page.evaluate("window.seen")
    return seen - began * 1000


def _wait_for(page: Page, words: str) -> float:
    """When a message with these words, any if there are none, is seen: milliseconds since 1970."""
    page.evaluate(_SEEN, words)
    seen: float = page.evaluate("window.seen")
    return seen


def _read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notifications", type=int, default=20)
    parser.add_argument("--locales", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=15, help="of saves")
    parser.add_argument("--starts", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    raise SystemExit(main())
