"""Asks the web whether addresses lead anywhere: few questions, slowly, and never into the sender's own network."""

import http.client
import io
import ipaddress
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit

from notify import __version__
from notify.lint.views.message.address import ascii_host, is_below

# What came of an address. `unclear` is one of which nobody can say, `unasked` one that this run had no time for.
Verdict = Literal["alive", "dead", "unclear", "unasked"]
Resolve = Callable[[str, int], Sequence[str]]
Connect = Callable[[str, int, float], socket.socket]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an address; `reason` are the words that end a sentence about one that is not alive."""

    verdict: Verdict
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much is asked: `addresses` in all, `interval` seconds between two requests to a host, and for how long."""

    addresses: int = 200
    interval: float = 1
    timeout: float = 10
    total: float = 60


ALIVE: Final = Answer("alive")
_UNREACHABLE: Final = Answer("unasked", "the network cannot be reached")
_AGENT: Final = f"notify/{__version__} (lint --check-links; looks whether links of e-mails are dead)"
_REDIRECTS: Final = 5
_MOST_READ: Final = 64 * 1024  # bytes
_THREADS: Final = 8
# A name that is there wherever there are names: RFC 2606 and RFC 6761 leave it to IANA.
_KNOWN_NAME: Final = "example.com"
# RFC 2606: names that nobody can have.
_RESERVED: Final = ("example", "test", "invalid", "localhost")
# The ports that browsers refuse (fetch.spec.whatwg.org, "bad port"), and those of databases and remote desktops.
_NOT_WEB: Final = frozenset(
    map(
        int,
        "0 1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 117 119 "
        "123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 587 601 636 989 "
        "990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 6668 6669 6679 6697 10080 "
        "1433 1521 3306 3389 5432 5900 6379 11211 27017".split(),
    )
)
_NETWORK_FOR_IPV4: Final = ipaddress.IPv6Network("64:ff9b::/96")  # RFC 6052
_SAFE: Final = "/?%:;=@!$&'()*+,~[]"
_UNKNOWN_ISSUER: Final = 20  # X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY


def is_public(address: str) -> bool:
    """Whether an address is one of the whole internet, also the IPv4 address that an IPv6 address stands for."""
    try:
        number = ipaddress.ip_address(address)
    except ValueError:
        return False
    if isinstance(number, ipaddress.IPv6Address):
        within = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if within is None and number in _NETWORK_FOR_IPV4:
            within = ipaddress.IPv4Address(int(number) & 0xFFFFFFFF)
        if within is not None:
            return is_public(str(within))
    return number.is_global and not number.is_multicast and not number.is_reserved


def look_up(host: str, port: int) -> Sequence[str]:
    """The addresses of a host, in the order in which to try them."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(where[0]) for *_, where in found))


def open_connection(address: str, port: int, timeout: float) -> socket.socket:
    """A connection to an address, which is no name, so that nothing is looked up again."""
    return socket.create_connection((address, port), timeout)


class _Ended(Exception):
    """No error, but the end of the questions about an address: what came of it."""

    def __init__(self, verdict: Verdict, reason: str) -> None:
        super().__init__(reason)
        self.answer = Answer(verdict, reason)


class _NoAnswer(_Ended):
    """Nothing was said that is HTTP, or nothing in time."""


class _NoHost(_Ended):
    """Nobody knows the name of the host: it is gone, or there is nobody to ask."""


class _NoWay(_Ended):
    """The host could not be looked up or reached: something on the way there is wrong, or there is no network."""


@dataclass
class Reach:
    """Asks for addresses over HTTP. What it asks with is handed in: a clock, a resolver, connections and TLS."""

    bounds: Bounds = field(default_factory=Bounds)
    resolve: Resolve = look_up
    connect: Connect = open_connection
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep

    def __call__(self, urls: Iterable[str]) -> Mapping[str, Answer]:
        """What came of each address. Those that differ in the fragment only are asked for once."""
        return _Run(self).ask(urls)


class _Run:
    """One run: when it is over, whom it asked when, and what came of it."""

    def __init__(self, reach: Reach) -> None:
        self._reach, self._bounds = reach, reach.bounds
        self._end = reach.now() + reach.bounds.total
        self._lock = threading.Lock()
        self._next: dict[str, float] = {}
        self._answers: dict[str, Answer] = {}
        self._no_host: set[str] = set()
        self._no_way: set[str] = set()
        self._answered = False

    def ask(self, urls: Iterable[str]) -> Mapping[str, Answer]:
        wanted = {url: urldefrag(url)[0] for url in urls}
        distinct = list(dict.fromkeys(wanted.values()))
        asked = distinct[: self._bounds.addresses]
        by_host: dict[str, list[str]] = {}
        for url in asked:
            by_host.setdefault(_authority(url), []).append(url)
        waiting = list(by_host.values())
        threads = [
            threading.Thread(target=self._work, args=(waiting,), daemon=True)
            for _ in range(min(_THREADS, len(waiting)))
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            # A resolver may hang for minutes; nobody waits for it.
            thread.join(max(0.0, self._end - self._reach.now()) + 1)
        with self._lock:
            answers = dict(self._answers)
        too_many = Answer("unasked", f"there are more than {self._bounds.addresses} addresses")
        answers |= dict.fromkeys(distinct[self._bounds.addresses :], too_many)
        answers |= {url: self._late() for url in asked if url not in answers}
        if not self._answered:
            answers |= dict.fromkeys(self._no_way, _UNREACHABLE)
            if self._no_host and not self._knows_names():
                answers |= dict.fromkeys(self._no_host, _UNREACHABLE)
        return {url: answers[plain] for url, plain in wanted.items()}

    def _work(self, waiting: list[list[str]]) -> None:
        while True:
            with self._lock:
                if not waiting:
                    return
                urls = waiting.pop(0)
            for url in urls:
                try:
                    answer = self._judge(url)
                except _Ended as ended:
                    answer = ended.answer
                    with self._lock:
                        if isinstance(ended, _NoHost):
                            self._no_host.add(url)
                        elif isinstance(ended, _NoWay):
                            self._no_way.add(url)
                with self._lock:
                    self._answers[url] = answer

    def _judge(self, url: str) -> Answer:
        """Follows an address to the page that it leads to in the end."""
        for _ in range(_REDIRECTS + 1):
            status, location = self._status(url)
            if not (location and status in {301, 302, 303, 307, 308}):
                return _meaning(status)
            url = urldefrag(urljoin(url, location))[0]
        raise _Ended("dead", f"it is redirected more than {_REDIRECTS} times")

    def _status(self, url: str) -> tuple[int, str]:
        """Asks without the page, and for the page before a refusal is believed; after a fault of the server twice."""
        parts, port, path = _take_apart(url)
        try:
            first = self._request("HEAD", parts, port, path)
        except _Ended as ended:
            if not isinstance(ended, _NoAnswer):
                raise
            first = 0, ""
        if 0 < first[0] < 400:
            return first
        second = self._request("GET", parts, port, path)
        if second[0] >= 500 > first[0]:
            return self._request("GET", parts, port, path)
        return second

    def _request(self, method: str, parts: SplitResult, port: int, path: str) -> tuple[int, str]:
        """One request, to an address that was judged: its status, and where it redirects to."""
        host = ascii_host(parts.hostname or "")
        self._wait_for_turn(host)
        until = min(self._end, self._reach.now() + self._bounds.timeout)
        try:
            with self._open(parts.scheme, host, port, until) as connection:
                source = _Source(connection, until, self._reach.now)
                client = http.client.HTTPConnection(host, port)
                client.sock = source
                name = f"[{host}]" if ":" in host else host
                shown = name if parts.port is None else f"{name}:{port}"
                headers = {"Host": shown, "User-Agent": _AGENT, "Accept": "*/*", "Connection": "close"}
                client.request(method, path, headers=headers)
                with client.getresponse() as answer:
                    # Its bytes are taken for Latin-1; whatever they are, they are asked for as they came.
                    location = (answer.getheader("Location") or "").encode("latin-1")
                with self._lock:
                    self._answered = True
                return answer.status, quote(location, safe=_SAFE + "#")
        except TimeoutError:
            if self._reach.now() >= self._end:
                raise _Ended("unasked", self._late().reason) from None
            raise _NoAnswer(
                "unclear", f"there is no answer from {host} within {self._bounds.timeout:g} seconds"
            ) from None
        except ssl.SSLCertVerificationError as error:
            if error.verify_code == _UNKNOWN_ISSUER:
                raise _Ended("unclear", f"nobody known here vouches for the certificate of {host}") from None
            raise _Ended("dead", f"the certificate of {host} is wrong ({error.verify_message.rstrip('.')})") from None
        except ConnectionRefusedError:
            raise _Ended("dead", f"{host} refuses connections at port {port}") from None
        except (http.client.HTTPException, OSError, ValueError):
            raise _NoAnswer("unclear", f"there is no answer of a web server at {host}") from None

    def _open(self, scheme: str, host: str, port: int, until: float) -> socket.socket:
        connection = self._connect(host, port, until)
        if scheme == "http":
            return connection
        try:
            return self._reach.tls.wrap_socket(connection, server_hostname=host)
        except BaseException:
            connection.close()
            raise

    def _connect(self, host: str, port: int, until: float) -> socket.socket:
        """Connects to the first public address of a host that takes it, and to no other."""
        try:
            found = self._reach.resolve(host, port)
        except socket.gaierror as error:
            if error.errno in {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}:
                raise _NoHost("dead", f"there is no host {host}") from None
            raise _NoWay("unclear", f"{host} could not be looked up") from None
        except UnicodeError:
            raise _Ended("dead", f"{host} is no name of a host") from None
        public = [address for address in found if is_public(address)]
        if not public:
            reason = f"{host} is at {', '.join(found) or 'no address'}, which is not asked: only one network knows it"
            raise _Ended("unclear", reason)
        failed: OSError = TimeoutError()
        for address in public:
            left = until - self._reach.now()
            if left <= 0:
                break
            try:
                connection = self._reach.connect(address, port, left)
            except OSError as error:
                failed = error
            else:
                connection.settimeout(max(until - self._reach.now(), 0.001))
                return connection
        if isinstance(failed, TimeoutError | ConnectionRefusedError):
            raise failed
        raise _NoWay("unclear", f"{host} could not be reached")

    def _wait_for_turn(self, host: str) -> None:
        """Waits until this host may be asked again."""
        with self._lock:
            now = self._reach.now()
            turn = max(now, self._next.get(host, now))
            if turn >= self._end:
                raise _Ended("unasked", self._late().reason)
            self._next[host] = turn + self._bounds.interval
        if turn > now:
            self._reach.sleep(turn - now)

    def _late(self) -> Answer:
        return Answer("unasked", f"the {self._bounds.total:g} seconds for it were over")

    def _knows_names(self) -> bool:
        try:
            return bool(self._reach.resolve(_KNOWN_NAME, 443))
        except OSError:
            return False


def _authority(url: str) -> str:
    try:
        return urlsplit(url).netloc.lower()
    except ValueError:
        return ""


def _take_apart(url: str) -> tuple[SplitResult, int, str]:
    """The parts, the port and the path of an address that may be asked for."""
    try:
        parts = urlsplit(url)
        host, written = ascii_host(parts.hostname or ""), parts.port
    except ValueError:
        raise _Ended("dead", "nobody can read it") from None
    if parts.scheme not in {"http", "https"} or not host:
        raise _Ended("unclear", f"it is redirected to a `{parts.scheme}:` address")
    if is_below(host, _RESERVED):
        raise _Ended("unclear", f"names such as {host} are only for examples and tests")
    port = written if written is not None else {"http": 80, "https": 443}[parts.scheme]
    if port in _NOT_WEB:
        raise _Ended("unclear", f"port {port} of {host} is not one of web servers")
    path = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_SAFE)
    return parts, port, path


def _meaning(status: int) -> Answer:
    """What a status says of a page: one that asks for a name, or for patience, is there."""
    if status in {404, 410} or status >= 500:
        words = http.client.responses.get(status, "")
        return Answer("dead", f"the answer is {status} {words}".rstrip())
    return ALIVE


class _Source:
    """A connection as http.client uses it: its answer is so many bytes, until some time, and no more."""

    def __init__(self, connection: socket.socket, until: float, now: Callable[[], float]) -> None:
        self._connection, self._answer = connection, _Answer(connection, until, now)

    def sendall(self, data: bytes) -> None:
        self._connection.sendall(data)

    def makefile(self, *_: Any, **__: Any) -> io.BufferedReader:
        return io.BufferedReader(self._answer)

    def close(self) -> None:
        """Whoever opened the connection closes it."""


class _Answer(io.RawIOBase):
    def __init__(self, connection: socket.socket, until: float, now: Callable[[], float]) -> None:
        self._connection, self._until, self._now, self._left = connection, until, now, _MOST_READ

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        room = memoryview(buffer)[: self._left]
        if not room:
            return 0
        left = self._until - self._now()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        count = self._connection.recv_into(room)
        self._left -= count
        return count
