"""Takes the picture of the preview that README.md shows, for whoever changes how the page looks.

    python -m tests.preview.browser.picture docs/preview.png

writes the page with the weekly report in French, as a PNG of 1440 by 900 pixels.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, expect, sync_playwright

from tests.browser.chromium import MISSING, find_chromium, launch_chromium
from tests.preview.browser.served import HOST, Preview, copy_shipped


def photograph(preview: Preview, browser: Browser) -> bytes:
    """The page with everything on it that comes late: PNG."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page.goto(preview.url(id="weekly-report", locale="fr"))
    expect(page.frame_locator("main iframe").get_by_role("heading").first).to_be_visible()
    expect(page.get_by_role("tabpanel").get_by_text("Nothing found")).to_be_visible(timeout=60_000)
    expect(page.locator(".worst")).to_be_visible()
    picture = page.screenshot()
    page.close()
    return picture


def main(target: Path) -> None:
    """Writes the picture of the shipped workspace."""
    program = find_chromium() or sys.exit(MISSING)
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        root = Path(folder) / "nimbus"
        copy_shipped(root)
        preview = Preview(root, Path(folder) / "cache")
        preview.start()
        try:
            with launch_chromium(
                playwright, program, f"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE {HOST}"
            ) as browser:
                target.write_bytes(photograph(preview, browser))
        finally:
            preview.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
