"""One message laid out for a terminal, part by part.

Whatever data can hold, what is printed is text: no markup is read in it, and no control character reaches the terminal.
Nothing is said by colour alone, so that it reads as well in a pipe or with NO_COLOR.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console, Group, JustifyMethod, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from notify.catalogue.address import CONTROL
from notify.catalogue.locale import direction
from notify.preview.inboxes import GMAIL_WEB, IOS_MAIL, OUTLOOK, Cut, Inbox, row
from notify.preview.terminal.links import Links
from notify.render.message import Card, Email, Message, Sms
from notify.source import lines_of

_BUBBLE: Final = 48
# Kilobytes: Gmail shows a message up to here and hides the rest behind a link.
_GMAIL_CLIPS: Final = 102

_INBOXES: Final = (GMAIL_WEB, IOS_MAIL, OUTLOOK)
_NAMES: Final = max(len(inbox.name) for inbox in _INBOXES)
_LEAD: Final = re.compile(r"\s*(?:[-*•]|\d+\.|>)\s+(?=\S)|\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a message: `rows` below each other, under a line with a `heading` in it, or none where that is None.

    Side by side with other messages, each row is at the height of theirs.
    """

    heading: str | None
    rows: Sequence[RenderableType]


class Layout:
    """Lays one message out for one console. Messages for one channel all have the same parts.

    Of one that is `compared` with others, it is said above and not below it which of them it is.
    """

    def __init__(self, console: Console, message: Message, *, compared: bool) -> None:
        self._compared = compared
        self._encoding, self._mark = console.encoding, "|" if console.options.ascii_only else "│"
        self._message = message
        self._right = direction(message.locale_used) == "rtl"
        self._justify: JustifyMethod = "right" if self._right else "default"

    def parts(self) -> list[Part]:
        """All that there is to see of the message."""
        match self._message:
            case Email() as email:
                return self._email(email)
            case Sms() as sms:
                return self._sms(sms)
            case Card() as card:
                return self._card(card)
        raise TypeError(f"no preview for {type(self._message).__name__}")

    def title(self) -> Text:
        """What the message is, in whatever language and with whatever data."""
        return self._join([self._text(self._message.notification, "bold"), self._text(self._message.channel)])

    def variant(self) -> Text:
        """Which of several messages this is."""
        message = self._message
        locale = self._text(message.locale, "bold")
        if message.locale != message.locale_used:
            locale.append_text(self._text(f", shown in {message.locale_used}", "yellow"))
        return self._join([locale, self._text(f"sample {message.sample}"), *self._way()])

    def _email(self, email: Email) -> list[Part]:
        links = Links()
        lines = links.take(email.text.strip("\n"))
        listed = _grid(1)
        for number, url in enumerate(links.urls, start=1):
            listed.add_row(Text(f"[{number}]"), self._text(url))
        words = Group(*map(self._line, lines))
        return [
            Part("In the inbox, cut about here", [self._seen_in(inbox, email) for inbox in _INBOXES]),
            Part("The message", [words, Group("", listed)] if links.urls else [words]),
            Part("", [self._facts(self._size(email))]),
        ]

    def _sms(self, sms: Sms) -> list[Part]:
        segments = f"{sms.segments} segment" + ("" if sms.segments == 1 else "s")
        facts = self._text(f"{len(sms.text)} characters, {segments} of {sms.encoding}")
        return [Part(None, [self._bubble(self._lines(sms.text)), self._facts(facts)])]

    def _card(self, card: Card) -> list[Part]:
        words = dict(card.words)
        main = [
            self._lines(words.pop(name), style) for name, style in (("title", "bold"), ("body", "")) if name in words
        ]
        rest = _grid(2)
        for name, value in words.items():
            rest.add_row(self._text(name, "dim"), self._lines(value))
        bubble = self._bubble(Group(*main, *([Text()] if main and words else []), *([rest] if words else [])))
        return [Part(None, [bubble] if self._compared else [bubble, self._facts()])]

    def _seen_in(self, inbox: Inbox, email: Email) -> RenderableType:
        seen = row(email, inbox)
        subject, preheader = self._cut(seen.subject), self._cut(seen.preheader)
        if not preheader:
            preheader = Text("(no preheader: words of the message)", "dim")
        lines = [Text(" - ").join([subject, preheader])] if inbox.one_row else [subject, preheader]
        table = _grid(3)
        name = Text.assemble(f"{inbox.name:<{_NAMES}}", (f"\nat {inbox.subject}", "dim"))
        table.add_row(name, Text("\n").join([self._text(seen.sender, "bold"), *lines]))
        return Group(table, "") if inbox is not _INBOXES[-1] else table

    def _cut(self, cut: Cut) -> Text:
        if not cut.lost:
            return self._text(cut.shown)
        return Text.assemble(self._text(cut.shown), (self._mark, "bold"), self._text(cut.lost, "dim"))

    def _line(self, line: str) -> RenderableType:
        lead = _LEAD.match(line)
        if not lead or self._right:
            return self._lines(line)
        table = _grid(0)
        table.add_row(self._text(lead[0]), self._text(line[lead.end() :]))
        return table

    def _size(self, email: Email) -> Text:
        size = len(email.html.encode(errors="replace")) / 1000
        if size >= _GMAIL_CLIPS:
            return Text(f"HTML {size:.1f} KB: Gmail cuts it off at {_GMAIL_CLIPS} KB", "bold red")
        return Text(f"HTML {size:.1f} KB of the {_GMAIL_CLIPS} KB that Gmail shows")

    def _facts(self, *first: Text) -> Text:
        message = self._message
        if self._compared:
            return self._join(first)
        locale = self._text(message.locale_used)
        if message.locale != message.locale_used:
            locale = self._text(f"{message.locale_used}, standing in for {message.locale}", "yellow")
        return self._join([*first, locale, self._text(f"sample {message.sample}"), *self._way()])

    def _way(self) -> list[Text]:
        return [Text("right to left")] if self._right else []

    def _bubble(self, content: RenderableType) -> Panel:
        return Panel(content, width=_BUBBLE, padding=(0, 1))

    def _join(self, parts: Iterable[Text]) -> Text:
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
