"""Takes pictures of the shipped e-mails, for everybody who changes a template or a word and wants to see it.

    python -m tests.shipped.pictures pictures
    python -m tests.shipped.pictures pictures welcome weekly-report --locale ar --locale fr --sample all

writes a sheet `<id>.<locale>.<sample>.png` for each message into the folder: as a phone shows it (320 px) and as a desk
does (640 px), light and dark, side by side. `--forced-dark` adds what Chromium makes of it where it darkens pages by
itself, as some mail programs do; `--zoom` adds text at twice its size. All ids and the default locale and sample are
taken unless others are named; `all` stands for every one.
"""

import argparse
import sys
from base64 import b64encode
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from notify.catalogue.samples import DEFAULT_SAMPLE
from notify.render.message import Email
from tests.browser.chromium import MISSING, find_chromium, launch_chromium
from tests.browser.screen import Screen, Setting
from tests.shipped.messages import list_mailed, open_shipped, render_emails

SETTINGS: Final = (Setting(320), Setting(320, "dark"), Setting(640), Setting(640, "dark"))
ENLARGED: Final = (Setting(320, large_text=True), Setting(640, large_text=True))

_FORCES_DARK: Final = "--enable-features=WebContentsForceDark"

_SHEET: Final = """<!doctype html><meta charset="utf-8"><title>{title}</title>
<style>
body {{ margin: 16px; background: #808080; font: 16px sans-serif; color: #ffffff; }}
main {{ display: flex; gap: 16px; align-items: flex-start; width: max-content; }}
figure, figcaption, h1 {{ margin: 0 0 8px; font-size: 16px; }}
img {{ display: block; }}
</style>
<h1>{title}</h1>
<main>{figures}</main>
"""
_FIGURE: Final = '<figure><figcaption>{caption}</figcaption><img src="data:image/png;base64,{picture}"></figure>'


class Camera:
    """Screens to look at a message on, each with its caption, and a page to put their pictures side by side on."""

    def __init__(self, screens: Sequence[tuple[str, Screen]], browser: Browser) -> None:
        width = 16 * (len(screens) + 1) + sum(screen.setting.width for _, screen in screens)
        self._screens = screens
        self._sheet: Page = browser.new_page(viewport={"width": width, "height": 400})

    def photograph(self, email: Email) -> bytes:
        """The sheet of a message: PNG."""
        figures = []
        for caption, screen in self._screens:
            screen.show(email.html)
            picture = b64encode(screen.photograph()).decode()
            figures.append(_FIGURE.format(caption=caption, picture=picture))
        title = f"{email.notification}, {email.locale}, {email.sample}"
        self._sheet.set_content(_SHEET.format(title=title, figures="".join(figures)))
        return self._sheet.screenshot(full_page=True)


def main(arguments: Sequence[str]) -> None:
    """Writes the sheets that are asked for, and a line for each."""
    asked = _read(arguments)
    program = find_chromium() or sys.exit(MISSING)
    asked.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, ExitStack() as running:
        browser = running.enter_context(launch_chromium(playwright, program))
        settings = SETTINGS + (ENLARGED if asked.zoom else ())
        screens = [(str(setting), Screen(browser, setting)) for setting in settings]
        if asked.forced_dark:
            darkening = running.enter_context(launch_chromium(playwright, program, _FORCES_DARK))
            screens += [(f"{width} px, forced dark", Screen(darkening, Setting(width))) for width in (320, 640)]
        camera = Camera(screens, browser)
        for email in render_emails(asked.ids, asked.locale, asked.sample):
            path = asked.folder / f"{email.notification}.{email.locale}.{email.sample}.png"
            path.write_bytes(camera.photograph(email))
            print(path, flush=True)  # noqa: T201 - this is a program


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    summary, _, rest = (__doc__ or "").partition("\n")
    parser = argparse.ArgumentParser(
        "python -m tests.shipped.pictures",
        description=summary,
        epilog=rest,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folder", metavar="DIR", type=Path, help="where to write the sheets")
    parser.add_argument("ids", metavar="ID", nargs="*", help="a notification")
    parser.add_argument("--locale", metavar="L", action="append", help="a locale, or all")
    parser.add_argument("--sample", metavar="S", action="append", help="a sample, or all")
    parser.add_argument("--forced-dark", action="store_true", help="add what Chromium makes dark by itself")
    parser.add_argument("--zoom", action="store_true", help="add text at twice its size")
    asked = parser.parse_intermixed_args(arguments)
    if unknown := set(asked.ids) - set(list_mailed()):
        parser.error(f"no e-mail is called {', '.join(sorted(unknown))}; there are {', '.join(list_mailed())}")
    asked.locale = asked.locale or [open_shipped().catalogue.defaults.locale]
    asked.sample = asked.sample or [DEFAULT_SAMPLE]
    return asked


if __name__ == "__main__":
    main(sys.argv[1:])
