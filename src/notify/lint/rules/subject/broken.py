"""SUB003: a subject with a line break or a control character in it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import literal_words, texts_at
from notify.lint.views.message.message import EnvelopeView

_BREAK: Final = re.compile("[\n\v\f\r\x85\u2028\u2029]+")
# A tab is white space, and is sent as a space. U+FFFD stands where data had what no message can hold.
_WRONG: Final = re.compile("[\x00-\x08\n-\x1f\x7f-\x9f\u2028\u2029\ufffd]")


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at the subject before its lines are joined, and for where what breaks it comes from."""
    subject = view.draft.words("subject").get("body", "")
    found = _WRONG.search(subject)
    if not found:
        return
    what = "a line break" if _BREAK.match(found[0]) else f"the character U+{ord(found[0]):04X}"
    if any(_WRONG.search(literal_words(text).strip()) for text in texts_at(view.copy, "subject")):
        message = f"The subject has {what} in it: “{_seen(subject)}”."
        yield Fault(message, view.at("subject"), "subject", help="Write it on one line.", value=what)
        return
    culprit = next((path for path, value in _strings("", view.data) if _WRONG.search(value) and value in subject), "")
    bringer = f"The value of `{culprit}`" if culprit else "What it prints"
    message = f"{bringer} brings {what} into the subject: “{_seen(subject)}”."
    yield Fault(message, view.at("subject"), "subject", value=what)


def _strings(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text in the data, with the path that copy would print it by."""
    if isinstance(value, str):
        yield path, value.strip()
    elif isinstance(value, Mapping):
        for name, part in value.items():
            yield from _strings(f"{path}.{name}" if path else str(name), part)
    elif isinstance(value, list):
        for part in value:
            yield from _strings(path, part)


def _seen(text: str) -> str:
    """The text with signs for what cannot be seen."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", lambda found: f"<{ord(found[0]):02X}>", _BREAK.sub("⏎", text))


RULE: Final = Rule(
    code="SUB003",
    name="subject-broken",
    severity="error",
    looks_at=EnvelopeView,
    check=check,
    summary="A subject has a line break or a control character in it, from the copy or from data.",
    why="In the head of a message a line break ends a header (RFC 5322, section 2.2), so whoever chooses the value can "
    "add headers of their own where the next program passes it on as it is: that is header injection (CWE-93). This "
    "program joins the lines, and the subject still reads as two texts in one.",
    cure="Refuse or cut such a value where the event is made: a name or a title is one line.",
    bad=Example(samples={"default": {"name": "Bo\r\nBcc: everyone@acme.example"}}),
    good=Example(samples={"default": {"name": "Bo Bcc: everyone@acme.example"}}),
)
