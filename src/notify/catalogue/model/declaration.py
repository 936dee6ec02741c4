"""What data is declared to be: traits of a user, fields of an event, variables of a notification."""

import math
import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, ClassVar, Final, Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, ValidationInfo, field_validator, model_validator

from notify.catalogue.model.fields import DataPath, Flag, Line, Refusal, read_date, shown, split_address, told
from notify.catalogue.model.part import Part

TypeName = Literal[
    "string", "integer", "number", "boolean", "url", "email", "datetime", "date", "money", "list", "object"
]

_SCHEMES: Final = ("http", "https", "mailto", "tel")


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in a currency: its ISO 4217 code, three capital letters."""

    amount: Decimal
    currency: str


class Declaration(Part):
    """What a trait or a field of an event is."""

    noun: ClassVar[str] = "a declaration"

    type: TypeName = Field(description="What kind of value this is.", examples=["string"])
    sample: Any = Field(default=None, description="A value to preview with.")
    description: Line | None = Field(default=None, description="What it means, for whoever uses it.")

    @field_validator("sample")
    @classmethod
    def _read_sample(cls, value: Any, info: ValidationInfo) -> Any:
        return _converted(value, info)


class Variable(Declaration):
    """What a notification's templates and copy may name, and where its value comes from.

    `from_` is always filled: `event.<name>` where nothing is written. A variable is required unless it has a default or
    says that it is not.
    """

    noun: ClassVar[str] = "a variable"

    from_: DataPath = Field(default="", alias="from", description="Where its value is: `event.<name>` if not said.")
    required: Flag = Field(default=True, description="Whether it must be there; true unless it has a default.")
    default: Any = Field(default=None, description="Its value where there is none at `from`.")

    @property
    def has_default(self) -> bool:
        """Whether a default is written."""
        return "default" in self.model_fields_set

    @field_validator("default")
    @classmethod
    def _read_default(cls, value: Any, info: ValidationInfo) -> Any:
        return _converted(value, info)

    @model_validator(mode="before")
    @classmethod
    def _require(cls, data: Any) -> Any:
        return {"required": False, **data} if isinstance(data, dict) and "default" in data else data

    @model_validator(mode="after")
    def _refuse_contradiction(self) -> Self:
        if self.required and self.has_default:
            raise Refusal(
                "A variable with a default cannot be required.",
                "Remove `required` or `default`.",
                at=("required",),
                on_key=True,
            )
        return self


def check_value(declaration: Declaration, value: object) -> Any:
    """Data as YAML or JSON gives it, as the type that its declaration says.

    string is str; integer int; number int, float or Decimal, as it came; boolean bool; url and email str; datetime a
    datetime, aware where the text has an offset; date a date; money Money; list a list and object a dict, as they are.
    What is of that type already stays. Raises ValueError (a Refusal, with a hint) where the value is something else.
    """
    return _READERS[declaration.type](value)


def _converted(value: Any, info: ValidationInfo) -> Any:
    kind = info.data.get("type")  # absent where the type itself is wrong
    return _READERS[kind](value) if kind else value


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    raise Refusal(f"This is declared as text, and {shown(value)} is not.", _quoted(value))


def _quoted(value: object) -> str:
    return (
        f'Put it in quotes: "{value}".'
        if isinstance(value, int | float) and not isinstance(value, bool)
        else "Write text."
    )


def _integer(value: object) -> int:
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise Refusal(f"This is declared as a whole number, and {told(value)} is not.", "Write digits, without quotes.")


def _number(value: object) -> int | float | Decimal:
    if (
        isinstance(value, int | float | Decimal)
        and not isinstance(value, bool)
        and (isinstance(value, int) or math.isfinite(value))
    ):
        return value
    raise Refusal(f"This is declared as a number, and {told(value)} is not.", "Write digits, without quotes.")


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Refusal(f"This is declared as a boolean, and {told(value)} is not.", "Write true or false, without quotes.")


def _url(value: object) -> str:
    if isinstance(value, str) and is_url(value):
        return value
    raise Refusal(
        f"This is declared as a URL, and {shown(value)} is not.", "Write an absolute one: http, https, mailto or tel."
    )


def is_url(text: str) -> bool:
    """Whether this is an absolute URL that may stand in a message: http or https with a host, mailto or tel."""
    try:
        parts = urlsplit(text)
        whole = bool(parts.hostname) if parts.scheme in {"http", "https"} else bool(parts.path)
    except ValueError:
        return False
    # urlsplit drops line breaks and tabs silently, so they are looked for in the text.
    return parts.scheme in _SCHEMES and whole and not re.search(r"[\s\x00-\x1f\x7f<>\"]", text)


def _email(value: object) -> str:
    try:
        if isinstance(value, str) and split_address(value)[1] == value:
            return value
    except Refusal:
        pass
    raise Refusal(
        f"This is declared as an e-mail address, and {shown(value)} is not.", "Write it as `ana@nimbus.example`."
    )


def _datetime(value: object) -> datetime:
    if isinstance(value, datetime):
        return value
    try:
        if isinstance(value, str) and len(value) > len("2026-03-01"):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    raise Refusal(
        f"This is declared as a date and time, and {shown(value)} is not.", "Write it as `2026-03-01T09:00:00+01:00`."
    )


def _date(value: object) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return read_date(value)
    except Refusal:
        raise Refusal(f"This is declared as a date, and {shown(value)} is not.", "Write it as `2026-03-01`.") from None


def _money(value: object) -> Money:
    if isinstance(value, Money):
        return value
    if isinstance(value, dict) and value.keys() == {"amount", "currency"}:
        amount, currency = _amount(value["amount"]), value["currency"]
        if amount is None:
            raise Refusal(f"{shown(value['amount'])} is not an amount.", 'Write digits: `"19.90"`.', at=("amount",))
        if not (isinstance(currency, str) and re.fullmatch("[A-Z]{3}", currency)):
            cure = "Write the three capitals of ISO 4217, such as EUR."
            raise Refusal(f"{shown(currency)} is not a currency.", cure, at=("currency",))
        return Money(amount, currency)
    raise Refusal(
        f"This is declared as money, and {shown(value)} is not.", 'Write it as `{amount: "19.90", currency: EUR}`.'
    )


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
        return None
    try:
        # By way of text: the float 19.9 is meant as 19.9, and not as the binary fraction next to it.
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() else None


def _list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    raise Refusal(f"This is declared as a list, and {shown(value)} is not.", "Write it in brackets, or a line a value.")


def _object(value: object) -> dict[str, Any]:
    if isinstance(value, dict):
        return value
    raise Refusal(
        f"This is declared as an object, and {shown(value)} is not.", "Write names and values: `{name: value}`."
    )


_READERS: Final = {
    "string": _string,
    "integer": _integer,
    "number": _number,
    "boolean": _boolean,
    "url": _url,
    "email": _email,
    "datetime": _datetime,
    "date": _date,
    "money": _money,
    "list": _list,
    "object": _object,
}
