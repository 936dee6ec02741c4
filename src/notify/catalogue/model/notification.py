"""One notification of the catalogue: what it is, what makes it due, who gets it, where, and what holds it back."""

import re
from typing import Annotated, Any, ClassVar, Final, Literal, Self, get_args

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    PrivateAttr,
    WithJsonSchema,
    field_validator,
    model_validator,
)

from notify.catalogue.model.channel import Channels
from notify.catalogue.model.declaration import Variable
from notify.catalogue.model.fields import (
    Address,
    Count,
    DataPath,
    Day,
    Duration,
    EventName,
    Expression,
    Flag,
    Name,
    OwnReplyTo,
    Refusal,
    Text,
    TextTemplate,
    TimeOfDay,
    VariableName,
    listed,
    shown,
)
from notify.catalogue.model.part import Part
from notify.catalogue.model.policy import NotificationClass, NotificationLint
from notify.catalogue.model.trigger import Trigger
from notify.errors import nearest

Category = Literal["activation", "onboarding", "invitation", "activity", "report", "access", "security"]
Priority = Literal["critical", "high", "normal", "low"]
Unsubscribe = Literal["one_click", "link", "none"]

_CATEGORIES: Final = get_args(Category)
_CUSTOM: Final = r"custom:[a-z0-9]+([-_][a-z0-9]+)*"


def _read_category(value: Any) -> str:
    if isinstance(value, str) and (value in _CATEGORIES or re.fullmatch(_CUSTOM, value)):
        return value
    hint = nearest(str(value), _CATEGORIES) or f"Write {listed(_CATEGORIES)}, or one of your own as `custom:name`."
    raise Refusal(f"`category` cannot be {shown(value)}.", hint)


class Recipient(Part):
    """Somebody other than the event's own user: a user (or a list of them), or an address."""

    noun: ClassVar[str] = "a recipient"

    user: DataPath | None = Field(default=None, description="Where the id of a user is, or a list of ids.")
    address: DataPath | None = Field(default=None, description="Where the address of somebody without an account is.")
    locale: DataPath | None = Field(default=None, description="Where the language of that address's owner is.")

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if (self.user is None) == (self.address is None):
            raise Refusal("A recipient is a user or an address.", "Write one path, or `{address: event.email}`.")
        if self.locale and self.user:
            raise Refusal("A user's language is known.", "Remove `locale`.", at=("locale",), on_key=True)
        return self


def _under(key: str, written: Any) -> BeforeValidator:
    """Lets a word stand for the mapping that has it under `key`; `written` is what people may write."""

    def spread(value: Any) -> Any:
        return {key: value} if isinstance(value, str) else value

    return BeforeValidator(spread, json_schema_input_type=written)


def _spread_one(value: Any) -> Any:
    return [value] if isinstance(value, str | dict) else value


class Cancellation(Part):
    """An event that calls a held notification off."""

    noun: ClassVar[str] = "an entry of `cancel_on`"

    event: EventName = Field(description="The event that calls it off.", examples=["invitation.accepted"])
    same: VariableName | None = Field(
        default=None, description="The field that must be the same in both events, such as `invitation_id`."
    )


class SendWindow(Part):
    """When it may be sent, in the recipient's time. From is in it, to is not."""

    noun: ClassVar[str] = "`send_window`"

    from_: TimeOfDay = Field(alias="from", description="When the window opens.", examples=['"09:00"'])
    to: TimeOfDay = Field(description="When the window closes.", examples=['"18:00"'])
    days: tuple[Day, ...] = Field(default=(), description="On which days; on all if not said.")

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.from_ == self.to:
            raise Refusal("This window closes when it opens.", "Write another time, or remove the field.", at=("to",))
        return self


class RepeatAfter(Part):
    """Somebody who got it may get it again after a while."""

    noun: ClassVar[str] = "`repeat`"

    after: Duration = Field(description="How long until the same person may get it again.", examples=["90d"])


def _read_repeat(value: Any) -> Literal["once"] | RepeatAfter:
    if value == "once":
        return "once"
    if not isinstance(value, dict):
        raise Refusal(f"`repeat` cannot be {shown(value)}.", "Write `once`, or `{after: 90d}`.")
    return RepeatAfter.model_validate(value)


class Dedup(Part):
    """Of those with the same key, one person gets only the first."""

    noun: ClassVar[str] = "`dedup`"

    key: TextTemplate = Field(description="What makes two of them the same.", examples=['"{{ event.request_id }}"'])
    within: Duration = Field(description="How long the first one keeps the others away.", examples=["1h"])


class Throttle(Part):
    """A protection against too many to one person in a short time."""

    noun: ClassVar[str] = "`throttle`"

    limit: Count = Field(description="How many at most.", examples=["3"])
    per: Duration = Field(description="In how long a time.", examples=["1h"])


class Batch(Part):
    """Events gathered into one notification, from the first event on."""

    noun: ClassVar[str] = "`batch`"

    by: DataPath | None = Field(default=None, description="What they have in common besides the recipient.")
    window: Duration = Field(description="How long to wait for more.", examples=["10m"])
    extend: Flag = Field(default=False, description="Whether each event makes the wait start again.")
    max_window: Duration | None = Field(default=None, description="How long to wait at most, where events extend it.")
    first: Literal["hold", "send_now"] = Field(
        default="hold", description="Whether the first event is held too, or sent at once."
    )
    min: Count = Field(default=1, description="How many events it takes at least.")
    max_items: Count | None = Field(default=None, description="How many events it shows at most.")


class Digest(Part):
    """Events gathered until the next time of the schedule."""

    noun: ClassVar[str] = "`digest`"

    of: tuple[EventName, ...] = Field(min_length=1, description="The events to gather.", examples=["[comment.added]"])
    since: Duration | None = Field(default=None, description="How far back; to the last digest if not said.")
    min: Count = Field(default=1, description="How many events it takes at least.")
    max_items: Count | None = Field(default=None, description="How many events it shows at most.")


class Goal(Part):
    """What people should do after they got it."""

    noun: ClassVar[str] = "`goal`"

    event: EventName = Field(description="The event that shows they did.", examples=["project.created"])
    within: Duration = Field(description="How long after the message.", examples=["3d"])
    value: DataPath | None = Field(default=None, description="The number in that event that says what it was worth.")


class Notification(Part):
    """One entry of the catalogue.

    In a catalogue, `id` is its key, `unsubscribe` is decided, and each variable says where it comes from.
    """

    noun: ClassVar[str] = "a notification"

    _id: str = PrivateAttr(default="")

    category: Annotated[
        str,
        PlainValidator(_read_category),
        WithJsonSchema({"anyOf": [{"enum": list(_CATEGORIES)}, {"type": "string", "pattern": f"^{_CUSTOM}$"}]}),
    ] = Field(description="What kind of notification it is.", examples=["activity"])
    description: Text = Field(
        description="What it tells people, in one sentence.", examples=['"Your week in figures."']
    )
    class_: NotificationClass = Field(
        alias="class",
        description="Whether people need it (transactional) or we would like them to have it (promotional).",
        examples=["transactional"],
    )
    priority: Priority = Field(
        default="normal",
        description="Who wins when a cap allows one; critical passes preferences, caps and quiet hours.",
    )
    make_or_break: Flag = Field(default=False, description="Whether the product fails somebody who does not get it.")
    topic: Name = Field(description="What people opt out of to stop it: a key of `topics`.", examples=["updates"])
    trigger: Trigger = Field(description="What makes it due.", examples=["{event: account.created}"])
    when: Expression | None = Field(default=None, description="A condition over `event` and `user` for it to be due.")
    stage: tuple[Name, ...] = Field(
        default=(), description="The lifecycle stages whose people get it; all if not said."
    )
    audience: Expression | None = Field(default=None, description="A condition over `user` for who gets it.")
    to: Annotated[
        tuple[Annotated[Recipient, _under("user", DataPath | Recipient)], ...] | None,
        BeforeValidator(_spread_one, json_schema_input_type=DataPath | Recipient | list[DataPath | Recipient]),
    ] = Field(default=None, min_length=1, description="Who gets it instead of the event's own user.")
    exclude: tuple[DataPath, ...] = Field(default=(), description="Who never gets it, such as `event.author_id`.")
    channels: Channels = Field(description="Where it goes, the preferred channel first.", examples=["[email]"])
    route: Literal["first", "all"] = Field(
        default="first", description="Whether the first channel that reaches somebody is enough."
    )
    send_window: SendWindow | None = Field(default=None, description="When it may be sent, in the recipient's time.")
    repeat: (
        Annotated[
            Literal["once"] | RepeatAfter,
            PlainValidator(_read_repeat, json_schema_input_type=Literal["once"] | RepeatAfter),
        ]
        | None
    ) = Field(default=None, description="Whether the same person may get it again; always if not said.")
    dedup: Dedup | None = Field(default=None, description="What makes two of them the same one.")
    throttle: Throttle | None = Field(default=None, description="A protection against too many in a short time.")
    batch: Batch | None = Field(default=None, description="Events gathered into one, from the first on.")
    digest: Digest | None = Field(default=None, description="Events gathered until the next time of the schedule.")
    cancel_on: tuple[Annotated[Cancellation, _under("event", EventName | Cancellation)], ...] = Field(
        default=(), description="Events that call it off while it waits."
    )
    expires: Duration | None = Field(default=None, description="How long it is worth sending, once it is due.")
    unsubscribe: Unsubscribe = Field(
        default="one_click", description="How people leave: `none` if not said and the topic is required."
    )
    reply_to: OwnReplyTo | None = Field(
        default=None, description="Where answers go: an address, which may print variables, or `none`."
    )
    from_: Address | None = Field(default=None, alias="from", description="The sender, if not the usual one.")
    goal: Goal | None = Field(default=None, description="What people should do after they got it.")
    variables: dict[VariableName, Variable] = Field(default={}, description="What its templates and copy may name.")
    lint: NotificationLint = Field(default=NotificationLint(), description="Rules that it may break, and why.")

    @property
    def id(self) -> str:
        """Its key in the catalogue."""
        return self._id

    @field_validator("variables")
    @classmethod
    def _place_variables(cls, variables: dict[str, Variable]) -> dict[str, Variable]:
        return {
            name: variable if variable.from_ else variable.model_copy(update={"from_": f"event.{name}"})
            for name, variable in variables.items()
        }

    def settled(self, key: str, *, essential: bool) -> Self:
        """This notification as the entry `key` of a catalogue, on an essential topic or an optional one."""
        decided = not essential or "unsubscribe" in self.model_fields_set
        own = self.model_copy(update={} if decided else {"unsubscribe": "none"})
        own._id = key  # noqa: SLF001 - a copy of our own, which nobody has seen yet
        return own
