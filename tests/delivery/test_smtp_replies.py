"""Everything that a mail server can answer, in each phase: what becomes of the messages, how often they are tried, and
that nobody gets anything twice."""

from typing import Any, Final

import pytest

from notify.delivery.smtp.pace import Retries
from tests.conftest import Workspace
from tests.delivery.relaying import ANA, ATTEMPTS, BO, CY, DI, EM, Relaying, arrived, content_of, outcomes, times, went
from tests.servers.certificates import serving
from tests.servers.loopback import Loopback
from tests.servers.script import (
    CLOSE,
    HANG,
    RESET,
    TAKE_AND_CLOSE,
    TAKE_AND_HANG,
    TAKE_AND_RESET,
    Answer,
    Phase,
    Said,
    greylist,
    one_bad,
)
from tests.servers.scripted import ScriptedServer

LOGINS: Final = {"mailer": "hunter2-hunter2"}
LATER, NEVER, GOING = "451 4.3.0 Come back later", "554 5.7.1 Not from here", "421 4.3.2 Going down"
BROKEN: Final[dict[str, Answer]] = {"hang": HANG, "close": CLOSE, "reset": RESET}
WRONG: Final = "535 5.7.8 Name or password is wrong"
SAID: Final = {"4xx": LATER, "5xx": NEVER, "421": GOING}
TAKEN: Final = {"taken, hang": TAKE_AND_HANG, "taken, close": TAKE_AND_CLOSE, "taken, reset": TAKE_AND_RESET}
FAULTS: Final[dict[str, Said]] = {**SAID, **BROKEN}
OPENING: Final[tuple[Phase, ...]] = ("greeting", "ehlo", "starttls", "auth")
ASKING: Final[tuple[Phase, ...]] = ("mail", "rcpt", "data")
HANDING_OVER: Final[tuple[Phase, ...]] = ("body", "message")


@pytest.fixture
def relaying(workspace: Workspace, loopback: Loopback) -> Relaying:
    return Relaying(workspace, {"SMTP_PASSWORD": LOGINS["mailer"]})


def habits(phase: Phase) -> dict[str, Any]:
    """What a server has to have so that a conversation comes to that phase."""
    needs: dict[Phase, dict[str, Any]] = {"starttls": {"tls": serving()}, "auth": {"logins": LOGINS}}
    return needs.get(phase, {})


def settings(phase: Phase, fault: str) -> dict[str, Any]:
    """What the relay has to have, so that it does; and so that nobody waits for long, or too short."""
    login = {"username": "mailer", "password": "${SMTP_PASSWORD}"} if phase == "auth" else {}
    security = {"security": "starttls"} if phase == "starttls" else {}
    return {"timeout": "1s" if "hang" in fault else "30s"} | login | security


def fault_of(phase: Phase, fault: str) -> Said:
    """What the server does. A login that is refused otherwise may still go in another way."""
    return WRONG if (phase, fault) == ("auth", "5xx") else FAULTS[fault]


def check_words(reply: str | None, phase: Phase, fault: str) -> None:
    """What people read is the server's words, or what happened instead."""
    assert reply is not None
    if fault in SAID:
        assert reply == fault_of(phase, fault)
    elif "hang" in fault:
        assert reply.endswith("The server did not answer within 1 s.")
    else:
        assert "closed" in reply or "reset by peer" in reply


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("phase", OPENING)
def test_a_conversation_that_does_not_come_about(relaying: Relaying, phase: Phase, fault: str) -> None:
    script = {phase: fault_of(phase, fault)}
    if phase == "ehlo":
        script["helo"] = FAULTS[fault]
    with ScriptedServer(script, **habits(phase)) as server:
        relaying.leads_to(server, **settings(phase, fault))
        receipts = relaying.send(ANA, BO)
        # It is not a message that was refused: nobody has looked at one.
        assert outcomes(receipts) == {ANA: "deferred", BO: "deferred"}
        assert len(server.conversations) == (1 if fault == "5xx" else ATTEMPTS)
        assert times(server, "AUTH") == (len(server.conversations) if phase == "auth" else 0)
        assert server.messages == []
    check_words(receipts[ANA].reply, phase, fault)
    assert relaying.states() == ["queued", "deferred"]
    with ScriptedServer(**habits(phase)) as mended:
        relaying.leads_to(mended, **settings(phase, ""))
        assert outcomes(relaying.resume()) == {ANA: "sent", BO: "sent"}
        assert went(mended, [ANA, BO])
        assert relaying.resume() == {}
        assert went(mended, [ANA, BO])


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("phase", ASKING)
def test_a_message_that_is_never_asked_for(relaying: Relaying, phase: Phase, fault: str) -> None:
    with ScriptedServer({phase: FAULTS[fault]}) as server:
        relaying.leads_to(server, **settings(phase, fault))
        receipts = relaying.send(ANA)
        assert times(server, "MAIL") == (1 if fault == "5xx" else ATTEMPTS)
        assert len(server.conversations) == (1 if fault in {"4xx", "5xx"} else ATTEMPTS)
        assert server.messages == []
    end = "refused" if fault == "5xx" else "deferred"
    assert outcomes(receipts) == {ANA: end}
    check_words(receipts[ANA].reply, phase, fault)
    tried = ["queued", "handing_over"]
    assert relaying.states() == (tried if fault == "5xx" else tried * ATTEMPTS) + [end]
    with ScriptedServer() as mended:
        relaying.leads_to(mended)
        # What was refused stays so; what was put off goes.
        assert outcomes(relaying.resume()) == ({} if fault == "5xx" else {ANA: "sent"})
        assert went(mended, [] if fault == "5xx" else [ANA])


@pytest.mark.parametrize("fault", SAID)
@pytest.mark.parametrize("phase", HANDING_OVER)
def test_a_message_that_a_server_says_it_does_not_take(relaying: Relaying, phase: Phase, fault: str) -> None:
    with ScriptedServer({phase: SAID[fault]}) as server:
        relaying.leads_to(server)
        receipts = relaying.send(ANA)
        assert times(server, "DATA") == (1 if fault == "5xx" else ATTEMPTS)
        assert server.messages == []
    end = "refused" if fault == "5xx" else "deferred"
    assert (outcomes(receipts), receipts[ANA].reply) == ({ANA: end}, SAID[fault])
    assert relaying.states()[-1] == end


@pytest.mark.parametrize(
    ("phase", "fault"),
    [*(("body", fault) for fault in BROKEN), *(("message", fault) for fault in BROKEN | TAKEN)],
)
def test_a_message_that_may_have_been_taken(relaying: Relaying, phase: Phase, fault: str) -> None:
    with ScriptedServer({phase: (BROKEN | TAKEN)[fault]}) as server:
        relaying.leads_to(server, **settings(phase, fault))
        receipts = relaying.send(ANA)
        assert outcomes(receipts) == {ANA: "unknown"}
        assert relaying.states() == ["queued", "handing_over", "unknown"]
        assert times(server, "DATA") == 1
        assert went(server, [ANA] if fault in TAKEN else [])
        # Nobody gets it again, unless somebody says so.
        assert relaying.resume() == {}
        assert times(server, "DATA") == 1
    reply = receipts[ANA].reply or ""
    assert reply.startswith("The connection broke before the server said whether it took the message. ")
    check_words(reply, phase, fault)
    with ScriptedServer() as mended:
        relaying.leads_to(mended)
        assert outcomes(relaying.resume(retry_unknown=True)) == {ANA: "sent"}
        assert went(mended, [ANA])


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("phase", [*OPENING, *ASKING, *HANDING_OVER])
def test_what_happens_once_harms_one_message_at_most(relaying: Relaying, phase: Phase, fault: str) -> None:
    # Where EHLO is not known, HELO is: RFC 5321, section 4.1.4.
    unharmed = fault != "5xx" or phase == "ehlo"
    with ScriptedServer({phase: [fault_of(phase, fault)]}, **habits(phase)) as server:
        relaying.leads_to(server, **settings(phase, fault))
        ends = outcomes(relaying.send(ANA, BO, CY))
        if phase in OPENING and not unharmed:
            assert ends == {ANA: "deferred", BO: "deferred", CY: "deferred"}
            ends |= outcomes(relaying.resume())
        lost = {ANA: "refused"} if fault == "5xx" and phase not in OPENING else {}
        if phase in HANDING_OVER and fault in BROKEN:
            lost = {ANA: "unknown"}
        assert ends == {ANA: "sent", BO: "sent", CY: "sent"} | lost
        assert relaying.ends() == ends
        sent = [recipient for recipient, end in ends.items() if end == "sent"]
        assert went(server, sent)
        assert {message.content for message in server.messages} == {
            content_of(number, to) for number, to in enumerate((ANA, BO, CY), start=1) if to in sent
        }
        assert relaying.resume() == {}
        assert went(server, sent)


@pytest.mark.parametrize("phase", [*ASKING, "message"])
@pytest.mark.parametrize("nonsense", ["Hello there", "99 bottles", "600 6.0.0 What?", "what comes elsewhere"])
def test_an_answer_that_is_none_is_not_taken_for_one(relaying: Relaying, phase: Phase, nonsense: str) -> None:
    if nonsense == "what comes elsewhere":
        nonsense = "250 2.0.0 Taken" if phase == "data" else "354 Go on"
    with ScriptedServer({phase: [Answer(nonsense, take=False)]}) as server:
        relaying.leads_to(server)
        ends = outcomes(relaying.send(ANA, BO))
        assert ends == {ANA: "unknown" if phase == "message" else "sent", BO: "sent"}
        assert went(server, [who for who, end in ends.items() if end == "sent"])


def test_greylisting_puts_each_recipient_off_once(relaying: Relaying) -> None:
    with ScriptedServer({"rcpt": greylist()}) as server:
        relaying.leads_to(server)
        receipts = relaying.send(ANA, BO)
        assert outcomes(receipts) == {ANA: "sent", BO: "sent"}
        assert (times(server, "RCPT"), len(server.conversations)) == (4, 1)
        assert went(server, [ANA, BO])
    assert receipts[ANA].reply == "250 2.0.0 Taken"
    assert relaying.states() == ["queued", "handing_over", "queued", "handing_over", "sent"]


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_a_message_is_tried_as_often_as_is_said(relaying: Relaying, attempts: int) -> None:
    relaying.retries = Retries(attempts=attempts, first=0.001)
    with ScriptedServer({"rcpt": greylist(times=99)}) as server:
        relaying.leads_to(server)
        assert outcomes(relaying.send(ANA)) == {ANA: "deferred"}
        assert times(server, "RCPT") == attempts
        # Whoever goes on with it begins anew.
        assert outcomes(relaying.resume()) == {ANA: "deferred"}
        assert times(server, "RCPT") == 2 * attempts
        assert arrived(server) == {}


@pytest.mark.parametrize("extensions", [("PIPELINING",), ()])
@pytest.mark.parametrize("phase", ["mail", "rcpt"])
@pytest.mark.parametrize("reply", ["550 5.1.1 No such user", LATER])
def test_one_bad_recipient_of_five(relaying: Relaying, phase: Phase, reply: str, extensions: tuple[str, ...]) -> None:
    seen: list[str] = []

    def third(_: Any) -> str | None:
        seen.append(phase)
        return reply if len(seen) == 3 else None

    with ScriptedServer({phase: third if phase == "mail" else one_bad(CY, reply)}, extensions=extensions) as server:
        relaying.leads_to(server)
        receipts = relaying.send(ANA, BO, CY, DI, EM)
        passing = reply == LATER
        end = ("sent" if phase == "mail" else "deferred") if passing else "refused"
        assert outcomes(receipts) == {ANA: "sent", BO: "sent", CY: end, DI: "sent", EM: "sent"}
        assert went(server, [who for who, receipt in receipts.items() if receipt.outcome == "sent"])
        # The conversation goes on, and nothing is handed over that was not accepted.
        assert len(server.conversations) == 1
        assert times(server, "DATA") == len(server.messages)
        refusals = sum(said == reply for said in server.conversations[0].replies)
        assert times(server, "RSET") == refusals == (ATTEMPTS if end == "deferred" else 1)
