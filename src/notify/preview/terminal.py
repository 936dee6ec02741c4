"""A message in the terminal: how its inbox row looks, then what it says.

Whatever data can hold, what is printed is text: no markup is read in it, and no control character reaches the terminal.
Nothing is said by colour alone, so that it reads as well in a pipe or with NO_COLOR.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from rich.cells import cell_len
from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from notify.catalogue.address import CONTROL, parse_address
from notify.catalogue.locale import direction
from notify.errors import DeliveryError
from notify.render.message import Card, Email, Message, Sms
from notify.source import lines_of

# Longer lines of prose are hard to read; a wider terminal is left empty on the right.
_WIDEST: Final = 100
_BUBBLE: Final = 48
# Kilobytes: Gmail shows a message up to here and hides the rest behind a link.
_GMAIL_CLIPS: Final = 102

_LEAD: Final = re.compile(r"\s*(?:[-*•]|\d+\.|>)\s+(?=\S)|\s+(?=\S)")
_URL: Final = re.compile(r"(?P<open>\(?)(?P<url>(?:https?://|mailto:|tel:)[^\s<>]+)", re.IGNORECASE)
# A label's colon, and the spaces that languages put before it.
_BEFORE_LINK: Final = " :\u00a0\u202f\uff1a"
_JOINER: Final = "\u200d"


@dataclass(frozen=True, slots=True)
class _Inbox:
    """How many cells of a subject and of a preheader one inbox shows; in `one_row`, of both together."""

    name: str
    subject: int
    preheader: int
    one_row: bool = False


# Approximate, as of 2025 and with each program's usual window and font: real inboxes measure pixels, not characters.
# The subject's figures are those commonly given for these programs; the preheader's are what is left of the row in
# Gmail, two lines in iOS Mail and one in Outlook.
_INBOXES: Final = (
    _Inbox("Gmail web", 70, 110, one_row=True),
    _Inbox("iOS Mail", 41, 82),
    _Inbox("Outlook", 55, 55),
)


def print_preview(console: Console, message: Message) -> None:
    """Prints one message as people will meet it, in the console's width and at most 100 columns."""
    page = _Page(console, message)
    match message:
        case Email():
            parts = page.email(message)
        case Sms():
            parts = page.sms(message)
        case Card():
            parts = page.card(message)
        case _:
            raise TypeError(f"no preview for {type(message).__name__}")
    console.print(Group(page.title(message), *parts), width=min(console.width, _WIDEST))


def _cut(text: str, room: int) -> tuple[str, str]:
    """What an inbox shows of a text in so many cells, and what is lost; what is joined to a character stays with it."""
    end = 0
    for index in range(1, len(text) + 1):
        if index < len(text) and (cell_len(text[index]) == 0 or text[index - 1] == _JOINER):
            continue
        if cell_len(text[:index]) > room:
            break
        end = index
    return text[:end], text[end:]


class _Links:
    """Gives each address of a text a number, the same one wherever it stands again."""

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


class _Page:
    """Lays one message out for one console."""

    def __init__(self, console: Console, message: Message) -> None:
        self._encoding = console.encoding
        self._mark, self._rule = ("|", "-") if console.options.ascii_only else ("│", "─")
        self._justify: JustifyMethod = "right" if direction(message.locale_used) == "rtl" else "default"

    def email(self, email: Email) -> Iterator[RenderableType]:
        yield self._heading("In the inbox, cut about here")
        yield self._inboxes(email)
        links = _Links()
        lines = links.take(email.text.strip("\n"))
        yield self._heading("The message")
        yield from map(self._line, lines)
        if links.urls:
            yield Text()
            table = _grid(1)
            for number, url in enumerate(links.urls, start=1):
                table.add_row(Text(f"[{number}]"), self._text(url))
            yield table
        yield self._heading("")
        yield self._facts(email, self._size(email))

    def sms(self, sms: Sms) -> Iterator[RenderableType]:
        yield self._bubble(self._lines(sms.text))
        segments = f"{sms.segments} segment" + ("" if sms.segments == 1 else "s")
        yield self._facts(sms, self._text(f"{len(sms.text)} characters, {segments} of {sms.encoding}"))

    def card(self, card: Card) -> Iterator[RenderableType]:
        words = dict(card.words)
        main = [
            self._lines(words.pop(name), style) for name, style in (("title", "bold"), ("body", "")) if name in words
        ]
        rest = _grid(2)
        for name, value in words.items():
            rest.add_row(self._text(name, "dim"), self._lines(value))
        yield self._bubble(Group(*main, *([Text()] if main and words else []), *([rest] if words else [])))
        yield self._facts(card)

    def title(self, message: Message) -> Text:
        return self._join(self._text(message.notification, "bold"), self._text(message.channel))

    def _inboxes(self, email: Email) -> RenderableType:
        table = _grid(3)
        sender = self._text(_sender(email), "bold")
        subject = " ".join(email.subject.split())
        preheader = " ".join(email.preheader.split())
        for inbox in _INBOXES:
            shown = self._shown(subject, inbox.subject)
            room = inbox.preheader - (min(cell_len(subject), inbox.subject) if inbox.one_row else 0)
            below = self._shown(preheader, room) if preheader else Text("(no preheader: words of the message)", "dim")
            rows = [Text(" - ").join([shown, below])] if inbox.one_row else [shown, below]
            if inbox is not _INBOXES[0]:
                table.add_row()
            name = Text.assemble(inbox.name, (f"\nat {inbox.subject}", "dim"))
            table.add_row(name, Text("\n").join([sender, *rows]))
        return table

    def _shown(self, text: str, room: int) -> Text:
        kept, lost = _cut(text, room)
        if not lost:
            return self._text(kept)
        return Text.assemble(self._text(kept), (self._mark, "bold"), self._text(lost, "dim"))

    def _line(self, line: str) -> RenderableType:
        lead = _LEAD.match(line)
        if not lead or self._justify == "right":
            return self._lines(line)
        table = _grid(0)
        table.add_row(self._text(lead[0]), self._text(line[lead.end() :]))
        return table

    def _size(self, email: Email) -> Text:
        size = len(email.html.encode(errors="replace")) / 1000
        if size >= _GMAIL_CLIPS:
            return Text(f"HTML {size:.1f} KB: Gmail cuts it off at {_GMAIL_CLIPS} KB", "bold red")
        return Text(f"HTML {size:.1f} KB of the {_GMAIL_CLIPS} KB that Gmail shows")

    def _facts(self, message: Message, *first: Text) -> Text:
        locale = self._text(message.locale_used)
        if message.locale != message.locale_used:
            locale = self._text(f"{message.locale_used}, standing in for {message.locale}", "yellow")
        way = [Text("right to left")] if self._justify == "right" else []
        return self._join(*first, locale, self._text(f"sample {message.sample}"), *way)

    def _heading(self, words: str) -> RenderableType:
        return Rule(Text(words), characters=self._rule, align="left", style="dim")

    def _bubble(self, content: RenderableType) -> RenderableType:
        return Panel(content, width=_BUBBLE, padding=(0, 1))

    def _join(self, *parts: Text) -> Text:
        return self._text(" · ").join(parts)

    def _lines(self, text: str, style: str = "") -> Text:
        lines = (self._text(line, style) for line in lines_of(text.strip("\n")))
        return Text("\n", justify=self._justify).join(lines)

    def _text(self, text: str, style: str = "") -> Text:
        """One line of what somebody wrote, as what it says and nothing else."""
        clean = CONTROL.sub("\ufffd", text.replace("\t", "    "))
        return Text(clean.encode(self._encoding, "replace").decode(self._encoding), style)


def _grid(gap: int) -> Table:
    """A narrow column that stays whole beside one whose words fold rather than get lost."""
    table = Table.grid(padding=(0, gap, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    return table


def _sender(email: Email) -> str:
    written = email.headers.get("From", "")
    try:
        address = parse_address(written)
    except DeliveryError:
        return written
    return address.name or address.spec
