"""The scripted server does what scripts say, as a client of the standard library sees it."""

import smtplib
import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from tests.servers.certificates import EXPIRED, GOOD, SELF_SIGNED, WRONG_NAME, serving, trusting
from tests.servers.loopback import Loopback
from tests.servers.record import Taken
from tests.servers.script import (
    CLOSE,
    HANG,
    RESET,
    TAKE_AND_CLOSE,
    TAKE_AND_HANG,
    TAKE_AND_RESET,
    Answer,
    Moment,
    Phase,
    Said,
    Script,
    greylist,
    one_bad,
)
from tests.servers.scripted import ScriptedServer

ANA, BO = "ana@acme.example", "bo@acme.example"
CONTENT = b"Subject: Dots\r\n\r\n.one\r\n..two\r\n.\r\nend\r\n"
SHORT = 0.05  # seconds until a client gives up that is meant to
GONE = (smtplib.SMTPServerDisconnected, ConnectionError)

pytestmark = pytest.mark.usefixtures("loopback")


def connect(server: ScriptedServer, timeout: float = 20) -> smtplib.SMTP:
    return smtplib.SMTP(server.host, server.port, "test.acme.example", timeout)


def deliver(client: smtplib.SMTP, *recipients: str, content: bytes = CONTENT) -> dict[str, tuple[int, bytes]]:
    return client.sendmail(ANA, recipients or [BO], content)


def test_a_message_is_recorded_with_its_envelope_and_its_very_bytes() -> None:
    with ScriptedServer() as server, connect(server) as client:
        assert deliver(client, BO, ANA) == {}
    assert server.messages == [
        Taken(
            connection=1,
            sender=ANA,
            options=(f"size={len(CONTENT)}",),
            recipients=(BO, ANA),
            content=CONTENT,
            tls=None,
            login=None,
        )
    ]
    (conversation,) = server.conversations
    assert conversation.verbs == ["EHLO", "MAIL", "RCPT", "RCPT", "DATA", "QUIT"]
    assert conversation.replies[0] == "220 mail.acme.example ESMTP"
    assert conversation.ended


def test_commands_may_come_all_at_once() -> None:
    with ScriptedServer() as server, socket.create_connection((server.host, server.port)) as client:
        client.sendall(b"EHLO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n\r\n.\r\nQUIT\r\n")
        heard = client.makefile("r").read().splitlines()
    assert [line[:4] for line in heard[-6:]] == ["250 ", "250 ", "250 ", "354 ", "250 ", "221 "]
    assert [(one.sender, one.content) for one in server.messages] == [("a@x.example", b"\r\n")]


def test_only_a_whole_line_end_ends_a_message() -> None:
    smuggled = b"Subject: x\r\n\r\none\n.\r\nMAIL FROM:<x@x.example>\r\n\n.two\r\n"
    with ScriptedServer() as server, socket.create_connection((server.host, server.port)) as client:
        client.sendall(b"EHLO x\r\nMAIL FROM:<a@x.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n")
        client.sendall(smuggled + b".\r\nQUIT\r\n")
        client.makefile("r").read()
    assert [one.content for one in server.messages] == [smuggled]


def test_what_it_offers_is_what_it_was_made_with() -> None:
    with ScriptedServer(size=None, extensions=["PIPELINING"]) as server, connect(server) as client:
        client.ehlo()
        assert client.esmtp_features == {"pipelining": ""}
    with ScriptedServer(size=99, logins={"ana": "x"}, mechanisms=["LOGIN"]) as server, connect(server) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == "99"
        assert client.esmtp_features["auth"].split() == ["LOGIN"]
        assert not client.has_extn("starttls")


# Replies.


@pytest.mark.parametrize("code", [421, 450, 500, 550])
@pytest.mark.parametrize("phase", ["mail", "rcpt", "data", "message"])
def test_a_reply_comes_when_it_is_scripted_and_the_message_is_not_taken(phase: Phase, code: int) -> None:
    with ScriptedServer({phase: f"{code} 4.7.1 As scripted"}) as server, connect(server) as client:
        with pytest.raises((smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused)) as refused:
            deliver(client)
        assert f"{code}, b'4.7.1 As scripted'" in str(refused.value)
        if code == 421:
            with pytest.raises(smtplib.SMTPServerDisconnected):
                client.noop()
        else:
            assert client.noop()[0] == 250
    assert server.messages == []


def test_an_answer_before_the_end_of_a_message_is_the_only_one() -> None:
    with ScriptedServer({"body": ["451 4.3.0 Disk full"]}) as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPDataError):
            deliver(client)
        assert deliver(client) == {}
    assert len(server.messages) == 1


def test_greetings_and_hellos_may_be_unfriendly() -> None:
    with ScriptedServer({"greeting": ["554 5.7.1 No", "421 Busy"], "ehlo": "502 5.5.1 What?"}) as server:
        for code in (554, 421):
            with pytest.raises(smtplib.SMTPConnectError) as refused:
                connect(server)
            assert refused.value.smtp_code == code
        with connect(server) as client:
            assert deliver(client) == {}
    assert server.conversations[2].verbs[:2] == ["EHLO", "HELO"]


def test_answers_in_order_are_given_once_each() -> None:
    with ScriptedServer({"rcpt": [None, "450 Later", "550 No"]}) as server, connect(server) as client:
        client.ehlo()
        client.mail(ANA)
        assert [client.rcpt(BO)[0] for _ in range(4)] == [250, 450, 550, 250]


def test_a_function_hears_when_it_is_asked() -> None:
    moments: list[Moment] = []
    script: Script = {"message": moments.append}
    with ScriptedServer(script) as server:
        for _ in range(2):
            with connect(server) as client:
                deliver(client)
                deliver(client, ANA)
    assert [(one.connection, one.nth, one.nth_here, one.recipients) for one in moments] == [
        (1, 1, 1, (BO,)), (1, 2, 2, (ANA,)), (2, 3, 1, (BO,)), (2, 4, 2, (ANA,))
    ]  # fmt: skip


def test_one_bad_recipient_of_five() -> None:
    five = [f"{number}@acme.example" for number in range(5)]
    with ScriptedServer({"rcpt": one_bad("3@acme.example")}) as server, connect(server) as client:
        assert list(deliver(client, *five)) == ["3@acme.example"]
    assert server.messages[0].recipients == ("0@acme.example", "1@acme.example", "2@acme.example", "4@acme.example")


def test_greylisting_puts_each_recipient_off_once() -> None:
    with ScriptedServer({"rcpt": greylist()}) as server, connect(server) as client:
        for recipient in (ANA, BO):
            with pytest.raises(smtplib.SMTPRecipientsRefused):
                deliver(client, recipient)
            assert deliver(client, recipient) == {}
    assert [one.recipients for one in server.messages] == [(ANA,), (BO,)]


def test_a_message_that_is_too_large_is_refused_when_announced_and_when_not() -> None:
    with ScriptedServer(size=20) as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPSenderRefused) as announced:
            deliver(client)
        assert announced.value.smtp_code == 552
        client.mail(ANA)
        client.rcpt(BO)
        assert client.data(CONTENT)[0] == 552
    assert server.messages == []


def test_international_addresses_need_the_option() -> None:
    with ScriptedServer() as server, connect(server) as client:
        client.ehlo()
        client.command_encoding = "utf-8"
        assert client.mail(ANA)[0] == 250
        assert client.rcpt("bö@acme.example")[0] == 553
        client.rset()
        assert client.mail("änä@acme.example", ["SMTPUTF8"])[0] == 250
        assert client.rcpt("bö@acme.example")[0] == 250
        client.data(CONTENT)
    assert [(one.sender, one.recipients) for one in server.messages] == [("änä@acme.example", ("bö@acme.example",))]


# Connections that end.


@pytest.mark.parametrize("answer", [CLOSE, RESET, Answer("250 Fine", then="close")])
@pytest.mark.parametrize("phase", ["ehlo", "mail", "rcpt"])
def test_a_connection_may_end_before_or_after_an_answer(phase: Phase, answer: Answer) -> None:
    with ScriptedServer({phase: answer}) as server:
        client = connect(server)
        with pytest.raises(GONE):
            deliver(client)
    assert server.messages == []
    assert ("250 Fine" in server.conversations[0].replies) == (answer.say is not None)


@pytest.mark.parametrize("answer", [CLOSE, RESET])
def test_a_connection_may_end_before_the_greeting(answer: Answer) -> None:
    with ScriptedServer({"greeting": answer}) as server, pytest.raises(GONE):
        connect(server)


@pytest.mark.parametrize(
    ("phase", "answer", "taken"),
    [
        ("data", CLOSE, 0),
        ("body", CLOSE, 0),
        ("body", RESET, 0),
        ("body", Answer("421 4.3.2 Going down", then="close"), 0),
        ("message", CLOSE, 0),
        ("message", TAKE_AND_CLOSE, 1),
        ("message", TAKE_AND_RESET, 1),
        ("message", Answer("250 Taken", then="close"), 1),
        ("message", Answer("250 A lie", take=False), 0),
    ],
)
def test_a_connection_may_end_around_the_end_of_a_message(phase: Phase, answer: Answer, taken: int) -> None:
    with ScriptedServer({phase: answer}) as server:
        client = connect(server)
        with suppress(*GONE, smtplib.SMTPResponseException):
            deliver(client)
        client.close()
    assert len(server.messages) == taken


@pytest.mark.parametrize("phase", ["greeting", "mail", "data", "body", "message"])
def test_a_server_may_be_silent_until_the_client_leaves(phase: Phase) -> None:
    with ScriptedServer({phase: HANG}) as server:
        with pytest.raises((TimeoutError, smtplib.SMTPServerDisconnected)):
            deliver(connect(server, SHORT))
        server.settle()
    assert server.messages == []


def test_a_server_that_stops_breaks_its_silence_and_takes_nobody_any_more() -> None:
    with ScriptedServer({"message": TAKE_AND_HANG}) as server:
        client = connect(server)
        ended: list[BaseException] = []

        def wait() -> None:
            try:
                deliver(client)
            except GONE as error:
                ended.append(error)

        waiting = threading.Thread(target=wait)
        waiting.start()
        server.wait_until(lambda: len(server.messages) == 1)
        server.stop()
        waiting.join()
        assert len(ended) == 1
        with pytest.raises(ConnectionRefusedError):
            connect(server)


def test_what_a_script_raises_fails_the_test_and_a_phase_that_there_is_not_at_once() -> None:
    def fail(_: Moment) -> str:
        raise LookupError("no such thing")

    server = ScriptedServer({"noop": fail}).__enter__()
    with connect(server) as client, pytest.raises(GONE):
        client.noop()
    with pytest.raises(LookupError):
        server.__exit__(None, None, None)
    with pytest.raises(ValueError, match="rcptt"):
        ScriptedServer({"rcptt": "550 No"})  # type: ignore[dict-item]


# Encryption and login.


def encrypt(client: smtplib.SMTP) -> None:
    client.ehlo()
    client.starttls(context=trusting())


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize(("newest", "version"), [("TLSv1_2", "TLSv1.2"), ("TLSv1_3", "TLSv1.3")])
def test_after_starttls_a_login_is_asked_for_and_known(newest: str, version: str, mechanism: str) -> None:
    tls = serving(newest=ssl.TLSVersion[newest])
    with (
        ScriptedServer(tls=tls, logins={"ana": "secret"}, mechanisms=[mechanism]) as server,
        connect(server) as client,
    ):
        client.ehlo()
        assert not client.has_extn("auth")
        encrypt(client)
        client.ehlo()
        assert not client.has_extn("starttls")
        with pytest.raises(smtplib.SMTPSenderRefused) as refused:
            deliver(client)
        assert refused.value.smtp_code == 530
        for name, password in (("ana", "Secret"), ("bo", "secret")):
            with pytest.raises(smtplib.SMTPAuthenticationError) as wrong:
                client.login(name, password)
            assert wrong.value.smtp_code == 535
        client.login("ana", "secret")
        deliver(client)
    (taken,) = server.messages
    assert (taken.tls, taken.login) == (version, ("ana", "secret"))


def test_a_login_may_fail_for_now() -> None:
    usual = ScriptedServer({"auth": ["454 4.7.0 Later"]}, logins={"ana": "x"}, mechanisms=["PLAIN"])
    with usual as server, connect(server) as client:
        with pytest.raises(smtplib.SMTPAuthenticationError) as later:
            client.login("ana", "x", initial_response_ok=False)
        assert later.value.smtp_code == 454
        assert client.login("ana", "x")[0] == 235
    assert server.conversations[0].login == ("ana", "x")


def test_starttls_may_be_missing_refused_or_broken_off() -> None:
    with ScriptedServer() as server, connect(server) as client, pytest.raises(smtplib.SMTPNotSupportedError):
        encrypt(client)
    said: list[Said] = ["454 4.7.0 Not now", Answer("220 Go ahead", then="close")]
    with ScriptedServer({"starttls": said}, tls=serving()) as server:
        with connect(server) as client, pytest.raises(smtplib.SMTPResponseException):
            encrypt(client)
        with pytest.raises(OSError, match=r"EOF|reset"):
            encrypt(connect(server))
    assert [one.tls for one in server.conversations] == [None, None]


def test_encryption_from_the_beginning() -> None:
    with (
        ScriptedServer(tls=serving(), at_once=True) as server,
        smtplib.SMTP_SSL(server.host, server.port, timeout=20, context=trusting()) as client,
    ):
        deliver(client)
    assert server.messages[0].tls == "TLSv1.3"


@pytest.mark.parametrize(
    ("certificate", "problem"),
    [(EXPIRED, "has expired"), (WRONG_NAME, "IP address mismatch"), (SELF_SIGNED, "self-signed certificate")],
)
def test_a_wrong_certificate_is_seen_by_whoever_verifies(certificate: Path, problem: str) -> None:
    with ScriptedServer(tls=serving(certificate)) as server:
        with pytest.raises(ssl.SSLCertVerificationError, match=problem):
            encrypt(connect(server))
        server.settle()
    assert server.conversations[0].fault


def test_the_good_certificate_is_right_by_name_as_well(loopback: Loopback) -> None:
    loopback.names["mail.acme.example"] = "127.0.0.1"
    with ScriptedServer(tls=serving(GOOD)) as server:
        for name in ("localhost", "mail.acme.example"):
            with smtplib.SMTP(name, server.port, "test.acme.example", 20) as client:
                encrypt(client)
    assert loopback.looked_up == ["localhost", "mail.acme.example"]


# The loopback.


def test_nothing_but_this_machine_is_reached(loopback: Loopback) -> None:
    loopback.names["gone.example"] = None
    with pytest.raises(socket.gaierror):
        socket.create_connection(("gone.example", 25))
    with pytest.raises(AssertionError, match=r"other\.example was looked up"):
        socket.create_connection(("other.example", 25))
    with socket.socket() as opened, pytest.raises(AssertionError, match="was opened"):
        opened.connect(("192.0.2.1", 25))
