"""Messages while they are handed over, as people and programs see it: each end as it comes, and what it all came to."""

import dataclasses
import json
import shlex
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from notify.cli.consent import FEW
from notify.cli.console import make_console, read_or_not, write_lines

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from notify.delivery.smtp.pace import Again
    from notify.delivery.transport import Ended, Outgoing, Receipt

_GOOD: Final = frozenset({"sent", "written", "dry_run"})
_STYLES: Final = {"sent": "green", "written": "green", "dry_run": "cyan"}
# Of many recipients to whom the same happened, and of many things that happened, so many are named.
_NAMED: Final = 5
_GROUPS: Final = 10


@dataclass(frozen=True)
class HandOver:
    """The run of this id in the workspace `root`, and how it is told: to people, unless `human` is false.

    A rehearsal has no id. `workspace` is how the workspace was named on the command line, if it was; `before` are the
    numbers of messages whose end was known before.
    """

    run: str | None
    root: Path
    workspace: Path | None
    human: bool
    before: frozenset[int] = frozenset()
    _told: set[tuple[str, int]] = field(default_factory=set)

    def follow(
        self,
        sending: "Generator[Ended, None, None]",
        total: int,
        show: "Callable[[Console, Outgoing, Receipt], None] | None" = None,
    ) -> "list[Receipt]":
        """Hands over as many messages: the ends of a few are shown as they come, and of more, how far it is.

        `show` is how a rehearsal shows each; of more than a few it shows the first, and says how many there are more.
        Whatever breaks it off, what is under way is brought to its end, and how to go on is said.
        """
        receipts = []
        shown = FEW if self.human and (show or total <= FEW) else 0
        console = make_console()
        try:
            with closing(sending), _bar(self._aside, 0 if show else total) as advance:
                for outgoing, receipt in sending:
                    receipts.append(receipt)
                    advance()
                    if len(receipts) <= shown:
                        with read_or_not():
                            (show or _show)(console, outgoing, receipt)
            if show and shown and total > shown:
                with read_or_not():
                    console.print(f"… and {total - shown:,} more.", markup=False)
        except BaseException:
            self._break_off()
            raise
        return receipts

    def tell_retry(self, again: "Again") -> None:
        """Says that something is tried again, and why: of many messages put off for the same reason, once."""
        why = again.why[:3] if _is_reply(again.why) else again.why
        if (why, again.attempt) in self._told:
            return
        self._told.add((why, again.attempt))
        count = f"{again.attempt} of {again.attempts}"
        said = f"{again.why.rstrip('.')}; trying again in {max(1, round(again.pause))} s ({count})."
        with read_or_not():
            self._aside.print(said, markup=False, soft_wrap=True)

    @cached_property
    def _aside(self) -> "Console":
        """Where is said what is going on; the same for all that is, so that no line breaks another."""
        return make_console(stderr=True)

    def sum_up(self, receipts: "Sequence[Receipt]", afterwards: Iterable[str] = ()) -> None:
        """Says what it all came to; `afterwards` are sentences on what can be done now, instead of the usual ones."""
        with read_or_not():
            if self.human:
                console = make_console()
                for group in _groups(receipts):
                    console.print(_tell(group), soft_wrap=True)
                said = [f"{count_ends(receipt.outcome for receipt in receipts)}."] if receipts else []
                sentences = [*said, *(afterwards or self._afterwards(receipts))]
                console.print(" ".join(sentences), markup=False, soft_wrap=True)
            else:
                self._write(receipts)

    def command(self, words: str) -> str:
        """A command of ours for this workspace, to be typed."""
        where = f" --workspace {shlex.quote(str(self.workspace))}" if self.workspace else ""
        return f"`notify {words}{where}`"

    def _afterwards(self, receipts: "Sequence[Receipt]") -> Iterator[str]:
        outcomes = {str(receipt.outcome) for receipt in receipts}
        untold = next((each for each in receipts if each.outcome == "deferred" and not _is_reply(each.reply)), None)
        if untold:
            yield f"{self.command(f'relay check {untold.relay}')} looks for the reason."
        if "deferred" in outcomes:
            yield f"{self.command(f'send --resume {self.run}')} tries the deferred again."
        if "unknown" in outcomes:
            again = self.command(f"send --resume {self.run} --retry-unknown")
            yield f"{again} sends the unknown again, and some people may get them twice."
        yield f"{self.command(f'outbox {self.run}')} lists them."

    def _write(self, receipts: "Iterable[Receipt]") -> None:
        described = [dataclasses.asdict(receipt) for receipt in receipts]
        write_lines([json.dumps({"version": 1, "run": self.run, "receipts": described}, ensure_ascii=False, indent=2)])

    def _break_off(self) -> None:
        """Says what became of the messages, and how those go on that nobody has; programs get the receipts so far."""
        from notify.delivery.outbox.journal import RELAY, read_run
        from notify.delivery.outbox.outbox import end_of
        from notify.delivery.transport import Outcome
        from notify.errors import NotifyError

        try:
            entries = read_run(self.root, self.run).entries if self.run else ()
        except NotifyError:
            entries = ()
        if not entries:  # it has not come so far
            return
        if not self.human:
            # From the journal: what was under way has come to its end since.
            ends = [entry for entry in entries if entry.ended or (entry.unknown and entry.relay != RELAY)]
            with read_or_not():
                self._write(each.receipt(Outcome(end_of(each))) for each in ends if each.number not in self.before)
        said = f"{count_ends(end_of(entry) for entry in entries)}."
        of_relay = [entry for entry in entries if entry.relay != RELAY]
        if any(entry.left for entry in of_relay):
            said += f" {self.command(f'send --resume {self.run}')} hands over what is left."
        if any(entry.unknown for entry in of_relay):
            said += " What is unknown it leaves alone, unless told to `--retry-unknown`: somebody may get it twice."
        with read_or_not():
            self._aside.print(f"\n{said}", markup=False, soft_wrap=True)


def all_good(receipts: "Iterable[Receipt]") -> bool:
    """Whether every message has the end that was wanted."""
    return all(receipt.outcome in _GOOD for receipt in receipts)


def count_ends(ends: Iterable[str]) -> str:
    """`2 sent, 1 refused`, in the order in which they first come."""
    return ", ".join(f"{count:,} {end.replace('_', ' ')}" for end, count in Counter(map(str, ends)).items())


def reply_lines(reply: str) -> "list[str]":
    """What a server said, and what that usually means."""
    from notify.delivery.smtp.relay import meaning_of

    return list(filter(None, [reply, meaning_of(reply)]))


def _is_reply(words: str | None) -> bool:
    """Whether that is what a server said, and not why there is no talking with it."""
    return (words or "")[:3].isdecimal()


def title(outgoing: "Outgoing", receipt: "Receipt") -> "Text":
    """The end of one message, what it is and whom it is for."""
    from rich.text import Text

    from notify.delivery.people.guard import is_redirected

    name = f"{receipt.notification}.{receipt.channel}.{receipt.locale}.{receipt.sample}"
    end = (str(receipt.outcome).replace("_", " "), f"bold {_STYLES.get(receipt.outcome, 'red')}")
    line = Text.assemble(end, f"  {name}  to {receipt.recipient}")
    envelope = outgoing.composed.recipient if outgoing.composed else None
    if envelope and receipt.outcome != "blocked" and is_redirected(receipt.recipient, envelope):
        line.append(f", redirected to {envelope}")
    return line


def _show(console: "Console", outgoing: "Outgoing", receipt: "Receipt") -> None:
    line = title(outgoing, receipt)
    # What went wrong is told at the end, once for all to whom it happened.
    if more := {"sent": receipt.reply, "written": receipt.path}.get(receipt.outcome):
        line.append(f"\n  {more}")
    console.print(line, soft_wrap=True)


@contextmanager
def _bar(console: "Console", total: int) -> "Iterator[Callable[[], object]]":
    """How far it is, on a terminal, where there is something to watch."""
    if total <= FEW or not console.is_terminal:
        yield lambda: None
        return
    from rich.progress import MofNCompleteColumn, Progress

    columns = (*Progress.get_default_columns(), MofNCompleteColumn())
    # Standard output is left alone: it can be a file or a pipe, and is not for the console that has the bar.
    with Progress(*columns, console=console, transient=True, redirect_stdout=False) as progress:
        task = progress.add_task("Handing over", total=total)
        yield lambda: progress.advance(task)


def _groups(receipts: "Sequence[Receipt]") -> "list[list[Receipt]]":
    """The messages that did not end well, those to which the same happened together, the most first."""
    groups: dict[tuple[str, str], list[Receipt]] = {}
    for receipt in receipts:
        if receipt.outcome not in _GOOD:
            # Many servers repeat the address, which would make each reply one of its own.
            said = (receipt.reply or "").replace(receipt.recipient, "")
            groups.setdefault((receipt.outcome, said), []).append(receipt)
    return sorted(groups.values(), key=len, reverse=True)[:_GROUPS]


def _tell(group: "Sequence[Receipt]") -> "Text":
    from rich.text import Text

    first, recipients = group[0], list(dict.fromkeys(receipt.recipient for receipt in group))
    text = Text.assemble((f"{len(group):,} {first.outcome}", "bold red"))
    more = f" and {len(recipients) - _NAMED:,} more" if len(recipients) > _NAMED else ""
    text.append(f": {', '.join(recipients[:_NAMED])}{more}")
    for line in reply_lines(first.reply or ""):
        text.append(f"\n  {line}")
    return text
