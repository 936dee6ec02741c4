"""The page that an e-mail is compiled to, as rules look at it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from notify.lint.views.markup.markup import MarkupView
from notify.lint.views.page.cascade import lay_out
from notify.lint.views.page.document import read_document
from notify.lint.views.page.marks import mark_texts
from notify.lint.views.page.media import Setting
from notify.lint.views.page.said import Property, find_rule, find_tag
from notify.lint.views.page.writing import Writing, read_writings
from notify.render.markup.compiler import compile_mjml
from notify.render.markup.elements import VOID, End, Start, Text, Token
from notify.render.skeleton.placeholders import Placeholders
from notify.source import Position


@dataclass(frozen=True, slots=True)
class Written:
    """Words on the page, with the text of the MJML that they are of, and the tags around it from the outside in."""

    writing: Writing
    text: Text
    tags: tuple[Start, ...]


@dataclass(frozen=True)
class PageView:
    """The HTML of an e-mail that compiles; messages with the same structure share one, as they do a MarkupView."""

    markup: MarkupView
    html: str

    @cached_property
    def light(self) -> Sequence[Written]:
        """The words that people see, in order, on a screen of 640 pixels."""
        return self._written(Setting(dark=False))

    @cached_property
    def dark(self) -> Sequence[Written]:
        """The same where people asked for dark colours and the message has its own; empty where it has none."""
        return self._written(Setting(dark=True)) if self._darkens else ()

    def _written(self, setting: Setting) -> list[Written]:
        page = lay_out(self._root, setting)
        found = read_writings(self._root, page, self._placeholders.split)
        # What no mark stands before nobody wrote: it is the compiler's.
        return [Written(writing, *self._texts[mark - 1]) for mark, writing in found if mark]

    @cached_property
    def _darkens(self) -> bool:
        return any("prefers-color-scheme" in sheet.text for sheet in self.markup.sheets)

    def place(self, written: Written) -> Position:
        """The tag that words stand in, as a template has it: tags that the copy brings along look like theirs."""
        for tag in reversed(written.tags):
            if "/copy/" not in self.markup.origin(tag.offset)[0]:
                return self.markup.place(tag.offset)
        return self.markup.place(0)

    def place_of(self, written: Written, name: Property, *, dark: bool = False) -> Position:
        """Where a property of words is said, or else the tag that they stand in.

        With `dark`, of several rules with the same selector the last is meant.
        """
        look = written.writing.look
        selector = look.ink_by if name == "color" else look.size_by
        if selector and (offset := find_rule(self.markup, selector, last=dark)) is not None:
            return self.markup.place(offset)
        found = find_tag(self.markup, written.tags, name)
        if found and "/copy/" not in self.markup.origin(found[0].offset)[0]:
            return self.markup.place(found[0].offset)
        return self.place(written)

    @cached_property
    def _texts(self) -> Sequence[tuple[Text, tuple[Start, ...]]]:
        """The texts of the body, with the tags around each."""
        found: list[tuple[Text, tuple[Start, ...]]] = []
        around: list[Start] = []
        for token in self.markup.body:
            if isinstance(token, Start) and not token.closed and token.name.lower() not in VOID:
                around.append(token)
            elif isinstance(token, End) and around:
                around.pop()
            elif isinstance(token, Text) and token.text.strip() and around:
                found.append((token, tuple(around)))
        return found

    @cached_property
    def _placeholders(self) -> Placeholders:
        return Placeholders(self.markup.mjml + self.html)

    @cached_property
    def _root(self) -> Any:
        """The page with a mark before each text, which says where it comes from."""
        root = read_document(self.html)
        if mark_texts(root, [text.text for text, _ in self._texts], self._placeholders.write):
            return root
        return read_document(self._compile_marked())

    def _compile_marked(self) -> str:
        """The HTML of the MJML with the marks in it, which takes as long as rendering the message."""
        draft = self.markup.draft
        numbers = {id(text): number for number, (text, _) in enumerate(self._texts, start=1)}
        marked: list[Token] = [
            replace(token, text=self._placeholders.write(number) + token.text)
            if isinstance(token, Text) and (number := numbers.get(id(token)))
            else token
            for token in self.markup.tokens
        ]
        return compile_mjml(marked, draft.locale, draft.context["dir"])
