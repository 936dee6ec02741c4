"""Messages as the renderer makes them."""

from datetime import UTC, datetime
from typing import Any

from notify.delivery.compose.mime import Composed, compose, make_message_id
from notify.render.message import Card, Email, Sms
from tests.pages import WrittenPage

SENDER = "Nimbus <hello@nimbus.example>"
UNSUBSCRIBE = "<https://nimbus.example/u?u=17&t=tips>, <mailto:unsubscribe@nimbus.example?subject=tips>"


def make_email(*, text: str = "Hello\n", html: str = "<p>Hello</p>\n", **headers: str) -> Email:
    """An e-mail with these headers (`List_Unsubscribe` for `List-Unsubscribe`) over those of any notification."""
    given = {
        "From": SENDER,
        "Reply-To": "support@nimbus.example",
        "Subject": "Welcome",
        "Content-Language": "fr",
        "Auto-Submitted": "auto-generated",
        "List-Unsubscribe": UNSUBSCRIBE,
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-ID": "Getting started <tips.nimbus.example>",
        "Feedback-ID": "welcome:tips:promotional:nimbus",
        "X-Notify-Notification": "welcome",
        "X-Notify-Locale": "fr",
        "X-Notify-Sample": "default",
    } | {name.replace("_", "-"): value for name, value in headers.items()}
    return Email(
        notification="welcome",
        channel="email",
        locale="fr",
        locale_used="fr",
        sample="default",
        subject=given["Subject"],
        preheader="Let us begin.",
        headers=given,
        page=WrittenPage(html, text),
    )


def make_composed(email: Email | None = None, **more: Any) -> Composed:
    """That e-mail, composed as of a fixed moment."""
    fixed: dict[str, Any] = {
        "to": "Ana <ana@example.com>",
        "date": datetime(2026, 3, 1, 9, 0, tzinfo=UTC),
        "message_id": make_message_id("k3f9-1", SENDER),
        "boundary": "k3f9-1",
    }
    return compose(email or make_email(), **(fixed | more))


def make_sms(text: str = "Nimbus: 123456 هو رمزك") -> Sms:
    return Sms(
        notification="code",
        channel="sms",
        locale="ar",
        locale_used="ar",
        sample="default",
        text=text,
        encoding="UCS-2",
        segments=1,
    )


def make_card(channel: str = "push") -> Card:
    return Card(
        notification="streak",
        channel=channel,
        locale="fr",
        locale_used="en",
        sample="long",
        words={"title": "7 days", "body": "Keep going"},
    )
