"""A rule: what it looks at, what it finds, and its page in the manual."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from notify.lint.finding import Severity
from notify.source import Position

View = TypeVar("View")

# The families, by the letters that the codes of their rules begin with.
FAMILIES: Final[Mapping[str, str]] = {
    "CAT": "the catalogue",
    "VAR": "data",
    "COP": "copy, and the same in every language",
    "SUB": "subject and preheader",
    "LNK": "links",
    "MJM": "MJML itself",
    "HTM": "size, markup, and what mail programs make of it",
    "IMG": "images",
    "ACC": "accessibility",
    "UNS": "unsubscribing, and the law",
    "HDR": "senders and relays",
    "TXT": "the text part",
    "SPM": "what looks like spam",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """What a rule found in one thing that it looked at.

    `key` says what it is about without line numbers: the same key in several locales and samples of a notification is
    one finding. `size` says how grave this one is among them, `value` the same in words (`72 characters`). `help` is
    what to do, where the rule's own `cure` is not enough. `notification` is which one it is about, where the rule
    looked at the whole catalogue; it is empty for what belongs to none of them, such as a layout or shared copy, and
    is one finding, however many of them show it. `locale` is which one it is about, where the rule looked at the copy
    in all of them: then each locale has a finding of its own. `severity` is for a case that is graver than the rule is
    by default; what the catalogue says of the rule's severity beats it.
    """

    message: str
    at: Position
    key: str
    help: str | None = None
    size: float = 0
    value: str = ""
    notification: str | None = None
    locale: str | None = None
    severity: Severity | None = None


@dataclass(frozen=True)
class Example:
    """A small workspace that shows a rule: what differs from one in which there is nothing to find.

    `copy` is the English copy and `locales` that of other languages (added to what is there; None takes a key away).
    `body` is the MJML in the column of the e-mail. `note` are fields of its notification `note`, and `catalogue` fields
    of the catalogue; None takes one away. `samples` are more samples, by name; `files` are more files below the folder,
    None for one that is taken away. `answers` are the addresses that are dead on the web, and why.
    """

    copy: Mapping[str, Any] = field(default_factory=dict)
    locales: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    body: str | None = None
    note: Mapping[str, Any] = field(default_factory=dict)
    catalogue: Mapping[str, Any] = field(default_factory=dict)
    samples: Mapping[str, Any] = field(default_factory=dict)
    files: Mapping[str, str | None] = field(default_factory=dict)
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Rule(Generic[View]):
    """One rule.

    `name` is the fault that it finds. `looks_at` is the class of what `check` is given, or several, with the rule's
    options, once for each such thing. `summary` says in one sentence what is found; `why` is why that matters, with
    the source of every threshold; `cure` what to do. `good` has nothing for it to find; `bad` has.
    `choices` are the words that an option's list may have in it, where not every word will do.
    """

    code: str
    name: str
    severity: Severity
    looks_at: type[View] | tuple[type[View], ...]
    check: Callable[[View, Mapping[str, Any]], Iterable[Fault]]
    summary: str
    why: str
    cure: str
    bad: Example
    good: Example = field(default_factory=Example)
    options: Mapping[str, Any] = field(default_factory=dict)
    choices: Mapping[str, Collection[str]] = field(default_factory=dict)

    @property
    def family(self) -> str:
        """The letters that its code begins with."""
        return self.code[:3]
