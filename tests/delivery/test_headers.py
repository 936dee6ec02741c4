from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.policy import default
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.catalogue.address import Address, parse_address
from notify.delivery.compose.headers import encode_address, encode_header, encode_subject
from notify.errors import DeliveryError

PRINTABLE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]))


def parsed(lines: str) -> EmailMessage:
    """The header as the standard library reads it, once it is known to be lines that may travel."""
    assert lines.endswith("\r\n")
    for line in lines.removesuffix("\r\n").split("\r\n"):
        assert line.strip()
        assert line.isprintable()
        assert len(line.encode()) <= 998
    return message_from_bytes(lines.encode() + b"\r\n", policy=default)


@given(PRINTABLE)
def test_a_subject_reads_back(subject: str) -> None:
    lines = encode_subject(subject)
    assert lines.isascii()
    assert parsed(lines)["Subject"] == subject.strip()


@given(PRINTABLE.map(lambda text: " ".join(text.split())))
def test_a_name_reads_back(name: str) -> None:
    message = parsed(encode_address("From", Address(name, "hello", "nimbus.example")))
    assert [each.addr_spec for each in message["From"].addresses] == ["hello@nimbus.example"]
    # Before Python 3.13, the newer parser keeps the space between two encoded words of a name; the older one never did.
    unfolded = encode_address("From", Address(name, "hello", "nimbus.example")).replace("\r\n", "")
    read, spec = parseaddr(unfolded.removeprefix("From: "))
    assert (str(make_header(decode_header(read))), spec) == (name, "hello@nimbus.example")


@pytest.mark.parametrize(
    "subject",
    [
        "Réinitialisez votre mot de passe " * 10,
        "أعد تعيين كلمة المرور الخاصة بك " * 10,
        "👨‍👩‍👧‍👦" * 40,
        "Your weekly report: twelve projects, four reviews and a great deal of other things that are worth a look",
        "x" * 2000,
    ],
)
def test_lines_are_short_where_they_can_be(subject: str) -> None:
    lines = encode_subject(subject).split("\r\n")
    assert max(map(len, lines)) <= 76
    assert len(lines) > 2


def test_a_plain_subject_stays_readable() -> None:
    assert encode_subject("[TEST fr] Your code: 123456") == "Subject: [TEST fr] Your code: 123456\r\n"


def test_what_looks_encoded_is_not_decoded() -> None:
    assert parsed(encode_subject("How =?utf-8?q?it?= works"))["Subject"] == "How =?utf-8?q?it?= works"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\x0b", "\x85", " \n\n\t "])
def test_a_line_break_in_a_subject_becomes_a_space(end: str) -> None:
    assert encode_subject(f"Welcome{end}Bcc: bob@example.com{end}") == "Subject: Welcome Bcc: bob@example.com\r\n"


@pytest.mark.parametrize("bad", ["\x00", "\x1b[31m", "\x7f", "\x9b31m", "\ud800"])
def test_other_control_characters_in_a_subject_are_refused(bad: str) -> None:
    with pytest.raises(DeliveryError, match="control character"):
        encode_subject(f"Wel{bad}come")


@pytest.mark.parametrize("name", ["Feedback-ID", "List-Unsubscribe", "List-ID", "X-Notify-Sample"])
@pytest.mark.parametrize("bad", ["\r\nBcc: bob@example.com", "\n x", "\r", "\x00", "\u2029", "\x85"])
def test_no_value_starts_a_header(name: str, bad: str) -> None:
    with pytest.raises(DeliveryError, match=f"`{name}`.*control character") as caught:
        encode_header(name, f"<https://nimbus.example/{bad}>")
    assert caught.value.hint


@pytest.mark.parametrize("name", ["", "X Y", "X:Y", "X\r\nBcc", "Ünsubscribe", "X" * 77])
def test_no_name_starts_a_header(name: str) -> None:
    with pytest.raises(DeliveryError, match="cannot be the name of a header"):
        encode_header(name, "value")


def test_a_name_with_a_line_break_is_refused() -> None:
    with pytest.raises(DeliveryError, match=r"`From`.*control character"):
        encode_address("From", Address("Nimbus\r\nBcc: bob@example.com", "hello", "nimbus.example"))


@pytest.mark.parametrize("length", [90, 300, 900])
def test_long_urls_stay_whole(length: int) -> None:
    url = "https://nimbus.example/u?u=17,18&t=" + "x" * length
    value = f"<{url}>, <mailto:unsubscribe@nimbus.example?subject=u17>"
    lines = encode_header("List-Unsubscribe", value)
    assert lines == f"List-Unsubscribe: <{url}>,\r\n <mailto:unsubscribe@nimbus.example?subject=u17>\r\n"
    assert parsed(lines)["List-Unsubscribe"] == value


def test_short_urls_share_a_line() -> None:
    assert encode_header("List-Unsubscribe", "<https://a.example>,<mailto:a@a.example>") == (
        "List-Unsubscribe: <https://a.example>, <mailto:a@a.example>\r\n"
    )


def test_a_url_that_no_line_can_hold_is_refused() -> None:
    with pytest.raises(DeliveryError, match="`List-Unsubscribe` needs a line of more than 998 bytes") as caught:
        encode_header("List-Unsubscribe", f"<https://nimbus.example/{'x' * 1000}>")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("https://nimbus.example/désabonner?n=A b", "https://nimbus.example/d%C3%A9sabonner?n=A%20b"),
        ("https://nimbus.example/?q=<b>&p=%20%C3", "https://nimbus.example/?q=%3Cb%3E&p=%20%C3"),
        ("https://Me@Bücher.example:8080/é", "https://Me@xn--bcher-kva.example:8080/%C3%A9"),
        ("https://[::1]:80/?a=[1]", "https://[::1]:80/?a=[1]"),
        ("mailto:é@nimbus.example", "mailto:%C3%A9@nimbus.example"),
    ],
)
def test_urls_are_percent_encoded(url: str, sent: str) -> None:
    assert encode_header("List-Unsubscribe", f"<{url}>") == f"List-Unsubscribe: <{sent}>\r\n"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=100))
def test_no_url_is_ever_an_encoded_word(part: str) -> None:
    lines = encode_header("List-Unsubscribe", f"<https://nimbus.example/?q={part}>")
    assert lines.isascii()
    assert "\r\n" not in lines[:-2]
    assert " " not in lines.partition(": ")[2]


def test_one_click_is_written_as_rfc_8058_has_it() -> None:
    lines = encode_header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    assert lines == "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"


def test_a_list_id_keeps_its_identifier() -> None:
    assert encode_header("List-ID", "Getting started <tips.nimbus.example>") == (
        "List-ID: Getting started <tips.nimbus.example>\r\n"
    )
    lines = encode_header("List-ID", "Sécurité <first_steps.bücher.example>")
    assert lines == "List-ID: =?utf-8?b?U8OpY3VyaXTDqQ==?= <first_steps.xn--bcher-kva.example>\r\n"


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("ana@example.com", "ana@example.com"),
        ("Ana Maria <ana@example.com>", "Ana Maria <ana@example.com>"),
        ('Nimbus, "Inc." <hello@nimbus.example>', '"Nimbus, \\"Inc.\\"" <hello@nimbus.example>'),
        ("Nimbus\\ <hello@nimbus.example>", '"Nimbus\\\\" <hello@nimbus.example>'),
        ("Zoë <zoe@bücher.example>", "=?utf-8?q?Zo=C3=AB?= <zoe@xn--bcher-kva.example>"),
        ("Équipe <équipe@example.com>", "=?utf-8?q?=C3=89quipe?= <équipe@example.com>"),
    ],
)
def test_addresses_are_quoted_or_encoded_where_they_must_be(address: str, sent: str) -> None:
    assert encode_address("To", parse_address(address)) == f"To: {sent}\r\n"
