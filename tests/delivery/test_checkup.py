"""A relay is checked against servers that are right, and wrong in each way that there is."""

import json
import ssl
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import dns.rcode
import dns.resolver
import pytest

from notify.catalogue.load import load_workspace
from notify.delivery.checkup.checkup import check_relay
from notify.delivery.checkup.step import Step
from tests.conftest import Notify, Workspace
from tests.delivery.test_signature import KEYS, record_of
from tests.servers import certificates
from tests.servers.loopback import Loopback
from tests.servers.names import NameServer
from tests.servers.script import CLOSE, HANG
from tests.servers.scripted import ScriptedServer

NOW = datetime(2026, 3, 1, 9, tzinfo=UTC)
LOGINS = {"mailer": "hunter2-hunter2"}
ALL = "settings name connection greeting capabilities tls login sender recipient size spf dkim dmarc"


@pytest.fixture(autouse=True)
def _here(loopback: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_PASSWORD", LOGINS["mailer"])
    # Nobody is asked for names unless a test has a server for that.
    nobody = dns.resolver.Resolver(configure=False)
    monkeypatch.setattr(dns.resolver, "default_resolver", nobody)


class Relay:
    """A relay of a workspace, which leads to a server of a test."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def leads_to(self, server: ScriptedServer | None = None, **settings: Any) -> None:
        """Writes the relay `staging` into the catalogue."""
        usual = {
            "kind": "smtp",
            "host": "localhost",
            "port": server.port if server else 25,
            "security": "starttls",
            "ca_file": str(certificates.AUTHORITY),
            "allow": ["*@acme.example"],
            "timeout": "30s",
        }
        self._workspace.catalogue(relays={"staging": usual | settings})

    def check(
        self, sender: str = "Acme <hello@acme.example>", to: str | None = "ana@acme.example", **environment: str
    ) -> dict[str, Step]:
        """The steps, by name."""
        ticks = iter(range(10_000))
        steps = check_relay(
            load_workspace(self._workspace.root),
            "staging",
            {"SMTP_PASSWORD": LOGINS["mailer"]} | environment,
            sender=sender,
            recipient=to,
            now=NOW,
            clock=lambda: next(ticks) / 1000,
        )
        return {step.step: step for step in steps}


@pytest.fixture
def relay(workspace: Workspace) -> Relay:
    return Relay(workspace)


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    """Servers that are entered here end with the test."""
    with ExitStack() as stack:
        yield stack


def failing(steps: dict[str, Step]) -> Step:
    """The one step that failed; those that would have come after it were not reached."""
    failed = [step for step in steps.values() if step.ok is False]
    assert len(failed) == 1, failed
    server = [steps[name] for name in steps if name not in {"spf", "dkim", "dmarc"}]
    for step in server[server.index(failed[0]) + 1 :]:
        assert step.ok is None
    return failed[0]


LOGIN: dict[str, Any] = {"username": "mailer", "password": "${SMTP_PASSWORD}"}


def test_a_relay_that_works(relay: Relay) -> None:
    with ScriptedServer(tls=certificates.serving(), logins=LOGINS, size=10_000_000) as server:
        relay.leads_to(server, **LOGIN)
        steps = relay.check()
        server.settle()
        assert server.messages == []
        assert server.conversations[0].verbs == "EHLO STARTTLS EHLO AUTH MAIL RCPT RSET QUIT".split()
    assert " ".join(steps) == ALL
    assert [step.ok for step in steps.values()] == [True] * 10 + [None] * 3
    assert all(step.cure is None and (step.milliseconds is None) is (step.ok is None) for step in steps.values())
    said = {name: step.detail for name, step in steps.items()}
    assert said["settings"] == "Set in the environment: `SMTP_PASSWORD`."
    assert said["name"] == "localhost is 127.0.0.1."
    assert said["greeting"] == "220 mail.acme.example ESMTP"
    assert (
        said["capabilities"] == "PIPELINING, 8BITMIME, SMTPUTF8, ENHANCEDSTATUSCODES, SIZE 10000000, AUTH PLAIN LOGIN."
    )
    assert said["tls"].startswith("TLSv1.3, TLS_")
    assert said["tls"].endswith(
        "Certificate for localhost, mail.acme.example, 127.0.0.1, ::1, issued by Authority of the tests, "
        "until 2120-01-01, 34,272 days from now."
    )
    assert said["login"] == "Done. The server offers PLAIN LOGIN."
    assert said["sender"] == "hello@acme.example: 250 2.1.0 Sender accepted"
    assert said["recipient"] == "ana@acme.example: 250 2.1.5 Recipient accepted"
    assert said["size"] == "Up to 10,000,000 bytes a message."
    assert said["spf"] == "Not checked: acme.example is a domain for examples."


def test_encryption_from_the_beginning_comes_before_the_greeting(relay: Relay) -> None:
    with ScriptedServer(tls=certificates.serving(), at_once=True) as server:
        relay.leads_to(server, security="tls")
        steps = relay.check()
    assert " ".join(steps).startswith("settings name connection tls greeting capabilities login")
    assert [step.ok for step in steps.values()][:6] == [True] * 6
    assert steps["login"].detail == "The relay has no name and password to log in with."


def test_without_encryption_and_without_a_recipient(relay: Relay) -> None:
    with ScriptedServer(size=None, extensions=()) as server:
        relay.leads_to(server, security="none")
        steps = relay.check(to=None)
    unsaid = {name: step.detail for name, step in steps.items() if step.ok is None}
    assert list(unsaid) == ["tls", "login", "recipient", "size", "spf", "dkim", "dmarc"]
    assert unsaid["recipient"] == "Not checked: name somebody with `--to`."
    assert steps["capabilities"].detail == "Only what every mail server can."


def test_every_variable_that_is_not_set_is_named_at_once(relay: Relay) -> None:
    relay.leads_to(host="${SMTP_HOST}", port="${SMTP_PORT}", **LOGIN)
    step = failing(relay.check(SMTP_PASSWORD=""))
    assert step.step == "settings"
    assert step.detail == "Not set in the environment: `SMTP_HOST`, `SMTP_PORT`, `SMTP_PASSWORD`."
    assert step.cure is not None


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"ca_file": "nowhere.pem"}, "nowhere.pem` cannot be read: No such file"),
        ({"port": "${SMTP_PASSWORD}"}, "port of the relay `staging`"),
        ({"dkim": {"domain": "acme.example", "selector": "mail", "key": "nowhere"}}, "DKIM key of the relay `staging`"),
    ],
)
def test_settings_that_cannot_be(relay: Relay, settings: dict[str, Any], said: str) -> None:
    relay.leads_to(**settings)
    step = failing(relay.check())
    assert step.step == "settings"
    assert said in step.detail
    assert step.cure


def test_a_name_that_does_not_exist(relay: Relay, loopback: Loopback) -> None:
    loopback.names["smpt.acme.example"] = None
    relay.leads_to(host="smpt.acme.example")
    step = failing(relay.check())
    assert (step.step, step.detail) == ("name", "There is no machine called smpt.acme.example.")
    assert step.cure == "Look for a slip in the relay's `host`."


def test_a_port_at_which_nobody_listens(relay: Relay) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server)
    step = failing(relay.check())
    assert step.step == "connection"
    assert "refused" in step.detail
    assert step.cure is not None
    assert "587" in step.cure


def tls(certificate: Path, newest: ssl.TLSVersion = ssl.TLSVersion.TLSv1_3) -> dict[str, Any]:
    return {"tls": certificates.serving(certificate, newest=newest)}


# What the server does, the step that fails, what is found, and what the cure speaks of.
BROKEN: list[tuple[dict[str, Any], str, str, str | None]] = [
    ({"script": {"greeting": "554 No service for you"}}, "greeting", "554 No service for you", "refuses the message"),
    ({"script": {"greeting": "421 Too busy"}}, "greeting", "421 Too busy", "Wait a little"),
    ({"script": {"greeting": "HTTP/1.1 400 Bad Request"}}, "greeting", "", "no mail server"),
    ({"script": {"greeting": CLOSE}}, "greeting", "Connection unexpectedly closed", "`security: tls`"),
    ({"script": {"ehlo": "502 What?", "helo": "502 What?"}}, "capabilities", "502 What?", None),
    ({"script": {"ehlo": CLOSE}}, "capabilities", "closed", "not want connections"),
    ({}, "tls", "The server does not offer STARTTLS.", "`security: tls`"),
    (tls(certificates.GOOD) | {"script": {"starttls": "454 4.7.0 Not now"}}, "tls", "454 4.7.0 Not now", "policy"),
    (tls(certificates.GOOD) | {"script": {"starttls": CLOSE}}, "tls", "closed", "587"),
    (tls(certificates.EXPIRED), "tls", "until 2020-02-01", "renewed"),
    (tls(certificates.WRONG_NAME), "tls", "It is for mail.other.example", "names, mail.other.example, or have"),
    (tls(certificates.SELF_SIGNED), "tls", "issued by mail.acme.example", "signed by itself"),
    ({"script": {"mail": "553 5.1.8 Whose?"}}, "sender", "hello@acme.example: 553 5.1.8 Whose?", "the domain's DNS"),
    ({"script": {"mail": "421 Bye"}}, "sender", "421 Bye", "Wait a little"),
    ({"script": {"rcpt": "550 5.1.1 Who?"}}, "recipient", "ana@acme.example: 550 5.1.1 Who?", "no such mailbox"),
    ({"script": {"rcpt": "450 4.2.0 Later"}}, "recipient", "450 4.2.0 Later", "greylisting"),
    ({"script": {"rcpt": CLOSE}}, "recipient", "closed", None),
]


@pytest.mark.parametrize(("habits", "step", "detail", "cure"), BROKEN)
def test_what_is_wrong_with_a_server(
    relay: Relay, habits: dict[str, Any], step: str, detail: str, cure: str | None
) -> None:
    late = step in {"sender", "recipient"}
    with ScriptedServer(**habits) as server:
        relay.leads_to(server, security="none" if late else "starttls")
        steps = relay.check()
        assert server.messages == []
    # What was said already of the size is known whoever is refused.
    failed = failing({name: each for name, each in steps.items() if name != "size"})
    assert failed.step == step
    assert detail in failed.detail
    assert (failed.cure is None) if cure is None else (cure in (failed.cure or ""))


def test_an_authority_that_nobody_knows(relay: Relay) -> None:
    with ScriptedServer(tls=certificates.serving(), logins=LOGINS) as server:
        relay.leads_to(server, **LOGIN, ca_file=str(certificates.SELF_SIGNED))
        step = failing(relay.check())
        server.settle()
        # Nobody logs in where it is not clear to whom.
        assert all("AUTH" not in conversation.verbs for conversation in server.conversations)
    assert step.step == "tls"
    assert "issued by Authority of the tests, until 2120-01-01" in step.detail
    assert step.cure is not None
    assert step.cure.startswith("Its authority, Authority of the tests, is not known here.")
    assert "`ca_file`" in step.cure


def test_a_certificate_that_signs_itself_is_trusted_where_it_is_named(relay: Relay) -> None:
    with ScriptedServer(**tls(certificates.SELF_SIGNED)) as server:
        relay.leads_to(server, ca_file=str(certificates.SELF_SIGNED))
        assert relay.check()["tls"].ok


def test_encryption_where_the_server_begins_in_the_open(relay: Relay) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server, security="tls")
        step = failing(relay.check())
    assert step.step == "tls"
    assert step.cure is not None
    assert "`security: starttls`" in step.cure


def test_a_server_that_waits_for_encryption(relay: Relay) -> None:
    with ScriptedServer({"greeting": HANG}) as server:
        relay.leads_to(server, timeout="1s")
        step = failing(relay.check())
    assert (step.step, step.detail) == ("greeting", "The server did not answer within 1 s.")
    assert step.cure is not None
    assert "`security: tls`" in step.cure


@pytest.mark.parametrize(
    ("habits", "password", "detail", "cure"),
    [
        ({"logins": {"mailer": "another"}}, LOGINS["mailer"], "535 5.7.8", "made for applications"),
        ({"logins": LOGINS, "mechanisms": ["XOAUTH2"]}, LOGINS["mailer"], "not known here: XOAUTH2.", "PLAIN or LOGIN"),
        ({}, LOGINS["mailer"], "offers no login.", "Leave `username` and `password` out"),
        ({"logins": LOGINS, "script": {"auth": "454 4.7.0 Not now"}}, LOGINS["mailer"], "454 4.7.0", "policy"),
        ({"logins": LOGINS, "script": {"auth": f"535 {LOGINS['mailer']}?"}}, LOGINS["mailer"], "535 ********?", "made"),
        ({"logins": LOGINS, "script": {"auth": CLOSE}}, LOGINS["mailer"], "closed", None),
        ({"logins": LOGINS}, "hünter2-hünter2", "letters beyond ASCII", None),
    ],
)
def test_a_login_that_is_refused(
    relay: Relay, habits: dict[str, Any], password: str, detail: str, cure: str | None
) -> None:
    with ScriptedServer(tls=certificates.serving(), **habits) as server:
        relay.leads_to(server, **LOGIN)
        steps = relay.check(SMTP_PASSWORD=password)
    step = failing(steps)
    assert step.step == "login"
    assert detail in step.detail
    assert (step.cure is None) if cure is None else (cure in (step.cure or ""))
    assert "ter2" not in str(steps)


def test_the_guard_is_asked_before_the_server(relay: Relay) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server, security="none")
        steps = relay.check(to="bo@elsewhere.example")
        server.settle()
        assert "RCPT" not in server.conversations[0].verbs
    step = steps["recipient"]
    assert (step.ok, step.detail) == (False, "The relay may not send to bo@elsewhere.example.")
    assert step.cure is not None
    assert "`allow`" in step.cure


def test_whoever_gets_everything_is_asked_for(relay: Relay) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server, security="none", redirect="qa@acme.example")
        steps = relay.check(to="Bo <bo@elsewhere.example>")
        server.settle()
        assert "rcpt TO:<qa@acme.example>" in server.conversations[0].commands
    assert steps["recipient"].detail.startswith("qa@acme.example, who gets what is for bo@elsewhere.example: 250")


def test_an_international_recipient(relay: Relay) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server, security="none")
        assert relay.check(to="zoé@acme.example")["recipient"].ok
    with ScriptedServer(extensions=()) as server:
        relay.leads_to(server, security="none", allow=["*"])
        assert relay.check(to="ana@bücher.example")["recipient"].ok


# ---- The sender's domain.


TEXTS = {
    "acme.com": ["v=spf1 include:_spf.mail.example -all", "some other text"],
    "mail._domainkey.acme.com": [record_of("rsa").decode()],
    "_dmarc.acme.com": ["v=DMARC1; p=reject; rua=mailto:dmarc@acme.com"],
}
DKIM = {"domain": "acme.com", "selector": "mail", "key": str(KEYS / "rsa.pem")}


def domain_steps(
    relay: Relay,
    monkeypatch: pytest.MonkeyPatch,
    texts: dict[str, list[str]],
    sender: str = "hello@acme.com",
    dkim: dict[str, str] | None = None,
) -> dict[str, Step]:
    """The steps of a domain, checked although no mail server is there."""
    with NameServer(texts) as names, ScriptedServer() as gone:
        monkeypatch.setattr(dns.resolver, "default_resolver", names.resolver)
        relay.leads_to(gone, dkim=dkim or DKIM)
        gone.stop()
        steps = relay.check(sender)
    return {name: steps[name] for name in ("spf", "dkim", "dmarc")}


def test_a_domain_in_order(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = domain_steps(relay, monkeypatch, TEXTS)
    assert all(step.ok and step.cure is None for step in steps.values())
    assert steps["spf"].detail.startswith("v=spf1 include:_spf.mail.example -all")
    assert steps["dkim"].detail == "The key at mail._domainkey.acme.com is the relay's."
    assert steps["dmarc"].detail == "v=DMARC1; p=reject; rua=mailto:dmarc@acme.com (at _dmarc.acme.com)"


def test_a_domain_below_takes_the_policy_of_the_one_above(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = domain_steps(relay, monkeypatch, TEXTS | {"mail.acme.com": []}, "hello@mail.acme.com")
    assert steps["dmarc"].ok
    assert "does not say who may send" in steps["spf"].detail
    # The signature of a domain above counts, too.
    assert steps["dkim"].ok


def test_an_ed25519_key(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = TEXTS | {"mail._domainkey.acme.com": [record_of("ed25519").decode()]}
    assert domain_steps(relay, monkeypatch, texts, dkim=DKIM | {"key": str(KEYS / "ed25519.pem")})["dkim"].ok


@pytest.mark.parametrize(
    ("step", "name", "texts", "said"),
    [
        ("spf", "acme.com", [], "acme.com does not say who may send for it."),
        ("spf", "acme.com", ["v=spf10 -all"], "does not say who may send"),
        ("spf", "acme.com", ["v=spf1 -all", "v=spf1 ~all"], "2 SPF records"),
        ("spf", "acme.com", ["v=spf1 mx +all"], "lets anybody send"),
        ("spf", "acme.com", ["v=spf1 all"], "lets anybody send"),
        ("dkim", "mail._domainkey.acme.com", [], "There is no key at mail._domainkey.acme.com."),
        ("dkim", "mail._domainkey.acme.com", ["v=DKIM1; p="], "is not the relay's"),
        ("dkim", "mail._domainkey.acme.com", ["naïve"], "is not the relay's"),
        ("dkim", "mail._domainkey.acme.com", [record_of("ed25519").decode()], "is not the relay's"),
        ("dmarc", "_dmarc.acme.com", [], "acme.com does not say what to do"),
        ("dmarc", "_dmarc.acme.com", ["v=DMARC1; p=none", "v=DMARC1; p=reject"], "2 DMARC records"),
        ("dmarc", "_dmarc.acme.com", ["v=DMARC1; rua=mailto:x@acme.com"], "has no policy"),
    ],
)
def test_what_is_wrong_with_a_domain(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, step: str, name: str, texts: list[str], said: str
) -> None:
    steps = domain_steps(relay, monkeypatch, TEXTS | {name: texts})
    assert {name: found.ok for name, found in steps.items()} == {"spf": True, "dkim": True, "dmarc": True} | {
        step: False
    }
    assert said in steps[step].detail
    assert steps[step].cure


def test_a_domain_that_there_is_none_of(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = domain_steps(relay, monkeypatch, {}, "hello@amce.com")
    assert [step.ok for step in steps.values()] == [False, None, None]
    assert steps["spf"].detail == "The name server that this machine asks knows no domain amce.com."
    assert steps["dmarc"].detail.startswith("Not checked: The name server")


def test_a_signature_that_does_not_count(relay: Relay, monkeypatch: pytest.MonkeyPatch) -> None:
    step = domain_steps(relay, monkeypatch, TEXTS | {"acme.org": []}, "hello@acme.org")["dkim"]
    assert step.ok is False
    assert "DMARC does not count it" in step.detail


@pytest.mark.parametrize("fault", [dns.rcode.SERVFAIL, dns.rcode.REFUSED])
def test_a_resolver_that_fails_is_asked_once(
    relay: Relay, monkeypatch: pytest.MonkeyPatch, fault: dns.rcode.Rcode
) -> None:
    relay.leads_to(dkim=DKIM, host="127.0.0.1")
    with NameServer({}, fault) as names, ScriptedServer() as server:
        monkeypatch.setattr(dns.resolver, "default_resolver", names.resolver)
        relay.leads_to(server, security="none", dkim=DKIM)
        steps = relay.check("hello@acme.com")
    assert set(names.asked) == {"acme.com"}
    for name in ("spf", "dkim", "dmarc"):
        assert (steps[name].ok, steps[name].detail) == (None, "Not checked: No name server answers.")


# ---- The command.


def test_the_command_says_it_to_people(relay: Relay, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    with ScriptedServer() as server:
        relay.leads_to(server, security="none")
        ended = notify("relay", "check", "staging", "--to", "ana@acme.example")
        assert (ended.code, ended.err) == (0, "")
        refused = notify("relay", "check", "staging", "--to", "bo@elsewhere.example", "--from", "me@acme.example")
    rows = [line.split() for line in ended.out.splitlines()]
    assert [row[1] for row in rows[:-1]] == ALL.split()
    assert {row[0] for row in rows[:-1]} == {"✓", "·"}
    assert ended.out.endswith("Nothing was sent, and nothing is in the way.\n")
    assert refused.code == 1
    assert "✗  recipient" in refused.out
    assert "help: Add the address" in refused.out
    assert "me@acme.example: 250" in refused.out
    assert refused.out.endswith("Nothing was sent. 1 step failed.\n")


def test_the_command_says_it_to_programs(relay: Relay, notify: Notify) -> None:
    with ScriptedServer() as server:
        relay.leads_to(server)
        ended = notify("relay", "check", "staging", "--format", "json")
    document = json.loads(ended.out)
    assert (ended.code, list(document)) == (1, ["version", "relay", "steps"])
    assert (document["version"], document["relay"]) == (1, "staging")
    assert [step["step"] for step in document["steps"]] == ALL.split()
    assert {tuple(step) for step in document["steps"]} == {("step", "ok", "milliseconds", "detail", "cure")}
    assert [step["ok"] for step in document["steps"][4:7]] == [True, False, None]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["outbox"], "no server to check"),
        (["stagin"], "Did you mean `staging`?"),
        (["hook"], "only mail servers can be checked"),
        (["staging", "--to", "nobody"], "`nobody` is not an e-mail address"),
        (["staging", "--from", "a@b.example, c@d.example"], "is not an e-mail address"),
    ],
)
def test_what_cannot_be_checked(workspace: Workspace, notify: Notify, arguments: list[str], said: str) -> None:
    hook = {"kind": "webhook", "url": "https://hooks.acme.example"}
    workspace.catalogue(relays={"staging": {"kind": "smtp", "host": "localhost"}, "hook": hook})
    ended = notify("relay", "check", *arguments)
    assert ended.code == 2
    assert said in ended.err
