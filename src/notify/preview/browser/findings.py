"""What the linter finds in the workspace, in a process of its own: nothing that people look at waits for it."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from notify.lint.finding import SEVERITIES
from notify.preview.browser.forms.finding import describe_findings
from notify.preview.browser.forms.place import Editor
from notify.render.crew import usable_cores

# Seconds: what was saved is to be seen first, and a second save within them needs no linter for the first.
_PAUSE: Final = 0.2
# Seconds: a second process is started in half of one, and nobody waits for less than this.
_LONG: Final = 2.0
# Findings that a page is told, some 2 MB; who has more needs no page to begin with them.
_MOST: Final = 3_000
# Seconds: looking at everything for the first time takes a minute in a large workspace.
_PATIENCE: Final = 300.0
# How much less than others it gets of the processor, of 19 on Unix.
_NICENESS: Final = 5


class Findings:
    """What the linter found last, in a workspace that changes: `renew` looks again, and `tell` is told of what.

    That is the `number` of the reading, and the `state`: `working` as it begins, `partly` when there is more to come,
    and then `fresh`. `options` are those of `notify lint`. Where looking at everything takes more than `long` seconds,
    it looks at one notification first; after `patience` seconds it is ended. Everything here is called from the event
    loop.
    """

    def __init__(
        self,
        editor: Editor,
        options: Sequence[str],
        tell: Callable[[Mapping[str, Any]], None],
        *,
        long: float = _LONG,
        patience: float = _PATIENCE,
    ) -> None:
        self._editor, self._options, self._tell, self._long = editor, options, tell, long
        self._patience = patience
        self._state, self._number = "working", 0
        self._found: Sequence[Mapping[str, Any]] = []
        self._trouble: str | None = None
        self._ahead: str | None = None
        self._looking: asyncio.Task[None] | None = None
        self._took = 0.0

    def renew(self, number: int, first: str | None) -> None:
        """Looks at the workspace as it was read for the `number`th time, at the notification `first` before others.

        What is being looked at as it was before is given up.
        """
        if self._looking is not None:
            self._looking.cancel()
        self._looking = asyncio.create_task(self._look(number, first))

    async def end(self) -> None:
        """Ends what is under way."""
        if self._looking is not None:
            self._looking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._looking

    def describe(self) -> Mapping[str, Any]:
        """The findings, as of the `number`th reading, and the `worst` severity by notification.

        Those of the notification `ahead` are newer than the others already; it is None where none are. `state` is
        `working` while the linter looks at a newer reading, and `fresh` else. `trouble` says in words why there are
        none, or not all, where the linter itself went wrong; None else.
        """
        worst: dict[str, str] = {}
        for severity in reversed(SEVERITIES):
            of_it = (each["notification"] for each in self._found if each["severity"] == severity)
            worst |= {notification: severity for notification in of_it if notification}
        return {
            "state": self._state,
            "number": self._number,
            "findings": self._found,
            "worst": worst,
            "ahead": self._ahead,
            "trouble": self._trouble,
        }

    async def _look(self, number: int, first: str | None) -> None:
        self._state, self._ahead = "working", None
        self._tell({"number": number, "state": self._state})
        await asyncio.sleep(_PAUSE)
        if first is not None and self._took > self._long:
            report = await self._run([first])
            if not isinstance(report, str):
                own = await self._describe(each for each in report["findings"] if each["notification"] == first)
                self._found = [*(each for each in self._found if each["notification"] != first), *own]
                self._ahead = first
                self._tell({"number": number, "state": "partly"})
        clock = asyncio.get_running_loop().time
        began = clock()
        report = await self._run([])
        self._took = clock() - began
        self._ahead = None
        if isinstance(report, str):
            # What was found before is all there is.
            self._trouble = report
        else:
            self._number = number
            said = [f"The rule {crash['code']} itself failed: {crash['reason']}." for crash in report["crashes"]]
            found = sorted(report["findings"], key=lambda each: SEVERITIES.index(each["severity"]))
            if len(found) > _MOST:
                said.append(f"There are {len(found):,} findings, of which the gravest {_MOST:,} are shown.")
            self._trouble = " ".join(said) or None
            self._found = await self._describe(found[:_MOST])
        self._state = "fresh"
        self._tell({"number": number, "state": self._state})

    async def _describe(self, found: Iterable[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
        return await asyncio.to_thread(describe_findings, list(found), self._editor)

    async def _run(self, patterns: Sequence[str]) -> Mapping[str, Any] | str:
        """What the linter says of the notifications that match; in words, where it is no report."""
        process, leash = self._start(patterns)
        reading = asyncio.create_task(asyncio.to_thread(process.communicate))
        try:
            out, err = await asyncio.wait_for(asyncio.shield(reading), self._patience)
        except TimeoutError:
            cure = "Look for a template that loops for ever."
            return f"The linter has not come to an end in {self._patience:g} seconds. {cure}"
        finally:
            _end(process)
            await reading
            os.close(leash)
        try:
            return json.loads(out)  # type: ignore[no-any-return]
        except ValueError:
            # What is wrong in words, or else the end of a traceback.
            said = [line for line in err.decode(errors="replace").splitlines() if any(map(str.isalpha, line))]
            explained = [line.removeprefix("error: ") for line in said if line.startswith("error: ")]
            return [f"The linter ended with {process.returncode}, and said nothing.", *said, *explained][-1]

    def _start(self, patterns: Sequence[str]) -> tuple[subprocess.Popen[bytes], int]:
        """The linter at work, and the file that it ends with, if not before."""
        # One core stays free for rendering. `-P`: no file of the workspace is mistaken for a module of Python's.
        jobs = str(max(1, usable_cores() - 1))
        arguments = ["lint", "--format", "json", "--fail-on", "never", "--jobs", jobs, *self._options]
        theirs, leash = os.pipe()
        command = [sys.executable, "-P", "-m", "notify.preview.browser.leash", *arguments]
        process = subprocess.Popen(  # noqa: S603 # this program itself
            [*command, "--workspace", str(self._editor.root), "--", *patterns],
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        os.close(theirs)
        with contextlib.suppress(OSError, AttributeError):
            os.setpriority(os.PRIO_PROCESS, process.pid, _NICENESS)
        return process, leash


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a process that has not ended yet, with those that it started."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                process.kill()
            else:
                os.killpg(process.pid, signal.SIGKILL)
