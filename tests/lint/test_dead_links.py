"""Dead links: what a real server on this machine answers, and what is never asked."""

import json
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from notify.lint.example import write_example
from notify.lint.finding import Finding
from notify.lint.reach import ALIVE, Answer, Bounds, Reach, is_public
from notify.lint.rule import Example
from tests.conftest import Notify
from tests.lint.test_rules import findings_of, lint_folder

# Taken before any test runs: only `Site` here may open a connection, and only to its own server.
_CONNECT = socket.socket.connect
PUBLIC = "93.184.215.14"
CERTIFICATE = Path(__file__).parent / "tls" / "acme.com.pem"
LINK = '<mj-text><a href="{}">{{{{ t.button }}}}</a></mj-text>'


@dataclass
class Clock:
    """A clock on which waiting takes no time."""

    at: float = 0
    waited: list[float] = field(default_factory=list)

    def now(self) -> float:
        return self.at

    def sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.at += seconds


class Site:
    """A server on loopback that every public address leads to, and what it was asked."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        self.connections: list[tuple[str, int]] = []
        self.looked_up: list[str] = []
        self.names: dict[str, Sequence[str]] = {}
        self.release = threading.Event()
        self.pages: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_HEAD(self) -> None:
                site.asked.append(f"{self.command} {self.headers['Host']}{self.path}")
                site.agents.add(self.headers["User-Agent"])
                site.pages.get(self.path, answer(200))(self)

            do_GET = do_HEAD  # noqa: N815 # http.server names it so

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        threading.Thread(target=partial(self._server.serve_forever, poll_interval=0.01), daemon=True).start()

    def close(self) -> None:
        self.release.set()
        self._server.shutdown()
        self._server.server_close()

    def resolve(self, host: str, _port: int) -> Sequence[str]:
        self.looked_up.append(host)
        return self.names.get(host, [PUBLIC])

    def connect(self, address: str, port: int, timeout: float) -> socket.socket:
        assert is_public(address)
        self.connections.append((address, port))
        opened = socket.socket()
        opened.settimeout(timeout)
        _CONNECT(opened, self._server.server_address)
        return opened

    def reach(self, **changes: Any) -> Reach:
        clock = Clock()
        asked_with = {"resolve": self.resolve, "connect": self.connect, "now": clock.now, "sleep": clock.sleep}
        return Reach(**(asked_with | changes))

    def ask(self, *urls: str, **changes: Any) -> list[Answer]:
        answers = self.reach(**changes)(urls)
        return [answers[url] for url in urls]


def answer(status: int, location: str = "", get: int | None = None) -> Callable[[BaseHTTPRequestHandler], None]:
    def write(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(get if get and handler.command == "GET" else status)
        if location:
            handler.send_header("Location", location)
        handler.end_headers()

    return write


@pytest.fixture
def site() -> Iterator[Site]:
    started = Site()
    yield started
    started.close()


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 429, 418])
def test_a_page_where_somebody_answers_is_alive(site: Site, status: int) -> None:
    site.pages["/x"] = answer(status)
    assert site.ask("http://acme.com/x") == [ALIVE]


@pytest.mark.parametrize("status", [404, 410, 500, 503])
def test_a_page_that_is_gone_is_dead_once_both_ways_of_asking_say_so(site: Site, status: int) -> None:
    site.pages["/x"] = answer(status)
    (found,) = site.ask("http://acme.com/x")
    assert found.verdict == "dead"
    assert found.reason.startswith(f"the answer is {status} ")
    assert site.asked == ["HEAD acme.com/x", "GET acme.com/x"]


@pytest.mark.parametrize("refusal", [400, 403, 404, 405, 500, 501])
def test_a_page_that_only_refuses_head_is_alive(site: Site, refusal: int) -> None:
    site.pages["/x"] = answer(refusal, get=200)
    assert site.ask("http://acme.com/x") == [ALIVE]
    assert site.asked == ["HEAD acme.com/x", "GET acme.com/x"]


def test_a_fault_of_the_server_is_believed_when_it_comes_twice(site: Site) -> None:
    site.pages["/x"] = answer(405, get=500)
    assert site.ask("http://acme.com/x") == [Answer("dead", "the answer is 500 Internal Server Error")]
    assert [one.split()[0] for one in site.asked] == ["HEAD", "GET", "GET"]


def test_a_page_without_an_answer_to_head_is_asked_with_get(site: Site) -> None:
    def only_get(handler: BaseHTTPRequestHandler) -> None:
        if handler.command == "GET":
            answer(200)(handler)

    site.pages["/x"] = only_get
    assert site.ask("http://acme.com/x") == [ALIVE]


def test_what_is_asked_says_who_asks(site: Site) -> None:
    site.ask("http://acme.com/x")
    (agent,) = site.agents
    assert agent.startswith("notify/")
    assert "--check-links" in agent


def test_redirects_are_followed_to_the_page(site: Site) -> None:
    for number in range(5):
        site.pages[f"/{number}"] = answer((301, 302, 303, 307, 308)[number], f"{number + 1}#part")
    site.pages["/5"] = answer(404)
    assert site.ask("http://acme.com/0") == [Answer("dead", "the answer is 404 Not Found")]
    site.pages["/5"] = answer(200)
    assert site.ask("http://acme.com/0") == [ALIVE]


def test_a_redirect_to_another_host_asks_that_host(site: Site) -> None:
    site.pages["/x"] = answer(302, "//www.acme.com:8080/y z/ü?q=a b")
    assert site.ask("http://acme.com/x") == [ALIVE]
    assert site.asked == ["HEAD acme.com/x", "HEAD www.acme.com:8080/y%20z/%FC?q=a%20b"]
    assert site.connections == [(PUBLIC, 80), (PUBLIC, 8080)]


def test_a_redirect_in_a_circle_is_dead(site: Site) -> None:
    site.pages["/x"] = answer(302, "/y")
    site.pages["/y"] = answer(302, "/x")
    assert site.ask("http://acme.com/x") == [Answer("dead", "it is redirected more than 5 times")]
    assert len(site.asked) == 6


def test_a_redirect_to_no_page_is_not_followed(site: Site) -> None:
    site.pages["/x"] = answer(302, "file:///etc/passwd")
    assert site.ask("http://acme.com/x") == [Answer("unclear", "it is redirected to a `file:` address")]


PRIVATE = [
    "127.0.0.1", "169.254.169.254", "10.0.0.1", "192.168.1.1", "172.16.0.1", "100.64.0.1", "240.0.0.1",
    "224.0.1.1", "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fd00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "0.0.0.0", "no address",  # noqa: S104 # nothing is bound to it
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_one_network_is_not_public(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", [PUBLIC, "2606:2800:21f:cb07:6820:80da:af6b:8b2c", f"::ffff:{PUBLIC}"])
def test_an_address_of_the_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE[:-1])
def test_a_name_for_an_address_of_one_network_is_not_asked(site: Site, address: str) -> None:
    site.names["acme.com"] = [address]
    (found,) = site.ask("http://acme.com/x")
    assert found.verdict == "unclear"
    assert address in found.reason
    assert site.connections == []


@pytest.mark.parametrize("address", ["127.0.0.1", "169.254.169.254", "[::1]", "[::ffff:a9fe:a9fe]"])
def test_a_redirect_into_the_own_network_is_refused(site: Site, address: str) -> None:
    site.names[address.strip("[]")] = [address.strip("[]")]
    site.pages["/x"] = answer(302, f"http://{address}/latest/meta-data")
    (found,) = site.ask("http://acme.com/x")
    assert found.verdict == "unclear"
    assert "only one network knows it" in found.reason
    assert site.asked == ["HEAD acme.com/x"]
    assert site.connections == [(PUBLIC, 80)]


def test_of_several_addresses_only_the_public_one_is_asked_and_it_is_not_looked_up_again(site: Site) -> None:
    site.names["acme.com"] = ["10.0.0.1", PUBLIC]
    assert site.ask("http://acme.com/x") == [ALIVE]
    assert site.connections == [(PUBLIC, 80)]
    assert site.looked_up == ["acme.com"]


@pytest.mark.parametrize("port", [22, 25, 6379, 0])
def test_a_port_of_something_else_is_not_asked(site: Site, port: int) -> None:
    (found,) = site.ask(f"http://acme.com:{port}/x")
    assert found.verdict == "unclear"
    assert site.connections == []


@pytest.mark.parametrize("url", ["http://shop.example/x", "http://a.test/", "http://localhost:8080/"])
def test_a_name_for_examples_is_not_even_looked_up(site: Site, url: str) -> None:
    assert site.ask(url)[0].verdict == "unclear"
    assert site.looked_up == []


@pytest.mark.parametrize("url", ["http://[::1/", "http://acme.com:99999/"])
def test_an_address_that_nobody_can_read_is_dead(site: Site, url: str) -> None:
    assert site.ask(url) == [Answer("dead", "nobody can read it")]


def test_a_server_that_says_nothing_in_time_is_left(site: Site) -> None:
    def wait(_: BaseHTTPRequestHandler) -> None:
        site.release.wait(30)

    site.pages["/x"] = wait
    found = site.ask("http://acme.com/x", bounds=Bounds(interval=0, timeout=0.1), now=time.monotonic)
    assert found == [Answer("unclear", "there is no answer from acme.com within 0.1 seconds")]


def test_a_server_that_never_stops_is_left_after_the_first_lines(site: Site) -> None:
    sent: list[int] = []

    def pour(handler: BaseHTTPRequestHandler) -> None:
        answer(405 if handler.command == "HEAD" else 200)(handler)
        try:
            while handler.command == "GET" and len(sent) < 10_000:
                handler.wfile.write(b"x" * 65_536)
                sent.append(1)
        except OSError:
            site.release.set()

    site.pages["/x"] = pour
    assert site.ask("http://acme.com/x") == [ALIVE]
    assert site.release.wait(10)
    assert len(sent) < 10_000


def test_a_server_that_only_sends_headers_is_left(site: Site) -> None:
    def pour(handler: BaseHTTPRequestHandler) -> None:
        for number in range(90):
            handler.send_header(f"x-{number}", "x" * 60_000)
        with suppress(OSError):
            handler.end_headers()

    site.pages["/x"] = pour
    assert site.ask("http://acme.com/x")[0].verdict == "unclear"


def test_no_more_addresses_are_asked_than_allowed(site: Site) -> None:
    urls = [f"http://acme.com/{number}" for number in range(5)]
    found = site.ask(*urls, bounds=Bounds(addresses=3))
    assert [one.verdict for one in found] == ["alive"] * 3 + ["unasked"] * 2
    assert len(site.asked) == 3


def test_a_host_is_asked_once_a_second_and_another_in_the_meantime(site: Site) -> None:
    clock = Clock()
    site.ask(*(f"http://acme.com/{number}" for number in range(4)), now=clock.now, sleep=clock.sleep)
    assert clock.waited == [1, 1, 1]
    site.ask("http://acme.com/", "http://www.acme.com/", now=clock.now, sleep=clock.sleep)
    assert len(clock.waited) == 3


def test_when_the_time_is_over_nothing_more_is_asked(site: Site) -> None:
    found = site.ask(*(f"http://acme.com/{number}" for number in range(5)), bounds=Bounds(total=3))
    assert found == [ALIVE] * 3 + [Answer("unasked", "the 3 seconds for it were over")] * 2


def test_an_address_is_asked_once_whatever_its_fragment(site: Site) -> None:
    assert site.ask("http://acme.com/x", "http://acme.com/x#a", "http://acme.com/x#b") == [ALIVE] * 3
    assert len(site.asked) == 1


def gone(host: str, _port: int) -> Sequence[str]:
    if host == "gone.com":
        raise socket.gaierror(socket.EAI_NONAME, "unknown")
    return [PUBLIC]


def test_a_host_that_does_not_exist_is_dead(site: Site) -> None:
    assert site.ask("http://gone.com/", resolve=gone) == [Answer("dead", "there is no host gone.com")]


@pytest.mark.parametrize("code", [socket.EAI_NONAME, socket.EAI_AGAIN])
def test_without_a_network_no_address_is_dead(site: Site, code: int) -> None:
    def fail(*_: Any) -> Sequence[str]:
        raise socket.gaierror(code, "no")

    found = site.ask("http://acme.com/", "http://other.com/", resolve=fail)
    assert found == [Answer("unasked", "the network cannot be reached")] * 2


def test_a_host_that_refuses_connections_is_dead_and_one_that_is_not_reached_is_not(site: Site) -> None:
    def refuse(*_: Any) -> socket.socket:
        raise ConnectionRefusedError

    def stray(*_: Any) -> socket.socket:
        raise OSError(101, "unreachable")

    assert site.ask("https://acme.com/", connect=refuse) == [Answer("dead", "acme.com refuses connections at port 443")]
    assert site.ask("https://acme.com/", connect=stray) == [Answer("unasked", "the network cannot be reached")]


@pytest.fixture
def secure() -> Iterator[Site]:
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(CERTIFICATE)
    started = Site(server)
    yield started
    started.close()


def test_a_certificate_has_to_be_right_and_of_the_very_host(secure: Site) -> None:
    trusting = ssl.create_default_context(cafile=str(CERTIFICATE))
    right, wrong = secure.ask("https://acme.com/", "https://other.com/", tls=trusting)
    assert right == ALIVE
    assert wrong.verdict == "dead"
    assert wrong.reason.startswith("the certificate of other.com is wrong (Hostname mismatch")
    (unknown,) = secure.ask("https://acme.com/")
    assert unknown.reason == "the certificate of acme.com is wrong (self-signed certificate)"


# The rule: what it makes of the answers.


def dead_links(example: Example, folder: Path, site: Site) -> list[Finding]:
    write_example(example, folder)
    report = lint_folder(folder, ask=site.reach())
    assert not report.crashes
    return [one for one in report.findings if one.code == "LNK016"]


OWN = {"product": {"url": "https://acme.com"}, "defaults": {"preferences_url": "http://acme.com/preferences"}}


def test_a_dead_link_is_one_finding_where_it_is_written(site: Site, tmp_path: Path) -> None:
    site.pages["/gone"] = answer(404)
    body = LINK.format("http://acme.com/gone#a") + LINK.format("http://acme.com/here")
    found = dead_links(Example(body=body, catalogue=OWN), tmp_path, site)
    assert [(one.severity, one.position.file, one.locales) for one in found] == [
        ("error", "templates/note/email.mjml", ("en", "fr"))
    ]
    assert found[0].message.endswith(" to http://acme.com/gone#a is dead: the answer is 404 Not Found.")
    assert sorted(site.asked) == [
        "GET acme.com/gone", "HEAD acme.com/gone", "HEAD acme.com/here", "HEAD acme.com/preferences"
    ]  # fmt: skip


def test_the_address_that_unsubscribes_is_never_asked(site: Site, tmp_path: Path) -> None:
    urls = {"unsubscribe_url": "http://acme.com/u?u={{ user.id }}", "preferences_url": "http://acme.com/u?all=yes"}
    body = LINK.format("http://acme.com/uploads")
    assert dead_links(Example(body=body, catalogue={"defaults": urls}), tmp_path, site) == []
    assert site.asked == ["HEAD acme.com/uploads"]


def test_what_is_to_be_skipped_is_not_asked(site: Site, tmp_path: Path) -> None:
    options = {"lint": {"rules": {"LNK016": {"skip": ["http://acme.com/invitations/", "http://acme.com/pref"]}}}}
    body = LINK.format("http://acme.com/invitations/42")
    assert dead_links(Example(body=body, catalogue=OWN | options), tmp_path, site) == []
    assert site.asked == []


def test_a_host_that_is_not_asked_is_one_note(site: Site, tmp_path: Path) -> None:
    site.names["acme.com"] = ["10.0.0.1"]
    body = LINK.format("http://acme.com/a") + LINK.format("http://acme.com/b")
    found = dead_links(Example(body=body, catalogue=OWN), tmp_path, site)
    assert [one.severity for one in found] == ["info"]
    assert "acme.com is at 10.0.0.1" in found[0].message


def test_without_a_network_there_is_one_note(tmp_path: Path) -> None:
    def fail(*_: Any) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_AGAIN, "no")

    body = "".join(LINK.format(f"http://{name}.com/") for name in "abc")
    write_example(Example(body=body, catalogue=OWN), tmp_path)
    found = [one for one in lint_folder(tmp_path, ask=Reach(resolve=fail)).findings if one.code == "LNK016"]
    assert [(one.severity, str(one.position), one.message) for one in found] == [
        ("info", "notifications.yaml", "Not every link was checked: the network cannot be reached.")
    ]


IGNORED = {"lint": {"ignore": [{"code": "LNK016", "reason": "It is there from Monday on."}]}}


def test_an_exception_is_judged_only_where_links_are_followed(site: Site, tmp_path: Path) -> None:
    example = Example(note=IGNORED, catalogue=OWN, body=LINK.format("http://acme.com/soon"))
    assert [one.code for one in findings_of(example, tmp_path) if one.code in {"CAT013", "LNK016"}] == []
    report = lint_folder(tmp_path, ask=site.reach())
    assert [one.code for one in report.findings if one.code in {"CAT013", "LNK016"}] == ["CAT013"]
    site.pages["/soon"] = answer(410)
    report = lint_folder(tmp_path, ask=site.reach())
    assert [one.code for one in report.findings if one.code in {"CAT013", "LNK016"}] == []


def test_the_command_follows_links_when_asked_and_keeps_no_answer(
    site: Site, tmp_path: Path, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = {"lint": {"rules": {"LNK016": {"interval": 0}}}}
    write_example(Example(body=LINK.format("http://acme.com/x"), catalogue=OWN | at_once), tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(0, 0, 0, "", (PUBLIC, 80))])
    monkeypatch.setattr(socket, "create_connection", lambda where, timeout: site.connect(where[0], where[1], timeout))

    def codes_found() -> list[str]:
        ended = notify("lint", "--check-links", "--format", "json", "--select", "LNK016")
        return [one["code"] for one in json.loads(ended.out)["findings"]]

    assert codes_found() == []
    site.pages["/x"] = answer(404)
    assert codes_found() == ["LNK016"]
    assert notify("lint", "--format", "json").code == 0


def test_to_select_the_rule_alone_needs_the_flag(notify: Notify, workspace: object) -> None:
    ended = notify("lint", "--select", "dead-link")
    assert ended.code == 2
    assert "Add `--check-links`." in ended.err
