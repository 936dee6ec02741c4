"""Which text of a compiled page is which text of the MJML."""

import html
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from lxml.etree import iterwalk


def mark_texts(root: Any, texts: Sequence[str], mark: Callable[[int], str]) -> bool:
    """Writes a mark before each text of a page that is one of the MJML, by its number from 1; says whether it could.

    It can where the page ends with these texts in their order. Where the compiler says something between them, or
    leaves some away for a comment of Outlook's, the page stays as it is.
    """
    wanted = [(number, words) for number, text in enumerate(texts, start=1) if (words := _plain(html.unescape(text)))]
    shown = [(element, place, words) for element, place in _holders(root) if (words := _plain(getattr(element, place)))]
    last = shown[len(shown) - len(wanted) :]
    if [words for _, _, words in last] != [words for _, words in wanted]:
        return False
    for (element, place, _), (number, _) in zip(last, wanted, strict=True):
        setattr(element, place, mark(number) + getattr(element, place))
    return True


def _holders(root: Any) -> Iterator[tuple[Any, str]]:
    """Each element with a text, in the order of the texts, and which of its two it is."""
    for event, element in iterwalk(root, events=("start", "end", "comment", "pi")):
        if event == "start" and element.text:
            yield element, "text"
        elif event != "start" and element.tail and element is not root:
            yield element, "tail"


def _plain(text: str) -> str:
    return " ".join(text.split())
