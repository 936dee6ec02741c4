"""Triggers, conditions and policies in words."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import TypeAdapter

from notify.catalogue.model.catalogue import Topic
from notify.catalogue.model.cron import read_cron
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.policy import FrequencyCap, QuietHours
from notify.catalogue.model.trigger import AnyTrigger, Trigger
from notify.catalogue.wording import (
    describe_cap,
    describe_conditions,
    describe_duration,
    describe_quiet_hours,
    describe_recipients,
    describe_schedule,
    describe_topic,
    describe_trigger,
)

TRIGGER: TypeAdapter[AnyTrigger] = TypeAdapter(Trigger)


def make_notification(**fields: Any) -> Notification:
    entry = {
        "category": "activity",
        "description": "A note.",
        "class": "transactional",
        "topic": "tips",
        "trigger": {"event": "note.written"},
        "channels": ["email"],
    }
    return Notification.model_validate(entry | fields)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({"event": "password.reset_requested"}, "on `password.reset_requested`"),
        ({"event": "account.created", "delay": "2d", "at": "10:00"}, "2 days after `account.created`, at 10:00"),
        ({"event": "account.created", "delay": "90m"}, "1 hour and 30 minutes after `account.created`"),
        ({"event": "account.created", "at": "00:00"}, "after `account.created`, at the next 00:00"),
        ({"schedule": "0 8 * * mon"}, "every Monday at 08:00"),
        ({"once": "2026-03-01T09:00"}, "once, on 1 March 2026 at 09:00"),
        ({"inactive": {"for": "30d", "without": ["session.completed"]}}, "30 days without `session.completed`"),
        ({"inactive": {"for": "1d", "without": ["a", "b"]}, "at": "11:00"}, "1 day without `a` or `b`, at 11:00"),
        ({"inactive": {"for": "2w"}}, "14 days without any event"),
        ({"milestone": {"count": "x", "at": [1, 10, 100]}}, "at the 1st, 10th and 100th `x`"),
        ({"milestone": {"count": "x", "at": [2, 3, 11, 1012]}}, "at the 2nd, 3rd, 11th and 1,012th `x`"),
        ({"milestone": {"streak": "x", "days": 7}}, "7 days running of `x`"),
        ({"milestone": {"sum": "event.points", "at": [0.5, 1000]}}, "when `event.points` adds up to 0.5 and 1,000"),
        (
            {"date": "user.card_expires", "offset": "-7d", "at": "10:00"},
            "7 days before `user.card_expires`, at 10:00",
        ),
        ({"date": "user.birthday", "offset": "1d"}, "1 day after `user.birthday`"),
        ({"date": "user.birthday", "at": "09:30"}, "on `user.birthday`, at 09:30"),
    ],
)
def test_a_trigger_is_said_in_words(written: dict[str, Any], said: str) -> None:
    assert describe_trigger(TRIGGER.validate_python(written)) == said


@pytest.mark.parametrize(
    ("cron", "said"),
    [
        ("0 8 * * *", "every day at 08:00"),
        ("0 8 * * mon-fri", "Monday to Friday at 08:00"),
        ("30 17 * * sun,wed,mon", "every Monday, Wednesday and Sunday at 17:30"),
        ("0 8,17 * * 7", "every Sunday at 08:00 and 17:00"),
        ("0 9 1 * *", "on the 1st of every month at 09:00"),
        ("0 9 1,22 1,7 *", "on the 1st and 22nd of January and July at 09:00"),
        ("0 9 * dec sat", "every Saturday in December at 09:00"),
        # Two restricted days: one of them is enough.
        ("0 9 13 * fri", "on the 13th of every month and every Friday at 09:00"),
    ],
)
def test_a_simple_schedule_is_said_in_words(cron: str, said: str) -> None:
    assert describe_schedule(read_cron(cron)) == said


@pytest.mark.parametrize("cron", ["*/15 9-17 * * *", "0 8 */2 * *", "0 8 */2 * mon", "0 9 13 5 fri", "0 */2 * * *"])
def test_any_other_schedule_is_shown_with_what_its_fields_are(cron: str) -> None:
    assert describe_schedule(read_cron(cron)) == f"at `{cron}` (minute, hour, day of the month, month, weekday)"


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(minutes=15), "15 minutes"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=1, hours=2, minutes=3, seconds=4), "1 day, 2 hours, 3 minutes and 4 seconds"),
    ],
)
def test_a_duration_is_said_in_its_largest_units(span: timedelta, said: str) -> None:
    assert describe_duration(span) == said


def test_only_what_a_notification_says_is_among_its_conditions() -> None:
    bare = make_notification(unsubscribe="none")
    assert describe_conditions(bare) == {"unsubscribe": "not offered"}


@pytest.mark.parametrize(
    ("fields", "name", "said"),
    [
        ({"when": "event.amount > 10"}, "when", "only where `event.amount > 10`"),
        ({"audience": "user.plan == 'pro'"}, "audience", "only people with `user.plan == 'pro'`"),
        ({"send_window": {"from": "09:00", "to": "18:00"}}, "send window", "between 09:00 and 18:00"),
        (
            {"send_window": {"from": "09:00", "to": "18:00", "days": ["mon", "tue"]}},
            "send window",
            "between 09:00 and 18:00, Monday and Tuesday only",
        ),
        ({"repeat": "once"}, "repeat", "once in a lifetime"),
        ({"repeat": {"after": "90d"}}, "repeat", "not again for 90 days"),
        (
            {"dedup": {"key": "{{ event.id }}", "within": "1h"}},
            "dedup",
            "one in any hour for the same `{{ event.id }}`",
        ),
        ({"throttle": {"limit": 3, "per": "2h"}}, "throttle", "at most 3 for one person in any 2 hours"),
        ({"throttle": {"limit": 3, "per": "90m"}}, "throttle", "at most 3 for one person in any 1 hour and 30 minutes"),
        ({"batch": {"window": "10m"}}, "batch", "events are gathered for 10 minutes"),
        (
            {
                "batch": {
                    "by": "event.board_id",
                    "window": "10m",
                    "extend": True,
                    "max_window": "1h",
                    "first": "send_now",
                    "min": 2,
                    "max_items": 50,
                }
            },
            "batch",
            (
                "events with the same `event.board_id` are gathered for 10 minutes; each of them starts the wait "
                "again, 1 hour at most; the first is sent at once; sent from 2 on; shows 50 at most"
            ),
        ),
        ({"digest": {"of": ["x", "y"]}}, "digest", "gathers `x` and `y` since the last digest"),
        ({"digest": {"of": ["x"], "since": "7d"}}, "digest", "gathers `x` in the last 7 days"),
        (
            {"cancel_on": ["a", {"event": "b", "same": "id"}]},
            "cancelled by",
            "`a` or `b` with the same `id`",
        ),
        ({"expires": "15m"}, "expires", "not sent any more 15 minutes after it was due"),
        ({"unsubscribe": "link"}, "unsubscribe", "a link"),
        (
            {"goal": {"event": "x", "within": "3d", "value": "event.amount"}},
            "goal",
            "`x` within 3 days, worth `event.amount`",
        ),
    ],
)
def test_a_condition_is_said_in_words(fields: dict[str, Any], name: str, said: str) -> None:
    assert describe_conditions(make_notification(**fields))[name] == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "the user it is about"),
        ({"to": "event.followers", "exclude": ["event.author_id"]}, "`event.followers`, but not `event.author_id`"),
        (
            {"to": [{"address": "event.email", "locale": "event.locale"}, "event.owner"]},
            "the address `event.email` in the language `event.locale` and `event.owner`",
        ),
    ],
)
def test_recipients_are_said_in_words(fields: dict[str, Any], said: str) -> None:
    notification = make_notification(**fields)
    assert describe_recipients(notification.to, notification.exclude) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (
            {"limit": 3, "per": "7d", "channels": ["email"], "class": "promotional"},
            "at most 3 promotional messages by email in any 7 days",
        ),
        ({"limit": 1, "per": "day", "channels": ["push", "sms"]}, "at most 1 message by push or sms in a calendar day"),
        ({"limit": 2, "per": "1d"}, "at most 2 messages in any day"),
    ],
)
def test_a_cap_is_said_in_words(fields: dict[str, Any], said: str) -> None:
    assert describe_cap(FrequencyCap.model_validate({"id": "cap", **fields})) == said


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"channels": ["push"]}, "push is silent from 22:00 to 08:00; messages wait until 08:00"),
        (
            {"channels": ["push", "sms"], "then": "drop"},
            "push and sms are silent from 22:00 to 08:00; messages are dropped",
        ),
        ({}, "every channel is silent from 22:00 to 08:00; messages wait until 08:00"),
    ],
)
def test_quiet_hours_are_said_in_words(fields: dict[str, Any], said: str) -> None:
    assert describe_quiet_hours(QuietHours.model_validate({"from": "22:00", "to": "08:00", **fields})) == said


def test_a_topic_says_whether_people_get_it() -> None:
    topic = Topic.model_validate({"label": "Offers", "default": "opted_out"})
    assert describe_topic(topic) == "Offers: people get it if they opt in"
