"""SUB009: a preheader that leaves room for chance, or that inboxes cut."""

import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EnvelopeView


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the characters of the preheader as it is rendered."""
    length = _length(view.preheader)
    value = f"{length} characters"
    if 0 < length < options["min"]:
        yield Fault(
            f"The preheader has {value}, and inboxes fill the row with what comes next: “{view.preheader}”.",
            view.at("preheader"),
            "preheader:short",
            help=f"Add what the subject leaves open, to {options['min']} characters or more.",
            size=-length,
            value=value,
        )
    elif length > options["max"]:
        yield Fault(
            f"The preheader has {value}, of which inboxes cut some: “{view.preheader}”.",
            view.at("preheader"),
            "preheader:long",
            help=f"Cut it to {options['max']} characters; the body can say the rest.",
            size=length,
            value=value,
        )


def _length(text: str) -> int:
    """How many characters wide a text is: a wide one of East Asia takes two, a mark over another none."""
    return sum(
        0 if unicodedata.category(letter) in {"Mn", "Me", "Cf"} else 1 + (unicodedata.east_asian_width(letter) in "WF")
        for letter in text
    )


RULE: Final = Rule(
    code="SUB009",
    name="preheader-length",
    severity="warning",
    looks_at=EnvelopeView,
    check=check,
    options={"min": 30, "max": 100},
    summary="A preheader is too short for the row of an inbox, or too long for it.",
    why="An inbox fills what a short one leaves with the first words of the message. How many characters it shows is "
    "a matter of the program and the screen: Email on Acid counts 30 to 80 on phones and 40 to 120 in browsers, "
    "Mailjet 30 to 55 and 40 to 140. Under 30 is too short everywhere; that 100 are enough is our choice. "
    "Chinese, Japanese and Korean characters are twice as wide, and count as two.",
    cure="Write one sentence that goes on from the subject, the point in its first words.",
    bad=Example(copy={"preheader": "Tap to read it."}),
    good=Example(
        copy={"preheader": "Tap to read it on your board."}, catalogue={"lint": {"rules": {"SUB009": {"min": 29}}}}
    ),
)
