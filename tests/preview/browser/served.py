"""A preview that is served in a thread, on a copy of the shipped workspace."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Final
from urllib.parse import urlencode, urlsplit

from notify.cache import Cache
from notify.preview.browser.forms.place import Editor
from notify.preview.browser.live import Live
from notify.preview.browser.server import Server

REPOSITORY: Final = Path(__file__).parents[3]
NOW: Final = datetime(2026, 3, 2, 12, tzinfo=UTC)
EDITOR: Final = "vscode://file{path}:{line}:{column}"
HOST: Final = "127.0.0.1"

# A server that hangs fails its test instead of the whole run.
_PATIENCE: Final = 60.0  # seconds


def copy_shipped(folder: Path) -> None:
    """Puts the shipped catalogue and its templates into a folder."""
    folder.mkdir(parents=True)
    shutil.copy(REPOSITORY / "notifications.yaml", folder)
    shutil.copytree(REPOSITORY / "templates", folder / "templates")


@dataclass
class Preview:
    """The preview of the workspace `root`, with `start` and `stop`; what is kept between runs is in `cache`.

    `address` ends with a slash. The port stays the same when it is started again.
    """

    root: Path
    cache: Path
    host: str = HOST
    port: int = 0
    clock: Callable[[], datetime] = field(default=lambda: NOW)

    def start(self) -> None:
        """Serves it, from when this returns on."""
        ready = Queue[str]()
        live = Live(Editor(self.root, EDITOR), Cache(self.cache), self.clock)
        self._server = Server(live, self.host, self.port, ready.put)
        self._thread = Thread(target=self._server.serve_until_ended, name="preview")
        self._thread.start()
        self.address = ready.get(timeout=_PATIENCE)
        self.port = urlsplit(self.address).port or 0

    def stop(self) -> None:
        """Ends it, with everything that is open. May be called again."""
        self._server.end()
        self._thread.join(_PATIENCE)
        assert not self._thread.is_alive(), "the server does not end"

    def url(self, **parts: str) -> str:
        """The address of the page with parts of the address bar: `view`, `id`, `locale` and so on."""
        return f"{self.address}?{urlencode(parts)}" if parts else self.address

    def read(self, path: str) -> str:
        """The text of a file of the workspace."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, path: str, text: str) -> None:
        """Saves a file of the workspace."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")

    def replace(self, path: str, old: str, new: str) -> None:
        """Saves a file with something in it, that is there once or more, changed everywhere."""
        text = self.read(path)
        assert old in text, f"`{old}` is not in {path}"
        self.write(path, text.replace(old, new))
