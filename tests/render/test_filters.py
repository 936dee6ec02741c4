"""Filters: values as each locale writes them."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from notify.catalogue.model.declaration import Money
from notify.render.template import filters
from notify.render.template.faults import TemplateFault
from notify.render.template.filters import Formats

WHEN = datetime(2026, 3, 4, 15, 5, tzinfo=UTC)


def formats(locale: str) -> Formats:
    return Formats(locale, ZoneInfo("Europe/Paris"), datetime(2026, 3, 1, 12, 0, tzinfo=UTC))


@pytest.mark.parametrize(
    ("filter_", "value", "options", "english", "french"),
    [
        (filters.number, 1234.5, {}, "1,234.5", "1\u202f234,5"),
        (filters.percent, 0.55, {}, "55%", "55\u00a0%"),
        (filters.percent, Decimal("0.1234"), {"digits": 1}, "12.3%", "12,3\u00a0%"),
        (filters.currency, 12.5, {"code": "EUR"}, "€12.50", "12,50\u00a0€"),
        (filters.currency, Money(Decimal("9.9"), "EUR"), {}, "€9.90", "9,90\u00a0€"),
        (filters.currency, 1180.5, {"code": "AED"}, "AED\u00a01,180.50", "1\u202f180,50\u00a0AED"),
        (filters.date, WHEN, {}, "Mar 4, 2026", "4 mars 2026"),
        (filters.date, date(2026, 3, 4), {"length": "EEEE d MMMM"}, "Wednesday 4 March", "mercredi 4 mars"),
        (filters.date, "2026-03-01", {"length": "long"}, "March 1, 2026", "1er mars 2026"),
        (filters.date, "2026-03-21", {"length": "d MMMM"}, "21 March", "21 mars"),
        (
            filters.datetime,
            "2026-07-01T01:05:00+02:00",
            {"length": "d MMM, H 'h' mm"},
            "1 Jul, 1 h 05",
            "1er juil., 1 h 05",
        ),
        (filters.date, "2026-03-04", {}, "Mar 4, 2026", "4 mars 2026"),
        (filters.date, "2026-03-04T23:30:00Z", {}, "Mar 5, 2026", "5 mars 2026"),
        (filters.datetime, "2026-03-04T15:05:00Z", {"length": "HH:mm"}, "16:05", "16:05"),
        (filters.relative, "2026-02-28", {}, "1 day ago", "il y a 1 jour"),
        (filters.time, WHEN, {}, "4:05\u202fPM", "16:05"),
        (filters.datetime, WHEN, {"length": "short"}, "3/4/26, 4:05\u202fPM", "04/03/2026 16:05"),
        (filters.datetime, WHEN.replace(tzinfo=None), {"length": "HH:mm"}, "15:05", "15:05"),
        (filters.relative, WHEN, {}, "in 3 days", "dans 3 jours"),
        (filters.relative, date(2026, 2, 28), {}, "1 day ago", "il y a 1 jour"),
        (filters.relative, timedelta(hours=-2), {}, "2 hours ago", "il y a 2 heures"),
        (filters.relative, 2, {"unit": "hour"}, "in 2 hours", "dans 2 heures"),
        (filters.and_list, ["a", "b", "c"], {}, "a, b, and c", "a, b et c"),
    ],
)
def test_each_locale_writes_it_its_way(filter_, value, options, english, french) -> None:  # type: ignore[no-untyped-def]
    assert filter_(formats("en"), value, **options) == english
    assert filter_(formats("fr"), value, **options) == french


@pytest.mark.parametrize(
    ("length", "text"),
    [
        (40, "Dr. Maximiliana-Konstantyna, of Warsaw"),
        (38, "Dr. Maximiliana-Konstantyna, of Warsaw"),
        (37, "Dr. Maximiliana-Konstantyna, of…"),
        (31, "Dr. Maximiliana-Konstantyna…"),
        (29, "Dr. Maximiliana-Konstantyna…"),
        (20, "Dr. Maximiliana-Kon…"),
        (5, "Dr…"),
    ],
)
def test_a_long_text_ends_with_a_word(length: int, text: str) -> None:
    assert filters.truncate(formats("en"), "Dr. Maximiliana-Konstantyna, of Warsaw", length) == text


def test_signs_are_those_of_the_locale() -> None:
    assert filters.percent(formats("ar"), 0.55) == "55\u200e%\u200e"
    assert filters.currency(formats("ar"), 4800, "JPY") == "\u200f4,800\u00a0JP¥\u200e"
    assert filters.currency(formats("ar"), 12, "EUR") == "\u200f12.00\u00a0€"
    assert filters.time(formats("ar"), WHEN) == "4:05\u00a0م"
    assert filters.number(formats("ar"), -4) == "\u200e-4"
    assert filters.number(formats("sv"), -4) == "\u22124"
    assert filters.currency(formats("sv"), -4, "SEK") == "\u22124,00\u00a0kr"


@pytest.mark.parametrize(
    ("filter_", "value", "message"),
    [
        (filters.number, "12", "`number` needs a number, and this is `12`"),
        (filters.percent, True, "`percent` needs a number"),
        (filters.currency, 3, "needs money, or a number and a currency"),
        (filters.date, "x" * 60, "`date` needs a date, and this is `xxx"),
        (filters.time, date(2026, 1, 1), "`time` needs a date with a time"),
        (filters.datetime, "soon", "`datetime` needs a date with a time"),
        (filters.relative, "soon", "`relative` needs a number"),
        (filters.and_list, "abc", "`and_list` needs a list"),
    ],
)
def test_a_value_of_another_kind_says_what_is_needed(filter_, value, message) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(TemplateFault, match=message):
        filter_(formats("en"), value)


def test_a_unit_that_is_none_names_those_there_are() -> None:
    with pytest.raises(TemplateFault, match="`fortnight`") as fault:
        filters.relative(formats("en"), 2, "fortnight")  # type: ignore[arg-type]
    assert "`second`, `minute`" in fault.value.hint
