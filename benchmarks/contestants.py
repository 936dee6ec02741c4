"""What is timed inside a process of its own; prints what it measured as JSON.

python benchmarks/contestants.py mjml WORKSPACE FOLDER   writes the MJML of every message
python benchmarks/contestants.py warm WORKSPACE          seconds for a message of a structure that is known
python benchmarks/contestants.py cold WORKSPACE          seconds for all messages in a process that has just started
python benchmarks/contestants.py words WORKSPACE CACHE   the same with the structures that are in a cache folder
"""

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from notify.cache import Cache
from notify.catalogue.load import Workspace, load_workspace
from notify.catalogue.samples import Layer
from notify.render.message import Email
from notify.render.render import Renderer
from notify.render.selection import ALL, Request, Wish, select_requests

# How often each contestant goes over all messages; they take turns.
_PASSES = 3


def write_mjml(root: Path, folder: Path) -> None:
    """Writes the MJML of each message as `<id>.<locale>.<sample>.mjml`."""
    workspace = load_workspace(root)
    renderer = Renderer(workspace, datetime.now(UTC))
    folder.mkdir(parents=True, exist_ok=True)
    for request in _requests(workspace):
        path = folder / f"{request.notification.id}.{request.locale}.{request.sample}.mjml"
        path.write_text(_render(renderer, request).mjml, "utf-8")


def time_messages(root: Path) -> dict[str, float]:
    """Median seconds for one message, for a recipient whom no contestant has seen, after all structures were."""
    from plain import Pipeline

    workspace = load_workspace(root)
    requests = _requests(workspace)
    with tempfile.TemporaryDirectory() as codes:
        now = datetime.now(UTC)
        renderer, pipeline = Renderer(workspace, now), Pipeline(root, now, Path(codes))

        def floor(errand: "Errand") -> None:
            pipeline.write(errand.request.notification.id, errand.request.locale, errand.data)

        def plain(errand: "Errand") -> None:
            pipeline.render(errand.request.notification.id, errand.request.locale, errand.data)

        def html(errand: "Errand") -> None:
            _ = _render(renderer, errand.request).html

        def text(errand: "Errand") -> None:
            email = _render(renderer, errand.request)
            _ = email.html, email.text

        contestants: dict[str, Callable[[Errand], None]] = {"floor": floor, "html": html, "text": text, "plain": plain}
        taken: dict[str, list[float]] = {name: [] for name in contestants}
        for number in range(_PASSES + 1):
            for name, render in contestants.items():
                errands = [_errand(request, f"Ana {name} {number}") for request in requests]
                gc.collect()
                times = [_seconds(lambda: render(errand)) for errand in errands]  # noqa: B023 # called at once
                # The first pass is the one in which everybody gets warm.
                taken[name] += times if number else []
    return {name: statistics.median(times) for name, times in taken.items()}


def time_catalogue(root: Path) -> dict[str, float]:
    """Seconds for all messages cold, for all of them again, and for reading the copy alone."""
    workspace = load_workspace(root)
    requests = _requests(workspace)
    renderer = Renderer(workspace, datetime.now(UTC))

    def render() -> None:
        for request in requests:
            _ = _render(renderer, request).html

    first, again = _seconds(render), _seconds(render)
    reader = Renderer(workspace, datetime.now(UTC))

    def read() -> None:
        for notification in workspace.catalogue.notifications.values():
            tuple(reader.copy_book(notification).copies.values())

    return {"cold": first, "again": again, "copy": _seconds(read), "messages": len(requests)}


class StructuresOnly(Cache):
    """A cache that keeps compiled templates and structures, and nothing of a language."""

    def name(self, kind: str, made_from: Iterable[bytes]) -> str:
        """The name of an entry; empty for what is not kept."""
        return super().name(kind, made_from) if kind in {"template", "skeleton"} else ""

    def read(self, name: str) -> Any:
        """What was kept."""
        return super().read(name) if name else None

    def write(self, name: str, content: Any) -> None:
        """Keeps what is to be kept."""
        if name:
            super().write(name, content)


def time_words(root: Path, cache: Path) -> dict[str, float]:
    """Seconds for all messages, once their structures are in the cache: for reading, compiling and filling in words."""
    workspace = load_workspace(root)
    requests = _requests(workspace)
    renderer = Renderer(workspace, datetime.now(UTC), StructuresOnly(cache))

    def render() -> None:
        for request in requests:
            _ = _render(renderer, request).html

    return {"words": _seconds(render)}


@dataclass(frozen=True)
class Errand:
    """One message for a further recipient: as notify takes its data, and as the plain pipeline does."""

    request: Request
    data: dict[str, Any]


def _errand(request: Request, name: str) -> Errand:
    sample = dict(request.layers[0].data)
    layer = Layer({"user": {"first_name": name}}, "a further recipient")
    user = {**sample.get("user", {}), "first_name": name}
    return Errand(replace(request, layers=(*request.layers, layer)), sample | {"user": user})


def _requests(workspace: Workspace) -> Sequence[Request]:
    notifications = list(workspace.catalogue.notifications.values())
    return select_requests(workspace, notifications, Wish(locales=[ALL], samples=[ALL])).requests


def _render(renderer: Renderer, request: Request) -> Email:
    message = renderer.render(request.notification, request.channel, request.locale, request.sample, request.layers)
    if not isinstance(message, Email):
        raise TypeError("only e-mails are measured")
    return message


def _seconds(work: Callable[[], None]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Does one of the four."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("mjml", "warm", "cold", "words"))
    parser.add_argument("workspace", type=Path)
    parser.add_argument("folder", type=Path, nargs="?")
    options = parser.parse_args()
    if options.what == "mjml":
        write_mjml(options.workspace, options.folder)
    elif options.what == "words":
        print(json.dumps(time_words(options.workspace, options.folder)))
    else:
        print(json.dumps((time_messages if options.what == "warm" else time_catalogue)(options.workspace)))


if __name__ == "__main__":
    main()
