"""`notify send` through mail servers: counted and asked about first, told one by one."""

import json
import os
import pty
import re
import subprocess
from collections.abc import Sequence
from typing import Any

import pytest

from tests.cli.relays import NOTIFY, TO, Relay, receipts, recipients, write_people
from tests.conftest import Notify, Workspace
from tests.servers.certificates import AUTHORITY, serving
from tests.servers.script import CLOSE, TAKE_AND_CLOSE, Script, one_bad
from tests.servers.scripted import ScriptedServer

MARK = "marked-5ecret"


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
