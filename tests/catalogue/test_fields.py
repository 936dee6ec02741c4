"""The kinds of value: what is read, and what is refused."""

import re
from datetime import date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.catalogue.model.cron import read_cron
from notify.catalogue.model.declaration import Declaration, Money, TypeName, check_value, is_url
from notify.catalogue.model.fields import (
    Refusal,
    check_locale,
    is_domain,
    is_host,
    read_duration,
    read_moment,
    read_offset,
    read_period,
    read_rate,
    read_time,
    shown,
    split_address,
)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("30s", timedelta(seconds=30)),
        ("15m", timedelta(minutes=15)),
        ("48h", timedelta(hours=48)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(days=14)),
        ("520w", timedelta(days=3640)),
    ],
)
def test_a_duration_is_a_number_and_a_unit(text: str, span: timedelta) -> None:
    assert read_duration(text) == span


@pytest.mark.parametrize(
    "value", ["", "15", "m", "1.5h", "-7d", "7 d", "1h30m", "7D", "٣d", "0s", "530w", 15, None, True]
)
def test_anything_else_is_no_duration(value: object) -> None:
    with pytest.raises(Refusal):
        read_duration(value)


@given(st.integers(1, 3000), st.sampled_from("smhd"))
def test_a_duration_is_as_long_as_its_unit_says(count: int, unit: str) -> None:
    assert read_duration(f"{count}{unit}") == count * {"s": 1, "m": 60, "h": 3600, "d": 86400}[unit] * timedelta(
        seconds=1
    )


def test_an_offset_goes_both_ways() -> None:
    assert [read_offset(text) for text in ("-7d", "+1d", "1d", "0d")] == [
        timedelta(days=days) for days in (-7, 1, 1, 0)
    ]


def test_a_period_is_rolling_or_of_the_calendar() -> None:
    assert [read_period(text) for text in ("day", "week", "month", "7d")] == ["day", "week", "month", timedelta(days=7)]


@pytest.mark.parametrize("value", ["24:00", "8:30", "12:60", "12:00:00", "noon", 1320, None])
def test_a_time_of_day_has_two_digits_twice(value: object) -> None:
    assert read_time("08:30") == time(8, 30)
    with pytest.raises(Refusal, match="not a time of day"):
        read_time(value)


def test_a_moment_is_local() -> None:
    assert read_moment("2026-03-01T09:00") == datetime(2026, 3, 1, 9)  # noqa: DTZ001 - it is the recipient's time
    with pytest.raises(Refusal, match="names a zone"):
        read_moment("2026-03-01T09:00+01:00")
    with pytest.raises(Refusal, match="not a date and time"):
        read_moment("2026-03-01T29:00")


def test_a_rate_is_so_many_in_a_time() -> None:
    assert (read_rate("10/s").count, read_rate("5/m").per) == (10, timedelta(minutes=1))


@pytest.mark.parametrize(
    "tag", ["en", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "de-CH-1996", "sl-rozaj", "en-x-shop", "EN"]
)
def test_a_locale_is_a_language_tag(tag: str) -> None:
    assert check_locale(tag) == tag


@pytest.mark.parametrize("tag", ["", "e", "english", "en_US", "en-", "en--US", "../en", "en US", "en\n"])
def test_anything_else_is_no_locale(tag: str) -> None:
    with pytest.raises(Refusal, match="not a locale"):
        check_locale(tag)


@pytest.mark.parametrize(
    ("text", "name", "address"),
    [
        ("hello@nimbus.example", "", "hello@nimbus.example"),
        ("Nimbus <hello@nimbus.example>", "Nimbus", "hello@nimbus.example"),
        ('"Nimbus, Inc." <hello@nimbus.example>', "Nimbus, Inc.", "hello@nimbus.example"),
        ("Zoë Łąka <zoë+a.b@żółw.example>", "Zoë Łąka", "zoë+a.b@żółw.example"),
        ("dev@localhost", "", "dev@localhost"),
    ],
)
def test_an_address_has_a_name_or_none(text: str, name: str, address: str) -> None:
    assert split_address(text) == (name, address)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "hello",
        "hello@",
        "@nimbus.example",
        "a@b@c.example",
        "hello@nimbus",
        "hello@-nimbus.example",
        "hello@nimbus..example",
        ".hello@nimbus.example",
        "Nimbus hello@nimbus.example",
        "Nimbus <hello@nimbus.example",
        "Nimbus\nBcc: x@y.example <hello@nimbus.example>",
        "hello@nimbus.example\n",
        'a"b" <hello@nimbus.example>',
        "x" * 65 + "@nimbus.example",
        "hello@" + "x" * 64 + ".example",
    ],
)
def test_anything_else_is_no_address(text: str) -> None:
    with pytest.raises(Refusal, match="not an e-mail address"):
        split_address(text)


def test_a_host_may_be_inside_and_a_domain_may_not() -> None:
    assert [is_host("mailpit"), is_domain("mailpit"), is_domain("localhost"), is_host("a b")] == [
        True,
        False,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "nothing"),
        (True, "`true`"),
        (False, "`false`"),
        ({}, "a mapping"),
        ([], "a list"),
        ("a\n b", "`a b`"),
        ("x" * 60, "`" + "x" * 47 + "…`"),
        (1.5, "`1.5`"),
    ],
)
def test_a_value_is_shown_on_one_short_line(value: object, words: str) -> None:
    assert shown(value) == words


def test_a_schedule_allows_what_its_fields_say() -> None:
    cron = read_cron("*/20 8-10,18 1,15 JAN-mar *")
    assert cron.minutes == {0, 20, 40}
    assert cron.hours == {8, 9, 10, 18}
    assert cron.days == {1, 15}
    assert cron.months == {1, 2, 3}
    assert cron.weekdays == set(range(7))
    assert not cron.either_day


@pytest.mark.parametrize(
    ("field", "days"),
    [
        ("mon", {1}),
        ("0", {0}),
        ("7", {0}),
        ("mon-fri", {1, 2, 3, 4, 5}),
        ("sat-sun", {6, 0}),
        ("5/2", {5, 0}),
        ("*/3", {0, 3, 6}),
    ],
)
def test_the_week_begins_on_sunday_which_is_0_and_7(field: str, days: set[int]) -> None:
    assert read_cron(f"0 8 * * {field}").weekdays == days


def test_two_restricted_days_mean_either() -> None:
    assert read_cron("0 8 13 * fri").either_day
    assert not read_cron("0 8 */2 * fri").either_day


def test_a_leap_day_comes() -> None:
    assert read_cron("0 8 29 2 *").days == {29}
    assert read_cron("0 8 31 2,3 *").months == {2, 3}


@pytest.mark.parametrize(
    "text",
    ["", "0 8 * *", "0 8 * * * *", "60 8 * * *", "0 24 * * *", "0 8 0 * *", "0 8 * 13 *", "0 8 * * 8", "0 8 * * mon-",
     "5-3 8 * * *", "*/0 8 * * *", "0 8 * * fri-mon", "a 8 * * *", "0 8 30 2 *", "0,, 8 * * *", "@daily", "-1 * * * *"],
)  # fmt: skip
def test_anything_else_is_no_schedule(text: str) -> None:
    with pytest.raises(Refusal):
        read_cron(text)


def test_a_number_is_no_schedule() -> None:
    with pytest.raises(Refusal, match="`5` is not a schedule"):
        read_cron(5)


CET = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("kind", "value", "typed"),
    [
        ("string", "Ana", "Ana"),
        ("string", "", ""),
        ("integer", 3, 3),
        ("number", 3, 3),
        ("number", 1.5, 1.5),
        ("number", Decimal("1.5"), Decimal("1.5")),
        ("boolean", False, False),
        ("url", "https://nimbus.example/a?b=c#d", "https://nimbus.example/a?b=c#d"),
        ("url", "mailto:a@nimbus.example", "mailto:a@nimbus.example"),
        ("url", "tel:+33199001234", "tel:+33199001234"),
        ("email", "ana@nimbus.example", "ana@nimbus.example"),
        ("datetime", "2026-03-01T09:00:00+01:00", datetime(2026, 3, 1, 9, tzinfo=CET)),
        ("datetime", "2026-03-01 09:00", datetime(2026, 3, 1, 9)),  # noqa: DTZ001 - written without a zone
        ("datetime", datetime(2026, 3, 1, 9, tzinfo=CET), datetime(2026, 3, 1, 9, tzinfo=CET)),
        ("date", "2026-03-01", date(2026, 3, 1)),
        ("date", date(2026, 3, 1), date(2026, 3, 1)),
        ("money", {"amount": 19.9, "currency": "EUR"}, Money(Decimal("19.9"), "EUR")),
        ("money", {"amount": "-5", "currency": "JPY"}, Money(Decimal(-5), "JPY")),
        ("money", Money(Decimal(1), "EUR"), Money(Decimal(1), "EUR")),
        ("list", [1, "a"], [1, "a"]),
        ("object", {"a": 1}, {"a": 1}),
    ],
)
def test_a_value_is_converted_to_its_declared_type(kind: TypeName, value: object, typed: object) -> None:
    converted = check_value(Declaration(type=kind), value)
    assert converted == typed
    assert type(converted) is type(typed)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("string", 12),
        ("string", True),
        ("string", None),
        ("integer", True),
        ("integer", 1.0),
        ("integer", "3"),
        ("number", "3"),
        ("number", True),
        ("number", float("nan")),
        ("number", Decimal("Infinity")),
        ("boolean", 0),
        ("boolean", "true"),
        ("url", "javascript:alert(1)"),
        ("url", "data:text/html,x"),
        ("url", "//nimbus.example"),
        ("url", "/path"),
        ("url", "https://"),
        ("url", "https://[x"),
        ("url", "https://nimbus.example/a b"),
        ("url", "java\nscript:x"),
        ("url", "mailto:"),
        ("url", 3),
        ("email", "Ana <ana@nimbus.example>"),
        ("email", "ana"),
        ("email", None),
        ("datetime", "2026-03-01"),
        ("datetime", "tomorrow at nine"),
        ("datetime", 1772355600),
        ("date", "2026-03-01T09:00"),
        ("date", "2026-02-30"),
        ("date", datetime(2026, 3, 1, tzinfo=CET)),
        ("money", 19.9),
        ("money", {"amount": 1}),
        ("money", {"amount": True, "currency": "EUR"}),
        ("money", {"amount": "lots", "currency": "EUR"}),
        ("money", {"amount": "NaN", "currency": "EUR"}),
        ("money", {"amount": 1, "currency": "euro"}),
        ("money", {"amount": 1, "currency": "EUR", "more": 1}),
        ("list", "a"),
        ("list", {"a": 1}),
        ("object", [1]),
        ("object", "a"),
    ],
)
def test_a_value_of_another_type_is_refused_with_a_cure(kind: TypeName, value: Any) -> None:
    with pytest.raises(Refusal) as raised:
        check_value(Declaration(type=kind), value)
    assert raised.value.message.endswith(".")
    assert re.fullmatch(r"(Write|Put) .*\.", str(raised.value.hint))


@given(
    kind=st.sampled_from(get_args(TypeName)),
    value=st.one_of(st.none(), st.text(), st.integers(), st.floats(), st.lists(st.text())),
)
def test_any_value_is_of_its_type_or_refused(kind: TypeName, value: object) -> None:
    try:
        converted = check_value(Declaration(type=kind), value)
    except Refusal as refusal:
        converted = refusal.message
    assert converted is not None


@given(st.text(max_size=30))
def test_a_url_never_runs_anything(text: str) -> None:
    assert not is_url(f"javascript:{text}")
    assert not is_url(f"data:{text}")
