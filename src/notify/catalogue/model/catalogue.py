"""The catalogue: everything that `notifications.yaml` says, validated and frozen. No I/O."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo, field_validator

from notify.catalogue.model.channel import ChannelAddress
from notify.catalogue.model.declaration import Declaration, is_url
from notify.catalogue.model.fields import (
    Address,
    ChannelName,
    EventName,
    Expression,
    Identifier,
    Line,
    LocaleTag,
    Name,
    Refusal,
    ReplyTo,
    Text,
    TextTemplate,
    Timezone,
    VariableName,
    shown,
)
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.part import Part
from notify.catalogue.model.policy import LintSettings, Policy
from notify.catalogue.model.relay import Relay

TopicDefault = Literal["required", "opted_in", "opted_out"]


def _check_web(text: str) -> str:
    if not (is_url(text) and text.startswith("http")):
        raise Refusal(
            f"{shown(text)} is not the address of a site.", "Write it whole, such as `https://nimbus.example`."
        )
    return text


def _check_free(name: str) -> str:
    if name == "outbox":
        raise Refusal("The relay `outbox` is always there.", "Choose another name.")
    return name


def _check_page(text: str) -> str:
    if not text.startswith(("https://", "http://", "{{")):
        raise Refusal(f"{shown(text)} is not the address of a page.", "Start it with `https://`.")
    return text


PageTemplate = Annotated[TextTemplate, AfterValidator(_check_page)]


class Product(Part):
    """The product whose notifications these are. Templates name its fields as `product.name` and so on."""

    noun: ClassVar[str] = "`product`"

    name: Line = Field(description="What it is called.", examples=["Nimbus"])
    url: Annotated[str, AfterValidator(_check_web)] = Field(
        description="Where it is.", examples=['"https://nimbus.example"']
    )
    postal_address: Text | None = Field(default=None, description="The address that promotional mail must show.")


class Defaults(Part):
    """What holds where a notification says nothing else."""

    noun: ClassVar[str] = "`defaults`"

    locale: LocaleTag = Field(description="The language that is always complete.", examples=["en"])
    timezone: Timezone = Field(default="UTC", description="The zone of people whose zone is not known.")
    from_: Address = Field(alias="from", description="The sender.", examples=['"Nimbus <hello@nimbus.example>"'])
    reply_to: ReplyTo | None = Field(
        default=None, description="Where answers go, if not to the sender: an address, which may print variables."
    )
    unsubscribe_url: PageTemplate | None = Field(default=None, description="Where one click unsubscribes.")
    preferences_url: PageTemplate | None = Field(default=None, description="Where people choose what they get.")


class Topic(Part):
    """A row of the preference centre."""

    noun: ClassVar[str] = "a topic"

    label: Line = Field(description="What people call it.", examples=['"Product news"'])
    default: TopicDefault = Field(
        description="Whether people get it unless they say otherwise, or always (`required`).", examples=["opted_in"]
    )

    @property
    def essential(self) -> bool:
        """Whether nobody can opt out of it."""
        return self.default == "required"


def _fill(value: Any) -> Any:
    """An event without fields may be written as its name and a colon."""
    return {} if value is None else value


RelayName = Annotated[Name, AfterValidator(_check_free)]
Payload = Annotated[
    dict[VariableName, Declaration],
    BeforeValidator(_fill, json_schema_input_type=dict[VariableName, Declaration] | None),
]


def _refuse_true(value: Any) -> Any:
    """Python, and pydantic with it, takes true for 1."""
    return str(value).lower() if isinstance(value, bool) else value


class Catalogue(Part):
    """The content of `notifications.yaml`."""

    noun: ClassVar[str] = "the catalogue"

    version: Annotated[Literal[1], BeforeValidator(_refuse_true)] = Field(
        description="The version of this format: 1.", examples=["1"]
    )
    product: Product = Field(
        description="The product whose notifications these are.",
        examples=['{name: Nimbus, url: "https://nimbus.example"}'],
    )
    defaults: Defaults = Field(
        description="What holds where a notification says nothing else.",
        examples=["{locale: en, from: hello@nimbus.example}"],
    )
    locales: tuple[LocaleTag, ...] = Field(
        min_length=1, description="The languages that notifications are written in.", examples=["[en, fr]"]
    )
    user: dict[VariableName, Declaration] = Field(
        default={}, description="The traits of a user that templates and conditions may name."
    )
    channels: dict[ChannelName, ChannelAddress] = Field(
        min_length=1,
        description="Where people are reached, the preferred channel first.",
        examples=["{email: {address: user.email}}"],
    )
    topics: dict[Name, Topic] = Field(
        description="What people can opt out of: the rows of the preference centre.",
        examples=["{updates: {label: Product news, default: opted_in}}"],
    )
    policy: Policy = Field(default=Policy(), description="Quiet hours, frequency caps and late events.")
    stages: dict[Name, Expression] = Field(
        default={}, description="The lifecycle stages, each with its condition; the first that holds wins."
    )
    events: dict[EventName, Payload] = Field(
        default={}, description="The events that engineering sends, each with the fields of its payload."
    )
    relays: dict[RelayName, Relay] = Field(
        default={}, description="Places that messages are sent to, besides the outbox."
    )
    lint: LintSettings = Field(default=LintSettings(), description="What the linter is told.")
    notifications: dict[Identifier, Notification] = Field(description="What people are notified of.", examples=["{}"])

    @field_validator("notifications")
    @classmethod
    def _settle(cls, notifications: dict[str, Notification], info: ValidationInfo) -> dict[str, Notification]:
        topics: dict[str, Topic] = info.data.get("topics", {})  # empty where the topics are wrong
        return {
            key: notification.settled(
                key, essential=notification.topic in topics and topics[notification.topic].essential
            )
            for key, notification in notifications.items()
        }
