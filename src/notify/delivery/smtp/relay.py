"""Many messages over several conversations with one server, each with its end noted in the journal of the run."""

import heapq
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from queue import SimpleQueue
from threading import Condition, Event, Thread
from typing import Final

from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.disk import explaining
from notify.delivery.outbox.journal import OUTBOX, Journal
from notify.delivery.smtp.pace import Pace, Retries
from notify.delivery.smtp.reply import Reply
from notify.delivery.smtp.server import Server
from notify.delivery.smtp.session import Session
from notify.delivery.smtp.trouble import Trouble, Vanished
from notify.delivery.transport import Ended, Outcome, Outgoing

_UNANSWERED: Final = "The connection broke before the server said whether it took the message."


@dataclass(order=True)
class _Task:
    """A message to be tried, `due` at a time of the clock, for the `attempt`th time."""

    due: float
    number: int
    attempt: int = field(compare=False)
    outgoing: Outgoing = field(compare=False)


@dataclass(frozen=True)
class SmtpRelay:
    """The relay `name` of the catalogue: a `server`, and the open `journal` of the run.

    `retries` are for what may be accepted later: 4xx, and conversations that break before a message is begun. What a
    server refuses (5xx) is never tried again, nor is what it may have taken.
    """

    name: str
    server: Server
    journal: Journal
    retries: Retries = field(default_factory=Retries)
    clock: Callable[[], float] = time.monotonic

    def hand_over_all(self, outgoings: Sequence[Outgoing]) -> Iterator[Ended]:
        """Hands over messages that the journal has as queued. Raises DeliveryError for a `ca_file` that is none.

        Where the server cannot be talked with at all, every message that is left is `deferred`, and its reply says why.
        """
        run = _Run(self, outgoings)
        threads = [Thread(target=run.work, name=f"{self.name}-{number}", daemon=True) for number in range(run.threads)]
        try:
            for thread in threads:
                thread.start()
            for _ in outgoings:
                ended = run.ended.get()
                if isinstance(ended, BaseException):
                    with explaining(OUTBOX):
                        raise ended
                yield ended
        finally:
            run.stop()
            for thread in threads:
                thread.join()


class _Run:
    """What the threads of a run share: what is to be done, and what is done."""

    def __init__(self, relay: SmtpRelay, outgoings: Sequence[Outgoing]) -> None:
        self._relay = relay
        self._context = relay.server.context()
        self._pace = Pace(relay.server.rate, relay.clock)
        self._stopped = Event()
        self._changed = Condition()
        self._tasks = [_Task(0, outgoing.number, 1, outgoing) for outgoing in outgoings]
        heapq.heapify(self._tasks)
        self._under_way = 0
        self.threads = min(relay.server.connections, len(outgoings))
        # In how many of them there is a conversation, or may be one yet.
        self._hopeful = self.threads
        # Why nothing more can be handed over, once that is so.
        self._trouble: Trouble | None = None
        self.ended: SimpleQueue[Ended | BaseException] = SimpleQueue()

    def stop(self) -> None:
        """Lets what is under way come to its end, and begins nothing more."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()

    def work(self) -> None:
        """One conversation after the other, for as long as there is something to hand over."""
        try:
            with ExitStack() as conversation:
                session: Session | None = None
                while task := self._take():
                    session = session or self._open(conversation)
                    if session:
                        session = self._try(task, session, conversation)
                    elif self._trouble:
                        self._end(task.outgoing, Outcome.DEFERRED, self._trouble.why)
                    else:
                        # The run was stopped, or others can still talk with the server.
                        self._leave(task)
                        break
                    self._leave()
        except BaseException as error:  # whoever waits for the messages has to hear of it
            self.ended.put(error)

    def _take(self) -> _Task | None:
        """The next message that is due; None where nothing is left that could become due."""
        with self._changed:
            while not self._stopped.is_set():
                if self._tasks:
                    wait = self._tasks[0].due - self._relay.clock()
                    if wait <= 0 or self._trouble:
                        self._under_way += 1
                        return heapq.heappop(self._tasks)
                    self._changed.wait(wait)
                elif self._under_way:
                    self._changed.wait()
                else:
                    break
            return None

    def _leave(self, task: _Task | None = None) -> None:
        """Notes that a message is not under way any more, and puts back one that was not tried."""
        with self._changed:
            if task:
                heapq.heappush(self._tasks, task)
            self._under_way -= 1
            self._changed.notify_all()

    def _try(self, task: _Task, session: Session, conversation: ExitStack) -> Session | None:
        """Tries a message in a conversation; the conversation, where it can go on."""
        outgoing, composed = task.outgoing, task.outgoing.composed
        assert composed is not None  # noqa: S101 # only e-mail goes to a mail server
        self._pace.wait(self._stopped)
        if self._stopped.is_set():
            return session
        try:
            return self._deliver(task, composed, session)
        except Trouble as trouble:
            if trouble.passing:
                self._put_off(task, trouble.why)
            else:
                self._end(outgoing, Outcome.REFUSED, trouble.why)
        except Vanished as vanished:
            self._end(outgoing, Outcome.UNKNOWN, f"{_UNANSWERED} {vanished}")
        conversation.close()
        return None

    def _deliver(self, task: _Task, composed: Composed, session: Session) -> Session:
        outgoing = task.outgoing
        verdict = session.deliver(composed, lambda: self._relay.journal.begin(outgoing))
        if verdict.reply.passing:
            self._put_off(task, str(verdict.reply))
        else:
            self._end(outgoing, Outcome.SENT if verdict.reply.accepted else Outcome.REFUSED, str(verdict.reply))
        return session

    def _open(self, conversation: ExitStack) -> Session | None:
        """A new conversation; None where there will be none in this thread."""
        attempt = 1
        while not self._trouble and not self._stopped.is_set():
            try:
                return conversation.enter_context(Session(self._relay.server, self._context))
            except Trouble as trouble:
                pause = self._relay.retries.pause(attempt, trouble.why) if trouble.passing else None
                if pause is None:
                    self._give_up(trouble)
                    break
                self._stopped.wait(pause)
                attempt += 1
        return None

    def _give_up(self, trouble: Trouble) -> None:
        """Leaves the messages to the others: many servers take fewer connections at once. The last has nobody."""
        with self._changed:
            self._hopeful -= 1
            if not self._hopeful:
                self._trouble = trouble
                self._changed.notify_all()

    def _put_off(self, task: _Task, reply: str) -> None:
        pause = self._relay.retries.pause(task.attempt, reply)
        if pause is None:
            self._end(task.outgoing, Outcome.DEFERRED, reply)
            return
        self._relay.journal.put_off(task.outgoing, reply)
        with self._changed:
            due = self._relay.clock() + pause
            heapq.heappush(self._tasks, _Task(due, task.number, task.attempt + 1, task.outgoing))

    def _end(self, outgoing: Outgoing, outcome: Outcome, reply: str) -> None:
        receipt = outgoing.receipt(self._relay.name, outcome, reply=reply)
        self._relay.journal.end(outgoing, receipt)
        self.ended.put((outgoing, receipt))


def meaning_of(reply: str) -> str | None:
    """What a reply in a receipt usually means; None where nothing more can be said than it says itself."""
    code, _, words = reply.partition(" ")
    return Reply(int(code), words).meaning if code.isdecimal() and len(code) == 3 else None
