"""What is wrong with a catalogue's data, as people understand it: what, where, and what to do.

pydantic finds it; its own words reach nobody. A mistake on its way is a Refusal whose `at` is the whole key path.
"""

import copy
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import Refusal, listed, shown, told
from notify.catalogue.model.part import Missing, Unknown
from notify.catalogue.model.relay import LiteralSecret, is_variable
from notify.catalogue.positions import Document, KeyPath
from notify.errors import CatalogueError, nearest

# What stands in for a required value that is missing or wrong, so that everything else can be checked.
_STAND_INS: Final[dict[str, Any]] = {
    "version": 1,
    "product": {"name": "?", "url": "https://product.example"},
    "defaults": {"locale": "en", "from": "nobody@product.example"},
    "locales": ["en"],
    "channels": {"email": {"address": "user.email"}},
    "topics": {},
    "notifications": {},
}
_NOTIFICATION_STAND_INS: Final[dict[str, Any]] = {
    "category": "activity",
    "description": "?",
    "class": "transactional",
    "topic": "unknown",
    "channels": ["email"],
}


@dataclass
class Reading:
    """YAML data read as a catalogue.

    `catalogue` is what remains when all that is wrong is taken out, None where the data is not even a mapping;
    `refusals` say what is wrong; `replaced` is where something was taken out or stands in; `whole` is False where
    something stands in that all else depends on, so that the catalogue can be checked and not used.
    """

    catalogue: Catalogue | None
    refusals: list[Refusal]
    replaced: set[KeyPath]
    whole: bool


def read_parts(data: Any) -> Reading:
    """Reads YAML data as a catalogue, as far as it goes."""
    reading = Reading(None, [], set(), whole=True)
    if not isinstance(data, dict):
        message = "The catalogue is empty." if data is None else "This is not a catalogue."
        reading.refusals = [Refusal(message, "Start with `version: 1`, or let `notify init` write a catalogue.")]
        return reading
    remaining = copy.deepcopy(data)
    while reading.catalogue is None:
        try:
            reading.catalogue = Catalogue.model_validate(remaining)
        except ValidationError as error:
            found = [_refusal(fault, remaining) for fault in error.errors(include_url=False)]
            # What only shows when something else was taken out is a consequence of that.
            reading.refusals = reading.refusals or found
            for refusal in sorted(found, key=_from_the_end, reverse=True):
                if isinstance(refusal, Missing) and (at := _fill(refusal.at, remaining)):
                    reading.whole = reading.whole and at[0] == "notifications"
                else:
                    at = refusal.at[:-1] if isinstance(refusal, Missing) else refusal.at
                    _take_out(at, remaining)
                reading.replaced.add(at)
    return reading


def place(refusals: Iterable[Refusal], document: Document) -> list[CatalogueError]:
    """What is wrong, each at its place in the file. No excerpt shows a secret that somebody wrote there."""
    found = list(refusals)
    secrets = {line for refusal in found if _may_be_secret(refusal) for line in _lines_at(refusal.at, document.data)}
    mistakes = []
    for refusal in found:
        at = refusal.at[:-1] if isinstance(refusal, Missing) else refusal.at
        where = document.key_position(at) if refusal.on_key else document.position(at)
        for secret in secrets if where.excerpt else ():
            # As a whole: a short one is also a part of words that are none.
            whole = rf"(?<!\w){re.escape(secret)}(?!\w)"
            where = replace(where, excerpt=re.sub(whole, "•" * len(secret), where.excerpt or ""))
        unknown = isinstance(refusal, Unknown)
        mistakes.append(
            CatalogueError(refusal.message, position=where, hint=refusal.hint, path=refusal.at, unknown_key=unknown)
        )
    return mistakes


def _may_be_secret(refusal: Refusal) -> bool:
    """Whether this is a password in the open, or a field of a relay that is misspelled and may be meant to be one."""
    return isinstance(refusal, LiteralSecret) or (refusal.at[:1] == ("relays",) and refusal.on_key)


def _lines_at(path: KeyPath, data: Any) -> list[str]:
    for part in path:
        if not _has(data, part):
            return []
        data = data[part]
    if not isinstance(data, str) or is_variable(data):
        return []
    return [line.strip() for line in data.splitlines() if line.strip()]


def _has(data: Any, part: int | str) -> bool:
    if isinstance(data, dict):
        return part in data
    return isinstance(data, list) and isinstance(part, int) and part < len(data)


def _from_the_end(refusal: Refusal) -> tuple[int, ...]:
    """Later items of a list come out before earlier ones, so that the earlier ones keep their number."""
    return tuple(part if isinstance(part, int) else -1 for part in refusal.at)


def _fill(at: KeyPath, data: Any) -> KeyPath | None:
    """Puts something in for a missing value that much depends on, and says where; None for any other value."""
    match at:
        case (str(key),):
            data[key] = copy.deepcopy(_STAND_INS[key])
        case ("product" | "defaults" as section, str(key)):
            data[section][key] = _STAND_INS[section][key]
        case ("notifications", str(name), str(key)):
            entry = data["notifications"][name]
            trigger = {"schedule": "0 0 * * *"} if "digest" in entry else {"event": "?"}
            entry[key] = copy.deepcopy((_NOTIFICATION_STAND_INS | {"trigger": trigger})[key])
        case _:
            return None
    return at


def _take_out(at: KeyPath, data: Any) -> None:
    for part in at[:-1]:
        if not _has(data, part):
            return  # it went with something that held it
        data = data[part]
    if _has(data, at[-1]):
        del data[at[-1]]


def _refusal(fault: ErrorDetails, data: Any) -> Refusal:
    """One fault in our words, with its whole key path."""
    error = fault.get("ctx", {}).get("error")
    location = fault["loc"]
    if isinstance(error, Missing):
        return Missing(error.message, error.hint, at=(*_path_in(data, location[:-1]), location[-1]), on_key=True)
    below = error.at if isinstance(error, Refusal) else ()
    at, on_key = _path_in(data, (*location, *below)), location[-1:] == ("[key]",)
    if fault["input"] is None:
        return Refusal(f"`{_name(at)}` has nothing after it.", "Write its value, or remove it.", at=at, on_key=True)
    if isinstance(error, Refusal):
        return type(error)(error.message, error.hint, at=at, on_key=on_key or error.on_key)
    if on_key:
        return Unknown(*_key_wording(fault, at), at=at, on_key=True)
    return Refusal(*_wording(fault, at), at=at)


def _path_in(data: Any, location: tuple[int | str, ...]) -> KeyPath:
    """As much of a location as is in the data: pydantic also names what it made of a value, which nobody wrote."""
    path: list[int | str] = []
    for part in location:
        if not _has(data, part):
            break
        data = data[part]
        path.append(part)
    return tuple(path)


def _name(path: KeyPath) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "catalogue")


def _key_wording(fault: ErrorDetails, path: KeyPath) -> tuple[str, str]:
    allowed = _allowed(fault)
    hint = nearest(str(fault["input"]), allowed) or f"Write {listed(allowed)}."
    return f"{shown(fault['input'])} cannot be a key of `{_name(path[:-1])}`.", hint


def _wording(fault: ErrorDetails, path: KeyPath) -> tuple[str, str | None]:
    """What is wrong and the cure, for what pydantic finds by itself."""
    value, context = shown(fault["input"]), fault.get("ctx", {})
    told_value = told(fault["input"])
    named = bool(path) and isinstance(path[-1], str)
    subject = f"`{_name(path)}`" if named else f"An entry of `{_name(path)}`"
    match fault["type"]:
        case "literal_error":
            allowed = _allowed(fault)
            message = f"{subject} cannot be {value}." if named else f"{value} cannot be in `{_name(path)}`."
            return message, nearest(str(fault["input"]), allowed) or f"Write {listed(allowed)}."
        case "string_type":
            return f"{subject} must be text, and {value} is not.", _text_hint(fault["input"])
        case "bool_type":
            return (
                f"{subject} must be true or false, and {told_value} is neither.",
                "Write true or false, without quotes.",
            )
        case "int_type":
            return f"{subject} must be a whole number, and {told_value} is not.", "Write digits, without quotes."
        case "greater_than_equal":
            return f"{subject} must be {context['ge']} or more, and {value} is not.", "Write a greater number."
        case "tuple_type":
            return f"{subject} must be a list, and {value} is not.", "Write it in brackets, or a line each after `- `."
        case "dict_type":
            return f"{subject} must be a mapping, and {value} is not.", "Write its fields below it, or in braces."
        case "too_short":
            return f"{subject} is empty.", "Write one at least."
        case _:
            return f"{subject} cannot be {value}.", None


def _allowed(fault: ErrorDetails) -> list[str]:
    """The words of a literal, which pydantic lists as `'a', 'b' or 'c'`."""
    expected = str(fault.get("ctx", {}).get("expected", ""))
    return re.findall(r"'([^']*)'", expected) or re.findall(r"\d+", expected)


def _text_hint(value: object) -> str:
    if isinstance(value, bool):
        return f'Put it in quotes: "{str(value).lower()}".'
    return f'Put it in quotes: "{value}".' if isinstance(value, int | float) else "Write text."
