"""A run of messages from its first to its last, and a run that was broken off from there on."""

from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing

from notify.catalogue.load import Workspace
from notify.catalogue.model.relay import AnyRelay
from notify.catalogue.model.relay import SmtpRelay as SmtpSettings
from notify.delivery.compose.signature import Signer
from notify.delivery.outbox.disk import explaining
from notify.delivery.outbox.folder import Lost, RunFolder, write_all
from notify.delivery.outbox.journal import RELAY, Journal, Run, read_run
from notify.delivery.outbox.outbox import Outbox
from notify.delivery.people.guard import Guard
from notify.delivery.smtp.pace import Retries
from notify.delivery.smtp.relay import SmtpRelay
from notify.delivery.smtp.server import Server, find_server
from notify.delivery.transport import Ended, Outcome, Outgoing, Receipt
from notify.errors import UsageError, nearest


def find_relay(workspace: Workspace, relay: str) -> AnyRelay:
    """A relay of the catalogue. Raises UsageError where there is none of that name."""
    known = workspace.catalogue.relays
    if relay not in known:
        hint = nearest(relay, [RELAY, *known]) or "`notify relay list` shows them."
        raise UsageError(f"There is no relay `{relay}`.", hint=hint)
    return known[relay]


def find_guard(workspace: Workspace, relay: str, environment: Mapping[str, str]) -> Guard:
    """Whom a relay may send to: anybody, for the outbox.

    Raises UsageError where there is no such relay, DeliveryError for a variable that is not set.
    """
    if relay == RELAY:
        return Guard(allow=("*",))
    return Guard.of(find_relay(workspace, relay), relay, environment)


def find_signer(workspace: Workspace, relay: str, environment: Mapping[str, str]) -> Signer | None:
    """Who signs the mail of a relay; None where it has no key, as the outbox.

    Raises UsageError where there is no such relay, DeliveryError for a variable that is not set or a key that is none.
    """
    settings = None if relay == RELAY else find_relay(workspace, relay)
    if not isinstance(settings, SmtpSettings) or settings.dkim is None:
        return None
    return Signer.of(settings.dkim, relay, environment, workspace.root)


def refuse_kind(workspace: Workspace, relay: str) -> None:
    """Raises UsageError where messages cannot be handed to a relay, since it is of another kind."""
    if relay != RELAY:
        _settings(workspace, relay)


def hand_over(
    workspace: Workspace,
    relay: str,
    run: str,
    outgoings: Sequence[Outgoing],
    environment: Mapping[str, str],
    retries: Retries | None = None,
) -> Generator[Ended, None, None]:
    """Hands over a new run, whose id is from `make_run_id`; each message comes back as soon as its end is known.

    What the relay's guard does not admit is `blocked`. Raises UsageError where there is no such relay, and
    DeliveryError where it, or the disk, cannot be used; nothing has been sent then.
    """
    folder = RunFolder(workspace.root, run)
    if relay == RELAY:
        yield from Outbox(folder).hand_over_all(outgoings)
        return
    guard, server = find_guard(workspace, relay, environment), _find_server(workspace, relay, environment)
    admitted = {outgoing.number for outgoing in outgoings if guard.admits(outgoing.recipient)}
    with closing(folder.create()) as journal:
        # The very bytes are kept, so that a run can go on with them whatever has become of the templates.
        outgoings = write_all(folder, outgoings)
        with explaining(folder.place):
            journal.queue(outgoings, relay)
        for outgoing in outgoings:
            if outgoing.number not in admitted:
                receipt = outgoing.receipt(relay, Outcome.BLOCKED, reply=guard.refusal)
                journal.end(outgoing, receipt)
                yield outgoing, receipt
        left = [outgoing for outgoing in outgoings if outgoing.number in admitted]
        yield from _send(relay, server, journal, left, retries)


def resume(
    workspace: Workspace,
    run: Run,
    environment: Mapping[str, str],
    *,
    retry_unknown: bool = False,
    retries: Retries | None = None,
) -> Generator[Ended, None, None]:
    """Hands over what a run left: what is queued, and what servers put off.

    What may be with its recipient already is left alone, unless `retry_unknown`: somebody may get it twice. What may
    not leave any more, or is not there, stays what it was in the journal, and goes on once it may, or is there. Raises
    UsageError where the run is not one through a relay that there still is, or is going on, and DeliveryError where the
    relay or the disk cannot be used.
    """
    relay = relay_of(run)
    _refuse_gaps(run)
    guard, server = find_guard(workspace, relay, environment), _find_server(workspace, relay, environment)
    folder = RunFolder(workspace.root, run.id)
    with closing(folder.reopen()) as journal:
        # Another program may have gone on with it since it was read, and may not any more.
        left = folder.read_open(read_run(workspace.root, run.id), unknown=retry_unknown)
        admitted = []
        for outgoing, hindrance in _hindered(left, guard, relay):
            if hindrance:
                yield outgoing, hindrance
            else:
                admitted.append(outgoing)
        yield from _send(relay, server, journal, admitted, retries)


def rehearse(
    workspace: Workspace, run: Run, environment: Mapping[str, str], *, retry_unknown: bool = False
) -> list[Receipt]:
    """What would become of each message that a run left, if it were resumed; raises what `resume` does."""
    relay = relay_of(run)
    _refuse_gaps(run)
    guard = find_guard(workspace, relay, environment)
    left = RunFolder(workspace.root, run.id).read_open(run, unknown=retry_unknown)
    hindered = _hindered(left, guard, relay)
    return [hindrance or outgoing.receipt(relay, Outcome.DRY_RUN) for outgoing, hindrance in hindered]


def _hindered(left: Iterable[Outgoing | Lost], guard: Guard, relay: str) -> Iterator[tuple[Outgoing, Receipt | None]]:
    """Each message that was left, with the receipt of what cannot be handed over now."""
    for each in left:
        if isinstance(each, Lost):
            yield each.outgoing, each.outgoing.receipt(relay, Outcome.LOST, reply=each.why)
        elif each.composed and (objection := guard.objection(each.composed.recipient)):
            # The list may have become shorter since, or everything may have to go to somebody else now.
            yield each, each.receipt(relay, Outcome.BLOCKED, reply=objection)
        else:
            yield each, None


def relay_of(run: Run) -> str:
    """The relay of a run that can be gone on with.

    Raises UsageError where it is the outbox, which sends nothing, or where the run was caught, and not sent, here.
    """
    if run.caught:
        hint = f"`notify outbox {run.id}` lists what it caught."
        raise UsageError(f"The run `{run.id}` was caught by `notify inbox`; there is nothing to resume.", hint=hint)
    if run.relay is None:
        hint = "Ask the people, or the server, before you send anything again."
        raise UsageError(f"The journal of the run `{run.id}` says nothing: what was sent cannot be known.", hint=hint)
    if not run.sent_on:
        hint = "Nothing has left it: send the messages again with `notify send`."
        raise UsageError(f"The run `{run.id}` went into the outbox, and cannot be gone on with.", hint=hint)
    return run.relay


def _refuse_gaps(run: Run) -> None:
    """Raises UsageError where a run's journal does not have all of its messages."""
    whole = sum(entry.recipient is not None for entry in run.entries)
    if run.expected is None or run.expected == whole:
        return
    if all(entry.state == "queued" and entry.reply is None for entry in run.entries):
        hint = "Nothing of it was sent: send the messages again with `notify send`."
        raise UsageError(f"The run `{run.id}` was broken off before it began.", hint=hint)
    raise UsageError(
        f"The journal of the run `{run.id}` is damaged: of its {run.expected} messages it has {whole}.",
        hint="What became of the others cannot be known. `notify outbox` says which lines cannot be read.",
    )


def _send(
    relay: str, server: Server, journal: Journal, outgoings: Sequence[Outgoing], retries: Retries | None
) -> Iterator[Ended]:
    yield from SmtpRelay(relay, server, journal, retries or Retries()).hand_over_all(outgoings)


def _find_server(workspace: Workspace, relay: str, environment: Mapping[str, str]) -> Server:
    return find_server(_settings(workspace, relay), relay, environment, workspace.root)


def _settings(workspace: Workspace, relay: str) -> SmtpSettings:
    settings = find_relay(workspace, relay)
    if not isinstance(settings, SmtpSettings):
        raise UsageError(
            f"`{relay}` is a relay of the kind `{settings.kind}`, and this version sends by SMTP and into the outbox.",
            position=workspace.document.key_position(("relays", relay)),
            hint="Leave out `--relay`, or look with `--dry-run` at what would be sent.",
        )
    return settings
