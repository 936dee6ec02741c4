"""The channels of a notification, and the fields that some of them have besides their copy."""

from functools import cache
from typing import Annotated, Any, ClassVar

from pydantic import Field, PlainValidator, TypeAdapter

from notify.catalogue.model.fields import ChannelName, DataPath, Duration, Line, Name, Refusal, TextTemplate, shown
from notify.catalogue.model.part import Part


class ChannelAddress(Part):
    """Where a channel reaches somebody."""

    noun: ClassVar[str] = "a channel"

    address: DataPath = Field(description="The trait that holds the address.", examples=["user.email"])


class PlainOptions(Part):
    """A channel without fields of its own."""

    noun: ClassVar[str] = "this channel"


class PushOptions(Part):
    """What a push message has besides its words."""

    noun: ClassVar[str] = "a push message"

    target: TextTemplate | None = Field(default=None, description="Where touching it leads.")
    image: TextTemplate | None = Field(default=None, description="The URL of a picture.")
    ttl: Duration | None = Field(default=None, description="How long it is kept for a device that is off.")
    collapse_key: TextTemplate | None = Field(
        default=None, description="A newer message with the same key replaces it."
    )
    badge: Annotated[int, Field(strict=True, ge=0)] | None = Field(
        default=None, description="The number on the app's icon."
    )


class WhatsAppOptions(Part):
    """What a WhatsApp message has besides its words."""

    noun: ClassVar[str] = "a WhatsApp message"

    template: Line | None = Field(default=None, description="The name of the approved template.")
    targets: tuple[TextTemplate, ...] = Field(default=(), description="Where each button leads, in their order.")


class InAppOptions(Part):
    """What an in-app message has besides its words."""

    noun: ClassVar[str] = "an in-app message"

    target: TextTemplate | None = Field(default=None, description="Where its button leads.")
    image: TextTemplate | None = Field(default=None, description="The URL of a picture.")
    expires: Duration | None = Field(default=None, description="How long it is shown.")
    placement: Name | None = Field(default=None, description="Where in the product it is shown, such as `banner`.")


ChannelOptions = PushOptions | WhatsAppOptions | InAppOptions


class ChannelMapping(Part):
    """Channels with fields of their own."""

    noun: ClassVar[str] = "`channels`"
    keys_may_be_empty: ClassVar[bool] = True

    email: PlainOptions | None = Field(default=None, description="An e-mail.")
    sms: PlainOptions | None = Field(default=None, description="A text message.")
    push: PushOptions | None = Field(default=None, description="A push message.")
    in_app: InAppOptions | None = Field(default=None, description="A message inside the product.")
    whatsapp: WhatsAppOptions | None = Field(default=None, description="A WhatsApp message.")


@cache
def _list() -> TypeAdapter[tuple[ChannelName, ...]]:
    # Made when it is needed: a catalogue that was checked once before is not checked again.
    return TypeAdapter(tuple[ChannelName, ...])


def _read_channels(value: Any) -> dict[ChannelName, ChannelOptions | None]:
    if isinstance(value, dict):
        options = ChannelMapping.model_validate(value)
        return {name: _own(getattr(options, name)) for name in _list().validate_python(list(value))} or _refuse_none()
    if not isinstance(value, list):
        raise Refusal(f"{shown(value)} is not a list of channels.", "Write them in brackets: `[email, push]`.")
    names = _list().validate_python(value)
    for index, name in enumerate(names):
        if name in names[:index]:
            raise Refusal(f"`{name}` is there twice.", "Keep one of them.", at=(index,))
    return dict.fromkeys(names) or _refuse_none()


def _own(options: Part | None) -> ChannelOptions | None:
    return options if isinstance(options, ChannelOptions) else None


def _refuse_none() -> dict[ChannelName, ChannelOptions | None]:
    raise Refusal("There are no channels here.", "Name one at least, such as `[email]`.")


Channels = Annotated[
    dict[ChannelName, ChannelOptions | None],
    PlainValidator(
        _read_channels, json_schema_input_type=Annotated[tuple[ChannelName, ...], Field(min_length=1)] | ChannelMapping
    ),
]
