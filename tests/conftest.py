"""What every test has: a workspace built from a dict, the real command, and no network."""

import os
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
import yaml

from notify.cli.app import main
from tests.servers.loopback import Loopback

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.servers.exim import Exim

CATALOGUE: dict[str, Any] = {
    "version": 1,
    "product": {"name": "Acme", "url": "https://acme.example"},
    "defaults": {
        "locale": "en",
        "from": "Acme <hello@acme.example>",
        "reply_to": "support@acme.example",
        "unsubscribe_url": "https://acme.example/u?u={{ user.id }}&t={{ topic.id }}",
        "preferences_url": "https://acme.example/preferences",
    },
    "locales": ["en", "fr"],
    "user": {
        "id": {"type": "string", "sample": "u1"},
        "first_name": {"type": "string", "sample": "Ana"},
        "email": {"type": "email", "sample": "ana@acme.example"},
        "phone": {"type": "string"},
    },
    "channels": {"email": {"address": "user.email"}, "sms": {"address": "user.phone"}, "push": {"address": "user.id"}},
    "topics": {
        "account": {"label": "Account", "default": "required"},
        "tips": {"label": "Tips", "default": "opted_in"},
    },
    "notifications": {
        "note": {
            "category": "activity",
            "description": "A note.",
            "class": "transactional",
            "topic": "tips",
            "trigger": {"event": "note.written"},
            "channels": ["email"],
            "variables": {"name": {"type": "string", "sample": "Bo"}, "link": {"type": "string", "required": False}},
        }
    },
}

EMAIL = (
    "<mjml><mj-head><mj-preview>{{ t.preheader }}</mj-preview></mj-head>"
    "<mj-body><mj-section><mj-column>\n%s\n</mj-column></mj-section></mj-body></mjml>\n"
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--refresh`: write what is printed now where it is expected, to be read in the diff."""
    parser.addoption("--refresh", action="store_true", help="Rewrite expected output instead of comparing with it.")


@pytest.fixture(scope="session", autouse=True)
def _no_cache_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What fixtures of a whole module keep between runs."""
    with pytest.MonkeyPatch.context() as patch:
        _keep_below(tmp_path_factory.mktemp("caches"), patch)
        yield


@pytest.fixture(autouse=True)
def cache_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this test keeps what is kept between runs, in other processes as well; never in the user's own folder."""
    folder = tmp_path_factory.mktemp("caches")
    _keep_below(folder, monkeypatch)
    return folder


def _keep_below(folder: Path, patch: pytest.MonkeyPatch) -> None:
    for variable in ("XDG_CACHE_HOME", "WIN_PD_OVERRIDE_LOCAL_APPDATA"):
        patch.setenv(variable, str(folder))


@dataclass
class Workspace:
    """A folder with a catalogue, and a way to put files into it."""

    root: Path

    def write(self, path: str, content: str | Mapping[str, Any]) -> Path:
        """Writes text, or data as YAML, below the folder."""
        target = self.root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        text = content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False)
        target.write_text(text, encoding="utf-8")
        return target

    def catalogue(self, *, note: Mapping[str, Any] | None = None, **fields: Any) -> None:
        """Writes the catalogue with some fields, and some of its one notification `note`, changed."""
        notification = CATALOGUE["notifications"]["note"] | (note or {})
        self.write("notifications.yaml", CATALOGUE | {"notifications": {"note": notification}} | fields)

    def email(self, body: str) -> None:
        """Writes the notification's template: this MJML in a column."""
        self.write("templates/note/email.mjml", EMAIL % body)

    def copy(self, locale: str = "en", **texts: Any) -> None:
        """Writes the notification's copy in a locale; a subject and a preheader are there unless given."""
        self.write(f"templates/note/copy/{locale}.yaml", {"subject": "A note", "preheader": "From Bo"} | texts)


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    """A workspace with one notification, `note`, in English; the current folder."""
    built = Workspace(tmp_path / "workspace")
    built.catalogue()
    built.email("<mj-text>{{ t.body }}</mj-text>")
    built.copy(body="Hello {{ name }}")
    monkeypatch.chdir(built.root)
    return built


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, and what it printed."""

    code: int
    out: str
    err: str


Notify = Callable[..., Ended]


@pytest.fixture
def notify(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Notify:
    """Runs the real command in this process."""
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> Ended:
        capfd.readouterr()
        with pytest.raises(SystemExit) as end:
            main(arguments)
        captured = capfd.readouterr()
        assert isinstance(end.value.code, int)
        return Ended(end.value.code, captured.out, captured.err)

    return run


@pytest.fixture(scope="session")
def chromium() -> str:
    """The program that pages are looked at in. Where there is none, tests are skipped; in CI they fail."""
    from tests.browser.chromium import MISSING, find_chromium

    program = find_chromium()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    return program


@pytest.fixture(scope="module")
def browser(chromium: str) -> "Iterator[Browser]":
    """Chromium, for the tests of one module.

    Not for the whole run: as long as it is there an event loop runs in this thread, and others start processes here.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser.chromium import launch_chromium

    with sync_playwright() as playwright, launch_chromium(playwright, chromium) as started:
        yield started


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing here needs a connection, and whoever opens one fails."""

    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("a connection was opened")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket.socket, "connect_ex", refuse)
    monkeypatch.setattr(socket.socket, "sendto", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def loopback(_no_network: None, monkeypatch: pytest.MonkeyPatch) -> Loopback:
    """Lets this test connect to its own servers, and to nothing else."""
    allowed = Loopback()
    allowed.permit(monkeypatch)
    return allowed


@pytest.fixture
def exim() -> "Iterator[Exim]":
    """A mail server of the world. Where there is none, tests are skipped; in CI they fail."""
    from tests.servers.exim import MISSING, Exim, find_exim

    program = find_exim()
    if program is None:
        if os.environ.get("CI"):
            pytest.fail(MISSING, pytrace=False)
        pytest.skip(MISSING)
    with Exim(program) as server:
        yield server
