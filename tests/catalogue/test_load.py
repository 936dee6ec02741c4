"""A workspace: found, read into typed values, and read as far as it goes where something in it is wrong."""

import copy
import subprocess
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notify.catalogue.load import Workspace, find_workspace, load_workspace, read_workspace
from notify.catalogue.model.channel import InAppOptions, PushOptions, WhatsAppOptions
from notify.catalogue.model.declaration import Money
from notify.catalogue.model.fields import Rate
from notify.catalogue.model.notification import Notification, RepeatAfter
from notify.catalogue.model.relay import SmtpRelay, WebhookRelay
from notify.catalogue.model.trigger import (
    CountMilestone,
    DateTrigger,
    EventTrigger,
    InactivityTrigger,
    MilestoneTrigger,
    OnceTrigger,
    ScheduleTrigger,
    StreakMilestone,
    SumMilestone,
    events_of,
)
from notify.catalogue.positions import parse_document
from notify.errors import CatalogueError, Mistakes, NotifyError, WorkspaceError

FULL = (Path(__file__).parent / "full.yaml").read_text(encoding="utf-8")

SMALL: dict[str, Any] = {
    "version": 1,
    "product": {"name": "Acme", "url": "https://acme.example"},
    "defaults": {"locale": "en", "from": "hello@acme.example"},
    "locales": ["en"],
    "user": {"email": {"type": "email"}},
    "channels": {"email": {"address": "user.email"}},
    "topics": {
        "news": {"label": "News", "default": "opted_in"},
        "account": {"label": "Account", "default": "required"},
    },
    "notifications": {
        "hello": {
            "category": "onboarding",
            "description": "Hello.",
            "class": "transactional",
            "topic": "account",
            "trigger": {"event": "signed.up"},
            "channels": ["email"],
        }
    },
}


def write(folder: Path, content: str | dict[str, Any]) -> Path:
    text = content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
    (folder / "notifications.yaml").write_text(text, encoding="utf-8")
    return folder


def changed(**fields: Any) -> dict[str, Any]:
    """The small catalogue with fields of its one notification changed."""
    catalogue = copy.deepcopy(SMALL)
    catalogue["notifications"]["hello"] |= fields
    return catalogue


@pytest.fixture
def full(tmp_path: Path) -> Workspace:
    return load_workspace(write(tmp_path, FULL))


def test_everything_around_the_notifications_is_typed(full: Workspace) -> None:
    catalogue = full.catalogue
    assert catalogue.version == 1
    assert (catalogue.product.name, catalogue.product.postal_address) == ("Nimbus", "12 rue des Lilas, Paris")
    assert (catalogue.defaults.locale, catalogue.defaults.timezone) == ("en", "Europe/Paris")
    assert catalogue.defaults.from_ == "Nimbus <hello@nimbus.example>"
    assert catalogue.locales == ("en", "fr", "pt-BR")
    assert catalogue.user["card_expires"].sample == date(2027, 1, 31)
    assert catalogue.user["first_name"].description == "The name they go by."
    assert {name: channel.address for name, channel in catalogue.channels.items()} == {
        "email": "user.email",
        "push": "user.id",
        "in_app": "user.id",
        "whatsapp": "user.id",
    }
    assert {name: topic.essential for name, topic in catalogue.topics.items()} == {
        "security": True,
        "tips": False,
        "offers": False,
    }
    assert list(catalogue.stages.items()) == [("early", "user.signed_up_days < 7"), ("late", "true")]
    assert catalogue.events["session.started"] == {}
    assert catalogue.events["comment.added"]["amount"].sample == Money(Decimal("19.90"), "EUR")


def test_the_policy_is_typed(full: Workspace) -> None:
    policy = full.catalogue.policy
    (quiet,) = policy.quiet_hours
    assert (quiet.channels, quiet.from_, quiet.to, quiet.then) == (("push",), time(22), time(8), "drop")
    promo, push = policy.frequency_caps
    assert (promo.id, promo.class_, promo.limit, promo.per) == ("promo-week", "promotional", 3, timedelta(days=7))
    assert (push.class_, push.per) == (None, "day")
    assert (policy.accept_late, policy.week_starts) == (timedelta(hours=72), "sun")


def test_the_relays_are_typed(full: Workspace) -> None:
    staging, hooks = full.catalogue.relays["staging"], full.catalogue.relays["hooks"]
    assert isinstance(staging, SmtpRelay)
    assert (staging.host, staging.port, staging.security) == ("${SMTP_HOST}", 2525, "tls")
    assert (staging.timeout, staging.rate, staging.connections) == (
        timedelta(seconds=10),
        Rate(10, timedelta(seconds=1)),
        4,
    )
    assert (staging.allow, staging.redirect, staging.production) == (("*@nimbus.example",), "qa@nimbus.example", True)
    assert staging.dkim is not None
    assert (staging.dkim.domain, staging.dkim.selector, staging.dkim.key) == ("nimbus.example", "mail", "${DKIM_KEY}")
    assert isinstance(hooks, WebhookRelay)
    assert (hooks.url, hooks.secret, hooks.timeout) == (
        "https://hooks.nimbus.example/n",
        "${HOOK_SECRET}",
        timedelta(seconds=30),
    )


@pytest.mark.parametrize(("security", "port"), [("starttls", 587), ("tls", 465), ("none", 25)])
def test_a_relay_has_the_usual_port_of_its_security(tmp_path: Path, security: str, port: int) -> None:
    relays = {"one": {"kind": "smtp", "host": "mail", "security": security}}
    relay = load_workspace(write(tmp_path, SMALL | {"relays": relays})).catalogue.relays["one"]
    assert isinstance(relay, SmtpRelay)
    assert relay.port == port


def test_a_relay_may_take_its_settings_from_the_environment(tmp_path: Path) -> None:
    one = {"kind": "smtp", "host": "${H}", "port": "${P}", "redirect": "${R}", "dkim": {
        "domain": "acme.example", "selector": "a", "key": "keys/dkim.pem"}}  # fmt: skip
    relays = {"one": one, "two": {"kind": "webhook", "url": "https://${HOST}/x", "allow": ["${WHO}@acme.example"]}}
    first, second = load_workspace(write(tmp_path, SMALL | {"relays": relays})).catalogue.relays.values()
    assert isinstance(first, SmtpRelay)
    assert isinstance(second, WebhookRelay)
    assert (first.host, first.port, first.redirect, second.url) == ("${H}", "${P}", "${R}", "https://${HOST}/x")


def test_what_the_linter_is_told_is_typed(full: Workspace) -> None:
    lint = full.catalogue.lint
    assert (lint.clients, lint.links.domains, lint.senders.domains) == (
        ("gmail", "outlook"),
        ("nimbus.example",),
        ("nimbus.example",),
    )
    assert (lint.select, lint.ignore) == (("SUB", "subject-too-long"), ("IMG007",))
    assert (lint.severity, lint.rules) == ({"SUB002": "error"}, {"SUB002": {"max": 60}})
    (ignored,) = full.catalogue.notifications["password-reset"].lint.ignore
    assert (ignored.code, ignored.reason, ignored.until) == ("SUB002", "The name is long.", date(2027, 1, 31))


def test_a_notification_is_typed(full: Workspace) -> None:
    reset = full.catalogue.notifications["password-reset"]
    assert (reset.id, reset.category, reset.class_, reset.priority) == (
        "password-reset",
        "access",
        "transactional",
        "critical",
    )
    assert (reset.make_or_break, reset.topic, reset.channels) == (True, "security", {"email": None, "push": None})
    assert reset.throttle is not None
    assert (reset.throttle.limit, reset.throttle.per) == (3, timedelta(hours=1))
    assert reset.dedup is not None
    assert (reset.dedup.key, reset.dedup.within) == ("{{ event.request_id }}", timedelta(hours=1))
    assert (reset.expires, reset.reply_to, reset.from_) == (
        timedelta(minutes=15),
        "none",
        "Nimbus <account@nimbus.example>",
    )
    assert reset.when == "event.link and not user.has_done('reset.requested')"


def test_a_notification_with_everything_is_typed(full: Workspace) -> None:
    comments = full.catalogue.notifications["comments"]
    assert (comments.stage, comments.audience) == (("early",), "user.count('session.started', '7d') > 2")
    assert comments.to is not None
    assert [(one.user, one.address, one.locale) for one in comments.to] == [
        ("event.board_id", None, None),
        (None, "event.email", "event.email"),
    ]
    assert (comments.exclude, comments.route, comments.unsubscribe) == (("event.author_id",), "all", "link")
    assert list(comments.channels) == ["email", "push", "whatsapp", "in_app"]
    push, whatsapp, in_app = comments.channels["push"], comments.channels["whatsapp"], comments.channels["in_app"]
    assert isinstance(push, PushOptions)
    assert (push.target, push.image, push.ttl, push.collapse_key, push.badge) == (
        "nimbus://b/{{ event.board_id }}",
        "https://nimbus.example/i.png",
        timedelta(hours=1),
        "c",
        1,
    )
    assert isinstance(whatsapp, WhatsAppOptions)
    assert (whatsapp.template, whatsapp.targets) == ("comment", ("https://nimbus.example/{{ user.id }}",))
    assert isinstance(in_app, InAppOptions)
    assert (in_app.target, in_app.expires, in_app.placement) == ("/b", timedelta(days=7), "banner")
    assert comments.send_window is not None
    assert (comments.send_window.from_, comments.send_window.to, comments.send_window.days) == (
        time(9),
        time(18),
        ("mon", "tue"),
    )
    assert isinstance(comments.repeat, RepeatAfter)
    assert comments.repeat.after == timedelta(days=90)
    batch = comments.batch
    assert batch is not None
    assert (batch.by, batch.window, batch.extend, batch.max_window) == (
        "event.board_id",
        timedelta(minutes=10),
        True,
        timedelta(hours=1),
    )
    assert (batch.first, batch.min, batch.max_items) == ("send_now", 2, 50)
    assert [(one.event, one.same) for one in comments.cancel_on] == [
        ("session.started", None),
        ("comment.added", "board_id"),
    ]
    assert comments.goal is not None
    assert (comments.goal.event, comments.goal.within, comments.goal.value) == (
        "comment.added",
        timedelta(days=3),
        "event.amount",
    )


def test_each_kind_of_trigger_is_typed(full: Workspace) -> None:
    triggers = {key: notification.trigger for key, notification in full.catalogue.notifications.items()}
    event, week, launch = triggers["comments"], triggers["week"], triggers["launch"]
    assert isinstance(event, EventTrigger)
    assert (event.kind, event.event, event.delay, event.at) == ("event", "comment.added", timedelta(days=2), time(10))
    assert isinstance(week, ScheduleTrigger)
    assert str(week.schedule) == "0 8 * * mon"
    assert isinstance(launch, OnceTrigger)
    assert launch.once == datetime(2026, 3, 1, 9)  # noqa: DTZ001 - it is the recipient's time
    inactive, card = triggers["come-back"], triggers["card"]
    assert isinstance(inactive, InactivityTrigger)
    assert (inactive.inactive.for_, inactive.inactive.without, inactive.at) == (
        timedelta(days=30),
        ("session.started",),
        time(11),
    )
    assert isinstance(card, DateTrigger)
    assert (card.date, card.offset, card.at) == ("user.card_expires", timedelta(days=-7), time(10))
    marks = [triggers[key] for key in ("tenth-comment", "streak", "points")]
    milestones = [mark.milestone for mark in marks if isinstance(mark, MilestoneTrigger)]
    count, streak, total = milestones
    assert isinstance(count, CountMilestone)
    assert (count.count, count.at) == ("comment.added", (1, 10, 100))
    assert isinstance(streak, StreakMilestone)
    assert (streak.streak, streak.days) == ("session.started", 7)
    assert isinstance(total, SumMilestone)
    assert (total.sum, total.at) == ("event.points", (500, 1000.5))
    assert {key: events_of(trigger) for key, trigger in triggers.items() if events_of(trigger)} == {
        "password-reset": ("reset.requested",),
        "comments": ("comment.added",),
        "tenth-comment": ("comment.added",),
        "streak": ("session.started",),
    }


def test_a_digest_is_typed(full: Workspace) -> None:
    week = full.catalogue.notifications["week"]
    assert week.digest is not None
    assert (week.digest.of, week.digest.since) == (("comment.added", "reset.requested"), timedelta(days=7))
    assert (week.digest.min, week.digest.max_items) == (1, 20)
    assert (week.repeat, week.category) == ("once", "custom:recap")


def test_each_variable_says_where_it_comes_from_and_whether_it_must_be_there(full: Workspace) -> None:
    variables = full.catalogue.notifications["password-reset"].variables
    assert {name: (one.from_, one.required, one.has_default) for name, one in variables.items()} == {
        "link": ("event.link", True, False),
        "request": ("event.request_id", True, False),
        "device": ("event.device", False, False),
        "expires_in_minutes": ("event.expires_in_minutes", False, True),
    }
    assert variables["expires_in_minutes"].default == 15
    assert variables["device"].sample == "Firefox"


def test_what_a_small_catalogue_leaves_out_has_its_defaults(tmp_path: Path) -> None:
    catalogue = load_workspace(write(tmp_path, SMALL)).catalogue
    hello = catalogue.notifications["hello"]
    assert (hello.priority, hello.make_or_break, hello.route) == ("normal", False, "first")
    assert (hello.when, hello.to, hello.repeat, hello.digest, hello.expires) == (None, None, None, None, None)
    assert (hello.stage, hello.exclude, hello.cancel_on, hello.variables) == ((), (), (), {})
    assert (catalogue.policy.quiet_hours, catalogue.policy.frequency_caps, catalogue.policy.accept_late) == (
        (),
        (),
        None,
    )
    assert (catalogue.policy.week_starts, catalogue.defaults.timezone, catalogue.defaults.reply_to) == (
        "mon",
        "UTC",
        None,
    )
    assert (catalogue.stages, catalogue.events, catalogue.relays) == ({}, {}, {})


@pytest.mark.parametrize(
    ("topic", "written", "decided"),
    [("account", None, "none"), ("news", None, "one_click"), ("account", "link", "link"), ("news", "none", "none")],
)
def test_how_people_leave_follows_from_the_topic_unless_it_is_written(
    tmp_path: Path, topic: str, written: str | None, decided: str
) -> None:
    fields = {"topic": topic} | ({"unsubscribe": written} if written else {})
    workspace = load_workspace(write(tmp_path, changed(**fields)))
    assert workspace.catalogue.notifications["hello"].unsubscribe == decided


@pytest.mark.parametrize("to", ["event.followers", ["event.followers"], [{"user": "event.followers"}]])
def test_a_recipient_may_be_written_as_its_path(tmp_path: Path, to: Any) -> None:
    hello = load_workspace(write(tmp_path, changed(to=to))).catalogue.notifications["hello"]
    assert hello.to is not None
    assert [(one.user, one.address) for one in hello.to] == [("event.followers", None)]


def test_an_event_that_nobody_declared_is_no_mistake(tmp_path: Path) -> None:
    variables = {"anything": {"type": "string", "from": "event.anything"}}
    workspace = load_workspace(write(tmp_path, changed(variables=variables, when="event.whatever == 3")))
    assert workspace.catalogue.notifications["hello"].variables["anything"].required


def test_a_catalogue_cannot_be_changed(full: Workspace) -> None:
    with pytest.raises(ValueError, match="frozen"):
        full.catalogue.notifications["week"].topic = "tips"


def test_a_workspace_is_found_from_a_folder_below(tmp_path: Path) -> None:
    write(tmp_path, SMALL)
    below = tmp_path / "templates" / "hello"
    below.mkdir(parents=True)
    assert find_workspace(below) == tmp_path


def test_where_there_is_no_workspace_the_cure_is_said(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match=r"no `notifications\.yaml`") as raised:
        find_workspace(tmp_path)
    assert "notify init" in str(raised.value.hint)


def test_places_are_relative_to_the_workspace(full: Workspace) -> None:
    assert str(full.document.position(("version",))) == "notifications.yaml:2:10"


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (None, WorkspaceError, "no such file"),
        (b"a: \xff", CatalogueError, "not UTF-8"),
        (b"a: [", CatalogueError, "never closed"),
        (b"", CatalogueError, "The catalogue is empty."),
        (b"- 1", CatalogueError, "This is not a catalogue."),
        (b"a: 1\na: 2", CatalogueError, "`a` is written twice"),
    ],
)
def test_a_file_that_is_no_catalogue_is_one_mistake(
    tmp_path: Path, content: bytes | None, kind: type[NotifyError], said: str
) -> None:
    if content is not None:
        (tmp_path / "notifications.yaml").write_bytes(content)
    workspace, (mistake,) = read_workspace(tmp_path)
    assert workspace is None
    assert isinstance(mistake, kind)
    assert said in mistake.message


def test_several_things_that_yaml_changes_are_said_together(tmp_path: Path) -> None:
    workspace, mistakes = read_workspace(write(tmp_path, "version: 1\na: no\nb: 22:00\n"))
    assert workspace is None
    assert [mistake.position.line for mistake in mistakes if mistake.position] == [2, 3]


def test_one_mistake_is_raised_as_itself_and_several_as_mistakes(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="hihg"):
        load_workspace(write(tmp_path, changed(priority="hihg")))
    with pytest.raises(Mistakes) as raised:
        load_workspace(write(tmp_path, changed(priority="hihg", topic="nwes")))
    assert len(raised.value.mistakes) == 2


def test_all_mistakes_of_a_notification_are_said_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = (
        "version: 1\nproduct: {name: Acme}\ndefaults: {locale: de, from: hello@acme.example, timezone: Mars}\n"
        "locales: [en]\nchannels: {email: {address: user.mail}}\nuser: {email: {type: email}}\n"
        "topics: {news: {label: News, default: always}, must: {label: Must, default: required}}\n"
        "stages: {late: usr.id}\nevents: {made: {link: {type: url}}}\nnotifications:\n  hello:\n"
        "    category: zzz\n    class: promotional\n    topik: must\n    trigger: {evnt: made}\n"
        "    channels: [email, sms]\n    digest: {of: [made]}\n    stage: [erly]\n    expires: soon\n"
        "    audience: user.nme == 1\n    variables:\n      count: {type: integer}\n"
        "  other:\n    category: activity\n    description: Other.\n    class: promotional\n    topic: must\n"
        "    trigger: {event: made}\n    channels: [push]\n    variables:\n      lnk: {type: url}\n"
    )
    workspace, mistakes = read_workspace(write(tmp_path, text))
    assert workspace is None
    assert [(mistake.position.line, mistake.message) for mistake in mistakes if mistake.position] == [
        (2, "`product` needs `url`."),
        (3, "The default locale `de` is not in `locales`."),
        (3, "`Mars` is not a time zone."),
        (5, "`user.mail` is not a trait of the user."),
        (7, "`default` cannot be `always`."),
        (8, "`usr` is not known here."),
        (11, "A notification needs `description`."),
        (12, "`category` cannot be `zzz`."),
        (14, "`topik` is not a field of a notification."),
        (15, "`evnt` is not a field of a trigger."),
        (16, "There is no channel `sms`."),
        (18, "There is no stage `erly`."),
        (19, "`soon` is not a duration."),
        (20, "`user.nme` is not a trait of the user."),
        (22, "A variable cannot be called `count`, which templates have already."),
        (27, "A promotional notification cannot be on `must`, which nobody can opt out of."),
        (29, "There is no channel `push`."),
        (31, "`lnk` is not a field of the event `made`."),
    ]


def test_a_misspelt_declaration_is_one_mistake_however_often_it_is_used(tmp_path: Path) -> None:
    catalogue = copy.deepcopy(SMALL)
    catalogue["channels"] = {"emial": {"address": "user.email"}}
    catalogue["user"] = {"e mail": {"type": "email"}}
    _, mistakes = read_workspace(write(tmp_path, catalogue))
    assert [mistake.message for mistake in mistakes] == [
        "`e mail` is not a name.",
        "`emial` cannot be a key of `channels`.",
    ]


def test_what_is_right_can_be_used_beside_what_is_wrong(tmp_path: Path) -> None:
    catalogue = changed()
    hello = catalogue["notifications"]["hello"]
    catalogue["notifications"] |= {
        "typo": hello | {"prioriti": "high"},
        "wrong": hello | {"topic": "nowhere"},
        "no-topic": hello | {"topic": "news"},
        "good": hello | {"topic": "account"},
    }
    catalogue["topics"]["news"] = {"label": "News", "default": "sometimes"}
    catalogue["policy"] = {"accept_late": "soon", "week_starts": "sun"}
    workspace, mistakes = read_workspace(write(tmp_path, catalogue))
    assert workspace is not None
    assert list(workspace.catalogue.notifications) == ["hello", "typo", "good"]
    assert list(workspace.catalogue.topics) == ["account"]
    assert (workspace.catalogue.policy.accept_late, workspace.catalogue.policy.week_starts) == (None, "sun")
    assert len(mistakes) == 4


@pytest.mark.parametrize(
    ("changes", "usable"),
    [
        ({"throtle": {"limit": 1, "per": "day"}}, True),
        ({"priority": "hihg"}, True),
        ({"send_window": {"from": "09:00"}}, True),
        ({"audience": "user.nme == 1"}, True),
        ({"stage": ["erly"]}, True),
        ({"reply_to": "{{ nobody }}@acme.example"}, True),
        ({"channels": {"email": {}, "push": {"collapse_ky": "a"}}}, True),
        ({"description": None}, False),
        ({"trigger": {"evnt": "user.created"}}, False),
        ({"channels": ["email", "pigeon"]}, False),
        ({"channels": {"email": {}, "push": {"ttl": "soon"}}}, False),
        ({"varables": {"name": {"type": "string"}}}, False),
        ({"variables": {"name": {"typ": "string"}}}, False),
        ({"batch": {"window": "1h", "bye": "event.id"}}, False),
    ],
)
def test_what_decides_nothing_is_left_out_and_the_rest_can_be_used(
    changes: dict[str, Any], usable: bool, tmp_path: Path
) -> None:
    catalogue = changed(**changes)
    catalogue["channels"] = {"email": {"address": "user.email"}, "push": {"address": "user.id"}}
    workspace, mistakes = read_workspace(write(tmp_path, catalogue))
    assert mistakes
    assert workspace is not None
    assert list(workspace.catalogue.notifications) == (["hello"] if usable else [])


def test_a_field_that_is_refused_has_its_default(tmp_path: Path) -> None:
    workspace, _ = read_workspace(write(tmp_path, changed(stage=["erly"], audience="user.nme == 1", throtle="1/day")))
    assert workspace is not None
    hello = workspace.catalogue.notifications["hello"]
    assert (tuple(hello.stage), hello.audience, hello.throttle) == ((), None, None)


def test_wrong_items_of_a_list_are_each_said_and_the_others_stay(tmp_path: Path) -> None:
    catalogue = SMALL | {"locales": ["en_", "en", "f", "fr"]}
    workspace, mistakes = read_workspace(write(tmp_path, catalogue))
    assert len(mistakes) == 2
    assert workspace is not None
    assert workspace.catalogue.locales == ("en", "fr")


KEY = "-----BEGIN PRIVATE KEY-----\nMIIhunter5\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    "relay",
    [
        {"kind": "smtp", "host": "mail", "password": "hunter2"},
        {"kind": "smtp", "host": "mail", "pasword": "hunter3", "port": "x"},
        {"kind": "webhook", "url": "https://acme.example", "secret": "hunter4"},
        {"kind": "smtp", "host": "mail", "dkim": {"domain": "acme.example", "selector": "a", "key": KEY}},
    ],
)
def test_a_secret_in_the_open_is_a_mistake_that_does_not_show_it(tmp_path: Path, relay: dict[str, Any]) -> None:
    text = yaml.safe_dump(SMALL | {"relays": {"one": relay}}, sort_keys=False, default_flow_style=None, width=1000)
    _, mistakes = read_workspace(write(tmp_path, text))
    assert mistakes
    for mistake in mistakes:
        assert "hunter" not in f"{mistake} {mistake.position!r}"
        assert mistake.position is not None
        assert (
            "•" in str(mistake.position.excerpt) or "hunter" not in text.split("\n")[(mistake.position.line or 1) - 1]
        )


def test_loading_imports_nothing_of_what_rendering_needs() -> None:
    code = (
        "import sys, notify.catalogue.load\n"
        "heavy = {'jinja2', 'babel', 'mjml', 'premailer', 'lxml', 'typer', 'rich'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# Data that people could have written: YAML's own kinds of value, nested.
WORDS = st.one_of(
    st.sampled_from(
        ["version", "event", "user.id", "15m", "email", "once", "${A}", "{{ user.id }}", "a b", "", "custom:x"]
    ),
    st.text(max_size=8),
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), WORDS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(WORDS, inner, max_size=3)),
    max_leaves=12,
)
# pydantic's words, and Python's.
JARGON = ("Input should", "pydantic", "NoneType", "extra_forbidden", "union", "dict", "tuple", "validator", "Traceback")


def assert_read(folder: Path, data: Any) -> None:
    workspace, mistakes = read_workspace(write(folder, yaml.safe_dump(data, allow_unicode=True, sort_keys=False)))
    assert workspace is not None or mistakes
    for mistake in mistakes:
        assert isinstance(mistake, NotifyError)
        assert mistake.message
        assert mistake.position is not None
        assert mistake.position.file == "notifications.yaml"


@given(data=VALUES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_data_is_a_catalogue_or_has_mistakes(tmp_path: Path, data: Any) -> None:
    assert_read(tmp_path, data)


def paths_in(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    return [(*path, key) for key, _ in parts] + [below for key, part in parts for below in paths_in(part, (*path, key))]


DATA = parse_document(FULL, "full.yaml").data
PATHS = paths_in(DATA)


@given(path=st.sampled_from(PATHS), other=st.sampled_from(PATHS), value=VALUES)
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_catalogue_with_a_value_replaced_says_so_in_plain_words(
    tmp_path: Path, path: tuple[Any, ...], other: tuple[Any, ...], value: Any
) -> None:
    data = copy.deepcopy(DATA)
    for place in {path, other}:
        here = data
        try:
            for part in place[:-1]:
                here = here[part]
            here[place[-1]] = copy.deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue  # the first replacement took this place away
    assert_read(tmp_path, data)
    for mistake in read_workspace(tmp_path)[1]:
        assert not [word for word in JARGON if word in mistake.message]


@given(condition=st.one_of(WORDS, st.text(alphabet="()[]{}'\".,|=<>!~%&#+-*/ab1 ", max_size=12)))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_a_condition_or_a_mistake(tmp_path: Path, condition: str) -> None:
    assert_read(tmp_path, changed(when=condition, dedup={"key": condition, "within": "1h"}))


@pytest.mark.parametrize("condition", ["(" * 5000, "9" * 5000, "not " * 5000 + "x", "a" + ".b" * 5000])
def test_a_monstrous_condition_is_a_mistake(tmp_path: Path, condition: str) -> None:
    assert_read(tmp_path, changed(when=condition))
    assert read_workspace(tmp_path)[1]


def test_a_notification_made_by_hand_has_no_id_yet() -> None:
    made = Notification.model_validate(SMALL["notifications"]["hello"])
    assert (made.id, made.settled("hello", essential=False).id) == ("", "hello")
