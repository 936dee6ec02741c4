"""The same bytes every time: an e-mail that can be a golden file."""

from pathlib import Path

import pytest

from tests.conftest import Notify, Workspace

from .test_inline import PNG

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture
def noted(workspace: Workspace) -> Workspace:
    """A workspace whose one e-mail has everything: two languages, an image, every header."""
    workspace.email('<mj-image src="logo.png" alt="Acme" width="20px" /><mj-text>{{ t.body }}</mj-text>')
    (workspace.root / "templates/note/logo.png").write_bytes(PNG)
    workspace.copy(body="Hello {{ name }}, this is *for you*.")
    workspace.copy("fr", subject="Une note pour « {{ name }} » ☕", preheader="De Bo", body="Bonjour {{ name }}")
    return workspace


def written(workspace: Workspace) -> list[bytes]:
    return [file.read_bytes() for file in sorted(workspace.root.glob(".notify/outbox/*/*.eml"))]


@pytest.mark.parametrize("locale", ["en", "fr"])
def test_the_bytes_are_those_of_the_file(
    noted: Workspace, notify: Notify, request: pytest.FixtureRequest, locale: str
) -> None:
    ended = notify("send", "note", "--to", "Zoé <zoe@acme.example>", "--locale", locale, "--reproducible", "--as-is")
    assert (ended.code, ended.err) == (0, "")
    (content,) = written(noted)
    file = GOLDEN / f"note.{locale}.eml"
    if request.config.getoption("--refresh"):
        file.write_bytes(content)
    assert content == file.read_bytes(), "Run with --refresh, and read the diff."


def test_two_runs_are_the_same_and_each_message_has_its_own_id(noted: Workspace, notify: Notify) -> None:
    for _ in range(2):
        ended = notify("send", "note", "--to", "a@acme.example", "--to", "b@acme.example", "--reproducible")
        assert ended.code == 0
    first, second, *again = written(noted)
    assert [first, second] == again
    assert b"\r\nMessage-ID: <sample-1@acme.example>\r\n" in first
    assert b"\r\nMessage-ID: <sample-2@acme.example>\r\n" in second


def test_without_it_they_differ(noted: Workspace, notify: Notify) -> None:
    for _ in range(2):
        assert notify("send", "note", "--to", "a@acme.example").code == 0
    first, second = written(noted)
    assert first != second


def test_what_is_rendered_as_mail_is_the_same_every_time(noted: Workspace, notify: Notify) -> None:
    first, second = (notify("render", "note", "--format", "eml").out for _ in range(2))
    assert first == second
    assert "Date: Sat, 01 Jan 2000 00:00:00 +0000" in first


def test_no_server_gets_an_id_twice(noted: Workspace, notify: Notify) -> None:
    relay = {"kind": "smtp", "host": "localhost", "allow": ["*"]}
    noted.catalogue(relays={"staging": relay})
    ended = notify("send", "note", "--to", "a@acme.example", "--relay", "staging", "--reproducible")
    assert ended.code == 2
    assert "servers drop what they know" in ended.err
    assert not (noted.root / ".notify").exists()
    assert (
        notify("send", "note", "--to", "a@acme.example", "--relay", "staging", "--reproducible", "--dry-run").code == 0
    )
