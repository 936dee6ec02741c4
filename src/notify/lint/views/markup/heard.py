"""What a screen reader comes by of an e-mail's MJML."""

import re
from collections.abc import Iterable, Sequence
from typing import Final

from notify.render.markup.elements import VOID, Conditional, End, Start, Token

_UNSHOWN: Final = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)\b", re.IGNORECASE)
# The start of what a comment hides from every program but the one that it names, and its end.
_HIDES: Final = re.compile(r"<!--\[if[^\]]*\]>")
_ENDS: Final = re.compile(r"(?:<!--\s*)?<!\[endif\](?:--)?>")


def read_heard(tokens: Iterable[Token]) -> Sequence[Token]:
    """The tokens without what is `aria-hidden`, not displayed, or in a comment that only Outlook looks into."""
    heard: list[Token] = []
    silent: list[str] = []
    in_comment = False
    for token in tokens:
        if isinstance(token, Conditional):
            in_comment = bool(_HIDES.fullmatch(token.text)) or (in_comment and not _ENDS.fullmatch(token.text))
        elif in_comment:
            continue
        elif silent or (isinstance(token, Start) and _is_silent(token)):
            _follow(token, silent)
        else:
            heard.append(token)
    return heard


def is_presentational(tag: Start) -> bool:
    """Whether an element's role takes its meaning away and leaves what is in it: WAI-ARIA, `presentation` or `none`."""
    return tag.value("role").lower().split()[:1] in (["presentation"], ["none"])


def _is_silent(tag: Start) -> bool:
    hidden = tag.value("aria-hidden").strip().lower() == "true" or "hidden" in tag.attributes
    return hidden or _UNSHOWN.search(tag.value("style")) is not None


def _follow(token: Token, silent: list[str]) -> None:
    """Counts the elements that are open in one that is silent."""
    if isinstance(token, Start):
        if not token.closed and token.name.lower() not in VOID:
            silent.append(token.name)
    elif isinstance(token, End) and token.name in silent:
        while silent.pop() != token.name:
            pass
