"""`notify send` through mail servers: counted and asked first, told one by one, gone on with where it broke off."""

import json
import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from notify.cli.runs import complete_run
from notify.delivery.compose.mime import Composed
from notify.delivery.outbox.folder import RunFolder
from notify.delivery.outbox.journal import make_run_id
from notify.delivery.transport import Label, Outgoing
from tests.conftest import Ended, Notify, Workspace
from tests.servers.certificates import AUTHORITY, serving
from tests.servers.loopback import Loopback
from tests.servers.script import CLOSE, HANG, TAKE_AND_CLOSE, Script, one_bad
from tests.servers.scripted import ScriptedServer

NOTIFY = str(Path(sys.executable).with_name("notify"))
MARK = "marked-5ecret"
TO = ["--relay", "staging", "--to"]

Relay = Callable[..., None]


@pytest.fixture
def relay(workspace: Workspace, loopback: Loopback) -> Relay:
    """Puts a server into the catalogue, as the relay `staging`."""

    def put(server: ScriptedServer, **settings: Any) -> None:
        usual = {"kind": "smtp", "host": server.host, "port": server.port, "security": "none"}
        workspace.catalogue(relays={"staging": usual | {"allow": ["*@acme.example"], "timeout": "5s"} | settings})

    return put


def receipts(ended: Ended) -> list[tuple[str, str]]:
    return [(each["recipient"], each["outcome"]) for each in json.loads(ended.out)["receipts"]]


def recipients(server: ScriptedServer) -> list[str]:
    return [address for message in server.messages for address in message.recipients]


def write_people(workspace: Workspace, count: int) -> str:
    rows = [f"p{number}@acme.example,Person {number}" for number in range(1, count + 1)]
    return str(workspace.write("people.csv", "\n".join(["address,user.first_name", *rows])))


def test_a_message_that_a_server_takes_is_told_in_its_words(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"message": "250 2.0.0 Ok: queued as 4F2A"}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "Bo <bo@acme.example>")
        host = f"{server.host}:{server.port}"
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.splitlines()[:3] == [
        f"1 message: note in en, to 1 recipient, through staging to {host}",
        "sent  note.email.en.default  to Bo <bo@acme.example>",
        "  250 2.0.0 Ok: queued as 4F2A",
    ]
    [message] = server.messages
    assert message.recipients == ("bo@acme.example",)
    assert b"Subject: [TEST en] A note\r\n" in message.content
    # What the server has is what the outbox shows.
    [kept] = workspace.root.glob(".notify/outbox/*/*.eml")
    assert kept.read_bytes() == message.content


def test_what_is_not_sent_is_grouped_by_what_the_server_said(notify: Notify, relay: Relay) -> None:
    said = "550 5.1.1 <{}>: Recipient address rejected"

    def refuse(moment: Any) -> str | None:
        return next((said.format(bad) for bad in ("x@acme.example", "y@acme.example") if bad in moment.command), None)

    with ScriptedServer({"rcpt": refuse}) as server:
        relay(server)
        to = [word for name in "axby" for word in ("--to", f"{name}@acme.example")]
        ended = notify("send", "note", "--relay", "staging", *to, "--to", "c@other.example")
        assert recipients(server) == ["a@acme.example", "b@acme.example"]
    assert ended.code == 1
    assert "1 of them will be blocked: the relay may not send to their recipients." in ended.out
    summary = ended.out[ended.out.index("2 refused: ") :].splitlines()
    assert summary[:6] == [
        "2 refused: x@acme.example, y@acme.example",
        "  550 5.1.1 <x@acme.example>: Recipient address rejected",
        "  There is no such mailbox. Look for a slip in the address.",
        "1 blocked: c@other.example",
        "  The relay may not send to this address; its `allow` list does not match it.",
        summary[5],
    ]
    assert summary[5].startswith("1 blocked, 2 sent, 2 refused. `notify outbox ")


def test_a_redirect_is_said_first_and_with_each(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, redirect="qa@acme.example")
        ended = notify("send", "note", *TO, "customer@other.example")
        assert recipients(server) == ["qa@acme.example"]
    assert ended.code == 0
    assert "Everything goes to qa@acme.example instead." in ended.out
    assert "to customer@other.example, redirected to qa@acme.example" in ended.out


def test_a_mail_server_gets_no_text_message(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server)
        ended = notify("send", "note", *TO, "+33612345678", "--channel", "sms")
        assert server.conversations == []
    assert ended.code == 2
    assert "`staging` is a mail server, and cannot take messages for `sms`." in ended.err
    assert not (workspace.root / ".notify").exists()


# ---- Asking first.


def test_more_than_twenty_need_a_yes(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    people = write_people(workspace, 21)
    with ScriptedServer() as server:
        relay(server)
        ended = notify("send", "note", "--relay", "staging", "--recipients", people)
        assert ended.code == 2
        assert "21 messages through `staging` are more than 20, and nobody can be asked." in ended.err
        assert server.conversations == []
        assert not (workspace.root / ".notify").exists()
        ended = notify("send", "note", "--relay", "staging", "--recipients", people, "--yes")
        assert len(recipients(server)) == 21
    assert ended.code == 0
    # So many are not listed one by one.
    assert "note.email.en" not in ended.out
    assert "21 sent. `notify outbox " in ended.out


def test_twenty_do_not_and_the_outbox_never_does(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server)
        assert notify("send", "note", "--relay", "staging", "--recipients", write_people(workspace, 20)).code == 0
        assert len(recipients(server)) == 20
        assert notify("send", "note", "--recipients", write_people(workspace, 21)).code == 0
        assert len(recipients(server)) == 20


def test_what_is_blocked_does_not_count_for_the_question(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, allow=["p1@acme.example"])
        ended = notify("send", "note", "--relay", "staging", "--recipients", write_people(workspace, 21))
        assert recipients(server) == ["p1@acme.example"]
    assert ended.code == 1
    assert (
        "20 blocked: p2@acme.example, p3@acme.example, p4@acme.example, p5@acme.example, p6@acme.example" in ended.out
    )
    assert "and 15 more" in ended.out


def test_a_production_relay_needs_a_yes_where_nobody_can_be_asked(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, production=True)
        ended = notify("send", "note", *TO, "a@acme.example")
        assert ended.code == 2
        assert "1 message through `staging` would reach real people, and nobody can be asked." in ended.err
        assert server.conversations == []
        assert notify("send", "note", *TO, "a@acme.example", "--yes").code == 0
        assert recipients(server) == ["a@acme.example"]


def at_a_terminal(arguments: Sequence[str], typed: str) -> tuple[int, str]:
    """How the command ends for somebody who types that as soon as it asks, and what they see."""
    ours, theirs = pty.openpty()
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100", "NO_COLOR": "1"}
    command = [NOTIFY, *arguments]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, env=environment) as running:
        os.close(theirs)
        os.write(ours, typed.encode())
        seen = b""
        # At the end of the other side, Linux raises and others read nothing.
        try:
            while part := os.read(ours, 4096):
                seen += part
        except OSError:
            pass
        os.close(ours)
        return running.wait(60), seen.decode()


@pytest.mark.parametrize(
    ("settings", "typed", "code", "sent"),
    [
        pytest.param({}, "y\n", 0, 21, id="yes"),
        pytest.param({}, "n\n", 1, 0, id="no"),
        pytest.param({}, "\n", 1, 0, id="nothing"),
        pytest.param({"production": True}, "staging\n", 0, 21, id="the name"),
        pytest.param({"production": True}, "stagin\n", 1, 0, id="another name"),
        pytest.param({"production": True}, "y\n", 1, 0, id="yes for a name"),
    ],
)
def test_somebody_at_a_terminal_is_asked(
    workspace: Workspace, relay: Relay, settings: dict[str, Any], typed: str, code: int, sent: int
) -> None:
    with ScriptedServer() as server:
        relay(server, **settings)
        people = write_people(workspace, 21)
        # For a production relay, `--yes` does not stand in for the name where somebody can type it.
        yes = ["--yes"] if settings else []
        ended, seen = at_a_terminal(["send", "note", "--relay", "staging", "--recipients", people, *yes], typed)
        assert len(recipients(server)) == sent
    assert ended == code
    assert "21 messages" in seen
    assert ("Nothing was sent." in seen) == (code == 1)
    assert ("Handing over" in seen) == (sent > 0)
    assert "Traceback" not in seen


@pytest.mark.parametrize("who", ["bü*", "a b", "ü-"])
def test_a_pattern_that_the_environment_makes_nonsense_of_is_refused(
    who: str, notify: Notify, relay: Relay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHO", who)
    with ScriptedServer() as server:
        relay(server, allow=["*@${WHO}.example", "*@acme.example"])
        ended = notify("send", "note", *TO, "a@acme.example")
        assert server.conversations == []
    assert ended.code == 2
    assert "No address matches `*@${WHO}.example` in the `allow` of the relay `staging`" in ended.err
    assert "Look at `WHO` in the environment." in ended.err


@pytest.mark.parametrize("pattern", ["*@bücher.example", "*@*.Bücher.example", "*@xn--bcher*.example", "*@b*.example"])
def test_a_pattern_is_compared_with_an_international_domain(pattern: str, notify: Notify, relay: Relay) -> None:
    at = {"*@*.Bücher.example": "news.bücher.example", "*@b*.example": "buecher.example"}.get(pattern, "bücher.example")
    with ScriptedServer() as server:
        relay(server, allow=[pattern])
        ended = notify("send", "note", *TO, f"a@{at}", "--to", "b@other.example", "--format", "json")
        assert len(server.messages) == 1
    assert receipts(ended) == [("b@other.example", "blocked"), (f"a@{at}", "sent")]


# ---- A dry run.


def test_a_dry_run_connects_to_nothing_and_says_what_would_send(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server, production=True)
        ended = notify("send", "note", *TO, "a@acme.example", "--to", "b@other.example", "--dry-run")
        assert server.conversations == []
    assert ended.code == 1
    assert "dry run  note.email.en.default  to a@acme.example" in ended.out
    assert "envelope: hello@acme.example to a@acme.example" in ended.out
    assert "blocked  note.email.en.default  to b@other.example" in ended.out
    assert "Leave out --dry-run to send it; without a terminal, add --yes." in ended.out
    assert not (workspace.root / ".notify").exists()


def test_a_dry_run_shows_what_the_linter_finds_in_it(workspace: Workspace, notify: Notify) -> None:
    workspace.copy(body="Hello {{ name }} [here](mailto:nobody)")
    ended = notify("send", "note", "--to", "a@acme.example", "--dry-run")
    findings = json.loads(notify("lint", "note", "--locale", "en", "--format", "json").out)["findings"]
    errors = [each for each in findings if each["severity"] == "error" and each["notification"] == "note"]
    assert errors
    for each in errors:
        assert f"error: {each['message']} {each['code']} at " in ended.out
    assert f"notify lint note finds {len(errors)} error" in ended.out


def test_a_dry_run_of_many_is_not_linted(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(locales=["en", *(f"en-{number:03}" for number in range(20))])
    ended = notify("send", "note", "--to", "a@acme.example", "--locale", "all", "--dry-run")
    assert ended.code == 0
    assert "The linter was not asked about so many; notify lint note does.\n21 dry run. " in ended.out
    # The first are shown like any, and the others counted.
    assert ended.out.count("  envelope: hello@acme.example to a@acme.example, ") == 20
    assert "\n… and 1 more.\nThe linter" in ended.out


def test_a_production_relay_that_redirects_reaches_nobody_else(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, production=True, redirect="qa@acme.example")
        ended = notify("send", "note", *TO, "a@acme.example")
    assert ended.code == 2
    assert "that is for production, though all goes to qa@acme.example, and nobody can be asked." in ended.err
    assert server.messages == []


def test_a_relay_without_a_list_sends_to_nobody_and_says_so(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, allow=[])
        ended = notify("send", "note", *TO, "a@acme.example")
        checked = notify("relay", "check", "staging", "--format", "json")
    said = "The relay may send to nobody: give it an `allow` list, or a `redirect`."
    assert (ended.code, said in ended.out) == (1, True)
    [step] = [step for step in json.loads(checked.out)["steps"] if step["ok"] is False]
    assert (checked.code, step["step"]) == (1, "recipient")


def test_certificates_that_are_not_there_are_found_before_there_is_a_run(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server, ca_file="nowhere.pem")
        ended = notify("send", "note", *TO, "a@acme.example")
    assert (ended.code, "nowhere.pem` cannot be read" in ended.err) == (2, True)
    assert not (workspace.root / ".notify").exists()


def test_all_variables_that_are_not_set_are_named_at_once(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        login = {"username": "${NO_NAME}", "password": "${NO_WORD}"}
        relay(server, host="${NO_HOST}", **login)
        ended = notify("send", "note", *TO, "a@acme.example")
    assert (ended.code, "`NO_HOST`, `NO_NAME`, `NO_WORD`, which are not set" in ended.err) == (2, True)
    assert "`NO_HOST=… NO_NAME=… NO_WORD=… notify …`" in ended.err


@pytest.mark.parametrize(
    "setting",
    [
        {"allow": ["*@acme.example", "*@${NOT_SET}"]},
        {"dkim": {"domain": "acme.example", "selector": "mail", "key": "${NOT_SET}"}},
        {"redirect": "qa@${NOT_SET}"},
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--dry-run"]])
def test_a_variable_that_is_not_set_is_shown_where_it_is_named(
    setting: dict[str, Any], arguments: list[str], workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server, **setting)
        ended = notify("send", "note", *TO, "a@acme.example", *arguments)
    lines = (workspace.root / "notifications.yaml").read_text("utf-8").splitlines()
    number = next(number for number, line in enumerate(lines, start=1) if "NOT_SET" in line)
    assert ended.code == 2
    assert ended.err.startswith(f"notifications.yaml:{number}:")
    assert f"{number:>5} | {lines[number - 1]}\n" in ended.err
    assert "error: The relay `staging` needs the environment variable `NOT_SET`, which is not set.\n" in ended.err


def test_the_url_of_a_webhook_is_not_shown(workspace: Workspace, notify: Notify) -> None:
    hook = {"kind": "webhook", "url": f"https://${{NOT_SET}}/in?token={MARK}", "allow": ["*"]}
    workspace.catalogue(relays={"hook": hook})
    ended = notify("send", "note", "--relay", "hook", "--to", "a@acme.example")
    assert "environment variable `NOT_SET`, which is not set" in ended.err
    assert re.match(r"notifications\.yaml:\d+:", ended.err)
    assert MARK not in ended.out + ended.err


def test_on_this_machine_nothing_has_to_be_encrypted(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        assert "set `security: none`" in notify("relay", "check", "staging", "--format", "json").out


def test_a_server_that_begins_in_the_open_is_said_to(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="tls")
        assert "The server does not begin with TLS." in notify("send", "note", *TO, "a@acme.example").out


@pytest.mark.parametrize(
    ("reply", "meaning"),
    [
        ("530 5.7.0 Authentication required", "The server wants a login: give the relay `username` and `password`."),
        ("530 5.7.0 Must issue a STARTTLS command first", "The server wants encryption first: set the relay's"),
        ("550 5.7.0 Not you", "The server's policy, or what it thinks of the sender, is against it."),
        ("535 5.7.9 Not this way", "The server does not take this way of logging in."),
    ],
)
def test_what_has_to_come_first_is_said(notify: Notify, relay: Relay, reply: str, meaning: str) -> None:
    with ScriptedServer({"mail": reply}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example")
    assert f"{reply}\n  {meaning}" in ended.out


# ---- Going on.


def test_what_a_server_could_not_be_told_goes_on_with_the_very_bytes(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    to = [*TO, "a@acme.example", "--to", "b@acme.example"]
    with ScriptedServer() as server:
        relay(server, security="starttls")
        ended = notify("send", "note", *to)
        assert server.messages == []
    assert ended.code == 1
    assert "2 deferred: a@acme.example, b@acme.example\n  The server does not offer STARTTLS." in ended.out
    assert "`notify relay check staging` looks for the reason." in ended.out
    run = json.loads(notify("outbox", "--format", "json").out)["runs"][0]["run"]
    assert f"`notify send --resume {run}` tries the deferred again." in ended.out
    kept = {path.read_bytes() for path in workspace.root.glob(".notify/outbox/*/*.eml")}
    workspace.copy(body="Something else")
    with ScriptedServer(tls=serving()) as server:
        relay(server, security="starttls", ca_file=str(AUTHORITY))
        ended = notify("send", "--resume", "last")
        assert {message.content for message in server.messages} == kept
        again = notify("send", "--resume", run)
        assert len(server.messages) == 2
    assert ended.code == 0
    assert f"Run {run}, through staging to {server.host}:{server.port}: 0 queued, 2 deferred." in ended.out
    assert "2 sent. " in ended.out
    assert again.code == 0
    assert "Nothing is left to hand over." in again.out


def test_what_may_have_arrived_is_left_alone_unless_asked_for(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"message": [None, TAKE_AND_CLOSE]}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--to", "c@acme.example")
        assert recipients(server) == ["a@acme.example", "b@acme.example", "c@acme.example"]
        assert ended.code == 1
        assert "--retry-unknown` sends the unknown again, and some people may get them twice." in ended.out
        assert "2 sent, 1 unknown" in notify("outbox").out
        alone = notify("send", "--resume", "last")
        assert (alone.code, len(server.messages)) == (1, 3)
        assert "1 message may have arrived already, and will be left alone" in alone.out
        assert "Nothing is left to hand over but what may have arrived." in alone.out
        alone = notify("send", "--resume", "last", "--format", "json")
        assert (alone.code, receipts(alone)) == (1, [])
        assert alone.err == "note: left alone, since they may have arrived: 1 message.\n"
        asked = notify("send", "--resume", "last", "--retry-unknown", "--format", "json")
        assert receipts(asked) == [("b@acme.example", "sent")]
        assert recipients(server)[3:] == ["b@acme.example"]
    assert asked.code == 0


def test_going_on_obeys_the_guard_of_today(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example")
        relay(server, allow=["b@acme.example"])
        ended = notify("send", "--resume", "last", "--format", "json")
        assert receipts(ended) == [("a@acme.example", "blocked"), ("b@acme.example", "sent")]
        assert recipients(server) == ["b@acme.example"]
        dry = notify("send", "--resume", "last", "--dry-run")
        said = "1 blocked: a@acme.example\n  The relay may not send to a@acme.example any more; its `allow` list"
        assert (dry.code, said in dry.out) == (1, True)
        # It is left for when the list has it again.
        relay(server)
        ended = notify("send", "--resume", "last", "--format", "json")
        assert (ended.code, receipts(ended)) == (0, [("a@acme.example", "sent")])
        assert recipients(server) == ["b@acme.example", "a@acme.example"]


def test_what_is_addressed_does_not_pass_a_redirect_that_came_since(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example")
        relay(server, redirect="qa@acme.example")
        ended = notify("send", "--resume", "last")
        assert ended.code == 1
        assert (
            "1 blocked: a@acme.example\n"
            "  It is for a@acme.example, and all goes to qa@acme.example by now. Send it anew with `notify send`.\n"
        ) in ended.out
        assert server.messages == []


def test_what_was_redirected_needs_whoever_got_it_on_the_list(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls", redirect="qa@other.example")
        notify("send", "note", *TO, "a@acme.example")
        relay(server)
        ended = notify("send", "--resume", "last")
        assert "The relay may not send to qa@other.example any more" in ended.out
        relay(server, allow=[])
        assert "The relay may send to nobody" in notify("send", "--resume", "last").out
        relay(server, redirect="qa@other.example")
        assert notify("send", "--resume", "last").code == 0
        assert recipients(server) == ["qa@other.example"]


def test_a_message_whose_file_is_gone_does_not_stop_the_others(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example")
        relay(server)
        (file,) = workspace.root.glob(".notify/outbox/*/*.1.eml")
        file.unlink()
        dry = notify("send", "--resume", "last", "--dry-run", "--format", "json")
        assert (dry.code, receipts(dry)) == (1, [("a@acme.example", "lost"), ("b@acme.example", "dry_run")])
        ended = notify("send", "--resume", "last")
        assert recipients(server) == ["b@acme.example"]
    assert (ended.code, ended.err) == (1, "")
    assert "1 lost: a@acme.example\n  Its file is not there any more: it was deleted" in ended.out
    assert "1 lost, 1 sent." in ended.out


def test_receipts_say_where_the_messages_are(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    script: Script = {"rcpt": one_bad("b@acme.example"), "mail": [None, None, TAKE_AND_CLOSE]}
    with ScriptedServer(script) as server:
        relay(server)
        to = [word for name in "abc" for word in ("--to", f"{name}@acme.example")]
        ended = notify("send", "note", "--relay", "staging", *to, "--to", "d@other.example", "--format", "json")
    document = json.loads(ended.out)
    assert {each["recipient"][0] for each in document["receipts"]} == set("abcd")
    for each in document["receipts"]:
        content = (workspace.root / each["path"]).read_text("utf-8")
        assert f"To: {each['recipient']}" in content
        assert f"Message-ID: {each['message_id']}" in content
    listed = json.loads(notify("outbox", "last", "--format", "json").out)["runs"][0]["messages"]
    known = {each["recipient"]: each["path"] for each in document["receipts"]}
    assert {each["recipient"]: each["path"] for each in listed} == known


def test_going_on_asks_as_well(workspace: Workspace, notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server, security="starttls")
        people = write_people(workspace, 21)
        notify("send", "note", "--relay", "staging", "--recipients", people, "--yes")
        relay(server)
        ended = notify("send", "--resume", "last")
        assert ended.code == 2
        assert "21 messages through `staging` are more than 20" in ended.err
        dry = notify("send", "--resume", "last", "--dry-run")
        assert (dry.code, len(server.messages)) == (0, 0)
        assert "0 queued, 21 deferred." in dry.out
        assert notify("send", "--resume", "last", "--yes").code == 0
        assert len(set(recipients(server))) == 21


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--resume", "20260101T000000Z-none"], "There is no run `20260101T000000Z-none`"),
        (["--resume", "last", "note"], "A run goes on with its own messages"),
        (["--resume", "last", "--to", "a@acme.example"], "A run goes on with its own messages"),
        (["--resume", "last", "--relay", "staging"], "A run goes on with its own messages"),
        (["--resume", "last"], "No run went through a relay, so that there is nothing to resume."),
        (["note", "--to", "a@acme.example", "--retry-unknown"], "`--retry-unknown` is for a run that there was."),
        (["note"], "To whom is this to be sent?"),
        (["--to", "a@acme.example"], "Which notification is to be sent?"),
    ],
)
def test_what_makes_no_sense_is_refused(workspace: Workspace, notify: Notify, arguments: list[str], said: str) -> None:
    assert notify("send", "note", "--to", "a@acme.example").code == 0
    ended = notify("send", *arguments)
    assert ended.code == 2
    assert said in ended.err


def test_ctrl_c_finishes_what_is_under_way_and_says_how_to_go_on(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    people = write_people(workspace, 5)
    with ScriptedServer({"message": [None, None, HANG]}) as server:
        relay(server, timeout="1s")
        command = [NOTIFY, "send", "note", "--relay", "staging", "--recipients", people]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            server.wait_until(lambda: bool(server.conversations) and server.conversations[0].verbs.count("DATA") == 3)
            running.send_signal(signal.SIGINT)
            _, err = running.communicate(timeout=60)
        assert running.returncode == 130
        run = json.loads(notify("outbox", "--format", "json").out)["runs"][0]["run"]
        last = (
            f"2 sent, 1 unknown, 2 queued. `notify send --resume {run}` hands over what is left. What is unknown it "
            "leaves alone, unless told to `--retry-unknown`: somebody may get it twice."
        )
        assert err.strip().splitlines() == [last, "", "Interrupted."]
        ended = notify("send", "--resume", run, "--format", "json")
        assert receipts(ended) == [("p4@acme.example", "sent"), ("p5@acme.example", "sent")]
        assert recipients(server) == [f"p{number}@acme.example" for number in (1, 2, 4, 5)]
    # One may have arrived, and nobody asked for it to be sent again.
    assert ended.code == 1


@pytest.fixture
def caught_later(workspace: Workspace) -> str:
    """A run that `notify inbox` began after every other."""
    run = make_run_id(datetime(2999, 1, 1, tzinfo=UTC), "caught")
    composed = Composed(b"Subject: Caught\r\n\r\nHello\r\n", "a@acme.example", "b@acme.example", False, "")
    outgoing = Outgoing(number=1, message=Label("", "email", "", ""), recipient="b@acme.example", composed=composed)
    folder = RunFolder(workspace.root, run)
    with closing(folder.create()) as journal:
        journal.keep([outgoing], "inbox", folder.write(outgoing))
    return run


def test_the_last_run_is_none_of_the_inbox(
    workspace: Workspace, notify: Notify, relay: Relay, caught_later: str
) -> None:
    assert caught_later in notify("outbox", "last").out
    assert notify("send", "--resume", "last").code == 2
    with ScriptedServer() as server:
        relay(server, security="starttls")
        notify("send", "note", *TO, "a@acme.example")
        relay(server)
        notify("send", "note", "--to", "b@acme.example")
        assert caught_later not in notify("outbox", "last").out
        assert receipts(notify("send", "--resume", "last", "--format", "json")) == [("a@acme.example", "sent")]
        whole = notify("send", "--resume", "last")
    assert (whole.code, whole.out.count("Nothing is left to hand over.")) == (0, 1)


def test_what_was_caught_or_written_cannot_be_gone_on_with(notify: Notify, caught_later: str) -> None:
    ended = notify("send", "--resume", caught_later)
    assert (ended.code, "was caught by `notify inbox`; there is nothing to resume." in ended.err) == (2, True)
    run = json.loads(notify("send", "note", "--to", "a@acme.example", "--format", "json").out)["run"]
    assert "went into the outbox, and cannot be gone on with" in notify("send", "--resume", run).err


@pytest.mark.parametrize(("how", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_program_that_is_broken_off_has_the_receipts_so_far(
    workspace: Workspace, notify: Notify, relay: Relay, how: signal.Signals, code: int
) -> None:
    people = write_people(workspace, 5)
    with ScriptedServer({"message": [None, None, HANG]}) as server:
        relay(server, timeout="1s")
        command = [NOTIFY, "send", "note", "--relay", "staging", "--recipients", people, "--format", "json"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
            server.wait_until(lambda: bool(server.conversations) and server.conversations[0].verbs.count("DATA") == 3)
            running.send_signal(how)
            out, _ = running.communicate(timeout=60)
        assert running.returncode == code
        document = json.loads(out)
        ends = [(each["recipient"], each["outcome"]) for each in document["receipts"]]
        assert ends == [("p1@acme.example", "sent"), ("p2@acme.example", "sent"), ("p3@acme.example", "unknown")]
        listed = notify("send", "--resume", document["run"], "--dry-run", "--format", "json")
        assert receipts(listed) == [("p4@acme.example", "dry_run"), ("p5@acme.example", "dry_run")]
        assert json.loads(listed.out)["run"] == document["run"]


def test_why_something_is_tried_again_is_said_meanwhile(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"rcpt": ["451 4.7.1 Come back later", "451 4.7.1 Come back later", None]}) as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--format", "json")
    assert sorted(receipts(ended)) == [("a@acme.example", "sent"), ("b@acme.example", "sent")]
    # Both were put off, for the same reason.
    assert re.fullmatch(r"451 4\.7\.1 Come back later; trying again in \d+ s \(2 of 5\)\.\n", ended.err)


def test_a_rehearsal_has_no_run(notify: Notify, relay: Relay) -> None:
    with ScriptedServer() as server:
        relay(server)
        ended = notify("send", "note", *TO, "a@acme.example", "--dry-run", "--format", "json")
    assert json.loads(ended.out)["run"] is None


# ---- Looking back.


def test_the_outbox_shows_what_became_of_a_message(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"rcpt": one_bad("x@acme.example")}) as server:
        relay(server)
        notify("send", "note", *TO, "x@acme.example", "--to", "Bo <bo@acme.example>")
    assert "staging" in notify("outbox").out
    listed = notify("outbox", "last")
    assert ", through staging" in listed.out
    assert "refused" in listed.out
    shown = notify("outbox", "last", "1")
    assert shown.out.splitlines()[:3] == [
        "refused  to x@acme.example through staging",
        "  550 5.1.1 No such user",
        "  There is no such mailbox. Look for a slip in the address.",
    ]
    assert "Subject: [TEST en] A note" in shown.out
    assert "Hello Bo" in shown.out
    [run] = json.loads(notify("outbox", "--format", "json").out)["runs"]
    assert run["relay"] == "staging"
    assert [message["end"] for message in run["messages"]] == ["refused", "sent"]


@pytest.mark.parametrize(
    "head",
    [
        "Subject: " + "\r\n ".join(["word " * 12] * 20_000),
        "Subject: " + "\r\n ".join(["=?utf-8?q?" + "=C3=A9" * 9 + "?="] * 20_000),
        "To: " + "," * 100_000,
        "To: " + "(" * 100_000,
        "Message-ID: " + "<" * 100_000,
        "Content-Type: text/plain; charset=" + "x" * 100_000,
    ],
    ids=lambda head: head[:20],
)
def test_a_message_with_a_header_without_end_is_shown_as_far_as_anybody_reads(
    head: str, workspace: Workspace, notify: Notify
) -> None:
    run = make_run_id(datetime(2026, 3, 1, tzinfo=UTC), "caught")
    content = f"{head}\r\nX-Short: =?utf-8?q?=C3=A9t=C3=A9?=\r\n\r\nHéllo\r\n".encode()
    composed = Composed(content, "a@acme.example", "b@acme.example", False, "")
    outgoing = Outgoing(number=1, message=Label("", "email", "", ""), recipient="b@acme.example", composed=composed)
    folder = RunFolder(workspace.root, run)
    with closing(folder.create()) as journal:
        journal.keep([outgoing], "inbox", folder.write(outgoing))
    ended = notify("outbox", run, "1")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    assert "X-Short: été" in lines
    assert "Héllo" in lines
    [long] = [line for line in lines if line.startswith(head[:4])]
    # Ten thousand and the name.
    assert long.endswith("…")
    assert 10_000 < len(long) < 10_050


def test_a_run_of_a_relay_that_was_killed_says_what_nobody_knows(
    workspace: Workspace, notify: Notify, relay: Relay
) -> None:
    with ScriptedServer() as server:
        relay(server)
        notify("send", "note", *TO, "a@acme.example", "--to", "b@acme.example", "--to", "c@acme.example")
    [journal] = workspace.root.glob(".notify/outbox/*/journal.ndjson")
    lines = journal.read_text(encoding="utf-8").splitlines(keepends=True)
    # Their number, the three of them, one sent, and one begun.
    journal.write_text("".join(lines[:7]), encoding="utf-8")
    assert "1 queued, 1 sent, 1 unknown" in notify("outbox").out
    [run] = json.loads(notify("outbox", "--format", "json").out)["runs"]
    assert [message["end"] for message in run["messages"]] == ["sent", "unknown", "queued"]


def test_a_message_is_opened_by_the_program_that_is_there_for_it(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = workspace.write("bin/xdg-open", '#!/bin/sh\nprintf %s "$1" > "$0.opened"\n')
    os.mkfifo(f"{opener}.opened")
    opener.chmod(0o755)
    monkeypatch.setenv("PATH", f"{opener.parent}{os.pathsep}{os.environ['PATH']}")
    notify("send", "note", "--to", "a@acme.example")
    [message] = workspace.root.glob(".notify/outbox/*/*.eml")
    assert notify("outbox", "last", "--open").code == 2
    # In a process of its own, since nobody waits for what is opened.
    assert subprocess.run([NOTIFY, "outbox", "last", "1", "--open"], check=False).returncode == 0
    # Whoever reads waits for the program that writes.
    assert Path(f"{opener}.opened").read_text(encoding="utf-8") == str(message)


def test_runs_are_completed_as_they_are_typed(workspace: Workspace, notify: Notify) -> None:
    assert complete_run("") == ["last"]
    notify("send", "note", "--to", "a@acme.example")
    [run] = [each["run"] for each in json.loads(notify("outbox", "--format", "json").out)["runs"]]
    assert complete_run("") == ["last", run]
    assert complete_run(run[:8]) == [run]
    assert complete_run("x") == []


# ---- Secrets.


@pytest.mark.parametrize("arguments", [[], ["--dry-run"], ["--format", "json"], ["--traceback"]])
def test_no_password_is_shown(
    workspace: Workspace, notify: Notify, relay: Relay, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", MARK)
    script: Script = {"auth": f"535 5.7.8 Wrong password {MARK}"}
    with ScriptedServer(script, tls=serving(), logins={"acme": "another"}) as server:
        login = {"username": "acme", "password": "${SMTP_PASSWORD}"}
        relay(server, security="starttls", ca_file=str(AUTHORITY), **login)
        ended = notify("send", "note", *TO, "a@acme.example", *arguments)
        again = notify("send", "--resume", "last", *arguments)
    shown = ended.out + ended.err + again.out + again.err + notify("outbox", "last", "1").out
    kept = b"".join(path.read_bytes() for path in workspace.root.rglob("*") if path.is_file())
    assert MARK not in shown
    assert MARK.encode() not in kept


def test_a_connection_that_is_closed_at_once_is_no_bug(notify: Notify, relay: Relay) -> None:
    with ScriptedServer({"starttls": CLOSE}, tls=serving()) as server:
        relay(server, security="starttls", ca_file=str(AUTHORITY))
        ended = notify("send", "note", *TO, "a@acme.example", "--dry-run")
    assert ended.code == 0
