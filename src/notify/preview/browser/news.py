"""What pages are told while they are open: that something was saved, and that there are new findings."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

# A line that says nothing, so that a connection that has gone is noticed.
_SILENCE: Final = 15.0  # seconds


class News:
    """The newest of each kind of news, for any number of readers; who reads slowly misses what is none any more."""

    def __init__(self) -> None:
        self._newest: dict[str, tuple[int, Mapping[str, Any]]] = {}
        self._count = 0
        self._changed = asyncio.Event()
        self._over = False

    def tell(self, kind: str, what: Mapping[str, Any]) -> None:
        """Tells everybody who reads."""
        self._count += 1
        self._newest[kind] = (self._count, what)
        self._wake()

    def end(self) -> None:
        """Lets everybody go."""
        self._over = True
        self._wake()

    async def read(self) -> AsyncIterator[bytes]:
        """News from now on as server-sent events (html.spec.whatwg.org/multipage/server-sent-events.html)."""
        heard = 0
        yield b"retry: 500\n\n"
        while not self._over:
            changed = self._changed
            new = sorted((count, kind, what) for kind, (count, what) in self._newest.items() if count > heard)
            for count, kind, what in new:
                heard = count
                yield f"event: {kind}\ndata: {json.dumps(what)}\n\n".encode()
            if not new:
                try:
                    await asyncio.wait_for(changed.wait(), _SILENCE)
                except TimeoutError:
                    yield b":\n\n"

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()
