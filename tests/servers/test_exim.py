"""Exim as the tests start it: what it takes, from whom, and what is in the mailbox then."""

import smtplib
import ssl

import pytest

from tests.servers.certificates import EXPIRED, trusting
from tests.servers.exim import Exim

ANA, BO = "ana@acme.example", "bo@elsewhere.example"
CONTENT = b"From: ana@acme.example\r\nSubject: Dots\r\n\r\n.one\r\n..two\r\nFrom three\r\n"

pytestmark = pytest.mark.usefixtures("loopback")


def connect(exim: Exim) -> smtplib.SMTP:
    client = smtplib.SMTP(exim.host, exim.port, "test.acme.example", 30)
    client.starttls(context=trusting())
    return client


def test_what_was_taken_is_in_the_mailbox_byte_for_byte(exim: Exim) -> None:
    with connect(exim) as client:
        client.login(exim.username, exim.password)
        assert client.sendmail(ANA, [BO, ANA], CONTENT) == {}
    messages = exim.mailbox()
    assert [(one.sender, one.recipient, one.content) for one in messages] == [(ANA, ANA, CONTENT), (ANA, BO, CONTENT)]
    assert "with esmtpsa (TLS1.3)" in messages[0].received
    assert exim.mailbox() == messages


def test_it_is_encrypted_from_the_beginning_at_another_port(exim: Exim) -> None:
    with smtplib.SMTP_SSL(exim.host, exim.tls_port, "test.acme.example", timeout=30, context=trusting()) as client:
        client.login(exim.username, exim.password)
        client.sendmail(ANA, [BO], CONTENT)
    assert [one.content for one in exim.mailbox()] == [CONTENT]


def test_both_ways_of_logging_in_work_and_a_wrong_password_does_not(exim: Exim) -> None:
    for mechanism in ("PLAIN", "LOGIN"):
        with connect(exim) as client:
            assert log_in(client, mechanism, exim.username, exim.password) == 235
        for name, password in ((exim.username, "wrong"), (exim.username, ""), ("nobody", exim.password)):
            with connect(exim) as client, pytest.raises(smtplib.SMTPAuthenticationError) as refused:
                log_in(client, mechanism, name, password)
            assert refused.value.smtp_code == 535


def log_in(client: smtplib.SMTP, mechanism: str, name: str, password: str) -> int:
    client.ehlo()
    client.user, client.password = name, password
    return client.auth(mechanism, client.auth_plain if mechanism == "PLAIN" else client.auth_login)[0]


def test_nobody_logs_in_without_encryption_or_sends_without_login(exim: Exim) -> None:
    with smtplib.SMTP(exim.host, exim.port, "test.acme.example", 30) as client:
        client.ehlo()
        assert not client.has_extn("auth")
        with pytest.raises(smtplib.SMTPSenderRefused):
            client.sendmail(ANA, [BO], CONTENT)
    with connect(exim) as client, pytest.raises(smtplib.SMTPSenderRefused) as refused:
        client.sendmail(ANA, [BO], CONTENT)
    assert refused.value.smtp_code == 550
    assert exim.mailbox() == []


def test_one_bad_recipient_and_international_ones(exim: Exim) -> None:
    with connect(exim) as client:
        client.login(exim.username, exim.password)
        assert list(client.sendmail(ANA, [BO, "nobody@acme.example"], CONTENT)) == ["nobody@acme.example"]
        client.sendmail("änä@acme.example", ["bö@acme.example"], CONTENT, ["SMTPUTF8"])
    assert [(one.sender, one.recipient) for one in exim.mailbox()] == [
        (ANA, BO),
        ("änä@acme.example", "bö@acme.example"),
    ]


def test_its_certificate_and_its_size_are_what_a_test_wants(exim: Exim) -> None:
    with Exim(exim.program, certificate=EXPIRED, size=50) as other:
        with pytest.raises(ssl.SSLCertVerificationError, match="has expired"):
            connect(other)
        with smtplib.SMTP(other.host, other.port, "test.acme.example", 30) as client:
            client.ehlo()
            assert client.esmtp_features["size"] == "50"


def test_nothing_is_left_of_it_even_of_a_client_that_stays(exim: Exim) -> None:
    with Exim(exim.program) as other:
        staying = connect(other)
        processes, folder = other._talks, other._folder
    assert [process.returncode is None for process in processes] == [False]
    assert not folder.exists()
    staying.close()
    with pytest.raises(ConnectionRefusedError):
        connect(other)
