"""It lets nobody in: requests that come from elsewhere, lead elsewhere, or are none."""

import json
import os
import resource
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.preview.browser.served import Preview, copy_shipped
from tests.preview.browser.wire import ask, connect, post, read, token, write

pytestmark = pytest.mark.usefixtures("loopback")

WELCOME = {"notification": "welcome", "channel": "email", "locale": "en", "sample": "default"}
PNG = b"\x89PNG\r\n\x1a\nand so on"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Iterator[Preview]:
    """One preview for all requests: none of them changes anything."""
    folder = tmp_path_factory.mktemp("gate")
    copy_shipped(folder / "nimbus")
    preview = Preview(folder / "nimbus", compiled)
    templates = preview.root / "templates"
    (templates / "welcome" / "logo.png").write_bytes(PNG)
    (folder / "secret.png").write_bytes(PNG)
    (templates / "welcome" / "out.png").symlink_to(folder / "secret.png")
    (folder / "secrets").mkdir()
    (folder / "secrets" / "more.png").write_bytes(PNG)
    (templates / "secrets").symlink_to(folder / "secrets")
    os.mkfifo(templates / "welcome" / "pipe.png")
    preview.start()
    yield preview
    preview.stop()


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8025",
        "127.0.0.1.evil.example",
        "localhost.evil.example",
        "localhost:evil",
        "user@127.0.0.1",
        "127.0.0.1/evil.example",
        "evil.example#@127.0.0.1",
        "[::1%eth0]",
        "[localhost]",
        "0x7f.1",
        "127.0.0.1, evil.example",
        " ",
    ],
)
def test_it_answers_to_its_own_names_only(served: Preview, host: str) -> None:
    reply = ask(served, "/api/catalogue", host=host)
    assert (reply.status, reply.said["error"]) == (403, "This server does not answer to that name.")


def test_it_answers_to_its_own_names(served: Preview) -> None:
    for host in ("", "localhost", "LOCALHOST:1", f"[::1]:{served.port}", "127.0.0.1"):
        assert ask(served, "/api/catalogue", host=host).status == 200


def test_a_request_has_one_host(served: Preview) -> None:
    assert ask(served, "/api/catalogue", host=None).status == 400
    assert ask(served, "/api/catalogue", "Host: evil.example").status == 400
    connection = connect(served)
    connection.sendall(b"GET /api/catalogue HTTP/1.0\r\n\r\n")
    assert read(connection).status == 403


@pytest.mark.parametrize(
    "headers",
    [
        ["Origin: http://evil.example"],
        ["Origin: null"],
        ["Origin:"],
        ["Origin: file://"],
        ["Origin: http://127.0.0.1:1"],
        ["Origin: http://localhost"],
        ["Origin: http://{own}", "Origin: http://evil.example"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"],
        ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: cors"],
        ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: cors"],
        ["Sec-Fetch-Site: cross-site"],
        ["Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: cross-site"],
    ],
)
def test_pages_of_others_hear_nothing(served: Preview, headers: list[str]) -> None:
    own = f"{served.host}:{served.port}"
    for path in ("/", "/api/catalogue", "/api/events", "/frame/welcome/logo.png", "/pages/scripts/main.js", "/none"):
        reply = ask(served, path, *(header.format(own=own) for header in headers))
        assert (reply.status, reply.said["error"]) == (403, "This server answers its own page only.")


def test_a_link_leads_to_the_page_from_anywhere_and_asks_for_nothing_else(served: Preview) -> None:
    elsewhere = ("Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
    assert ask(served, "/", *elsewhere).status == 200
    body = json.dumps(WELCOME).encode()
    assert ask(served, "/api/message", *elsewhere, token(served), method="POST", body=body).status == 403


@pytest.mark.parametrize("kind", ["image", "style", "script", "iframe", "font", "video"])
def test_what_a_message_names_is_an_image_and_no_answer(served: Preview, kind: str) -> None:
    own = ("Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: no-cors", f"Sec-Fetch-Dest: {kind}")
    assert ask(served, "/frame/welcome/logo.png", *own).status == 200
    for path in ("/api/events", "/api/catalogue", "/api/sizes"):
        assert ask(served, path, *own).status == 403


def test_only_the_page_has_the_token(served: Preview) -> None:
    body = json.dumps(WELCOME).encode()
    right = token(served)
    for headers in ([], ["X-Notify-Token:"], ["X-Notify-Token: é"], [right + "x"], [right, "X-Notify-Token: x"]):
        reply = ask(served, "/api/message", *headers, method="POST", body=body)
        assert (reply.status, reply.said["error"]) == (403, "The page is older than this server: load it again.")
    assert ask(served, "/api/message", right, method="POST", body=body).said["message"]["subject"]
    assert right.partition(": ")[2].encode() not in ask(served, "/api/catalogue").body


def test_nobody_else_can_use_or_frame_what_it_answers(served: Preview) -> None:
    for path in ("/", "/api/catalogue", "/pages/scripts/main.js", "/frame/welcome/", "/frame/welcome/logo.png", "/no"):
        headers = ask(served, path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-dns-prefetch-control"] == "off"
        assert "access-control-allow-origin" not in headers
        policy = dict(part.strip().partition(" ")[::2] for part in headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == "'none'"
        of_a_message = path.startswith("/frame/")
        assert policy["frame-ancestors"] == ("'self'" if of_a_message else "'none'")
        assert policy.get("sandbox") == ("allow-same-origin" if of_a_message else None)
        assert policy.get("script-src", "'none'") == ("'none'" if of_a_message else "'self'")


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "PATCH", "POST", "NONSENSE"])
def test_no_other_method_is_answered(served: Preview, method: str) -> None:
    right = token(served)
    for path in ("/", "/api/catalogue", "/pages/scripts/main.js", "/frame/welcome/logo.png"):
        assert ask(served, path, method=method).status == 403
        reply = ask(served, path, right, method=method)
        assert (reply.status, reply.said["error"]) == (405, "This address is not asked in that way.")


@pytest.mark.parametrize(
    "path",
    [
        "/frame/welcome/../../notifications.yaml",
        "/frame/welcome/../../../secret.png",
        "/frame/welcome/..%2f..%2f..%2fsecret.png",
        "/frame/welcome/%2e%2e/%2e%2e/%2e%2e/secret.png",
        "/frame/welcome/%252e%252e%252f%252e%252e%252f%252e%252e%252fsecret.png",
        "/frame/welcome/..\\..\\..\\secret.png",
        "/frame/welcome/..%5c..%5c..%5csecret.png",
        "/frame/welcome/%00.png",
        "/frame/welcome/logo.png%00",
        "/frame/welcome//etc/passwd",
        "/frame/welcome/%2fetc%2fpasswd",
        "/frame/welcome/file:///etc/passwd",
        "/frame/welcome/~/secret.png",
        "/frame/welcome/" + "a" * 5_000,
        "/frame/welcome/" + "a/" * 2_000 + "logo.png",
        "/frame/welcome/%ff%fe.png",
        "/frame/welcome/.",
        "/frame/welcome/..",
        "/frame/welcome/out.png",
        "/frame/welcome/secrets/more.png",
        "/frame/welcome/pipe.png",
        "/frame/welcome/email.mjml",
        "/frame/welcome/copy/en.yaml",
        "/frame/..%2f../secret.png",
        "/frame/%00/logo.png",
        "/frame/none/logo.png",
        "/pages/../app.py",
        "/pages/%2e%2e/app.py",
        "/pages/..%2f..%2f..%2f..%2f..%2fetc/passwd",
        "/pages//etc/passwd",
        "/pages/%00",
        "/pages/" + "a" * 5_000,
        "/pages/",
        "/pages/scripts",
        "/notifications.yaml",
        "//evil.example/",
        "http://evil.example/api/catalogue",
        "*",
    ],
)
def test_no_path_leads_out(served: Preview, path: str) -> None:
    reply = ask(served, path)
    assert reply.status == 404
    assert set(reply.said) <= {"error", "mistakes"}


def test_an_image_of_a_template_is_served(served: Preview) -> None:
    reply = ask(served, "/frame/welcome/logo.png")
    assert (reply.status, reply.headers["content-type"], reply.body) == (200, "image/png", PNG)


@pytest.mark.parametrize(
    "changes",
    [
        {"notification": "../welcome"},
        {"notification": "\x00"},
        {"notification": "w" * 100_000},
        {"notification": "<script>alert(1)</script>"},
        {"channel": "nonsense"},
        {"locale": "../../en"},
        {"locale": "l" * 10_000},
        {"locale": "all"},
        {"sample": "../../../secret"},
        {"sample": "/etc/passwd"},
        {"sample": "\x00"},
        {"sample": "all"},
        {"assignments": {"": "x"}},
        {"assignments": {"user": "x"}},
        {"assignments": {"a." * 3_000: "x"}},
        {"assignments": {f"unknown_{number}": "x" for number in range(3_000)}},
    ],
    ids=lambda changes: str(changes)[:40],
)
def test_a_message_that_is_none_is_said_to_be_none(served: Preview, changes: dict[str, Any]) -> None:
    reply = post(served, "/api/message", WELCOME | changes)
    assert reply.status == 200
    assert [mistake["message"] for mistake in reply.said["mistakes"]] != []


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"[]",
        b"null",
        b'"welcome"',
        b"[" * 500_000,
        b"9" * 10_000,
        b"\xff",
        *(json.dumps(WELCOME | {name: None}).encode() for name in (*WELCOME, "assignments")),
        json.dumps(WELCOME | {"notification": "\ud800"}).encode(),
        json.dumps(WELCOME | {"assignments": {"user.first_name": "\udfff"}}).encode(),
        json.dumps(WELCOME | {"assignments": {"user.first_name": 7}}).encode(),
    ],
    ids=lambda body: body.decode("latin-1")[:40],
)
def test_what_no_page_would_ask_is_refused(served: Preview, body: bytes) -> None:
    assert post(served, "/api/message", body).status == 400


def test_nobody_is_read_for_ever(served: Preview) -> None:
    right = token(served)
    endless = ("Content-Length: 10000000000", right)
    reply = ask(served, "/api/message", *endless, method="POST", body=b"x" * 1_500_000)
    assert (reply.status, reply.said["error"]) == (413, "This is more than a page asks for.")
    chunk = b"100000\r\n" + b"x" * 0x100000 + b"\r\n"
    chunked = write(served, "/api/message", right, "Transfer-Encoding: chunked", method="POST")
    connection = connect(served)
    connection.sendall(chunked + chunk)
    assert read(connection).status == 413
    assert ask(served, "/", "X-Long: " + "x" * 200_000).status == 400


@pytest.mark.parametrize(
    "content",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\xfc\x03\x03" + b"\xff" * 200,
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n folded\r\n\r\n\r\n",
        b"POST /api/message HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /api/message HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nxx",
        b"POST /api/message HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
    ],
    ids=lambda content: repr(content)[:40],
)
def test_what_is_no_request_is_refused(served: Preview, content: bytes, capfd: pytest.CaptureFixture[str]) -> None:
    connection = connect(served)
    connection.sendall(content)
    connection.shutdown(socket.SHUT_WR)
    assert read(connection).status in {400, 403}
    assert capfd.readouterr() == ("", "")


def test_no_answer_waits_for_another(served: Preview) -> None:
    assert served._server._listening.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.fixture
def _many_files() -> Iterator[None]:
    """Both ends of a thousand connections are in this process, and some systems allow fewer files unless asked."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 4_096 if hard == resource.RLIM_INFINITY else min(4_096, hard)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, wanted), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@pytest.mark.usefixtures("_many_files")
def test_a_thousand_requests_at_once_are_answered(served: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    body = json.dumps(WELCOME).encode()
    asked = [
        write(served, "/api/catalogue"),
        write(served, "/api/message", token(served), method="POST", body=body),
        write(served, "/pages/scripts/main.js"),
        write(served, "/frame/welcome/logo.png"),
    ]
    connections = []
    for number in range(1_000):
        connections.append(connect(served))
        connections[-1].sendall(asked[number % len(asked)])
    assert {read(connection).status for connection in connections} == {200}
    assert capfd.readouterr() == ("", "")


def test_nobody_waits_for_those_who_do_not_read_or_go_away(served: Preview, capfd: pytest.CaptureFixture[str]) -> None:
    right = token(served)
    long = json.dumps(WELCOME | {"assignments": {"user.first_name": "x" * 400_000}}).encode()
    whole = write(served, "/api/message", right, method="POST", body=long)
    events = write(served, "/api/events")
    silent = []
    for content in (whole, events, whole[:-1], events[:-1], b""):
        for _ in range(10):
            connection = connect(served)
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
            connection.sendall(content)
            silent.append(connection)
    assert ask(served, "/api/catalogue").status == 200
    for number, connection in enumerate(silent):
        if number % 2:
            # Without a word, as where a cable is pulled.
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.close()
    assert ask(served, "/api/catalogue").status == 200
    assert capfd.readouterr() == ("", "")
