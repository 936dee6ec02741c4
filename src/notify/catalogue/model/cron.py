"""Schedules in cron's five fields: minute, hour, day of the month, month, day of the week."""

import calendar
import re
from dataclasses import dataclass
from typing import Annotated, Final

from pydantic import PlainValidator, WithJsonSchema

from notify.catalogue.model.fields import Refusal, shown

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_WEEKDAYS: Final = {name: number for number, name in enumerate(("sun", "mon", "tue", "wed", "thu", "fri", "sat"))}


@dataclass(frozen=True, slots=True)
class Cron:
    """A schedule: `text` as it was written, and what its five fields allow.

    `weekdays` are 0 (Sunday) to 6. `either_day` says that both days are restricted, which by cron's rule (POSIX,
    crontab) means that one of them is enough.
    """

    text: str
    minutes: frozenset[int]
    hours: frozenset[int]
    days: frozenset[int]
    months: frozenset[int]
    weekdays: frozenset[int]
    either_day: bool

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    least: int
    most: int
    names: dict[str, int]


_FIELDS: Final = (
    _Field("minute", 0, 59, {}),
    _Field("hour", 0, 23, {}),
    _Field("day of the month", 1, 31, {}),
    _Field("month", 1, 12, _MONTHS),
    _Field("day of the week", 0, 7, _WEEKDAYS),
)
_EXAMPLE: Final = "Write minute, hour, day, month and weekday, such as `0 8 * * mon`."


def read_cron(value: object) -> Cron:
    """`0 8 * * mon` as a schedule. Raises Refusal for what is not five fields, or never comes."""
    if not isinstance(value, str):
        raise Refusal(f"{shown(value)} is not a schedule.", _EXAMPLE)
    parts = value.split()
    if len(parts) != len(_FIELDS):
        raise Refusal(f"{shown(value)} has {len(parts)} fields, and a schedule has five.", _EXAMPLE)
    minutes, hours, days, months, weekdays = (
        _allowed(part.lower(), field) for part, field in zip(parts, _FIELDS, strict=True)
    )
    either = not parts[2].startswith("*") and not parts[4].startswith("*")
    # 2024 is a leap year: a schedule for 29 February does come.
    if not either and not any(min(days) <= calendar.monthrange(2024, month)[1] for month in months):
        raise Refusal(f"{shown(value)} never comes: those months have no such day.", "Choose another day or month.")
    return Cron(value, minutes, hours, days, months, frozenset(day % 7 for day in weekdays), either)


def _allowed(part: str, field: _Field) -> frozenset[int]:
    return frozenset(number for item in part.split(",") for number in _item(item, field))


def _item(item: str, field: _Field) -> range:
    found = re.fullmatch(
        r"(?:(?P<all>\*)|(?P<first>[0-9a-z]+)(?:-(?P<last>[0-9a-z]+))?)(?:/(?P<step>[0-9]{1,2}))?", item
    )
    if not found:
        raise _wrong(item, field)
    step = int(found["step"] or 1)
    if found["all"]:
        first, last = field.least, field.most
    else:
        first = _number(found["first"], field)
        last = _number(found["last"], field) if found["last"] else (field.most if found["step"] else first)
        if found["last"] == "sun":
            last = 7  # a week may end with it: `sat-sun`
    if first > last or not step:
        raise _wrong(item, field)
    return range(first, last + 1, step)


def _number(word: str, field: _Field) -> int:
    number = field.names.get(word, int(word) if re.fullmatch("[0-9]{1,2}", word) else -1)
    if not field.least <= number <= field.most:
        raise _wrong(word, field)
    return number


def _wrong(item: str, field: _Field) -> Refusal:
    names = f" or {next(iter(field.names))} to {list(field.names)[-1]}" if field.names else ""
    most = 6 if field.names is _WEEKDAYS else field.most
    return Refusal(
        f"{shown(item)} is not a {field.name}.",
        f"Write `*`, or {field.least} to {most}{names}, also as `1-5`, `1,15` or `*/2`.",
    )


Schedule = Annotated[
    Cron,
    PlainValidator(read_cron),
    WithJsonSchema({"type": "string", "pattern": r"^\S+( +\S+){4}$", "examples": ["0 8 * * mon"]}),
]
