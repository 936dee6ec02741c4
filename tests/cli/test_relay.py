"""`notify relay list`: what may be shown of a relay, and what may not."""

import json
from typing import Any

import pytest

from tests.conftest import Notify, Workspace

RELAYS: dict[str, Any] = {
    "staging": {
        "kind": "smtp",
        "host": "${SMTP_HOST}",
        "security": "tls",
        "username": "mailer-account",
        "password": "${SMTP_PASSWORD}",
        "allow": ["*@acme.example", "[red]bo[/red]@acme.example"],
        "redirect": "qa@acme.example",
        "dkim": {"domain": "acme.example", "selector": "mail", "key": "keys/dkim.pem"},
    },
    "live": {"kind": "smtp", "host": "smtp.acme.example", "port": 2525, "security": "none", "production": True},
    "hook": {
        "kind": "webhook",
        "url": "https://user:pw@hooks.acme.example:8443/T0/very-secret",
        "secret": "${HOOK_SECRET}",
    },
    "other": {"kind": "webhook", "url": "${HOOK_URL}"},
}


def test_the_outbox_comes_first_and_is_always_there(workspace: Workspace, notify: Notify) -> None:
    ended = notify("relay", "list")
    assert (ended.code, ended.err) == (0, "")
    head, *rows = [line.split() for line in ended.out.splitlines()]
    assert head[:3] == ["name", "kind", "to"]
    assert [row[:3] for row in rows] == [["outbox", "outbox", ".notify/outbox"]]


def test_a_table_says_who_may_be_sent_to(workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    workspace.catalogue(relays=RELAYS)
    out = " ".join(notify("relay", "list").out.split())
    assert "staging smtp ${SMTP_HOST}:465" in out
    assert "*@acme.example, [red]bo[/red]@acme.example; all goes to qa@acme.example" in out
    assert "live production smtp smtp.acme.example:2525 none nobody" in out


def test_the_document_has_every_key_for_every_relay(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(relays=RELAYS)
    document = json.loads(notify("relay", "list", "--format", "json").out)
    assert document["version"] == 1
    relays = {relay["name"]: relay for relay in document["relays"]}
    assert list(relays) == ["outbox", "staging", "live", "hook", "other"]
    assert len({tuple(relay) for relay in document["relays"]}) == 1
    assert relays["outbox"]["folder"] == ".notify/outbox"
    assert relays["staging"] | {"name": "x"} == {
        "name": "x",
        "kind": "smtp",
        "host": "${SMTP_HOST}",
        "port": 465,
        "security": "tls",
        "allow": ["*@acme.example", "[red]bo[/red]@acme.example"],
        "redirect": "qa@acme.example",
        "production": False,
        "username": "set",
        "password": "${SMTP_PASSWORD}",
        "secret": None,
        "dkim": {"domain": "acme.example", "selector": "mail", "key": "set"},
        "folder": None,
    }
    assert (relays["live"]["port"], relays["live"]["production"], relays["live"]["allow"]) == (2525, True, [])
    hook = relays["hook"]
    assert (hook["host"], hook["port"], hook["security"]) == ("hooks.acme.example", 8443, "tls")
    assert relays["other"]["host"] == "${HOOK_URL}"


def test_no_form_shows_a_secret(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(relays=RELAYS)
    shown = notify("relay", "list").out + notify("relay", "list", "--format", "json").out
    for secret in ("mailer-account", "very-secret", "user:pw", "dkim.pem"):
        assert secret not in shown
    assert "${HOOK_SECRET}" in shown


def test_a_password_in_the_open_is_refused_and_not_shown(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(relays={"x": {"kind": "smtp", "host": "h", "password": "hunter2-hunter2"}})
    ended = notify("relay", "list")
    assert ended.code == 2
    assert "hunter2" not in ended.out + ended.err
