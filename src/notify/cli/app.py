"""The command `notify`: its commands, and what becomes of errors.

Commands import what they need when they run, so that `notify --help` and completion answer at once.
"""

import errno
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn, TextIO

import typer

from notify import __version__
from notify.cli import cache, inbox, init, lint, listing, new, outbox, preview, relay, render, rules, schema, send, show
from notify.cli.command import Command
from notify.cli.workspace import Opened
from notify.errors import NotifyError

_TRACEBACK = "--traceback"
_DISK = {errno.ENOSPC, errno.EDQUOT, errno.EIO}
_INTERRUPTED = 128  # and the number of the signal, as shells count
# The last where there is one: a terminal that is closed sends it.
_INTERRUPTIONS = (signal.SIGINT, signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else ()))

app = typer.Typer(
    name="notify",
    help="Render, preview and test-send a product's notifications, in every language, offline.",
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
relays = typer.Typer(no_args_is_help=True)
caches = typer.Typer(no_args_is_help=True)

app.command("init", cls=Command, rich_help_panel="Start")(init.init)
app.command("new", cls=Command, rich_help_panel="Start")(new.new)
app.command("schema", cls=Command, rich_help_panel="Start")(schema.schema)
app.command("list", cls=Command, rich_help_panel="Look")(listing.list_)
app.command("show", cls=Command, rich_help_panel="Look")(show.show)
app.command("render", cls=Command, rich_help_panel="Look")(render.render)
app.command("preview", cls=Command, rich_help_panel="Look")(preview.preview)
app.add_typer(caches, name="cache", help="Remove what is compiled and kept between runs.", rich_help_panel="Look")
caches.command("clear", cls=Command)(cache.clear)
app.command("lint", cls=Command, rich_help_panel="Check")(lint.lint)
app.command("rules", cls=Command, rich_help_panel="Check")(rules.rules)
app.command("send", cls=Command, rich_help_panel="Send")(send.send)
app.add_typer(relays, name="relay", help="The places that messages can be sent to.", rich_help_panel="Send")
relays.command("list", cls=Command)(relay.list_)
relays.command("check", cls=Command)(relay.check)
app.command("outbox", cls=Command, rich_help_panel="Send")(outbox.outbox)
app.command("inbox", cls=Command, rich_help_panel="Send")(inbox.inbox)


class _Interrupted(BaseException):
    """Ctrl-C, or the signal with which others end us; its number comes along.

    Not KeyboardInterrupt, which the command parser would end with 1 and a line of its own.
    """

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def _print_version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"notify {__version__}\n")
        raise typer.Exit


@app.callback()
def _root(
    version: Annotated[  # the callback answers it
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_print_version)
    ] = False,
    traceback: Annotated[  # main looks for it before anything can go wrong
        bool, typer.Option(_TRACEBACK, help="When something fails, show where in the program; for bug reports.")
    ] = False,
) -> None:
    pass


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Runs a command and exits: 0 all well, 1 it ran and found something, 2 it could not run.

    Where it is interrupted, by Ctrl-C, SIGTERM or SIGHUP, it ends what it has begun and exits with 130, 143 or 129.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    want_traceback = _TRACEBACK in given
    # A shell can close a stream (`>&-`); what would be printed there goes nowhere.
    sys.stdout, sys.stderr = sys.stdout or _open_nowhere(), sys.stderr or _open_nowhere()
    for stream in (sys.stdout, sys.stderr):
        # Messages are in every language, whatever the locale of the machine.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        with _interruptible():
            app(args=[argument for argument in given if argument != _TRACEBACK], prog_name="notify")
        code = 0
    except SystemExit as end:
        code = _code_of(end)
    except NotifyError as error:
        if want_traceback:
            raise
        code = _report(error)
    except _Interrupted as interrupted:
        _say("\nInterrupted.\n")
        code = _INTERRUPTED + interrupted.number
    except BrokenPipeError:
        code = 0
    except Exception as error:
        if want_traceback:
            raise
        full = isinstance(error, OSError) and error.errno in _DISK
        code = _report_output(error) if full else _report_bug(error)
    _leave(code)


@contextmanager
def _interruptible() -> Iterator[None]:
    # One that is ignored stays so: `nohup` has a command outlive its terminal.
    heeded = [number for number in _INTERRUPTIONS if signal.getsignal(number) != signal.SIG_IGN]
    before = {number: signal.signal(number, _interrupt) for number in heeded}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _open_nowhere() -> TextIO:
    return Path(os.devnull).open("w")


def _code_of(end: SystemExit) -> int:
    """What a command ends with, also where nobody reads what it says."""
    before = end.__context__
    if not isinstance(before, BrokenPipeError):
        return end.code if isinstance(end.code, int) else 0
    # The command parser makes 1 of a closed pipe. Whoever read enough has not found anything wrong, unless what could
    # not be printed was an error.
    code = getattr(before.__context__, "exit_code", 0)
    return code if isinstance(code, int) else 0


def _report(error: NotifyError) -> int:
    from notify.cli.console import make_console, read_or_not, show_error

    with read_or_not():
        show_error(make_console(stderr=True), error, Opened.root)
    return error.exit_code


def _report_output(error: Exception) -> int:
    reason = getattr(error, "strerror", None) or error
    _say(f"error: The output cannot be written: {reason}.\nhelp: Look at where it goes.\n")
    return 2


def _report_bug(error: Exception) -> int:
    _say(
        f"error: notify itself failed ({type(error).__name__}: {error}). This is a bug.\n"
        f"help: Run it again with {_TRACEBACK}, and report what it prints and what notify --version prints.\n"
    )
    return 2


def _say(text: str) -> None:
    # Where nobody reads it, the exit code says it.
    with suppress(OSError):
        sys.stderr.write(text)


def _leave(code: int) -> NoReturn:
    try:
        sys.stdout.flush()
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            code = _report_output(error)
        # Whoever read us has stopped, or the disk is full; what Python would still flush on its way out goes nowhere.
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    raise SystemExit(code)


def _interrupt(number: int, _frame: FrameType | None) -> NoReturn:
    raise _Interrupted(number)
