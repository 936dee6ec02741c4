"""What mail servers can do and cannot, whom they show themselves as, and what becomes of a run when they go away."""

import errno
import os
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from notify.delivery.smtp.pace import Retries
from notify.delivery.smtp.server import Server
from notify.delivery.smtp.session import Session
from tests.conftest import Workspace
from tests.delivery.messages import make_composed
from tests.delivery.relaying import ANA, ATTEMPTS, BO, CY, Relaying, arrived, content_of, outcomes, times, went
from tests.servers.certificates import AUTHORITY, EXPIRED, GOOD, SELF_SIGNED, WRONG_NAME, serving
from tests.servers.loopback import Loopback
from tests.servers.script import CLOSE, RESET, TAKE_AND_RESET, Moment, Script, one_bad
from tests.servers.scripted import ScriptedServer

LOGINS = {"mailer": "hunter2-hunter2"}
LOGIN = {"username": "mailer", "password": "${SMTP_PASSWORD}"}
INTERNATIONAL = "équipe@acme.example"
TEN = [f"person-{number}@acme.example" for number in range(1, 11)]


@pytest.fixture
def relaying(workspace: Workspace, loopback: Loopback) -> Relaying:
    return Relaying(workspace, {"SMTP_PASSWORD": LOGINS["mailer"]})


def test_a_message_that_cannot_be_noted_on_the_disk_is_not_handed_over(loopback: Loopback) -> None:
    def begin() -> Callable[[], object]:
        def full() -> None:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

        return full

    with ScriptedServer() as server:
        settings = Server(server.host, server.port, "none", 5, 1, None, None, None, None)
        with pytest.raises(OSError, match="No space left"), Session(settings, settings.context()) as session:
            session.deliver(make_composed(), begin)
        server.settle()
    assert server.messages == []
    # Nothing comes after it, which the server would have to take for a part of the message.
    assert server.conversations[0].verbs == ["EHLO", "MAIL", "RCPT", "DATA"]


# ---- Encryption and login.


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_messages_go_encrypted_and_logged_in(relaying: Relaying, security: str) -> None:
    with ScriptedServer(tls=serving(), at_once=security == "tls", logins=LOGINS) as server:
        relaying.leads_to(server, security=security, **LOGIN)
        assert outcomes(relaying.send(ANA, BO)) == {ANA: "sent", BO: "sent"}
    assert [message.content for message in server.messages] == [content_of(1, ANA), content_of(2, BO)]
    assert [(message.tls, message.login) for message in server.messages] == [
        ("TLSv1.3", ("mailer", "hunter2-hunter2"))
    ] * 2
    assert len(server.conversations) == 1


@pytest.mark.parametrize("security", ["starttls", "tls"])
@pytest.mark.parametrize(
    ("certificate", "ca_file", "why"),
    [
        pytest.param(EXPIRED, AUTHORITY, "certificate has expired", id="expired"),
        pytest.param(WRONG_NAME, AUTHORITY, "IP address mismatch", id="wrong name"),
        pytest.param(SELF_SIGNED, AUTHORITY, "self-signed certificate", id="self-signed"),
        pytest.param(GOOD, SELF_SIGNED, "unable to get local issuer certificate", id="private authority"),
    ],
)
def test_nothing_goes_to_a_server_that_may_be_another(
    relaying: Relaying, certificate: Path, ca_file: Path, why: str, security: str
) -> None:
    with ScriptedServer(tls=serving(certificate), at_once=security == "tls", logins=LOGINS) as server:
        relaying.leads_to(server, security=security, ca_file=str(ca_file), **LOGIN)
        receipts = relaying.send(ANA, BO)
        assert outcomes(receipts) == {ANA: "deferred", BO: "deferred"}
        server.settle()
    assert why in (receipts[ANA].reply or "")
    # Trying again would change nothing, and nobody has logged in.
    assert len(server.conversations) == 1
    assert times(server, "AUTH") == 0
    assert server.messages == []


def test_a_self_signed_certificate_is_trusted_by_its_own_file(relaying: Relaying) -> None:
    with ScriptedServer(tls=serving(SELF_SIGNED)) as server:
        relaying.leads_to(server, security="starttls", ca_file=str(SELF_SIGNED))
        assert outcomes(relaying.send(ANA)) == {ANA: "sent"}


def test_without_starttls_nothing_is_said_in_the_open(relaying: Relaying) -> None:
    with ScriptedServer(logins=LOGINS) as server:
        relaying.leads_to(server, security="starttls", **LOGIN)
        receipts = relaying.send(ANA)
    assert (outcomes(receipts), receipts[ANA].reply) == ({ANA: "deferred"}, "The server does not offer STARTTLS.")
    assert [conversation.verbs for conversation in server.conversations] == [["EHLO"]]


@pytest.mark.parametrize("answer", [CLOSE, RESET])
def test_a_connection_lost_in_the_middle_of_encrypting_is_tried_again(relaying: Relaying, answer: Any) -> None:
    with ScriptedServer({"starttls": [answer]}, tls=serving()) as server:
        relaying.leads_to(server, security="starttls")
        assert outcomes(relaying.send(ANA)) == {ANA: "sent"}
        assert len(server.conversations) == 2


def test_a_server_that_is_in_the_open_where_it_should_not_be_is_not_tried_again(relaying: Relaying) -> None:
    with ScriptedServer() as server:
        relaying.leads_to(server, security="tls")
        assert outcomes(relaying.send(ANA)) == {ANA: "deferred"}
        assert len(server.conversations) == 1


@pytest.mark.parametrize("mechanisms", [["PLAIN", "LOGIN"], ["LOGIN", "PLAIN"], ["LOGIN"]])
def test_a_wrong_password_is_said_once(relaying: Relaying, mechanisms: list[str]) -> None:
    with ScriptedServer(logins={"mailer": "another"}, mechanisms=mechanisms) as server:
        relaying.leads_to(server, **LOGIN)
        receipts = relaying.send(ANA, BO)
        assert outcomes(receipts) == {ANA: "deferred", BO: "deferred"}
        assert times(server, "AUTH") == 1
    assert receipts[ANA].reply == "535 5.7.8 Name or password is wrong"


def test_a_login_goes_another_way_where_one_is_not_taken(relaying: Relaying) -> None:
    def only_login(moment: Moment) -> str | None:
        return "504 5.5.4 Not this one" if moment.nth == 1 else None

    with ScriptedServer({"auth": only_login}, logins=LOGINS) as server:
        relaying.leads_to(server, **LOGIN)
        assert outcomes(relaying.send(ANA)) == {ANA: "sent"}
    assert times(server, "AUTH") == 2


# ---- What a server can do.


def test_an_international_name_needs_a_server_that_knows_them(relaying: Relaying) -> None:
    with ScriptedServer(extensions=["PIPELINING"]) as server:
        relaying.leads_to(server)
        receipts = relaying.send(INTERNATIONAL, ANA)
        # Only the one whom that is about is left out, and nothing is tried.
        assert outcomes(receipts) == {INTERNATIONAL: "refused", ANA: "sent"}
        assert times(server, "MAIL") == 1
        assert went(server, [ANA])
    assert "SMTPUTF8" in (receipts[INTERNATIONAL].reply or "")
    with ScriptedServer(extensions=["SMTPUTF8"]) as server:
        relaying.leads_to(server)
        assert outcomes(relaying.send(INTERNATIONAL, ANA)) == {INTERNATIONAL: "sent", ANA: "sent"}
    assert ["SMTPUTF8" in message.options for message in server.messages] == [True, False]
    assert server.messages[0].content == content_of(1, INTERNATIONAL)


def test_what_is_larger_than_a_server_says_it_takes_is_not_begun(relaying: Relaying) -> None:
    with ScriptedServer(size=5000) as server:
        relaying.leads_to(server)
        receipts = relaying.send(ANA, BO, html="<p>Hello</p>\n" * 1000)
        assert outcomes(receipts) == {ANA: "refused", BO: "refused"}
        assert times(server, "MAIL") == 0
    assert (receipts[ANA].reply or "").endswith("bytes, and the server takes 5,000.")
    assert relaying.states() == ["queued", "refused"]


@pytest.mark.parametrize("phase", ["mail", "message"])
def test_what_a_server_finds_too_large_is_refused(relaying: Relaying, phase: Any) -> None:
    # A limit of which it says nothing: at MAIL by the size that it is told, or at the end.
    with ScriptedServer({phase: ["552 5.3.4 Too large"]}, size=10_000_000) as server:
        relaying.leads_to(server)
        receipts = relaying.send(ANA, BO)
        assert outcomes(receipts) == {ANA: "refused", BO: "sent"}
        assert receipts[ANA].reply == "552 5.3.4 Too large"
        assert f"SIZE={len(content_of(2, BO))}" in server.messages[0].options


def test_a_large_message_arrives_whole(relaying: Relaying) -> None:
    html = "<p>.Hello</p>\n.\n" * 60_000
    with ScriptedServer(size=None) as server:
        relaying.leads_to(server)
        assert outcomes(relaying.send(ANA, html=html)) == {ANA: "sent"}
    assert server.messages[0].content == content_of(1, ANA, html)


@pytest.mark.parametrize("together", [True, False])
def test_sender_and_recipient_are_named_together_only_where_a_server_can_take_that(
    relaying: Relaying, together: bool
) -> None:
    script: Script = {"mail": lambda moment: "550 5.7.1 Not you" if moment.nth == 1 else None, "rcpt": one_bad(BO)}
    with ScriptedServer(script, extensions=["PIPELINING"] if together else []) as server:
        relaying.leads_to(server)
        assert outcomes(relaying.send(ANA, BO, CY)) == {ANA: "refused", BO: "refused", CY: "sent"}
        assert went(server, [CY])
    [conversation] = server.conversations
    refused_sender = ["MAIL", "RCPT", "RSET"] if together else ["MAIL", "RSET"]
    told = ["EHLO", *refused_sender, "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA"]
    assert conversation.verbs[: len(told)] == told


# ---- Servers that go away, and come back.


@pytest.mark.parametrize("phase", ["mail", "rcpt", "data"])
@pytest.mark.parametrize("answer", ["421 4.3.2 Enough for now", CLOSE, RESET])
def test_a_server_that_leaves_after_every_third_message(relaying: Relaying, phase: Any, answer: Any) -> None:
    # Which of the ten that hits depends on the pauses; none of them more often than it happens.
    relaying.retries = Retries(attempts=4, first=0.001)
    with ScriptedServer({phase: lambda moment: answer if moment.nth_here == 4 else None}) as server:
        relaying.leads_to(server)
        assert outcomes(relaying.send(*TEN)) == dict.fromkeys(TEN, "sent")
        assert went(server, TEN)
        assert len(server.conversations) == 4


def test_a_server_that_goes_away_in_the_middle_and_comes_back(relaying: Relaying) -> None:
    with ScriptedServer(
        {"mail": lambda moment: RESET if moment.nth > 4 else None, "greeting": [None, *[RESET] * 9]}
    ) as server:
        relaying.leads_to(server)
        ends = Counter(outcomes(relaying.send(*TEN)).values())
        assert ends == {"sent": 4, "deferred": 6}
        assert sum(arrived(server).values()) == 4
        first = arrived(server)
    with ScriptedServer() as back:
        relaying.leads_to(back)
        assert Counter(outcomes(relaying.resume()).values()) == {"sent": 6}
        assert first + arrived(back) == Counter(TEN)
    assert set(relaying.ends().values()) == {"sent"}


def test_one_connection_of_four_that_dies_takes_one_message_with_it(relaying: Relaying) -> None:
    with ScriptedServer({"message": lambda moment: TAKE_AND_RESET if moment.connection == 2 else None}) as server:
        relaying.leads_to(server, connections=4)
        people = [f"person-{number}@acme.example" for number in range(1, 41)]
        ends = outcomes(relaying.send(*people))
        assert Counter(ends.values()) in ({"sent": 39, "unknown": 1}, {"sent": 40})
        assert went(server, people)
        assert relaying.resume() == {}
        assert went(server, people)


def test_a_server_that_lets_only_some_connections_in_gets_everything_through_those(relaying: Relaying) -> None:
    def crowded(moment: Moment) -> str | None:
        return "421 4.7.0 Too many connections" if moment.connection > 2 else None

    with ScriptedServer({"greeting": crowded}) as server:
        relaying.leads_to(server, connections=4)
        people = [f"person-{number}@acme.example" for number in range(1, 101)]
        assert set(outcomes(relaying.send(*people)).values()) == {"sent"}
        assert went(server, people)
        # Those that are not let in are not tried for ever.
        assert len(server.conversations) <= 2 + 2 * ATTEMPTS
