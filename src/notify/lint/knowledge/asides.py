"""What people say in comments to each other in plain words: tasks, questions, and what nobody else should know."""

import re
from typing import Final

from notify.lint.knowledge.secrets import secret_in

# A task in small letters, at the beginning or with a colon: a product may well show a “todo list”.
_TASK: Final = re.compile(
    r"(?:^\s*@?|@)(todo|fixme|tbd)\b(?!\W*(?:lists?|items?|apps?|cards?|rows?|s)\b)|(?<![\w.#-])(todo|fixme|tbd)\s*:",
    re.IGNORECASE,
)
# A question is one for colleagues where it begins with a name, or is about what is right. Headings of parts have
# questions too: those of the copy.
_ASKED: Final = re.compile(r"\?(?=[\s?!.)]|$)")
_NAMED: Final = re.compile(
    r"\s*@?(?!(?:body|block|button|copy|cta|faq|footer|header|heading|hero|intro|preheader|row|section|subject|title)\b)"
    r"\w+[:,]\s",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"\b(?:we|us|our|should|shall|is this|is that|are these|still|correct|right|ok|okay|sure)\b", re.IGNORECASE
)
_FEWEST_WORDS: Final = 3
_LONGEST: Final = 300
# A word for it, and something that has more than letters in it.
_PASSWORD: Final = re.compile(
    r"\b(password|passwd|passphrase|pwd|api[ _-]?key|access[ _-]?key|secret)\s*[:=]\s*[\"']?"
    r"(?=[^\s\"'{}<>]*[\d!$%&@^*])([^\s\"'{}<>]{4,})",
    re.IGNORECASE,
)


def aside_in(text: str) -> str | None:
    """What a comment does that is meant for colleagues alone, to go on the sentence; None if nothing."""
    if task := _TASK.search(text):
        return f"says “{task[1] or task[2]}”"
    return "asks a question" if "?" in text and _asks(text) else None


def _asks(text: str) -> bool:
    """Whether somebody asks a colleague something."""
    for mark in _ASKED.finditer(text):
        before = text[max(0, mark.start() - _LONGEST) : mark.start()]
        words = before.split()
        if len(words) >= _FEWEST_WORDS and "://" not in words[-1] and words[-1][-1].isalnum():
            return _NAMED.match(text) is not None or _ABOUT.search(before) is not None
    return False


def secret_of(text: str) -> str | None:
    """What a comment gives away, to go on the sentence; None if nothing."""
    if found := _PASSWORD.search(text):
        return f"gives away what follows “{found[1]}”"
    key = secret_in(text)
    return f"has what looks like {key}" if key else None
