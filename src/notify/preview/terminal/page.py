"""Messages on a page of the terminal: one as wide as it reads well, several side by side where they fit."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import Final

from rich.console import Console, Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from notify.preview.languages import Language
from notify.preview.terminal.layout import Layout
from notify.render.message import Message

# Longer lines of prose are hard to read; a wider terminal is left empty on the right.
WIDEST: Final = 100
# In less than this, too few words stand in a line to be compared.
_NARROWEST: Final = 44
_GAP: Final = 3
# How many names are told before the rest is only counted.
_TOLD: Final = 3


def print_messages(console: Console, messages: Sequence[Message]) -> None:
    """Prints messages of one notification for one channel as people will meet them.

    On a terminal, as many as fit stand side by side; what does not fit is below. Elsewhere each is below the other.
    """
    most = (console.width + _GAP) // (_NARROWEST + _GAP) if console.is_terminal else 1
    rows = -(-len(messages) // max(1, most))
    beside = -(-len(messages) // rows)
    layouts = [Layout(console, message, compared=len(messages) > 1) for message in messages]
    console.print(layouts[0].title())
    for start in range(0, len(layouts), beside):
        if start:
            console.print()
        page = _Page(console, layouts[start : start + beside])
        if len(layouts) > 1:
            console.print(page.variants(), width=page.width)
        console.print(Group(*page.lay_out()), width=page.width)


def print_languages(console: Console, languages: Sequence[Language]) -> None:
    """Prints which languages there are, and which of them another one stands in for."""
    own = [language.locale for language in languages if language.used == language.locale]
    others: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for language in languages:
        if language.used != language.locale:
            others.setdefault((language.used, language.lacks), []).append(language.locale)
    sentences = [f"Languages: {', '.join(own) or 'none'}"]
    for (used, lacks), locales in others.items():
        why = f"{_some([f'`{key}`' for key in lacks])} missing" if lacks else "no copy"
        sentences.append(f"{_some(locales)} {'is' if len(locales) == 1 else 'are'} shown in {used}: {why}")
    console.print(Text("; ".join(sentences)), width=min(console.width, WIDEST))


def print_heading(console: Console, words: str) -> None:
    """Prints a line with words in it, as between the parts of a message."""
    console.print(_heading(console, words), width=min(console.width, WIDEST))


class _Page:
    """Messages beside each other, each part of them at one height."""

    def __init__(self, console: Console, layouts: Sequence[Layout]) -> None:
        self._console, self._layouts = console, layouts
        gaps = _GAP * (len(layouts) - 1)
        self._column = min((console.width - gaps) // len(layouts), WIDEST)
        self.width = self._column * len(layouts) + gaps

    def variants(self) -> RenderableType:
        """Which messages these are."""
        return self._beside([[layout.variant()] for layout in self._layouts])

    def lay_out(self) -> Iterator[RenderableType]:
        """The messages, part by part."""
        for same in zip(*(layout.parts() for layout in self._layouts), strict=True):
            if same[0].heading is not None:
                yield _heading(self._console, same[0].heading)
            yield self._beside([part.rows for part in same])

    def _beside(self, columns: Sequence[Sequence[RenderableType]]) -> RenderableType:
        if len(columns) == 1:
            return Group(*columns[0])
        table = Table.grid(padding=(0, _GAP, 0, 0), pad_edge=False)
        for _ in columns:
            table.add_column(width=self._column, overflow="fold")
        for row in zip_longest(*columns, fillvalue=""):
            table.add_row(*row)
        return table


def _heading(console: Console, words: str) -> Rule:
    line = "-" if console.options.ascii_only else "─"
    return Rule(Text(words), characters=line, align="left", style="dim")


def _some(names: Sequence[str]) -> str:
    if len(names) <= _TOLD + 1:
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))
    return f"{', '.join(names[:_TOLD])} and {len(names) - _TOLD} more"
