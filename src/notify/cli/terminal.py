"""Messages shown in the terminal, once or again whenever a file is saved."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from notify.cache import Cache
from notify.cli.console import make_console, show_error
from notify.cli.findings import show_briefly
from notify.cli.messages import leave, render_messages
from notify.cli.options import Channel
from notify.errors import NotifyError, UsageError, raise_all

if TYPE_CHECKING:
    from rich.console import Console

    from notify.catalogue.load import Workspace
    from notify.render.message import Message


@dataclass(frozen=True)
class View:
    """What somebody wants to see of the workspace `root`; the fields are the options of `notify preview`."""

    root: Path
    cache: Cache
    ids: Sequence[str] | None
    channels: Sequence[Channel] | None
    locales: Sequence[str] | None
    samples: Sequence[str] | None
    data: str | None
    assignments: Sequence[str] | None

    def show(
        self, console: "Console", *, notes: bool = True, shown: "list[Message] | None" = None
    ) -> "Callable[[], None]":
        """Prints the messages; what is returned prints the findings in them, which can take longer.

        Raises NotifyError, when all that can be rendered is printed, for what cannot. `notes` are about fallbacks.
        The messages that are printed are added to `shown`.
        """
        from notify.catalogue.load import load_workspace
        from notify.preview.terminal.page import print_messages

        workspace, shown = load_workspace(self.root, self.cache), [] if shown is None else shown
        messages = render_messages(
            workspace,
            self.ids,
            leave,
            jobs=1,
            cache=self.cache,
            channels=self.channels,
            locales=self.locales,
            samples=self.samples,
            data=self.data,
            assignments=self.assignments,
            prints=True,
            notes=notes,
        )
        failed: list[NotifyError] = []
        rendered = _until_failure(messages, failed)
        for _, group in groupby(rendered, key=lambda message: (message.notification, message.channel)):
            same = list(group)
            if shown:
                console.print()
            print_messages(console, same)
            self._show_languages(console, workspace, same[0])
            shown += same
        raise_all(failed)
        return lambda: self._show_findings(console, workspace, shown)

    def _show_languages(self, console: "Console", workspace: "Workspace", message: "Message") -> None:
        from notify.catalogue.copy import CopyFiles
        from notify.preview.languages import languages_of
        from notify.preview.terminal.page import print_languages

        catalogue = workspace.catalogue
        book = CopyFiles(workspace.root, catalogue.defaults.locale, self.cache).read_book(message.notification)
        print_languages(console, languages_of(book, catalogue.locales, message.channel))

    def _show_findings(self, console: "Console", workspace: "Workspace", messages: "Sequence[Message]") -> None:
        """What the linter finds in these messages; of several notifications it takes too long to be waited for."""
        from notify.catalogue.locale import PSEUDO
        from notify.preview.findings import inspect

        ids = {message.notification for message in messages}
        if len(ids) != 1:
            return
        notification = workspace.catalogue.notifications[ids.pop()]
        pseudo = any(message.locale_used == PSEUDO for message in messages)
        inspected = inspect(workspace, notification, datetime.now(UTC), self.cache, pseudo=pseudo)
        show_briefly(console, inspected, messages, self.root)


def _until_failure(messages: "Iterable[Message]", failed: list[NotifyError]) -> "Iterator[Message]":
    """Messages, after which it is kept what could not be rendered."""
    try:
        yield from messages
    except NotifyError as error:
        failed.append(error)


def watch_in_terminal(view: View) -> None:
    """Shows messages anew whenever something that they are made from is saved, until it is interrupted.

    Mistakes are shown above what could be rendered last, and do not end it, unless it begins with one in the command.
    """
    from notify.preview.terminal.screen import Screen
    from notify.preview.watch import watch

    if not sys.stdout.isatty() or make_console().is_dumb_terminal:
        raise UsageError(
            "`--watch` draws on a terminal, and standard output is none.", hint="Leave it out, or run it in a terminal."
        )
    if view.data == "-":
        raise UsageError("Standard input can be read only once.", hint="Write the data into a file.")
    screen, good, begun = Screen(sys.stdout), dict[tuple[str, ...], "Message"](), False
    files = f", templates/ and {view.data}" if view.data else " and templates/"
    for _ in watch(view.root, *([Path(view.data).absolute()] if view.data else [])):
        console = make_console()
        messages, findings, shown = console.capture(), console.capture(), list["Message"]()
        try:
            with messages:
                show_findings = view.show(console, notes=False, shown=shown)
            good = _by_what_they_are(shown)
            screen.draw(messages.get())
            with findings:
                show_findings()
            screen.go_on(findings.get())
        except NotifyError as error:
            if not begun and isinstance(error, UsageError):
                raise
            now = _by_what_they_are(shown)
            before = [message for key, message in good.items() if key not in now]
            good |= now
            screen.draw(_put_over(console, error, messages.get(), before, view.root))
        begun = True
        screen.go_on(f"\nWatching notifications.yaml{files}. Ctrl-C ends it.")


def _by_what_they_are(messages: "Iterable[Message]") -> "dict[tuple[str, ...], Message]":
    return {(each.notification, each.channel, each.locale, each.sample): each for each in messages}


def _put_over(console: "Console", error: NotifyError, others: str, before: "Sequence[Message]", root: Path) -> str:
    """A mistake above what can be rendered in spite of it, and what could be `before`, as far as the screen goes."""
    from rich.text import Text

    from notify.preview.terminal.page import print_heading, print_messages

    with console.capture() as mistake:
        show_error(console, error, root)
    with console.capture() as messages:
        for _, group in groupby(before, key=lambda message: (message.notification, message.channel)):
            print_messages(console, list(group))
    with console.capture() as below:
        if before:
            print_heading(console, "As it was before")
            console.print(Text.from_ansi(messages.get()), style="dim", soft_wrap=True)
    # The mistake must not leave the screen at the top, and two lines are for what is said at the bottom.
    room = max(0, console.height - mistake.get().count("\n") - 2)
    return mistake.get() + "".join((others + below.get()).splitlines(keepends=True)[:room])
