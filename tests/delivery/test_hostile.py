"""What people put into messages by mistake or on purpose: a clear refusal, or a correct message."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, TypeVar, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.catalogue.address import CONTROL, parse_address
from notify.delivery.compose.mime import Composed
from notify.delivery.people.guard import Guard
from notify.errors import DeliveryError
from tests.conftest import CATALOGUE, Notify, Workspace

from .messages import make_composed, make_email

Product = TypeVar("Product")
FIELDS = [
    "From",
    "Reply-To",
    "Subject",
    "Content-Language",
    "Auto-Submitted",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "List-ID",
    "Feedback-ID",
    "X-Notify-Notification",
    "X-Notify-Locale",
    "X-Notify-Sample",
]
NAMES = [
    "From", "Reply-To", "To", "Subject", "Date", "Message-ID", *FIELDS[3:], "MIME-Version", "Content-Type",
]  # fmt: skip
# Whatever ends a line for some program, and what follows it there.
ENDS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029", "\r\n\r\n", "\n ", "\0"]
FOLLOWING = ["Bcc: eve@evil.example", " Bcc: eve@evil.example", "<p>Hello</p>", "", "--=_k3f9-1"]
HOSTILE = st.lists(
    st.sampled_from([*ENDS, *FOLLOWING, "=?utf-8?q?=0D=0A?=", "%0d%0aBcc:", '"', "\\", "<", ">", "é", "x" * 80, ","])
).map("".join)


def unless_refused(act: Callable[[], Product]) -> Product | None:
    """What it gives; None where that is refused with a cure, and in words that a terminal can show."""
    try:
        return act()
    except DeliveryError as error:
        if not error.hint or CONTROL.search(error.message):
            raise
        return None


def assert_whole(composed: Composed) -> EmailMessage:
    """The message, once it is known to have those headers that it was given and no other, and both parts."""
    head = composed.content.partition(b"\r\n\r\n")[0]
    assert re.findall(rb"(?m)^([!-9;-~]+):", head) == [name.encode() for name in NAMES]
    assert not re.search(rb"[\r\n]", head.replace(b"\r\n", b""))
    message = message_from_bytes(composed.content, policy=default)
    parts = cast("list[EmailMessage]", message.get_payload())
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    return message


@given(st.sampled_from(FIELDS), HOSTILE)
def test_no_field_becomes_another(field: str, value: str) -> None:
    start = {"From": "Nimbus <hello@nimbus.example>", "List-Unsubscribe": "<https://nimbus.example/"}.get(field, "a")
    email = make_email(**{field.replace("-", "_"): start + value})
    if composed := unless_refused(lambda: make_composed(email)):
        assert_whole(composed)


@given(HOSTILE, HOSTILE)
def test_no_recipient_becomes_another(name: str, local: str) -> None:
    if composed := unless_refused(lambda: make_composed(to=f"{name} <ana{local}@example.com>")):
        assert_whole(composed)
        assert re.fullmatch(r"\S+@example\.com", composed.recipient)


@given(HOSTILE, HOSTILE)
def test_no_text_becomes_a_part_or_a_header(text: str, html: str) -> None:
    assert_whole(make_composed(make_email(text=text, html=html)))


# What is not among these, files of data may not have in the first place.
@pytest.mark.parametrize("end", [end for end in ENDS if end not in {"\x85", "\u2028", "\u2029"}])
def test_no_data_becomes_a_header(end: str, workspace: Workspace, notify: Notify) -> None:
    address = "https://acme.example/u?u={{ user.id }}&n={{ user.first_name }}"
    defaults: dict[str, Any] = CATALOGUE["defaults"]
    workspace.catalogue(defaults=defaults | {"reply_to": "{{ user.first_name }}", "unsubscribe_url": address})
    workspace.copy(subject="{{ user.first_name }}", preheader="{{ user.first_name }}", body="{{ user.first_name }}")
    given = f"hello@acme.example{end}Bcc: eve@evil.example"
    workspace.write("data.yaml", {"user": {"first_name": given, "id": f"u1{end}Bcc: eve@evil.example"}})
    ended = notify("send", "note", "--to", "me@example.com", "--data", "data.yaml")
    # The subject and the address for unsubscribing take it; for an answer there is no address in it.
    assert ended.code == 2
    assert "is not an e-mail address" in ended.err
    assert not (workspace.root / ".notify").exists()
    workspace.catalogue(defaults=defaults | {"unsubscribe_url": address})
    assert notify("send", "note", "--to", "me@example.com", "--data", "data.yaml", "--as-is").code == 0
    (file,) = workspace.root.glob(".notify/outbox/*/*.eml")
    message = assert_whole(Composed(file.read_bytes(), "", "", smtputf8=False, message_id=""))
    assert message["Bcc"] is None
    assert message["List-Unsubscribe"].count("<") == 1
    assert "=?" not in message["List-Unsubscribe"]


@pytest.mark.parametrize("name", ["de\nBcc: eve@evil.example", "dé\u2028fault", "x" * 200])
def test_no_name_of_a_sample_becomes_a_header(name: str, workspace: Workspace, notify: Notify) -> None:
    workspace.write(f"templates/note/samples/{name}.yaml", {"name": "Bo"})
    ended = notify("send", "note", "--to", "me@example.com", "--sample", "all")
    assert ended.code in {0, 2}
    for file in workspace.root.glob(".notify/outbox/*/*.eml"):
        assert_whole(Composed(file.read_bytes(), "", "", smtputf8=False, message_id=""))
        assert b"\nBcc" not in file.read_bytes()


@pytest.mark.parametrize(
    "address",
    [
        "ana@nimbu\u0455.example",  # a Cyrillic letter
        "ana@n\u0131mbus.example",
        "ana@nimbus.example.evil.example",
        "ana@evil.example#nimbus.example",
        "ana%nimbus.example@evil.example",
        "ana@nimbus.example@evil.example",
        "ana@nimbus.example,eve@evil.example",
        "<ana@nimbus.example> eve@evil.example",
        "ana@nimbus.example <eve@evil.example>",
        '"ana@nimbus.example" <eve@evil.example>',
        '"eve@evil.example\\" <"@nimbus.example',
        "eve@evil.example(@nimbus.example)",
        "eve@evil.example\0@nimbus.example",
        "@nimbus.example:eve@evil.example",
        "eve@[nimbus.example]",
        "eve@evil.example\u3002nimbus.example.",
    ],
)
def test_no_address_passes_for_another(address: str) -> None:
    assert not unless_refused(lambda: Guard(allow=("*@nimbus.example",)).admits(address))


@pytest.mark.parametrize("address", ["ana@NIMBUS.example", "Ana <ana@nimbus。example>", "ana@\uff4eimbus.example"])
def test_one_domain_in_several_forms_is_one(address: str) -> None:
    assert Guard(allow=("*@nimbus.example",)).admits(address)
    assert make_composed(to=address).recipient == "ana@nimbus.example"


@pytest.mark.parametrize("address", ["ana@127.0.0.1", "ana@example.123"])
def test_a_number_is_no_domain(address: str) -> None:
    with pytest.raises(DeliveryError, match="is not a domain name"):
        parse_address(address)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Hello you\n" * 1_000_000, "<p>Hello é you</p>\n" * 500_000),
        ("é" * 5_000_000, "x" * 10_000_000),
        (" \n" * 2_000_000, "From x\n" * 1_000_000),
    ],
)
def test_ten_megabytes_arrive_whole(text: str, html: str) -> None:
    composed = make_composed(make_email(text=text, html=html))
    assert max(map(len, composed.content.split(b"\r\n"))) <= 76
    parts = cast("list[EmailMessage]", assert_whole(composed).get_payload())
    read = [part.get_payload(decode=True) for part in parts]
    # The parser's own line end belongs to the boundary.
    assert [cast("bytes", part).decode().replace("\r\n", "\n") for part in read] == [text, html]


@pytest.mark.parametrize("length", [1_000, 100_000])
def test_a_subject_of_any_length_arrives(length: int) -> None:
    subject = "é" * length
    composed = make_composed(make_email(Subject=subject))
    assert max(map(len, composed.content.split(b"\r\n"))) <= 76
    assert assert_whole(composed)["Subject"] == subject


@pytest.mark.parametrize("field", ["From", "Reply-To", "To"])
@pytest.mark.parametrize("name", ["x" * 5_000, "Ana " * 2_000, "é" * 5_000, '"' * 2_000])
def test_a_name_of_any_length_arrives(field: str, name: str) -> None:
    address = '"' + name.strip().replace('"', '\\"') + '" <ana@example.com>'
    email = make_email(**({} if field == "To" else {field.replace("-", "_"): address}))
    composed = make_composed(email, to=address if field == "To" else "bo@example.com")
    assert max(map(len, composed.content.split(b"\r\n"))) <= 998
    assert assert_whole(composed)[field].addresses[0].addr_spec == "ana@example.com"


def test_ten_thousand_recipients_each_get_their_own() -> None:
    email = make_email()
    made = [
        make_composed(
            email,
            to=f"u{number}@example.com",
            message_id=f"<t-{number}@nimbus.example>",
            boundary=f"t-{number}",
            date=datetime(2026, 3, 1, tzinfo=UTC),
        )
        for number in range(10_000)
    ]
    assert len({one.message_id for one in made}) == len({one.content for one in made}) == 10_000
    for number in (0, 1, 9_999):
        assert b"\r\nTo: u%d@example.com\r\n" % number in made[number].content
        assert made[number].content.count(b"@example.com") == 1
