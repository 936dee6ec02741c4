"""Asking before messages leave: where they are many, or go to real people."""

import sys
from typing import TYPE_CHECKING, Final

import typer

from notify.cli.console import counted
from notify.errors import UsageError

if TYPE_CHECKING:
    from notify.delivery.route import Route

# Up to so many messages are what somebody looks at one by one.
FEW: Final = 20


def ask_first(route: "Route", messages: int, *, yes: bool) -> None:
    """Has somebody agree to so many messages leaving through a relay; exits with 1 where they do not.

    Whoever asks for a production relay at a terminal types its name, whatever is on the command line; elsewhere `yes`
    does, as for more than 20 messages. Raises UsageError where it needs that, and there is nobody to ask.
    """
    if not route.leaves or not messages:
        return
    what = f"{counted(messages, 'message')} through `{route.relay}`"
    if route.production:
        if _somebody_is_there():
            question = f"{_of_production(route)}. Type its name to send {counted(messages, 'message')}"
            _go_on_if(typer.prompt(question, err=True, default="", show_default=False).strip() == route.relay)
        elif not yes:
            hint = "Add `--yes`, or look first with `--dry-run`."
            raise UsageError(f"{_of_production(route, what)}, and nobody can be asked.", hint=hint)
    elif messages > FEW and not yes:
        if not _somebody_is_there():
            hint = "Add `--yes`, or look first with `--dry-run`."
            raise UsageError(f"{what} are more than {FEW}, and nobody can be asked.", hint=hint)
        _go_on_if(typer.confirm(f"Send {what}?", err=True))


def _of_production(route: "Route", what: str = "") -> str:
    """What sending through a production relay means: real people get it, unless somebody gets everything instead."""
    if route.guard.redirect:
        return f"{what or f'`{route.relay}`'}: that is for production, though all goes to {route.guard.redirect}"
    return f"{what} would reach real people" if what else f"`{route.relay}` reaches real people"


def _somebody_is_there() -> bool:
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def _go_on_if(agreed: bool) -> None:
    if not agreed:
        sys.stderr.write("Nothing was sent.\n")
        raise typer.Exit(1)
