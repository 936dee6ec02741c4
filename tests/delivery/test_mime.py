import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import cast

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from notify.delivery.compose.mime import Composed, compose, make_message_id
from notify.errors import DeliveryError

from .messages import UNSUBSCRIBE, make_composed, make_email

ANY = st.text(st.characters(exclude_categories=["Cs"]))
# Long runs and line starts that mail has rules for, which hypothesis would seldom find by itself.
TRICKY = st.lists(
    st.sampled_from(
        ["From ", ".", "..", "\n", " \n", "\t\n", "--", "=_k3f9-1", "=", "x" * 75, "é" * 30, "🚀", "\f", "\r"]
    )
).map("".join)


def parsed(composed: Composed) -> EmailMessage:
    return message_from_bytes(composed.content, policy=default)


def bodies(composed: Composed) -> tuple[str, str]:
    """The text and the HTML as the standard library reads them, with line feeds."""
    message = parsed(composed)
    assert message.get_content_type() == "multipart/alternative"
    text, html = cast("list[EmailMessage]", message.get_payload())
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert text.get_content_charset() == html.get_content_charset() == "utf-8"
    assert not [defect for part in (message, text, html) for defect in part.defects]
    return text.get_content().replace("\r\n", "\n"), html.get_content().replace("\r\n", "\n")


def in_line_feeds(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


@given(ANY | TRICKY, ANY | TRICKY)
@example("", "")
@example(".\n..\n.\n", "\n\n\n")
@example("From the start\nFrom the team\n>From\n", " \n\t\n trailing \t \nno end")
@example("x" * 100_000, "é" * 100_000)
@example("page one\fpage two\x00\x1b\x85\u2028end\n", "مرحبا بك 👨‍👩‍👧\n")
@example("x" * 75 + "From here\n", "a" * 75 + ".\n" + "a" * 76 + ".\n")
def test_both_parts_read_back(text: str, html: str) -> None:
    composed = make_composed(make_email(text=text, html=html))
    assert bodies(composed) == (in_line_feeds(text), in_line_feeds(html))


@given(ANY | TRICKY, ANY | TRICKY)
@example("x" * 74 + " \n", "x" * 75 + "\t\n")
@example("From From From \n", "x" * 75 + "From here\n")
def test_what_travels_is_short_lines_of_ascii(text: str, html: str) -> None:
    content = make_composed(make_email(text=text, html=html)).content
    assert content.isascii()
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content)
    lines = content.split(b"\r\n")
    assert max(map(len, lines)) <= 76
    # What keeps mail in one file changes such a line, and with it a signature.
    assert not [line for line in lines if line.startswith(b"From ")]


@pytest.mark.parametrize(("text", "encoding"), [("Hello\n" * 50, "quoted-printable"), ("مرحبا\n" * 50, "base64")])
def test_each_part_is_in_the_shorter_encoding(text: str, encoding: str) -> None:
    part, _ = cast("list[EmailMessage]", parsed(make_composed(make_email(text=text))).get_payload())
    assert part["Content-Transfer-Encoding"] == encoding


def test_the_headers_read_back() -> None:
    message = parsed(make_composed(make_email(Subject="Réinitialisez votre mot de passe")))
    assert dict(message.items()) == {
        "From": "Nimbus <hello@nimbus.example>",
        "Reply-To": "support@nimbus.example",
        "To": "Ana <ana@example.com>",
        "Subject": "Réinitialisez votre mot de passe",
        "Date": "Sun, 01 Mar 2026 09:00:00 +0000",
        "Message-ID": "<k3f9-1@nimbus.example>",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": UNSUBSCRIBE,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": "Getting started <tips.nimbus.example>",
        "Feedback-ID": "welcome:tips:promotional:nimbus",
        "X-Notify-Notification": "welcome",
        "X-Notify-Locale": "fr",
        "X-Notify-Sample": "default",
        "MIME-Version": "1.0",
        "Content-Type": 'multipart/alternative; boundary="=_k3f9-1"',
    }


@pytest.mark.parametrize("length", [300, 900])
def test_a_long_unsubscribe_url_arrives_whole(length: int) -> None:
    value = f"<https://nimbus.example/u?t={'x' * length}>, <mailto:unsubscribe@nimbus.example>"
    composed = make_composed(make_email(List_Unsubscribe=value))
    assert value.replace(", ", ",\r\n ").encode() in composed.content
    assert parsed(composed)["List-Unsubscribe"] == value


def test_the_same_arguments_give_the_same_bytes() -> None:
    assert make_composed() == make_composed()


def test_a_message_cannot_hold_its_own_boundary() -> None:
    text = "--=_k3f9-1\n--=_k3f9-1--\n"
    assert bodies(make_composed(make_email(text=text, html=text))) == (text, text)


def test_the_envelope_is_bare_addresses() -> None:
    composed = make_composed(to="Zoë <zoe@bücher.example>")
    assert (composed.sender, composed.recipient) == ("hello@nimbus.example", "zoe@xn--bcher-kva.example")
    assert not composed.smtputf8
    assert composed.content.isascii()


@pytest.mark.parametrize(
    ("to", "reply_to"), [("équipe@example.com", "a@b.example"), ("a@b.example", "équipe@b.example")]
)
def test_only_a_local_part_beyond_ascii_needs_smtputf8(to: str, reply_to: str) -> None:
    composed = make_composed(make_email(Reply_To=reply_to), to=to)
    assert composed.smtputf8
    assert "équipe@".encode() in composed.content


def test_the_prefix_stands_before_the_subject() -> None:
    assert parsed(make_composed(subject_prefix="[TEST fr]"))["Subject"] == "[TEST fr] Welcome"


def test_the_date_keeps_its_zone() -> None:
    date = datetime(2026, 3, 1, 9, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert parsed(make_composed(date=date))["Date"] == "Sun, 01 Mar 2026 09:00:00 +0530"


def test_a_message_id_is_in_the_senders_domain() -> None:
    assert make_message_id("k3f9-1", "Nimbus <hello@Bücher.example>") == "<k3f9-1@xn--bcher-kva.example>"


@pytest.mark.parametrize("token", ["", "a b", "a>b", "a@b", "é", "x" * 65, "a\n"])
def test_a_token_that_could_break_out_is_a_bug(token: str) -> None:
    with pytest.raises(ValueError, match="token"):
        make_message_id(token, "hello@nimbus.example")
    with pytest.raises(ValueError, match="boundary"):
        make_composed(boundary=token)


@pytest.mark.parametrize("message_id", ["k3f9@nimbus.example", "<k3f9>", "<a@b@c>", "<a b@c>", "<a@b>\r\nBcc: <c@d>"])
def test_a_message_id_that_could_break_out_is_a_bug(message_id: str) -> None:
    with pytest.raises(ValueError, match="Message-ID"):
        make_composed(message_id=message_id)


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"From": "nobody"}, "`nobody` is not an e-mail address"),
        ({"From": "a@b.example, c@d.example"}, "it is more than one"),
        ({"Reply-To": "a@b.example\r\nBcc: c@d.example"}, "control character"),
        ({"X-Notify-Sample": "default\r\nBcc: c@d.example"}, "control character"),
        ({"Bcc": "c@d.example"}, "a header `Bcc`"),
        ({"to": "c@d.example"}, "a header `to`"),
    ],
)
def test_a_header_that_cannot_be_sent_names_the_message(headers: dict[str, str], reason: str) -> None:
    with pytest.raises(DeliveryError, match=r"`welcome` \(fr, sample default\) cannot be composed") as caught:
        make_composed(make_email(**headers))
    assert reason in caught.value.message
    assert caught.value.hint


def test_a_message_without_a_sender_is_refused() -> None:
    email = make_email()
    headers = {name: value for name, value in email.headers.items() if name != "From"}
    without = replace(email, headers=headers)
    with pytest.raises(DeliveryError, match="no sender"):
        compose(
            without,
            to="ana@example.com",
            date=datetime(2026, 3, 1, tzinfo=UTC),
            message_id="<a@nimbus.example>",
            boundary="a",
        )


def test_half_a_character_is_refused() -> None:
    with pytest.raises(DeliveryError, match=r"half a character \(U\+D83D\)"):
        make_composed(make_email(text="\ud83d"))


def test_a_recipient_that_is_none_is_refused() -> None:
    with pytest.raises(DeliveryError, match="`ana` is not an e-mail address: it has no @"):
        make_composed(to="ana")
