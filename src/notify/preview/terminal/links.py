"""The addresses in a text, as numbers that leave the words readable."""

import re
from typing import Final

from notify.source import lines_of

_URL: Final = re.compile(r"(?P<open>\(?)(?P<url>(?:https?://|mailto:|tel:)[^\s<>]+)", re.IGNORECASE)
# A label's colon, and the spaces that languages put before it.
_BEFORE_LINK: Final = " :\u00a0\u202f\uff1a"


class Links:
    """Gives each address of a text a number, the same one wherever it stands again; `urls` are in their order."""

    def __init__(self) -> None:
        self.urls: list[str] = []

    def take(self, text: str) -> list[str]:
        """The lines of a text with numbers for its addresses; one alone on its line goes behind the words above it."""
        lines: list[str] = []
        for line in lines_of(text):
            alone = _URL.fullmatch(line.strip())
            if alone and not alone["open"] and lines and lines[-1].strip():
                lines[-1] = f"{lines[-1].rstrip(_BEFORE_LINK)} {self._mark(alone['url'])}"
            else:
                lines.append(_URL.sub(self._replace, line))
        return lines

    def _replace(self, found: re.Match[str]) -> str:
        url, opening = found["url"], found["open"]
        end = len(url)
        while url[end - 1] in ".,;:!?'\"" or (url[end - 1] == ")" and url.count(")", 0, end) > url.count("(", 0, end)):
            end -= 1
        rest = url[end:]
        if opening and rest.startswith(")"):
            opening, rest = "", rest[1:]
        return f"{opening}{self._mark(url[:end])}{rest}"

    def _mark(self, url: str) -> str:
        if url not in self.urls:
            self.urls.append(url)
        return f"[{self.urls.index(url) + 1}]"
