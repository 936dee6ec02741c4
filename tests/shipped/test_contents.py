"""What the shipped catalogue shows: one of everything, within the limits that inboxes and phones set."""

import re
from collections.abc import Callable

import pytest

from notify.catalogue.locale import direction
from notify.catalogue.model.notification import Notification
from notify.catalogue.samples import DEFAULT_SAMPLE, sample_files
from notify.render.message import Card, Email, Message, Sms
from tests.shipped.messages import REPOSITORY, open_shipped, render_messages

NOTIFICATIONS = open_shipped().catalogue.notifications
CATEGORIES = {"activation", "onboarding", "invitation", "activity", "report", "access", "security"}
HAS: dict[str, Callable[[Notification], object]] = {
    "a delay": lambda one: getattr(one.trigger, "delay", None),
    "a schedule": lambda one: one.trigger.kind == "schedule",
    "one moment": lambda one: one.trigger.kind == "once",
    "inactivity": lambda one: one.trigger.kind == "inactive",
    "a count": lambda one: one.trigger.kind == "milestone" and hasattr(one.trigger.milestone, "count"),
    "a streak": lambda one: one.trigger.kind == "milestone" and hasattr(one.trigger.milestone, "streak"),
    "a date": lambda one: one.trigger.kind == "date",
    "a condition": lambda one: one.when,
    "an audience": lambda one: one.audience,
    "a batch": lambda one: one.batch,
    "a digest": lambda one: one.digest,
    "cancel_on": lambda one: one.cancel_on,
    "cancel_on the same": lambda one: any(cancellation.same for cancellation in one.cancel_on),
    "expires": lambda one: one.expires,
    "a goal": lambda one: one.goal,
    "a goal with a value": lambda one: one.goal and one.goal.value,
    "a person who reads answers": lambda one: one.reply_to,
    "an address without an account": lambda one: any(recipient.address for recipient in one.to or ()),
    "a send window": lambda one: one.send_window,
    "a throttle": lambda one: one.throttle,
    "all channels at once": lambda one: one.route == "all",
    "a promotion": lambda one: one.class_ == "promotional",
    "a topic that is off": lambda one: open_shipped().catalogue.topics[one.topic].default == "opted_out",
}


def test_there_is_one_of_everything() -> None:
    catalogue = open_shipped().catalogue
    assert len(NOTIFICATIONS) >= 20
    assert {one.category for one in NOTIFICATIONS.values()} >= CATEGORIES
    assert {stage for one in NOTIFICATIONS.values() for stage in one.stage} == set(catalogue.stages)
    assert {channel for one in NOTIFICATIONS.values() for channel in one.channels} == set(catalogue.channels)
    assert {one.topic for one in NOTIFICATIONS.values()} == set(catalogue.topics)
    assert {direction(locale) for locale in catalogue.locales} == {"ltr", "rtl"}
    assert catalogue.policy.quiet_hours
    assert catalogue.policy.frequency_caps


@pytest.mark.parametrize("feature", HAS)
def test_it_shows_how_to_write(feature: str) -> None:
    assert any(HAS[feature](one) for one in NOTIFICATIONS.values())


@pytest.mark.parametrize("notification", NOTIFICATIONS)
def test_it_can_be_tried_with_more_than_one_sample(notification: str) -> None:
    samples = sample_files(REPOSITORY, notification)
    assert next(iter(samples)) == DEFAULT_SAMPLE
    assert len(samples) >= 2
    for path in samples.values():
        assert path.read_text(encoding="utf-8").startswith("# "), f"{path}: what is it a sample of?"


@pytest.mark.parametrize("notification", NOTIFICATIONS)
def test_every_message_keeps_within_the_limits(notification: str) -> None:
    broken = [
        f"{message.channel}.{message.locale}.{message.sample}: {fault}"
        for message in render_messages([notification])
        for fault in faults_of(message)
    ]
    assert not broken, "\n".join(broken)


def faults_of(message: Message) -> list[str]:
    match message:
        case Email():
            return faults_of_email(message)
        case Sms():
            return [f"{message.segments} segments of {message.encoding}"] if message.segments > 1 else []
        case Card():
            return faults_of_card(message)
    raise AssertionError(message)


def faults_of_email(email: Email) -> list[str]:
    faults = []
    # 60 is the linter's default and what Outlook and Gmail show on a computer; a preheader has what is left of a row.
    if not 5 <= len(email.subject) <= 60:
        faults.append(f"a subject of {len(email.subject)} characters: {email.subject}")
    if not 30 <= len(email.preheader) <= 100:
        faults.append(f"a preheader of {len(email.preheader)} characters: {email.preheader}")
    if email.subject.casefold() in email.preheader.casefold():
        faults.append(f"the preheader repeats the subject: {email.preheader}")
    # Gmail clips at 102 kB.
    if len(email.html.encode()) >= 60_000:
        faults.append(f"{len(email.html.encode())} bytes of HTML")
    if found := re.search(r"\{\{|\}\}|\{%|\bNone\b|<(?!script>alert|/script>|b>|/b>|draft>)\w", email.text):
        faults.append(f"what no reader should see in the text: {found[0]}")
    return faults


def faults_of_card(card: Card) -> list[str]:
    # What a locked phone shows of a title and of its text; WhatsApp takes 1,024 characters.
    limits = {"title": 50, "body": 1024 if card.channel == "whatsapp" else 150, "action": 25, "button": 25}
    faults = [f"no `{word}`" for word in ("body",) if not card.words.get(word)]
    return faults + [
        f"`{word}` has {len(text)} characters: {text}"
        for word, text in card.words.items()
        if len(text) > limits.get(word, 60)
    ]
