import base64
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.catalogue.model.relay import Dkim
from notify.delivery.compose.signature import Signer
from notify.errors import DeliveryError
from tests.conftest import Ended, Notify, Workspace

from .messages import make_composed, make_email

KEYS = Path(__file__).parent / "keys"
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NAME = b"mail._domainkey.nimbus.example."
KINDS = ["rsa", "ed25519"]


def make_signer(key: str, *, environment: Mapping[str, str] | None = None, **fields: str) -> Signer:
    settings = Dkim(**({"domain": "nimbus.example", "selector": "mail", "key": key} | fields))
    return Signer.of(settings, "staging", environment or {}, KEYS)


def der_of(file: str) -> bytes:
    return base64.b64decode("".join((KEYS / file).read_text().split("\n")[1:-2]))


def record_of(kind: str) -> bytes:
    """What the domain's DNS would say."""
    der = der_of(f"{kind}-public.pem")
    # RFC 8463, section 4: of an Ed25519 key the 32 bytes alone.
    return b"v=DKIM1; k=%s; p=%s" % (kind.encode(), base64.b64encode(der if kind == "rsa" else der[-32:]))


def dns(kind: str) -> Callable[..., bytes | None]:
    def find(name: bytes, timeout: int = 5) -> bytes | None:
        return record_of(kind) if name == NAME else None

    return find


def verifies(content: bytes, kind: str) -> bool:
    import dkim

    return bool(dkim.verify(content, dnsfunc=dns(kind)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "content",
    [
        make_composed().content,
        make_composed(make_email(text="", html="")).content,
        make_composed(make_email(text="x \t \n\n\n", html="é" * 5000, Subject="Réinitialisez " * 20)).content,
        make_composed(to="équipe@example.com").content,
        make_composed(make_email(List_Unsubscribe=f"<https://nimbus.example/u?t={'x' * 900}>")).content,
    ],
)
def test_a_signature_verifies(content: bytes, kind: str) -> None:
    signed = make_signer(f"{kind}.pem").sign(content, NOW)
    assert signed.endswith(b"\r\n" + content)
    assert verifies(signed, kind)


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"])), st.text(st.characters(codec="utf-8")))
def test_a_signature_of_any_words_verifies(subject: str, text: str) -> None:
    content = make_composed(make_email(Subject=subject, text=text, html=text)).content
    assert verifies(make_signer("ed25519.pem").sign(content, NOW), "ed25519")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    ("this", "that"),
    [
        (b"From: Nimbus", b"From: Nimbos"),
        (b"Subject: Welcome", b"Subject: Welcome!"),
        (b"u?u=17", b"u?u=18"),
        (b"List-Unsubscribe=One-Click", b"List-Unsubscribe=Two-Click"),
        (b"tips.nimbus.example>", b"news.nimbus.example>"),
        (b"welcome:tips", b"welcome:news"),
        (b"Auto-Submitted: auto-generated", b"Auto-Submitted: no"),
        (b"Hello", b"Hallo"),
        (b"=_k3f9-1", b"=_k3f9-2"),
    ],
)
def test_what_was_changed_on_its_way_does_not_verify(this: bytes, that: bytes, kind: str) -> None:
    signed = make_signer(f"{kind}.pem").sign(make_composed().content, NOW)
    assert this in signed
    assert not verifies(signed.replace(this, that), kind)


@pytest.mark.parametrize(
    "added",
    [
        b"From: Bo <bo@evil.example>",
        b"Subject: Your prize",
        b"To: bo@evil.example",
        b"Cc: bo@evil.example",
        b"Reply-To: bo@evil.example",
        b"Date: Mon, 02 Mar 2026 09:00:00 +0000",
        b'Content-Type: multipart/mixed; boundary="x"',
    ],
)
def test_a_second_header_of_a_kind_breaks_the_signature(added: bytes) -> None:
    signed = make_signer("ed25519.pem").sign(make_composed().content, NOW)
    assert not verifies(added + b"\r\n" + signed, "ed25519")


def test_what_servers_add_and_fold_leaves_it_whole() -> None:
    signed = make_signer("rsa.pem").sign(make_composed().content, NOW)
    received = b"Received: from a by b;\r\n Sun, 01 Mar 2026 09:00:01 +0000\r\nReturn-Path: <>\r\n"
    assert verifies(received + signed.replace(b",\r\n <mailto:", b", <mailto:"), "rsa")


def test_what_it_says() -> None:
    field = make_signer("ed25519.pem").sign(make_composed().content, NOW).partition(b"\r\nFrom: ")[0]
    lines = field.split(b"\r\n")
    assert max(map(len, lines)) <= 78
    tags = dict(re.findall(r"(\w+)=\s*([^;]*)(?:;|$)", re.sub(r"\r\n\s*", " ", field.decode()).partition(": ")[2]))
    assert {name: tags[name] for name in ("v", "a", "c", "d", "s", "t")} == {
        "v": "1",
        "a": "ed25519-sha256",
        "c": "relaxed/relaxed",
        "d": "nimbus.example",
        "s": "mail",
        "t": "1772355600",
    }
    # A part of the body that is left out of it could be anything: RFC 6376, section 8.2.
    assert "l" not in tags
    assert {"list-unsubscribe", "list-unsubscribe-post", "from"} <= set(tags["h"].replace(" ", "").split(":"))


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_arguments_give_the_same_bytes(kind: str) -> None:
    content = make_composed().content
    assert make_signer(f"{kind}.pem").sign(content, NOW) == make_signer(f"{kind}.pem").sign(content, NOW)


def test_a_domain_in_any_script_signs_in_ascii() -> None:
    signed = make_signer("ed25519.pem", domain="Bücher.example").sign(make_composed().content, NOW)
    assert b"d=xn--bcher-kva.example;" in signed


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ((KEYS / "rsa.pem").read_text(), "rsa"),
        ((KEYS / "rsa-pkcs1.pem").read_text(), "rsa"),
        ((KEYS / "rsa.pem").read_text().replace("\n", "\r\n"), "rsa"),
        ((KEYS / "rsa.pem").read_text().replace("\n", "\\n"), "rsa"),
        ((KEYS / "rsa.pem").read_text().replace("\n", " "), "rsa"),
        ("# The key of 2026.\n" + (KEYS / "rsa.pem").read_text(), "rsa"),
        (base64.b64encode(der_of("rsa.pem")).decode(), "rsa"),
        (base64.encodebytes(der_of("rsa-pkcs1.pem")).decode(), "rsa"),
        ((KEYS / "ed25519.pem").read_text(), "ed25519"),
        (base64.b64encode(der_of("ed25519.pem")).decode(), "ed25519"),
        (base64.b64encode(der_of("ed25519.pem")[-32:]).decode() + "\n", "ed25519"),
    ],
)
def test_a_key_may_stand_in_the_environment(said: str, kind: str) -> None:
    signer = make_signer("${DKIM_KEY}", environment={"DKIM_KEY": said})
    assert verifies(signer.sign(make_composed().content, NOW), kind)


def test_a_variable_may_be_a_part_of_the_path_and_the_selector() -> None:
    environment = {"KEYS": str(KEYS), "SELECTOR": "mail"}
    signer = make_signer("${KEYS}/rsa.pem", environment=environment, selector="${SELECTOR}")
    assert verifies(signer.sign(make_composed().content, NOW), "rsa")


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("none.pem", "cannot be read: No such file"),
        ("../keys", "cannot be read: Is a directory"),
        ("a\0b.pem", "cannot be read: it has no name"),
        ("rsa-encrypted.pem", "is encrypted with a password"),
        ("rsa-encrypted-pkcs1.pem", "is encrypted with a password"),
        ("rsa-public.pem", "is of the kind “public key”"),
        ("ec.pem", "is of the kind “ec private key”"),
        ("ec-pkcs8.pem", "is no RSA or Ed25519 private key, or is damaged"),
        ("rsa-768.pem", "has 768 bits, and nobody accepts less than 1024"),
        ("../messages.py", "is neither PEM nor base64"),
    ],
)
def test_a_key_that_cannot_sign_is_refused(key: str, reason: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        make_signer(key)
    assert "The DKIM key of the relay `staging`" in caught.value.message
    assert reason in caught.value.message
    assert caught.value.position
    assert caught.value.hint


def test_a_variable_that_is_not_set_is_named() -> None:
    with pytest.raises(DeliveryError, match="`staging` needs the environment variable `DKIM_KEY`"):
        make_signer("${DKIM_KEY}")


@pytest.mark.parametrize("selector", ["a b", "a;d=evil.example", "é", "a\r\nb", "a..b", "x" * 64])
def test_a_selector_that_is_no_name_is_refused(selector: str) -> None:
    with pytest.raises(DeliveryError, match="cannot be a name in the DNS") as caught:
        make_signer("rsa.pem", selector="${S}", environment={"S": selector})
    assert caught.value.hint


def broken_keys() -> list[str]:
    whole, der = (KEYS / "rsa.pem").read_text(), der_of("rsa.pem")
    return [
        whole[:400],
        whole.replace("PRIVATE KEY", "SOMETHING ELSE"),
        whole.replace("M", "N", 8),
        whole.replace("=", "?").replace("A", "!"),
        base64.b64encode(der[:500]).decode(),
        base64.b64encode(der[:-40] + bytes(40)).decode(),
        base64.b64encode(der[:300] + bytes([der[300] ^ 1]) + der[301:]).decode(),
        base64.b64encode(der_of("ed25519.pem")[-31:]).decode(),
        "s3cr3t-s3cr3t-s3cr3t-s3cr3t",
    ]


@pytest.mark.parametrize("said", broken_keys())
def test_nothing_of_a_key_is_ever_said(said: str) -> None:
    with pytest.raises(DeliveryError) as caught:
        make_signer("${DKIM_KEY}", environment={"DKIM_KEY": said})
    shown = f"{caught.value} {caught.value!r} {caught.value.__cause__!r}"
    assert caught.value.__suppress_context__
    lines = [line for line in said.splitlines() if "-----" not in line]
    assert not [line for line in lines if line[:16] in shown]


@given(st.binary(max_size=200) | st.integers(0, 1190).map(lambda end: der_of("rsa.pem")[:end]))
def test_bytes_that_are_no_key_are_refused(der: bytes) -> None:
    said = base64.b64encode(der).decode()
    if len(der) != 32 and said:
        with pytest.raises(DeliveryError):
            make_signer("${DKIM_KEY}", environment={"DKIM_KEY": said})


@pytest.mark.parametrize("kind", KINDS)
def test_a_signer_does_not_show_its_key(kind: str) -> None:
    signer = make_signer(f"{kind}.pem")
    assert repr(signer) == "Signer(domain='nimbus.example', selector='mail')"
    assert "secret" not in repr(signer.key)


@pytest.mark.parametrize(
    ("key", "sender", "notes"),
    [
        ("rsa.pem", "Nimbus <hello@nimbus.example>", []),
        ("rsa.pem", "hello@mail.Nimbus.example", []),
        ("ed25519.pem", "hello@nimbus.example", []),
        (
            "rsa.pem",
            "hello@notnimbus.example",
            ["The signature is by nimbus.example, and the mail from notnimbus.example: DMARC does not count it."],
        ),
        ("rsa-1024.pem", "hello@nimbus.example", ["The DKIM key has 1024 bits; it should have 2048."]),
    ],
)
def test_what_providers_will_hold_against_it(key: str, sender: str, notes: list[str]) -> None:
    assert make_signer(key).notes(sender) == notes


def sending(workspace: Workspace, notify: Notify, key: str) -> Ended:
    dkim = {"domain": "acme.example", "selector": "mail", "key": key}
    relay = {"kind": "smtp", "host": "localhost", "allow": ["*"], "dkim": dkim}
    workspace.catalogue(relays={"staging": relay})
    return notify("send", "note", "--to", "a@acme.example", "--relay", "staging", "--dry-run")


def test_what_leaves_through_a_relay_with_a_key_is_signed(workspace: Workspace, notify: Notify) -> None:
    workspace.write("keys/dkim.pem", (KEYS / "ed25519.pem").read_text())
    ended = sending(workspace, notify, "keys/dkim.pem")
    assert (ended.code, ended.err) == (0, "")
    assert "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;" in ended.out
    assert "d=acme.example;" in ended.out


@pytest.mark.parametrize("kind", [*KINDS, "ec"])
def test_a_command_never_shows_the_key(
    kind: str, workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = (KEYS / f"{kind}.pem").read_text()
    monkeypatch.setenv("DKIM_KEY", key)
    ended = sending(workspace, notify, "${DKIM_KEY}")
    assert ended.code == (2 if kind == "ec" else 0)
    assert not [line for line in key.split("\n")[1:-2] if line in ended.out + ended.err]


def test_without_its_key_nothing_is_handed_over(workspace: Workspace, notify: Notify) -> None:
    ended = sending(workspace, notify, "keys/dkim.pem")
    assert ended.code == 2
    assert "keys/dkim.pem" in ended.err
    assert "The DKIM key of the relay `staging` cannot be read: No such file or directory." in ended.err
