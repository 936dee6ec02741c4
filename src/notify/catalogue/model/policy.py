"""What holds notifications back: quiet hours, frequency caps and late events. And what the linter is told."""

from typing import Annotated, Any, ClassVar, Literal, Self, get_args

from pydantic import BeforeValidator, Field, model_validator

from notify.catalogue.model.fields import (
    ChannelName,
    Count,
    Date,
    Day,
    Domain,
    Duration,
    Line,
    Name,
    Period,
    Refusal,
    RuleReference,
    Text,
    TimeOfDay,
    listed,
    shown,
)
from notify.catalogue.model.part import Part
from notify.errors import nearest

NotificationClass = Literal["transactional", "promotional"]
Severity = Literal["error", "warning", "info"]


def _check_severity(value: object) -> object:
    known = get_args(Severity)
    if isinstance(value, str) and value not in known:
        raise Refusal(f"{shown(value)} is not a severity.", nearest(value, known) or f"Write {listed(known)}.")
    return value


class QuietHours(Part):
    """When a channel stays silent, in the recipient's time; may cross midnight. From is in it, to is not."""

    noun: ClassVar[str] = "an entry of `quiet_hours`"

    channels: tuple[ChannelName, ...] = Field(default=(), description="Which channels stay silent; all if not said.")
    from_: TimeOfDay = Field(alias="from", description="When silence begins.", examples=['"22:00"'])
    to: TimeOfDay = Field(description="When silence ends, perhaps on the next morning.", examples=['"08:00"'])
    then: Literal["defer", "drop"] = Field(
        default="defer", description="What becomes of a message: `defer` sends it when silence ends, `drop` never."
    )

    @model_validator(mode="after")
    def _check_length(self) -> Self:
        if self.from_ == self.to:
            raise Refusal(
                "These quiet hours end when they begin.", "Write another time, or remove the entry.", at=("to",)
            )
        return self


class FrequencyCap(Part):
    """How many messages somebody gets in a period at most."""

    noun: ClassVar[str] = "a frequency cap"

    id: Name = Field(description="A name for reports to call it by.", examples=["push-day"])
    channels: tuple[ChannelName, ...] = Field(default=(), description="Which channels it counts; all if not said.")
    class_: NotificationClass | None = Field(
        default=None, alias="class", description="Which class it counts; both if not said."
    )
    limit: Count = Field(description="How many messages at most.", examples=["3"])
    per: Period = Field(
        description="In which time: rolling (`7d`), or the recipient's calendar `day`, `week` or `month`.",
        examples=["7d"],
    )


class Policy(Part):
    """What holds for every notification."""

    noun: ClassVar[str] = "`policy`"

    quiet_hours: tuple[QuietHours, ...] = Field(default=(), description="When channels stay silent.")
    frequency_caps: tuple[FrequencyCap, ...] = Field(default=(), description="How many messages somebody gets at most.")
    accept_late: Duration | None = Field(
        default=None, description="How late an event may arrive and still count; however late if not said."
    )
    week_starts: Day = Field(default="mon", description="The day on which a calendar week begins.")


class Domains(Part):
    """Domains that are the product's own."""

    noun: ClassVar[str] = "an entry of `lint`"

    domains: tuple[Domain, ...] = Field(default=(), description="The product's own domains, such as `nimbus.example`.")


class LintSettings(Part):
    """What the linter is told."""

    noun: ClassVar[str] = "`lint`"

    clients: tuple[Line, ...] = Field(default=(), description="The mail programs that matter, such as `gmail`.")
    links: Domains = Field(default=Domains(), description="Where links may lead.")
    senders: Domains = Field(default=Domains(), description="Which domains mail may come from.")
    select: tuple[RuleReference, ...] = Field(default=(), description="The only rules to apply; all if not said.")
    ignore: tuple[RuleReference, ...] = Field(default=(), description="Rules not to apply.")
    severity: dict[RuleReference, Annotated[Severity, BeforeValidator(_check_severity)]] = Field(
        default={}, description="How bad a rule's findings are."
    )
    rules: dict[RuleReference, dict[Line, Any]] = Field(
        default={}, description="Options of a rule, such as `{max: 60}`."
    )


class IgnoredRule(Part):
    """A rule that one notification may break, and why."""

    noun: ClassVar[str] = "an ignored rule"

    code: RuleReference = Field(description="The rule's code, family or name.", examples=["SUB002"])
    reason: Text = Field(description="Why it may be broken here.", examples=['"The brand name is long."'])
    until: Date | None = Field(default=None, description="The last day on which it is ignored.")


class NotificationLint(Part):
    """What the linter is told about one notification."""

    noun: ClassVar[str] = "`lint`"

    ignore: tuple[IgnoredRule, ...] = Field(default=(), description="Rules that this notification may break.")
