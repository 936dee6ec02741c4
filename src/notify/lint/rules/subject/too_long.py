"""SUB002: a subject that inboxes cut."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.message.message import EnvelopeView

# Where inboxes cut a subject, in characters.
_SHOWN: Final = {"Gmail on a phone": 40, "iOS Mail": 41, "Yahoo": 46, "Outlook": 55, "Gmail in a browser": 70}


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Counts the characters of the subject as it is rendered."""
    length = len(view.subject)
    if length > options["max"]:
        cut = [f"{name} (at {shown})" for name, shown in _SHOWN.items() if shown < length]
        yield Fault(
            f"The subject has {length} characters, of which {', '.join(cut)} cut some: “{view.subject}”.",
            view.at("subject"),
            "subject",
            size=length,
            value=f"{length} characters",
        )


RULE: Final = Rule(
    code="SUB002",
    name="subject-too-long",
    severity="warning",
    looks_at=EnvelopeView,
    check=check,
    options={"max": 60},
    summary="A subject is longer than inboxes show.",
    why="What is cut is not read. Gmail on a phone shows some 40 characters, iOS Mail 41, Yahoo 46, Outlook 55 and "
    "Gmail in a browser 70, of ordinary letters; 60 fits most computers, and on phones the first words count.",
    cure="Say the point in the first words, and take out what the preheader can say.",
    bad=Example(copy={"subject": "Everything that you could possibly want to know about the note that Bo left"}),
)
