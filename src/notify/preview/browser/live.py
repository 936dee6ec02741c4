"""The workspace as it is at the moment, whatever state it is in, and the messages that can be made of it."""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from notify.cache import Cache
from notify.catalogue.load import Workspace, read_workspace
from notify.catalogue.model.notification import Notification
from notify.errors import Mistakes, NotifyError, UsageError, nearest
from notify.preview.browser.forms.message import describe_rendered
from notify.preview.browser.forms.place import Editor, describe_mistakes
from notify.render.batch import Rendered, render_all
from notify.render.message import Message
from notify.render.render import Renderer
from notify.render.selection import Request, Wish, select_requests

# Messages that are remembered as they were when they last could be rendered; some 100 kB each.
_REMEMBERED: Final = 200


@dataclass(frozen=True, slots=True)
class Asked:
    """Which message somebody wants to see: `assignments` are values over its sample, by their paths, as text."""

    notification: str
    channel: str
    locale: str
    sample: str
    assignments: tuple[tuple[str, str], ...] = ()


class Live:
    """A workspace on disk, read again whenever it is told to, and used by one thread.

    `number` counts how often it was read. Where the catalogue cannot be used any more, the last one that could stays,
    and `mistakes` say why. `clock` is what relative times in messages are counted from, with its zone.
    """

    def __init__(self, editor: Editor, cache: Cache, clock: Callable[[], datetime]) -> None:
        self.editor, self.cache, self._clock = editor, cache, clock
        self.number = 0
        self.mistakes: tuple[NotifyError, ...] = ()
        self._workspace: Workspace | None = None
        self._renderer: Renderer | None = None
        # Whether the workspace is from an earlier reading, since the last one had none.
        self._is_older = False
        self._made: OrderedDict[Hashable, Mapping[str, Any]] = OrderedDict()
        self._last_good: OrderedDict[Hashable, Mapping[str, Any]] = OrderedDict()

    @property
    def root(self) -> Path:
        """The folder of the workspace."""
        return self.editor.root

    @property
    def workspace(self) -> Workspace:
        """The workspace as it was read last. Raises what is wrong with it where it never could be."""
        if self._workspace is None:
            raise Mistakes(self.mistakes)
        return self._workspace

    @property
    def renderer(self) -> Renderer:
        """What renders the workspace as it was read last. Raises as `workspace` does."""
        if self._renderer is None:
            raise Mistakes(self.mistakes)
        return self._renderer

    def read(self) -> None:
        """Reads the workspace again; nothing that was made before is kept, but for the last good messages."""
        workspace, self.mistakes = read_workspace(self.root, self.cache)
        self._is_older = workspace is None
        if workspace is not None:
            self._workspace = workspace
        self._renderer = Renderer(self.workspace, self._clock(), self.cache) if self._workspace else None
        self._made.clear()
        self.number += 1

    def give_up(self, error: NotifyError) -> None:
        """Stays with what was read before: it cannot be read now, for this reason."""
        self.mistakes = (error,)
        self._is_older = True
        self._made.clear()
        self.number += 1

    def find(self, name: str) -> Notification:
        """A notification of the catalogue. Raises what is wrong where there is none, or none any more."""
        known = self.workspace.catalogue.notifications
        if name not in known:
            written = self.workspace.document.data.get("notifications")
            if isinstance(written, dict) and name in written and self.mistakes:
                raise Mistakes(self.mistakes)
            # It may be the one that a mistake in the catalogue is about.
            raise Mistakes(
                [UsageError(f"There is no notification `{name}`.", hint=nearest(name, known)), *self.mistakes]
            )
        return known[name]

    def describe(self, asked: Asked) -> Mapping[str, Any]:
        """A message: `number` of the reading it is from, and `message`, or else the `mistakes` that keep it from being.

        With mistakes, `message` is what it was when it last could be rendered, with other values if never with these;
        None where it never could. Where the mistakes are in a catalogue that cannot be used any more, it is made of
        the one before.
        """
        if asked not in self._made:
            self._made[asked] = self._describe(asked)
            if len(self._made) > _REMEMBERED:
                self._made.popitem(last=False)
        return {"number": self.number, **self._made[asked]}

    def _describe(self, asked: Asked) -> Mapping[str, Any]:
        whatever_data = asked.notification, asked.channel, asked.locale, asked.sample
        try:
            request = self.select(asked)
            described = describe_rendered(self._render(request), request, self.workspace)
        except NotifyError as error:
            last = self._last_good.get(asked) or self._last_good.get(whatever_data)
            return {"mistakes": describe_mistakes(error, self.editor), "message": last}
        for known in (asked, whatever_data):
            self._last_good[known] = described
            self._last_good.move_to_end(known)
        # Each is there under two names.
        while len(self._last_good) > 2 * _REMEMBERED:
            self._last_good.popitem(last=False)
        mistakes = describe_mistakes(Mistakes(self.mistakes), self.editor) if self._is_older else []
        return {"mistakes": mistakes, "message": described}

    def select(self, asked: Asked) -> Request:
        """What to render for it. Raises NotifyError where there is no such message, or its data cannot be read."""
        wish = Wish(
            channels=[asked.channel],
            locales=[asked.locale],
            samples=[asked.sample],
            assignments=[f"{name}={value}" for name, value in asked.assignments],
        )
        selection = select_requests(self.workspace, [self.find(asked.notification)], wish)
        if selection.mistakes:
            raise Mistakes(selection.mistakes)
        match selection.requests:
            case [request]:
                return request
        raise UsageError("One message is shown at a time.", hint="Name one channel, one locale and one sample.")

    def _render(self, request: Request) -> Rendered[Message]:
        with render_all(lambda: self.renderer, [request], _leave, workers=1) as ended:
            [end] = ended
        if isinstance(end, NotifyError):
            raise end
        return end


def _leave(message: Message) -> Message:
    return message
