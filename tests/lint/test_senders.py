"""What rules find in addresses and relays, and what they pass over."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

RELAY = {"kind": "smtp", "host": "smtp.acme.example", "username": "acme", "password": "${SMTP_PASSWORD}"}


def messages(code: str, folder: Path, catalogue: dict[str, Any] | None = None, /, **note: Any) -> list[str]:
    findings = findings_of(Example(note=note, catalogue=catalogue or {}), folder)
    return [one.message for one in findings if one.code == code]


def relay(code: str, folder: Path, **fields: Any) -> list[str]:
    whole = {key: value for key, value in (RELAY | fields).items() if value is not None}
    return messages(code, folder, {"relays": {"staging": whole}})


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("Acme <hello@acme_mail.example>", "is not a domain name"),
        ("hello@localhost", "is known to one machine alone"),
        ("hello@192.0.2.7", "is not a domain name"),
        (f"{'é' * 40}@acme.example", "longer than 64 bytes"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.example.test", "bytes, and an address has 254 at most"),
        ("Zoë <zoë@größe.example>", None),
        ('"Acme, Inc." <hello@acme.example>', None),
        ("Acme, Inc. <hello@acme.example>", None),
        ("hello+notes@mail.acme.example", None),
    ],
)
def test_an_address_is_read_as_mail_reads_it(address: str, reason: str | None, tmp_path: Path) -> None:
    found = messages("HDR001", tmp_path, **{"from": address})
    assert bool(found) == bool(reason)
    assert all(reason in message for message in found if reason)


@pytest.mark.parametrize(
    ("reply_to", "wrong"),
    [
        ("{{ name }}", False),
        ("notes+{{ name }}@acme.example", False),
        ("notes+{{ name }}@acme_mail.example", True),
        ("{{ name }}@{{ name }}.example", False),
        ("notes {{ name }}@acme.example", True),
        ("none", False),
    ],
)
def test_an_address_that_prints_data_is_read_as_far_as_it_is_known(reply_to: str, wrong: bool, tmp_path: Path) -> None:
    found = messages("HDR001", tmp_path, reply_to=reply_to)
    assert bool(found) == wrong
    assert all(reply_to in message for message in found)


def test_each_address_has_its_own_finding_and_place(tmp_path: Path) -> None:
    catalogue = {
        "defaults": {"from": "hello@acme_mail.example", "reply_to": "help@acme_mail.example"},
        "relays": {"staging": RELAY | {"redirect": "qa@acme_mail.example"}, "other": RELAY | {"redirect": "${QA}"}},
    }
    found = [one for one in findings_of(Example(catalogue=catalogue), tmp_path) if one.code == "HDR001"]
    assert sorted(one.key for one in found) == ["defaults.from", "defaults.reply_to", "relays.staging.redirect"]
    assert all("acme_mail" in (one.position.excerpt or "") for one in found)


@pytest.mark.parametrize(
    ("address", "domains", "foreign"),
    [
        ("hello@acme.example", ["acme.example"], False),
        ("hello@ACME.example", ["acme.example"], False),
        ("hello@mail.acme.example", ["acme.example"], False),
        ("hello@notacme.example", ["acme.example"], True),
        ("hello@acme.example.test", ["acme.example"], True),
        ("hello@acme.example", ["mail.acme.example"], True),
        ("hello@größe.example", ["xn--gre-6ka8i.example"], False),
        ("hello@anything.example", [], False),
    ],
)
def test_a_sender_is_ours_by_its_domain(address: str, domains: list[str], foreign: bool, tmp_path: Path) -> None:
    found = messages("HDR002", tmp_path, {"lint": {"senders": {"domains": domains}}}, **{"from": address})
    assert bool(found) == foreign


def test_subdomains_may_be_others(tmp_path: Path) -> None:
    strict = {"lint": {"rules": {"HDR002": {"subdomains": False}}}}
    assert messages("HDR002", tmp_path, strict, **{"from": "hello@mail.acme.example"})


def test_a_default_sender_that_no_mail_has_is_not_looked_at(tmp_path: Path) -> None:
    catalogue = {"defaults": {"from": "hello@elsewhere.example"}}
    assert messages("HDR002", tmp_path / "a", catalogue)
    assert messages("HDR002", tmp_path / "b", catalogue, **{"from": "hello@acme.example"}) == []
    assert messages("HDR002", tmp_path / "c", catalogue, channels=["sms"]) == []


@pytest.mark.parametrize(
    ("fields", "plain"),
    [
        ({"security": "none"}, True),
        ({"security": "none", "host": "${SMTP_HOST}"}, True),
        ({"security": "none", "host": "mailpit"}, True),
        ({"security": "none", "host": "localhost", "port": 1025}, False),
        ({"security": "none", "host": "127.0.0.1"}, False),
        ({"security": "none", "username": None, "password": None}, False),
        ({"security": "tls"}, False),
        ({}, False),
    ],
)
def test_a_login_needs_encryption_beyond_this_machine(fields: dict[str, Any], plain: bool, tmp_path: Path) -> None:
    assert bool(relay("HDR003", tmp_path, **fields)) == plain


@pytest.mark.parametrize(
    ("url", "plain"),
    [
        ("http://acme:secret@hooks.acme.example/notify", True),
        ("https://acme:secret@hooks.acme.example/notify", False),
        ("http://hooks.acme.example/notify", False),
        ("http://acme:secret@localhost:8080/notify", False),
        ("${HOOK_URL}", False),
    ],
)
def test_a_webhook_s_login_is_in_its_url_and_not_shown(url: str, plain: bool, tmp_path: Path) -> None:
    hook = {"kind": "webhook", "url": url, "secret": "${HOOK_SECRET}", "allow": ["*@acme.example"]}
    found = messages("HDR003", tmp_path, {"relays": {"hook": hook}})
    assert bool(found) == plain
    assert all("secret" not in message for message in found)


def test_a_trusted_host_is_said_by_name(tmp_path: Path) -> None:
    trusted = {"lint": {"rules": {"HDR003": {"trusted": ["mailpit"]}}}}
    catalogue = {"relays": {"staging": RELAY | {"host": "mailpit", "security": "none"}}}
    assert messages("HDR003", tmp_path, trusted | catalogue) == []


@pytest.mark.parametrize(
    ("fields", "open_to_all"),
    [
        ({"allow": ["*"]}, True),
        ({"allow": ["*@acme.example", "*@*"]}, True),
        ({"allow": ["*@*.*"]}, True),
        ({"allow": ["*"], "production": True}, True),
        ({"allow": ["*"], "redirect": "qa@acme.example"}, False),
        ({"allow": ["*"], "host": "localhost"}, False),
        ({"allow": ["*"], "host": "${SMTP_HOST}"}, True),
        ({"allow": ["*@*.acme.example"]}, False),
        ({"allow": []}, False),
        ({}, False),
    ],
)
def test_a_relay_allows_everybody_by_a_star_alone(fields: dict[str, Any], open_to_all: bool, tmp_path: Path) -> None:
    assert bool(relay("HDR004", tmp_path, **fields)) == open_to_all


def test_a_relay_that_is_no_mail_server_cannot_be_used_yet(tmp_path: Path) -> None:
    hook = {"kind": "webhook", "url": "https://hooks.acme.example", "allow": ["*@acme.example"]}
    (said,) = messages("HDR005", tmp_path, {"relays": {"hook": hook, "staging": RELAY}})
    assert said.startswith("Nothing can be sent through the relay `hook`")
