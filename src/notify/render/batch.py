"""Many messages at once: shared out among processes, each finished where it was rendered."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import groupby
from typing import Final, Generic, TypeVar

from notify.errors import NotifyError
from notify.render.crew import share_out
from notify.render.message import Message
from notify.render.render import Renderer
from notify.render.selection import Request

Product = TypeVar("Product")

# Enough that reading a notification's files again in another worker does not count, and few enough to hold.
_LARGEST_CHUNK: Final = 32
# With a few chunks for each worker none of them is left alone with the last one for long.
_CHUNKS_EACH: Final = 4
# Below this many messages, starting processes takes longer than they save.
_WORTH_A_CREW: Final = 100


@dataclass(frozen=True, slots=True)
class Fallback:
    """Why a message is not in the locale that was asked for.

    `lacks` are the keys of copy that this locale does not have; `has_copy` says whether it has any copy at all.
    """

    notification: str
    locale: str
    locale_used: str
    has_copy: bool
    lacks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rendered(Generic[Product]):
    """What became of one message that could be rendered: `product` is what was asked to be made of it."""

    product: Product
    fallback: Fallback | None


def render_all(
    make_renderer: Callable[[], Renderer],
    requests: Sequence[Request],
    finish: Callable[[Message], Product],
    *,
    workers: int,
) -> AbstractContextManager[Iterator[Rendered[Product] | NotifyError]]:
    """Renders every request, in order: what `finish` made of the message, or why it cannot be rendered.

    With several workers, and enough messages for them, `finish` runs in other processes: it and what it returns have
    to be such as can be pickled, and so has `make_renderer`, which each of them calls once. What `finish` raises ends
    the whole.
    """
    enough = len(requests) >= _WORTH_A_CREW
    chunks = list(_cut(requests, max(1, min(_LARGEST_CHUNK, len(requests) // (workers * _CHUNKS_EACH)))))
    return share_out(requests, chunks, _Bench(make_renderer, finish), workers if enough else 1)


def _cut(requests: Sequence[Request], most: int) -> Iterator[range]:
    """Chunks of requests for one notification each, so that a worker reads its templates and copy once."""
    start = 0
    for _, group in groupby(requests, lambda request: request.notification.id):
        end = start + sum(1 for _ in group)
        yield from (range(first, min(first + most, end)) for first in range(start, end, most))
        start = end


@dataclass(frozen=True)
class _Bench(Generic[Product]):
    """What a worker needs to start."""

    make_renderer: Callable[[], Renderer]
    finish: Callable[[Message], Product]

    def __call__(self) -> Callable[[Request], Rendered[Product] | NotifyError]:
        renderer = self.make_renderer()

        def do(request: Request) -> Rendered[Product] | NotifyError:
            try:
                message = renderer.render(
                    request.notification, request.channel, request.locale, request.sample, request.layers
                )
            except NotifyError as error:
                return error
            return Rendered(self.finish(message), _find_fallback(renderer, request, message))

        return do


def _find_fallback(renderer: Renderer, request: Request, message: Message) -> Fallback | None:
    if message.locale_used.lower() == message.locale.lower():
        return None
    book = renderer.copy_book(request.notification)
    has_copy = message.locale in book.copies
    lacks = sorted(book.lacks(message.locale, message.channel)) if has_copy else []
    return Fallback(message.notification, message.locale, message.locale_used, has_copy, tuple(lacks))
