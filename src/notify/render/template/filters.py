"""Filters that print values as the recipient reads them: dates, numbers, amounts and lists as their locale writes them
(CLDR, through Babel), and texts that may be too long."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date as Date  # noqa: N812 # the filters have the names
from datetime import datetime as DateTime  # noqa: N812
from datetime import timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from jinja2 import pass_context
from jinja2.runtime import Context

from notify.catalogue.locale import cldr, direction
from notify.catalogue.model.declaration import Money
from notify.catalogue.model.fields import listed, shown
from notify.errors import nearest
from notify.render.template.faults import TemplateFault

if TYPE_CHECKING:
    from babel import Locale

Length = Literal["short", "medium", "long", "full"]
_LENGTHS: Final = get_args(Length)
# The fields of a pattern: unicode.org/reports/tr35/tr35-dates.html#Date_Format_Patterns. No other letter of ASCII may
# stand there without quotes.
_FIELDS: Final = re.compile("[GyYuUrQqMLlwWdDFgEecabBhHKkjJmsSAzZOvVXx]")
# Where a currency's letters touch the number: unicode.org/reports/tr35/tr35-numbers.html#Currencies, currencySpacing,
# which Babel does not know.
_GLUED_CODE: Final = re.compile(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_MIXED_SYMBOL: Final = re.compile(r"[A-Za-z]+[^\w\s.,]")
# A day before the name of its month: three letters at least, which `1 h 05` has not.
_FIRST_OF_MONTH: Final = re.compile(r"\b1(?=\s[^\W\d]{3})")
Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]

_SECONDS: Final[Mapping[str, int]] = {
    "second": 1, "minute": 60, "hour": 3_600, "day": 86_400, "week": 604_800, "month": 2_592_000, "year": 31_536_000
}  # fmt: skip


@dataclass(frozen=True)
class Formats:
    """What formatting depends on: the locale of the words, the recipient's time zone, and what time it is."""

    locale: str
    zone: tzinfo
    now: DateTime

    @property
    def cldr(self) -> "Locale":
        """CLDR's data for the locale."""
        return cldr(self.locale)

    def local(self, value: DateTime) -> DateTime:
        """A time in the recipient's zone; one that names no zone is there already."""
        return value.replace(tzinfo=self.zone) if value.tzinfo is None else value.astimezone(self.zone)

    def date(self, value: object) -> Date | None:
        """A day from a date, a time or ISO 8601 text of one; None from anything else."""
        moment = self.moment(value)
        if moment is not None:
            return moment.date()
        if isinstance(value, str):
            value = _parsed(Date, value)
        return value if isinstance(value, Date) else None

    def moment(self, value: object) -> DateTime | None:
        """A time in the recipient's zone from a time or ISO 8601 text of one; None from anything else."""
        # What stands in a list or an object is not declared to be a time, and arrives as text.
        if isinstance(value, str) and "T" in value:
            value = _parsed(DateTime, value)
        return self.local(value) if isinstance(value, DateTime) else None


def number(formats: Formats, value: object) -> str:
    """`{{ 1234.5|number }}`: 1,234.5."""
    from babel.numbers import format_decimal

    return _with_signs(formats, format_decimal(_number(value, "number"), locale=formats.cldr))


def percent(formats: Formats, value: object, digits: int = 0) -> str:
    """`{{ 0.55|percent }}`: 55%; `digits` is how many may follow the decimal point."""
    from babel.numbers import format_percent

    pattern = formats.cldr.percent_formats[None].pattern.replace(
        "#,##0", "#,##0." + "#" * digits if digits else "#,##0"
    )
    return _with_signs(formats, format_percent(_number(value, "percent"), format=pattern, locale=formats.cldr))


def currency(formats: Formats, value: object, code: str | None = None) -> str:
    """`{{ price|currency }}` for money, `{{ amount|currency("EUR") }}` for a number: €12.50."""
    from babel.numbers import format_currency

    amount: int | float | Decimal
    if isinstance(value, Money):
        amount, code = value.amount, code or value.currency
    elif code and isinstance(code, str):
        amount = _number(value, "currency")
    else:
        hint = 'Name the currency: `{{ amount|currency("EUR") }}`.'
        raise TemplateFault("`currency` needs money, or a number and a currency.", hint, "currency")
    written = _with_signs(formats, format_currency(amount, code, locale=formats.cldr))
    written = _GLUED_CODE.sub("\u00a0", written)
    # The sign of `JP¥` has no direction of its own, and would go to the other side of its letters.
    return _MIXED_SYMBOL.sub("\\g<0>\u200e", written) if direction(formats.locale) == "rtl" else written


def date(formats: Formats, value: object, length: Length = "medium") -> str:
    """`{{ when|date }}`: Nov 21, 2026; `short`, `medium`, `long`, `full`, or a CLDR pattern such as `"d MMMM"`."""
    from babel.dates import format_date

    day = formats.date(value)
    if day is None:
        raise _wrong(value, "date", "a date")
    return _with_ordinal(formats, format_date(day, _known(length, "date"), locale=formats.cldr))


def time(formats: Formats, value: object, length: Length = "short") -> str:
    """`{{ when|time }}`: 4:05 PM, in the recipient's zone."""
    from babel.dates import format_time

    moment = formats.moment(value)
    if moment is None:
        raise _wrong(value, "time", "a date with a time")
    written = format_time(moment.time(), _known(length, "time"), locale=formats.cldr)
    # Half of a day is not to begin a line: most of CLDR's locales have such a space there already.
    return written.replace(" ", "\u00a0") if length in {"short", "medium"} else written


def datetime(formats: Formats, value: object, length: Length = "medium") -> str:
    """`{{ when|datetime("long") }}`, in the recipient's zone."""
    from babel.dates import format_datetime

    moment = formats.moment(value)
    if moment is None:
        raise _wrong(value, "datetime", "a date with a time")
    written = format_datetime(moment, _known(length, "datetime"), tzinfo=formats.zone, locale=formats.cldr)
    return _with_ordinal(formats, written)


def relative(formats: Formats, value: object, unit: Unit = "day") -> str:
    """`{{ when|relative }}`: in 3 days, 2 hours ago; of a number, so many `unit`s from now (before, where negative)."""
    from babel.dates import format_timedelta

    moment, day = formats.moment(value), formats.date(value)
    if moment is not None:
        delta = moment - formats.now
    elif day is not None:
        delta = day - formats.now.astimezone(formats.zone).date()
    elif isinstance(value, timedelta):
        delta = value
    elif unit in _SECONDS:
        delta = timedelta(seconds=float(_number(value, "relative")) * _SECONDS[unit])
    else:
        hint = nearest(str(unit), _SECONDS) or f"Write {listed(tuple(_SECONDS))}."
        raise TemplateFault(f"`relative` does not know the unit `{unit}`.", hint, f".{unit}")
    granularity: Unit = "day" if day is not None and moment is None else "second"
    return format_timedelta(delta, granularity=granularity, add_direction=True, locale=formats.cldr)


def truncate(
    _: Formats,
    value: object,
    length: int = 255,
    killwords: bool = False,  # noqa: FBT001, FBT002 # the options of Jinja's filter, in their order
    end: str = "…",
    leeway: int = 0,
) -> str:
    """`{{ name|truncate(30) }}`: at most so many characters of a text, `end` included; cut between words if it can be.

    It takes the place of Jinja's filter of that name, which leaves a comma before its three dots and a title alone.
    """
    text = value if isinstance(value, str) else str(value)
    if len(text) <= length + leeway:
        return text
    kept = text[: max(0, length - len(end))]
    between = len(kept) if text[len(kept)] == " " else kept.rfind(" ")
    if not killwords and between > len(kept) // 2:
        kept = kept[:between]
    return kept.rstrip(" \u00a0,;:.-\u2013") + end


def _with_signs(formats: Formats, written: str) -> str:
    """A number with the locale's own signs: Babel writes those of ASCII, which in Arabic land on the wrong side."""
    signs = formats.cldr.number_symbols.get("latn", {})
    for sign, name in (("-", "minusSign"), ("%", "percentSign")):
        written = written.replace(sign, signs.get(name, sign))
    return written


def _with_ordinal(formats: Formats, written: str) -> str:
    """French counts the first day of a month, and no other: `1er mars`, which CLDR's patterns cannot say."""
    return _FIRST_OF_MONTH.sub("1er", written) if formats.cldr.language == "fr" else written


def and_list(formats: Formats, value: object) -> str:
    """`{{ names|and_list }}`: Ana, Bo and Cy."""
    from babel.lists import format_list

    if isinstance(value, str) or not isinstance(value, Iterable):
        raise _wrong(value, "and_list", "a list")
    return format_list([str(item) for item in value], locale=formats.cldr)


def _known(length: Length, name: str) -> Length:
    """A length, or a pattern in which every letter is one of CLDR's; refuses what would be printed as it is."""
    letters = re.sub("'[^']*'", "", str(length))
    near = nearest(letters, _LENGTHS) if letters.isalpha() and letters not in _LENGTHS else None
    if letters in _LENGTHS or not (near or re.search("[A-Za-z]", _FIELDS.sub("", letters))):
        return length
    hint = near or 'Write `short`, `medium`, `long` or `full`, or a pattern such as `"d MMMM"`.'
    raise TemplateFault(f"`{name}` does not know the length `{length}`.", hint, f".{length}")


def _parsed(kind: type[Date], text: str) -> Date | None:
    try:
        return kind.fromisoformat(text)
    except ValueError:
        return None


def _number(value: object, name: str) -> int | float | Decimal:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise _wrong(value, name, "a number")
    return value


def _wrong(value: object, name: str, wanted: str) -> TemplateFault:
    # Undefined values print as an error of their own, which says more than this one would.
    hint = "`notify show ID` says of which kind each variable is."
    return TemplateFault(f"`{name}` needs {wanted}, and this is {shown(str(value))}.", hint, name)


def _localised(function: Callable[..., str]) -> Callable[..., str]:
    # Jinja folds a filter over a constant into the compiled template, which locales share, unless it takes the context.
    @pass_context
    def filter_in_locale(context: Context, value: object, *arguments: Any, **options: Any) -> str:
        return function(context.environment.formats, value, *arguments, **options)  # type: ignore[attr-defined] # our own

    return filter_in_locale


FILTERS: Final[Mapping[str, Callable[..., str]]] = {
    function.__name__: _localised(function)
    for function in (number, percent, currency, date, time, datetime, relative, and_list, truncate)
}
