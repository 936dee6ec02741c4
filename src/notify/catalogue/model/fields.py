"""The kinds of value that a catalogue is made of: durations, times of day, locales and so on, read from text.

A kind comes as a function that reads it, and as a type that pydantic reads it with and that says its pattern in the
JSON Schema. What cannot be read is a Refusal: a ValueError in the user's words.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field, PlainValidator, Strict, WithJsonSchema

from notify.catalogue.positions import KeyPath
from notify.errors import nearest

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

# Whatever waits longer than ten years is a slip of the finger, and datetime arithmetic stays far from its limits.
_LONGEST: Final = timedelta(days=3660)
_UNITS: Final = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_DURATION: Final = r"[0-9]{1,9}[smhdw]"
_TIME: Final = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_WORDS: Final = r"[a-z0-9]+(-[a-z0-9]+)*"
_NAME: Final = r"[a-z0-9]+([-_][a-z0-9]+)*"
_VARIABLE: Final = r"[A-Za-z_][A-Za-z0-9_]*"
_PATH: Final = rf"(user|event)(\.{_VARIABLE})+"
_RULE: Final = rf"[A-Z]{{3}}([0-9]{{3}})?|[a-z]{_WORDS}"
_RATE: Final = r"[1-9][0-9]{0,5}/[smh]"
# RFC 5646, section 2.1, without the grandfathered tags, and without languages of four to eight letters,
# of which none is assigned.
_LOCALE: Final = (
    r"[A-Za-z]{2,3}(-[A-Za-z]{3}){0,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?"
    r"(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*(-[0-9A-WY-Za-wy-z](-[A-Za-z0-9]{2,8})+)*(-[Xx](-[A-Za-z0-9]{1,8})+)?"
)
# An atom of RFC 5322 (3.2.3) with dots, or the letters of RFC 6531; no quoted local parts, which no mailbox uses.
_ADDRESS: Final = re.compile(
    r"(?P<local>[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*)@(?P<domain>[^@\s<>\",;]+)"
)
_LABEL: Final = re.compile(r"[^\W_]([\w-]{0,61}[^\W_])?")

ChannelName = Literal["email", "sms", "push", "in_app", "whatsapp"]
Day = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


class Refusal(ValueError):
    """A value that may not be there: what is wrong in the user's words, and the cure.

    `at` is where, as keys below the value that was read; `on_key` says that the key is wrong, and not its value.
    """

    def __init__(self, message: str, hint: str | None = None, *, at: KeyPath = (), on_key: bool = False) -> None:
        super().__init__(message)
        self.message, self.hint, self.at, self.on_key = message, hint, at, on_key


@dataclass(frozen=True, slots=True)
class Rate:
    """So many in a period: `10/s` is Rate(10, 1 second)."""

    count: int
    per: timedelta


def shown(value: object) -> str:
    """A value as it is quoted in a message: short, on one line, in backticks where it is a word or a number."""
    match value:
        case None:
            return "nothing"
        case bool():
            return "`true`" if value else "`false`"
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case _:
            text = " ".join(str(value).split())
            return f"`{text[:47]}…`" if len(text) > 48 else f"`{text}`"


def told(value: object) -> str:
    """`shown`, where a number or a boolean is wanted and a text may look like one."""
    return f"the text {shown(value)}" if isinstance(value, str) else shown(value)


def listed(words: Sequence[str], last: str = "or") -> str:
    """Words in backticks as a sentence lists them: `a`, `b` or `c`."""
    quoted = [f"`{word}`" for word in words]
    return f" {last} ".join(filter(None, [", ".join(quoted[:-1]), *quoted[-1:]]))


def read_duration(value: object) -> timedelta:
    """`15m`, `48h`, `7d`, `30s` or `2w` as a time span: more than nothing, ten years at most."""
    span = _read_span(value)
    if not span:
        raise Refusal(f"{shown(value)} is no time at all.", "Write a longer duration, or remove the field.")
    return span


def read_offset(value: object) -> timedelta:
    """A duration that may be negative or nothing: `-7d` is seven days before."""
    if isinstance(value, str) and value[:1] in {"-", "+"}:
        span = _read_span(value[1:], value)
        return -span if value[0] == "-" else span
    return _read_span(value)


def _read_span(value: object, written: object = None) -> timedelta:
    if not isinstance(value, str) or not re.fullmatch(_DURATION, value):
        hint = "Write a whole number and a unit (s, m, h, d or w), such as `15m`, `48h` or `7d`."
        raise Refusal(f"{shown(written or value)} is not a duration.", hint)
    seconds = int(value[:-1]) * timedelta(**{_UNITS[value[-1]]: 1}).total_seconds()
    if seconds > _LONGEST.total_seconds():
        raise Refusal(f"{shown(written or value)} is more than ten years.", "Write a shorter duration.")
    return timedelta(seconds=seconds)


def read_period(value: object) -> "timedelta | Literal['day', 'week', 'month']":
    """A rolling duration such as `7d`, or the recipient's calendar `day`, `week` or `month`."""
    if value == "day" or value == "week" or value == "month":  # noqa: PLR1714 - mypy narrows these, and not a set
        return value
    try:
        return read_duration(value)
    except Refusal:
        hint = "Write `day`, `week` or `month` for the calendar's, or a rolling duration such as `7d`."
        raise Refusal(f"{shown(value)} is not a period.", hint) from None


def read_time(value: object) -> time:
    """`22:00` as a time of day, to the minute."""
    if not isinstance(value, str) or not re.fullmatch(_TIME, value):
        raise Refusal(f"{shown(value)} is not a time of day.", 'Write hours and minutes in quotes, such as "08:30".')
    return time.fromisoformat(value)


def read_date(value: object) -> date:
    """`2027-01-31` as a day."""
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII):
            return date.fromisoformat(value)
    except ValueError:
        raise Refusal(f"{shown(value)} is not in the calendar.", "Write a day that there is.") from None
    raise Refusal(f"{shown(value)} is not a date.", "Write year, month and day, such as `2027-01-31`.")


def read_moment(value: object) -> datetime:
    """`2026-03-01T09:00` as a local date and time, without a zone."""
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) and len(value) > len("2026-03-01") else None
    except ValueError:
        moment = None
    if moment is None:
        raise Refusal(f"{shown(value)} is not a date and time.", "Write them as `2026-03-01T09:00`.")
    if moment.tzinfo:
        raise Refusal(
            f"{shown(value)} names a zone.",
            "Write it without one, such as `2026-03-01T09:00`: it is the recipient's time.",
        )
    return moment


def read_rate(value: object) -> Rate:
    """`10/s` as a rate: so many a second, minute or hour."""
    if not isinstance(value, str) or not re.fullmatch(_RATE, value):
        raise Refusal(f"{shown(value)} is not a rate.", "Write how many in a second, minute or hour, such as `10/s`.")
    count, unit = value.split("/")
    return Rate(int(count), timedelta(**{_UNITS[unit]: 1}))


def split_address(text: str) -> tuple[str, str]:
    """The name (perhaps empty) and the bare address of `Nimbus <hello@nimbus.example>` or `hello@nimbus.example`."""
    found = re.fullmatch(r"(?P<name>[^<>@\"\r\n]*|\"[^\"<>\r\n]*\")\s*<(?P<address>[^<>\s]+)>", text)
    name, address = (found["name"].strip().strip('"'), found["address"]) if found else ("", text)
    bare = _ADDRESS.fullmatch(address)
    if not bare or not is_domain(bare["domain"]) or len(bare["local"]) > 64:  # octets in RFC 5321, 4.5.3.1.1
        raise Refusal(
            f"{shown(text)} is not an e-mail address.",
            "Write it as `hello@nimbus.example` or `Nimbus <hello@nimbus.example>`.",
        )
    return name, address


def is_host(text: str) -> bool:
    """Whether this can be the name of a host: labels of letters, digits and hyphens, international ones too."""
    return len(text) <= 253 and all(_LABEL.fullmatch(label) for label in text.split("."))


def is_domain(text: str) -> bool:
    """Whether this can be the name of a host that people outside can reach, or `localhost`."""
    return is_host(text) and ("." in text or text == "localhost")


def _check_address(text: str) -> str:
    split_address(text)
    return text


def _check_reply(text: str) -> str:
    return text if "{{" in text else _check_address(text)


def _check_own_reply(text: str) -> str:
    return text if text == "none" else _check_reply(text)


def _check_domain(text: str) -> str:
    if not is_domain(text):
        raise Refusal(f"{shown(text)} is not a domain.", "Write the name of a host alone, such as `nimbus.example`.")
    return text


def _check_zone(name: str) -> str:
    # One file is read for a right name; the list of all, which takes some hundred times longer, only for a wrong one.
    from zoneinfo import ZoneInfo, available_timezones

    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        hint = nearest(name, available_timezones()) or "Write a name of the IANA list, such as `Europe/Paris`."
        raise Refusal(f"{shown(name)} is not a time zone.", hint) from None
    return name


def check_locale(tag: str) -> str:
    """A language tag as it is. Raises Refusal for text that is none (BCP 47)."""
    if not re.fullmatch(_LOCALE, tag):
        usual = tag.replace("_", "-")
        hint = f"Write `{usual}`." if re.fullmatch(_LOCALE, usual) else "Write a language tag, such as `en` or `pt-BR`."
        raise Refusal(f"{shown(tag)} is not a locale.", hint)
    return tag


def _check_path(path: str) -> str:
    if not re.fullmatch(_PATH, path):
        root, dot, rest = path.partition(".")
        hint = "Write where the value is, such as `user.email` or `event.link`."
        if dot and re.fullmatch(_PATH, f"user.{rest}"):
            hint = nearest(root, ["user", "event"]) or "A path starts with `user.` or `event.`."
        raise Refusal(f"{shown(path)} is not a path to data.", hint)
    return path


def _check_identifier(text: str) -> str:
    if text in {"layouts", "components", "copy"}:
        raise Refusal(f"`{text}` is the name of a shared folder, and not free.", "Choose another id.")
    return _check_words(text)


def _check_words(text: str) -> str:
    if not re.fullmatch(_WORDS, text):
        usual = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
        hint = f"Write `{usual}`." if usual else "Write lowercase words joined by hyphens, such as `password-reset`."
        raise Refusal(f"{shown(text)} is not an id: lowercase words joined by hyphens.", hint)
    return text


def _read_text(text: str) -> str:
    if not text.strip():
        raise Refusal("There is no text here.", "Write some, or remove the field.")
    return text.strip()


def _read_line(text: str) -> str:
    line = _read_text(text)
    if "\n" in line or "\r" in line:
        raise Refusal("This is more than one line.", "Write it on one line.")
    return line


def _check_event(name: str) -> str:
    if _read_line(name) != name:
        raise Refusal(f"{shown(name)} has spaces around it.", "Remove them.")
    return name


def _matching(pattern: str, what: str, hint: str) -> Callable[[str], str]:
    def check(text: str) -> str:
        if not re.fullmatch(pattern, text):
            raise Refusal(f"{shown(text)} is not {what}.", hint)
        return text

    return check


def _schema(pattern: str, *examples: str) -> WithJsonSchema:
    return WithJsonSchema(
        {"type": "string", "pattern": f"^({pattern})$"} | ({"examples": list(examples)} if examples else {})
    )


Flag = Annotated[bool, Strict()]
Count = Annotated[int, Strict(), Field(ge=1)]
_SOME_TEXT: Final = WithJsonSchema({"type": "string", "minLength": 1})

Text = Annotated[str, AfterValidator(_read_text), _SOME_TEXT]
Line = Annotated[str, AfterValidator(_read_line), _SOME_TEXT]
Duration = Annotated[timedelta, PlainValidator(read_duration), _schema(_DURATION, "15m", "48h", "7d")]
Offset = Annotated[timedelta, PlainValidator(read_offset), _schema(f"[-+]?{_DURATION}", "-7d", "1d")]
Period = Annotated[
    timedelta | Literal["day", "week", "month"],
    PlainValidator(read_period),
    _schema(f"day|week|month|{_DURATION}", "day", "7d"),
]
TimeOfDay = Annotated[time, PlainValidator(read_time), _schema(_TIME, "08:00", "22:00")]
Date = Annotated[date, PlainValidator(read_date), _schema(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2027-01-31")]
LocalMoment = Annotated[
    datetime, PlainValidator(read_moment), _schema(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:]+", "2026-03-01T09:00")
]
RateLimit = Annotated[Rate, PlainValidator(read_rate), _schema(_RATE, "10/s")]
Identifier = Annotated[str, AfterValidator(_check_identifier), _schema(_WORDS, "password-reset")]
Name = Annotated[
    str,
    AfterValidator(_matching(_NAME, "a name", "Write lowercase letters and digits, with `-` or `_` between words.")),
    _schema(_NAME),
]
VariableName = Annotated[
    str,
    AfterValidator(_matching(_VARIABLE, "a name", "Write letters, digits and `_`, such as `first_name`.")),
    _schema(_VARIABLE),
]
EventName = Annotated[str, AfterValidator(_check_event), _SOME_TEXT]
LocaleTag = Annotated[str, AfterValidator(check_locale), _schema(_LOCALE, "en", "pt-BR")]
Timezone = Annotated[str, AfterValidator(_check_zone)]
DataPath = Annotated[str, AfterValidator(_check_path), _schema(_PATH, "user.email", "event.link")]
Expression = Text
TextTemplate = Line
ReplyTo = Annotated[TextTemplate, AfterValidator(_check_reply)]
OwnReplyTo = Annotated[TextTemplate, AfterValidator(_check_own_reply)]
Address = Annotated[str, AfterValidator(_check_address)]
Domain = Annotated[str, AfterValidator(_check_domain)]
RuleReference = Annotated[
    str,
    AfterValidator(
        _matching(_RULE, "a rule", "Write its code (`SUB002`), family (`SUB`) or name (`subject-too-long`).")
    ),
    _schema(_RULE, "SUB002", "subject-too-long"),
]
