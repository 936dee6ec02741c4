"""The mappings that a catalogue is made of: their keys, and what is said where one is unknown, missing or empty."""

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, ModelWrapValidatorHandler, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, InitErrorDetails

from notify.catalogue.model.fields import Refusal, listed, shown
from notify.errors import nearest


class Missing(Refusal):
    """A field that must be there and is not."""


class Unknown(Refusal):
    """A key that is there, and of which nobody knows what it means."""


class Part(BaseModel):
    """A mapping of the catalogue. `noun` is what people call it, with its article.

    `keys_may_be_empty` says that a key with nothing after it is as good as an empty mapping.
    """

    # Built when it is needed: a catalogue that was checked once before is not checked again.
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True, defer_build=True)
    noun: ClassVar[str] = "a mapping"
    keys_may_be_empty: ClassVar[bool] = False

    @classmethod
    def fields_by_key(cls) -> dict[str, FieldInfo]:
        """Its fields by the keys that people write."""
        return {field.alias or name: field for name, field in cls.model_fields.items()}

    @model_validator(mode="wrap")
    @classmethod
    def _say_mistakes(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        part, details = None, []
        try:
            part = handler(data)
        except ValidationError as error:
            details = cls._reworded(error.errors(include_url=False))
        if isinstance(data, dict) and not cls.keys_may_be_empty:
            details += cls._empty(data, {detail["loc"] for detail in details if "loc" in detail})
        if part is None or details:
            raise ValidationError.from_exception_data(cls.__name__, details)
        return part

    @classmethod
    def _reworded(cls, faults: Sequence[ErrorDetails]) -> list[InitErrorDetails]:
        """Says what is unknown or missing here, where it is known what may be written."""
        fields = cls.fields_by_key()
        unknown = [str(fault["loc"][0]) for fault in faults if fault["type"] == "extra_forbidden"]
        meant = {nearest(word, fields) for word in unknown}
        details: list[InitErrorDetails] = []
        for fault in faults:
            kind, where, context = fault["type"], fault["loc"], fault.get("ctx", {})
            refusal: Refusal | None = None
            if kind == "default_factory_not_called":
                continue  # it depends on what is wrong, and nobody wrote it
            if kind == "missing":
                if f"Did you mean `{where[0]}`?" in meant:
                    continue  # one slip of the finger is one mistake
                refusal = cls._missing(str(where[0]))
            elif kind == "extra_forbidden":
                refusal = cls._unknown(str(where[0]))
            elif kind == "model_type":
                refusal = cls._no_mapping(fault["input"])
            if refusal:
                kind, context = "value_error", {"error": refusal}
            details.append(InitErrorDetails(type=kind, loc=where, input=fault["input"], ctx=context))
        return details

    @classmethod
    def _empty(cls, data: dict[str, Any], said: set[tuple[int | str, ...]]) -> list[InitErrorDetails]:
        """Keys with nothing after them, which is not the same as leaving them out.

        What to say of nothing is the same everywhere, and left to whoever places mistakes.
        """
        return [
            InitErrorDetails(type="value_error", loc=(key,), input=None, ctx={"error": Refusal("")})
            for key in cls.fields_by_key()
            if key in data and data[key] is None and (key,) not in said
        ]

    @classmethod
    def _unknown(cls, word: str) -> Refusal:
        known = tuple(cls.fields_by_key())
        some = f"Write one of {listed(known)}." if 1 < len(known) <= 12 else "Remove it."
        return Unknown(f"`{word}` is not a field of {cls.noun}.", nearest(word, known) or some, on_key=True)

    @classmethod
    def _missing(cls, word: str) -> Refusal:
        field = cls.fields_by_key()[word]
        example = f"`{word}: {field.examples[0]}`" if field.examples else f"`{word}`"
        return Missing(f"{cls.noun[0].upper()}{cls.noun[1:]} needs `{word}`.", f"Add {example}.", on_key=True)

    @classmethod
    def _no_mapping(cls, value: object) -> Refusal:
        if cls.noun.startswith("`"):
            return Refusal(f"{cls.noun} must be a mapping, and {shown(value)} is not.", cls._example())
        return Refusal(f"{shown(value)} is not {cls.noun}.", cls._example())

    @classmethod
    def _example(cls) -> str:
        required = {key: field for key, field in cls.fields_by_key().items() if field.is_required()}
        if not required or len(required) > 3:
            return "Write its fields below it, indented, or in braces."
        pairs = [f"{key}: {field.examples[0] if field.examples else '…'}" for key, field in required.items()]
        return f"Write it as `{{{', '.join(pairs)}}}`."


def key_of(value: object, keys: Iterable[str], noun: str) -> str:
    """Which one of these keys a mapping has, where that says what kind of `noun` it is.

    Raises Refusal for what is not a mapping, or has none of the keys, or several.
    """
    known = tuple(keys)
    if not isinstance(value, dict):
        raise Refusal(f"{shown(value)} is not {noun}.", f"Write a mapping with one of {listed(known)}.")
    present = [key for key in value if key in known]
    if len(present) > 1:
        message = f"{noun[0].upper()}{noun[1:]} has one kind, and here are {listed(present, 'and')}."
        raise Refusal(message, "Keep one of them.", at=(present[1],), on_key=True)
    if present:
        return str(present[0])
    for word in value:
        if hint := nearest(str(word), known):
            raise Unknown(f"`{word}` is not a field of {noun}.", hint, at=(word,), on_key=True)
    raise Refusal(f"This does not say what kind of {noun.split(' ', 1)[1]} it is.", f"Write one of {listed(known)}.")
