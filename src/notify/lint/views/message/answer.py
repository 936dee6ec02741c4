"""What the web answered for a link, as rules look at it."""

from dataclasses import dataclass

from notify.lint.reach import Answer
from notify.source import Position


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link of some message to a page of the web: what it is called, its address, and where that is written."""

    called: str
    url: str
    at: Position
    key: str
    notification: str
    channel: str
    locale: str
    sample: str


@dataclass(frozen=True)
class AnswerView:
    """A link, and what came of its address. There is one only where somebody wants links to be followed."""

    link: FoundLink
    answer: Answer
