"""SUB005: a subject that pretends to be a reply or a forward."""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, Final

from notify.lint.knowledge.replies import EVERYWHERE, IN_LANGUAGE
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import literal_words, texts_at
from notify.lint.views.message.message import EnvelopeView


def check(view: EnvelopeView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks at how the copy begins: what a value begins with is somebody else's doing."""
    language = view.locale.partition("-")[0].lower()
    for text in texts_at(view.copy, "subject"):
        if found := _prefix(language).match(literal_words(text)):
            message = f"The subject begins with “{found[1].strip()}”, as if it were a reply or a forward."
            yield Fault(message, view.at("subject"), "subject", value=found[1].strip())


@cache
def _prefix(language: str) -> re.Pattern[str]:
    """What a subject begins with where a mail program made it, `Re[2]:` too, perhaps after the `[tag]` of a list."""
    words = sorted(EVERYWHERE | IN_LANGUAGE.get(language, frozenset()), key=len, reverse=True)
    names = "|".join(re.escape(word) for word in words)
    ahead = "[\\s\u200e\u200f\u202a-\u202e\u2066-\u2069]*"
    return re.compile(rf"{ahead}(?:\[[^\[\]]*\]{ahead})?((?:{names})(?:\[\d+\]|\(\d+\))?\s*[:\uff1a])", re.IGNORECASE)


RULE: Final = Rule(
    code="SUB005",
    name="fake-reply",
    severity="error",
    looks_at=EnvelopeView,
    check=check,
    summary="A subject begins as that of a reply or a forwarded message does.",
    why="Nobody wrote before, so it deceives, and the law names that: the subject line of commercial mail may not "
    "mislead (CAN-SPAM, 15 U.S.C. § 7704(a)(2)). Spam filters compare it with the References header that a real "
    "reply has. RFC 5322, section 3.6.5, has `Re: ` for replies; mail programs translate it (AW, SV, Odp, رد…), so "
    "it is looked for in every language.",
    cure="Begin with what the message says.",
    bad=Example(copy={"subject": "Re: a note from {{ name }}"}),
    good=Example(copy={"subject": "Reply: a note from {{ name }}"}),
)
