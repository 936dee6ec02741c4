import errno
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest

from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.journal import Entry, digest_of, make_run_id, read_run, read_runs
from notify.delivery.outbox.outbox import Outbox
from notify.delivery.transport import DryRun, Outcome, Outgoing, Receipt, Transport
from notify.errors import DeliveryError, UsageError

from .messages import make_card, make_composed, make_email, make_sms

RUN = "20260301T090000Z-00000k3f9"


@pytest.fixture
def offline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any socket is a failure."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("nothing here opens a socket")

    monkeypatch.setattr("socket.socket.__init__", refuse)
    monkeypatch.setattr("socket.getaddrinfo", refuse)


def outgoings() -> list[Outgoing]:
    return [
        Outgoing(number=1, message=make_email(), recipient="ana@example.com", composed=make_composed()),
        Outgoing(number=2, message=make_sms(), recipient="+33612345678"),
        Outgoing(number=3, message=make_card(), recipient="token-17"),
    ]


def outbox(workspace: Path, run: str) -> Outbox:
    return Outbox(RunFolder(workspace, run))


def deliver(transport: Transport, messages: list[Outgoing]) -> list[Receipt]:
    return [receipt for _, receipt in transport.hand_over_all(messages)]


@pytest.mark.usefixtures("offline")
def test_each_message_becomes_a_file(tmp_path: Path) -> None:
    receipts = deliver(outbox(tmp_path, RUN), outgoings())
    assert [receipt.path for receipt in receipts] == [
        f".notify/outbox/{RUN}/welcome.email.fr.default.1.eml",
        f".notify/outbox/{RUN}/code.sms.ar.default.2.json",
        f".notify/outbox/{RUN}/streak.push.fr.long.3.json",
    ]
    assert {receipt.outcome for receipt in receipts} == {Outcome.WRITTEN}
    assert sorted(path.name for path in (tmp_path / ".notify/outbox" / RUN).iterdir()) == [
        "code.sms.ar.default.2.json",
        "journal.ndjson",
        "streak.push.fr.long.3.json",
        "welcome.email.fr.default.1.eml",
    ]


def test_an_email_is_written_as_it_would_travel(tmp_path: Path) -> None:
    first, *_ = deliver(outbox(tmp_path, RUN), outgoings())
    content = (tmp_path / str(first.path)).read_bytes()
    assert content == make_composed().content
    assert message_from_bytes(content, policy=default)["Subject"] == "Welcome"
    assert first.message_id == "<k3f9-1@nimbus.example>"


def test_a_short_message_is_written_as_json(tmp_path: Path) -> None:
    _, sms, push = deliver(outbox(tmp_path, RUN), outgoings())
    assert json.loads((tmp_path / str(sms.path)).read_text("utf-8")) == {
        "version": 1,
        "notification": "code",
        "channel": "sms",
        "locale": "ar",
        "locale_used": "ar",
        "sample": "default",
        "recipient": "+33612345678",
        "text": "Nimbus: 123456 هو رمزك",
        "encoding": "UCS-2",
        "segments": 1,
    }
    assert json.loads((tmp_path / str(push.path)).read_text("utf-8"))["words"] == {
        "title": "7 days",
        "body": "Keep going",
    }


def test_an_email_that_nobody_composed_is_a_bug(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="has to be composed"):
        deliver(outbox(tmp_path, RUN), [Outgoing(number=1, message=make_email(), recipient="ana@example.com")])


def test_names_are_safe_whatever_the_sample_is_called(tmp_path: Path) -> None:
    message = replace(make_sms(), notification="../../etc", locale="fr\n", sample="é/..\\" + "x" * 300)
    (receipt,) = deliver(outbox(tmp_path, RUN), [Outgoing(number=1, message=message, recipient="+33612345678")])
    assert receipt.path == f".notify/outbox/{RUN}/-etc.sms.fr-.-{'x' * 49}.1.json"
    assert (tmp_path / receipt.path).exists()


def test_the_journal_says_each_step_before_it_is_taken(tmp_path: Path) -> None:
    messages = outgoings()
    path = tmp_path / ".notify/outbox" / RUN / "journal.ndjson"

    def states() -> list[tuple[int, str]]:
        return [(line["number"], line["state"]) for line in map(json.loads, path.read_text("utf-8").splitlines())]

    for number, _ in enumerate(outbox(tmp_path, RUN).hand_over_all(messages), start=1):
        assert states()[:4] == [(0, "begun"), (1, "queued"), (2, "queued"), (3, "queued")]
        assert states()[-2:] == [(number, "handing_over"), (number, "written")]
        assert len(states()) == 4 + 2 * number


def test_a_run_reads_back(tmp_path: Path) -> None:
    receipts = deliver(outbox(tmp_path, RUN), outgoings())
    run = read_run(tmp_path, RUN)
    assert (run.id, run.damaged) == (RUN, ())
    assert run.entries[0] == Entry(
        number=1,
        state="written",
        notification="welcome",
        channel="email",
        locale="fr",
        sample="default",
        recipient="ana@example.com",
        relay="outbox",
        path=receipts[0].path,
        message_id="<k3f9-1@nimbus.example>",
        mail_from="hello@nimbus.example",
        rcpt_to="ana@example.com",
        digest=digest_of(make_composed().content),
    )
    assert run.expected == 3
    assert all(entry.ended for entry in run.entries)


def test_a_run_that_broke_off_says_what_it_did_not_write(tmp_path: Path) -> None:
    messages = outgoings()
    # Whoever stops asking stops the run.
    next(iter(outbox(tmp_path, RUN).hand_over_all(messages)))
    path = tmp_path / ".notify/outbox" / RUN / "journal.ndjson"
    with path.open("ab") as journal:
        journal.write(b'{"number": 2, "state": "handing_over"}\n{"number": 2, "sta')
    run = read_run(tmp_path, RUN)
    assert [(entry.state, entry.ended) for entry in run.entries] == [
        ("written", True),
        ("handing_over", False),
        ("queued", False),
    ]
    assert run.damaged == (8,)


@pytest.mark.parametrize(
    "line", [b"", b"\xff", b"[]", b"17", b'{"number": true, "state": "x"}', b'{"number": 1}', b"[" * 9999]
)
def test_no_damage_stops_the_reader(tmp_path: Path, line: bytes) -> None:
    deliver(outbox(tmp_path, RUN), outgoings()[:1])
    path = tmp_path / ".notify/outbox" / RUN / "journal.ndjson"
    path.write_bytes(line + b"\n" + path.read_bytes() + b'{"number": 1, "state": "sent", "later": "x"}\n')
    run = read_run(tmp_path, RUN)
    assert run.damaged == (1,)
    assert [entry.state for entry in run.entries] == ["sent"]


def test_runs_are_listed_by_time(tmp_path: Path) -> None:
    assert read_runs(tmp_path) == []
    for run in ("20260302T090000Z-aaaa", "20260301T090000Z-zzzz"):
        deliver(outbox(tmp_path, run), outgoings()[:1])
    (tmp_path / ".notify/outbox/20260303T090000Z-k3f9").mkdir()
    (tmp_path / ".notify/outbox/notes").mkdir()
    assert [(run.id, len(run.entries)) for run in read_runs(tmp_path)] == [
        ("20260301T090000Z-zzzz", 1),
        ("20260302T090000Z-aaaa", 1),
        ("20260303T090000Z-k3f9", 0),
    ]


def test_runs_of_one_second_are_listed_by_time_as_well(tmp_path: Path) -> None:
    second = datetime(2026, 3, 1, 9, tzinfo=UTC)
    # The tokens say nothing of time: here they go down.
    made = [
        make_run_id(second + timedelta(microseconds=after), f"{token:03x}")
        for after, token in zip((0, 1, 15, 16, 4_095, 999_999), range(0xFFF, 0, -1), strict=False)
    ]
    older = "20260301T085959Z-ffffffff"
    for run in sorted([*made, older], key=lambda run: run[-3:]):
        deliver(outbox(tmp_path, run), outgoings()[:1])
    assert [run.id for run in read_runs(tmp_path)] == [older, *made]


@pytest.mark.parametrize("run", ["../..", "20260301T090000Z-00000k3f8", ""])
def test_a_run_that_is_none_is_refused(tmp_path: Path, run: str) -> None:
    deliver(outbox(tmp_path, RUN), outgoings()[:1])
    with pytest.raises(UsageError, match="There is no run") as caught:
        read_run(tmp_path, run)
    assert caught.value.hint


def test_a_near_run_is_offered(tmp_path: Path) -> None:
    deliver(outbox(tmp_path, RUN), outgoings()[:1])
    with pytest.raises(UsageError, match="Did you mean `20260301T090000Z-00000k3f9`"):
        read_run(tmp_path, "20260301T090000Z-00000k3f8")


def test_run_ids_are_in_utc() -> None:
    paris = timezone(timedelta(hours=1))
    assert make_run_id(datetime(2026, 3, 1, 10, 0, tzinfo=paris), "k3f9") == RUN
    assert make_run_id(datetime(2026, 3, 1, 9, 0, 0, 999_999, tzinfo=UTC), "k3f9") == "20260301T090000Z-f423fk3f9"


@pytest.mark.parametrize("token", ["", "K3F9", "../x", "a\n", "x" * 28])
def test_a_run_token_that_could_leave_the_folder_is_a_bug(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        make_run_id(datetime(2026, 3, 1, tzinfo=UTC), token)


def test_two_runs_at_once_never_meet(tmp_path: Path) -> None:
    ids = [f"20260301T090000Z-{number:04}" for number in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda run: deliver(outbox(tmp_path, run), outgoings()), ids))
    runs = read_runs(tmp_path)
    assert [run.id for run in runs] == ids
    assert all(entry.state == "written" for run in runs for entry in run.entries)
    assert len(list(tmp_path.rglob("*.eml"))) == 8


def test_a_run_never_writes_into_another(tmp_path: Path) -> None:
    deliver(outbox(tmp_path, RUN), outgoings()[:1])
    with pytest.raises(DeliveryError, match="File exists") as caught:
        deliver(outbox(tmp_path, RUN), outgoings()[:1])
    assert str(caught.value.position) == f".notify/outbox/{RUN}"


def test_a_message_never_replaces_another(tmp_path: Path) -> None:
    (message, *_) = outgoings()
    with pytest.raises(DeliveryError, match="File exists"):
        deliver(outbox(tmp_path, RUN), [message, message])


def test_nothing_of_it_is_committed_by_accident(tmp_path: Path) -> None:
    deliver(outbox(tmp_path, RUN), [])
    ignore = tmp_path / ".notify/.gitignore"
    assert ignore.read_text("utf-8") == "*\n"
    ignore.write_text("cache/\n", "utf-8")
    deliver(outbox(tmp_path, "20260301T090001Z-k3f9"), [])
    assert ignore.read_text("utf-8") == "cache/\n"


def test_a_file_in_the_way_is_said_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / ".notify").write_text("", "utf-8")
    with pytest.raises(DeliveryError, match="The outbox cannot be used") as caught:
        deliver(outbox(tmp_path, RUN), [])
    assert str(caught.value.position) == f".notify/outbox/{RUN}"
    assert "in the way" in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("number", "cure"),
    [(errno.ENOSPC, "Make room"), (errno.EROFS, "can be written to"), (errno.EIO, "Look at the disk")],
)
def test_a_disk_that_will_not_take_it_leaves_no_half_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, cure: str
) -> None:
    messages = outgoings()
    sync = os.fsync

    def fill(descriptor: int) -> None:
        if os.fstat(descriptor).st_size == len(make_composed().content):
            raise OSError(number, os.strerror(number))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", fill)
    with pytest.raises(DeliveryError, match="The outbox cannot be used") as caught:
        deliver(outbox(tmp_path, RUN), messages)
    assert os.strerror(number) in caught.value.message
    assert cure in (caught.value.hint or "")
    assert str(caught.value.position) == f".notify/outbox/{RUN}/welcome.email.fr.default.1.eml"
    assert [path.name for path in (tmp_path / ".notify/outbox" / RUN).iterdir()] == ["journal.ndjson"]
    assert not read_run(tmp_path, RUN).entries[0].ended


@pytest.fixture
def _without_privileges(tmp_path: Path) -> Iterator[None]:
    """A folder that may not be written to; root may write anywhere, and is nobody for a while."""
    tmp_path.chmod(0o500)
    privileged = os.geteuid() == 0
    if privileged:
        os.seteuid(65534)
    yield
    if privileged:
        os.seteuid(0)


@pytest.mark.usefixtures("_without_privileges")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="Permission denied") as caught:
        deliver(outbox(tmp_path, RUN), [])
    assert caught.value.hint == "Give yourself the right to write there."


def test_a_dry_run_is_a_transport_that_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    receipts = deliver(DryRun("staging"), outgoings())
    assert [(receipt.relay, receipt.outcome, receipt.path) for receipt in receipts] == [
        ("staging", "dry_run", None)
    ] * 3
    assert list(tmp_path.iterdir()) == []
