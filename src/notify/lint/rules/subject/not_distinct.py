"""SUB006: two notifications with one subject."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import PRINTED, literal_words, texts_at
from notify.lint.views.copy.library import LibraryView


def check(view: LibraryView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares what the subjects say in the source locale; values that they print are all alike."""
    first: dict[tuple[str, ...], str] = {}
    for notification, copy in view.copies.items():
        if "email" not in view.workspace.catalogue.notifications[notification].channels:
            continue
        forms = texts_at(copy, "subject")
        said = tuple(" ".join(literal_words(text).casefold().split()).rstrip(".!?…") for text in forms)
        if not any(letter.isalnum() for form in said for letter in form):
            continue
        if said in first:
            message = f"The subject “{forms[-1].source.strip().replace(PRINTED, '…')}” is also that of `{first[said]}`."
            yield Fault(message, copy.entries["subject"].position, "subject", notification=notification)
        else:
            first[said] = notification


_OTHER: Final = """\
<mjml><mj-body><mj-section><mj-column>
<mj-text>{{ t.body }}</mj-text>
<mj-text><a href="{{ unsubscribe_url }}">{{ t.body }}</a></mj-text>
</mj-column></mj-section></mj-body></mjml>
"""


def _example(subject: str) -> Example:
    """Two notifications, the second with this subject."""
    other = {
        "category": "activity",
        "description": "Somebody answered a note.",
        "class": "transactional",
        "topic": "notes",
        "trigger": {"event": "note.written"},
        "channels": ["email"],
        "variables": {"name": {"type": "string"}},
    }
    return Example(
        catalogue={"notifications": {"answer": other}},
        files={
            "templates/answer/email.mjml": _OTHER,
            "templates/answer/copy/en.yaml": f'subject: "{subject}"\nbody: "{{{{ name }}}} answered."\n',
        },
    )


RULE: Final = Rule(
    code="SUB006",
    name="subject-not-distinct",
    severity="info",
    looks_at=LibraryView,
    check=check,
    summary="Two notifications have the same subject.",
    why="In the inbox they cannot be told apart, and people look for the one and find the other. Gmail may put "
    "messages of one sender with one subject into one conversation, where the second is not seen.",
    cure="Say in each what is new in it.",
    bad=_example("A note from {{ name }}"),
    good=_example("An answer from {{ name }}"),
)
