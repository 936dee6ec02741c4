"""What a program left behind in the words of a message, and where."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from notify.lint.knowledge.leaks import BRACES, BRACKETS, NAMES, NOTHING, QUOTES, TEMPLATE, TRUTH, WITHIN
from notify.lint.knowledge.placeholders import placeholder_in
from notify.lint.views.copy.copy import literal_words, texts_of
from notify.lint.views.message.message import EmailView
from notify.lint.views.message.passage import plain
from notify.lint.views.message.readable import READ, Readable, read_readable
from notify.render.markup.elements import Start, Text
from notify.render.message import Email
from notify.render.skeleton.page import FilledPage
from notify.render.template.pieces import Slot
from notify.render.template.places import read_lines
from notify.source import Position, position_in

# One of these is in every value that is none.
_SIGN: Final = re.compile(r"None|ndefined|null|NaN|nan|True|False|\[object|&lt;|Markup\(|Decimal\(|datetime\.")
# One of these is in every mark of a template.
_MARK: Final = re.compile(r"\{|\[|(?:<|&lt;)%|\*\||%(?:[({%@s]|\d\$)")
# French puts a space on the inner side of its quotation marks.
_SPACES: Final = " \u00a0\u202f"
_NO_VALUES: Final = NOTHING | TRUTH
_ALWAYS_WRONG: Final = NOTHING - {"None"}


@dataclass(frozen=True)
class Leak:
    """Something that no person wrote for people: as it is read, where it is read, and where it is written.

    `notification` is the id of the one that it belongs to, empty where others have the same.
    """

    written: str
    where: str
    at: Position
    key: str
    notification: str


def find_leaks(view: EmailView) -> Iterator[Leak]:
    """The leaks of a message; each in its text part only where its HTML has no such."""
    search = _Search(view)
    told = set()
    for leak in (*search.in_lines(), *search.in_markup()):
        told.add(leak.written)
        yield leak
    if view.has_own_text:
        yield from (leak for leak in search.in_text() if leak.written not in told)


@dataclass(frozen=True)
class _Search:
    view: EmailView

    def in_lines(self) -> Iterator[Leak]:
        """Those of the subject and the preheader."""
        message: Email = self.view.message
        for key, line in (("subject", message.subject), ("preheader", message.preheader)):
            for written in (*self._templates(line), *self._values_among_words(line)):
                sample = self._in_sample(written) if written in self._data else None
                name = sample.file if sample else key
                at = sample or self.view.at(key)
                yield Leak(written, f"in the {key}", at, f"{written}:{name}", self.view.markup.whose(at.file))

    def in_markup(self) -> Iterator[Leak]:
        """Those of what people see of the HTML, and of its addresses."""
        values = list(self._values())
        if not values and not self._may_have_templates():
            return
        mjml = self.view.markup.mjml
        for part in read_readable(self.view.body, len(mjml)):
            if part.code:
                continue
            for offset, written in values:
                if not part.start <= offset < part.end:
                    continue
                slot = self._slot_at(offset)
                if (slot in part.text or not part.attribute) and not (part.attribute and written in TRUTH):
                    yield self._leak(written, part, offset)
            if part.attribute == "href" and placeholder_in(part.text, ()) == part.text:
                continue
            offset = part.start
            for written in self._templates(part.text):
                found = mjml.find(written, offset, part.end)
                offset = found if found >= 0 else max(part.start, mjml.find(written, part.start, part.end))
                yield self._leak(written, part, offset)

    def in_text(self) -> Iterator[Leak]:
        """Those of a text part that has a template of its own."""
        text, file = self.view.message.text, f"templates/{self.view.notification.id}/email.txt"
        voice = self.view.draft.voice.files
        names = [f"templates/{name}" for name in voice.names() if name.endswith(".txt")]
        literal = "\n".join(line for name in names for line in read_lines(self.view.workspace.root, name))
        values = [written for written in self._values_among_words(text) if written not in literal]
        for written in (*self._templates(text), *values):
            lines = read_lines(self.view.workspace.root, file)
            found = next((number for number, line in enumerate(lines, start=1) if written in line), None)
            at = position_in(file, lines, found) if found else Position(file)
            yield Leak(written, "in the text part", at, f"{written}:{file}", self.view.notification.id)

    def _leak(self, written: str, part: Readable, offset: int) -> Leak:
        view = self.view
        where = f"in the `{part.attribute}` of `<{part.element}>`" if part.attribute else "in the text"
        sample = self._in_sample(written) if written in self._data else None
        product = self._in_product(written)
        at = product or sample or view.place(offset)
        owner = "" if product else view.markup.whose(at.file)
        return Leak(written, where, at, f"{written}:{view.key_at(at)}", owner)

    def _may_have_templates(self) -> bool:
        said: list[str] = []
        for token in self.view.body:
            if isinstance(token, Text):
                said.append(token.text)
            elif isinstance(token, Start):
                said += [value for name, value in token.attributes.items() if value and name in READ]
        return _MARK.search("\n".join(said)) is not None

    def _templates(self, text: str) -> Iterator[str]:
        """Marks of templates in a text, but for those of somebody's data, and those that somebody speaks of."""
        if not _MARK.search(text):
            return
        found = list(TEMPLATE.finditer(text))
        found += [match for match in BRACES.finditer(text) if match[1] in self._names or _is_name(match[1])]
        found += [match for match in BRACKETS.finditer(text) if self._may_be_name(match[1], match[2])]
        told = set()
        for match in sorted(found, key=lambda match: match.start()):
            if match[0] not in told and _around(text, match) not in QUOTES and not self._is_data(match[0]):
                told.add(match[0])
                yield match[0]

    def _values(self) -> Iterator[tuple[int, str]]:
        """Values that are none, and where in the MJML they are printed."""
        offset = 0
        for piece in self._pieces:
            if type(piece) is Slot and _SIGN.search(piece) and (written := self._value_in(html.unescape(piece))):
                yield offset + max(0, piece.find(written)), written
            offset += len(piece)

    def _value_in(self, printed: str) -> str:
        whole = printed.strip()
        if whole in _NO_VALUES:
            if whole in self._data:
                wrong = whole in _ALWAYS_WRONG or (whole == "None" and self._in_sample(whole) is not None)
            else:
                wrong = not self._is_written(whole)
            return whole if wrong else ""
        found = WITHIN.search(printed)
        if not found or self._is_written(found[0]):
            return ""
        # What somebody wrote in the data is theirs, unless that is all that they wrote.
        theirs = any(found[0] in text and plain(printed) != found[0] for text in self._data)
        return "" if theirs else found[0]

    def _values_among_words(self, text: str) -> Iterator[str]:
        for found in dict.fromkeys(match[0] for match in WITHIN.finditer(text)):
            theirs = any(found in data and data != found for data in self._data)
            said = found in self._data and found == "None" and self._in_sample(found) is None
            if not theirs and not said and not self._is_written(found):
                yield found

    def _slot_at(self, offset: int) -> str:
        position = 0
        for piece in self._pieces:
            if position <= offset < position + len(piece):
                return html.unescape(piece).strip()
            position += len(piece)
        return ""

    @property
    def _pieces(self) -> "list[str]":
        page = self.view.message.page
        return list(page.printed) if isinstance(page, FilledPage) else []

    @cached_property
    def _data(self) -> frozenset[str]:
        """Texts of the data, but for those that the catalogue says for everybody."""
        return frozenset(self.view.data_texts) - {plain(text) for text in self._product.values()}

    @cached_property
    def _product(self) -> dict[str, str]:
        return {name: text for name, text in self.view.data["product"].items() if isinstance(text, str)}

    @cached_property
    def _names(self) -> frozenset[str]:
        user = self.view.data.get("user")
        return frozenset((*self.view.data, *(user if isinstance(user, dict) else ()), "count"))

    def _may_be_name(self, double: str | None, single: str | None) -> bool:
        if double:
            return double in self._names or _is_name(double)
        # One bracket is a sign of writing, and a single word in it may be one.
        return bool(single) and _is_name(single or "")

    def _is_data(self, written: str) -> bool:
        return any(plain(written) in text for text in self._data)

    def _is_written(self, word: str) -> bool:
        """Whether the copy has the word, or a template in quotes."""
        own = re.compile(rf"(?<![\w-]){re.escape(word)}(?![\w-])")
        texts = (text for entry in self.view.copy.entries.values() for _, text in texts_of(entry))
        if any(own.search(literal_words(text)) for text in texts):
            return True
        quoted = re.compile(rf"[\"'][^\"'\n]*{re.escape(word)}[^\"'\n]*[\"']")
        return any(quoted.search(line) for file in self._files for line in read_lines(self.view.workspace.root, file))

    @property
    def _files(self) -> tuple[str, ...]:
        folder = f"templates/{self.view.notification.id}"
        copies = {entry.position.file for entry in self.view.copy.entries.values()}
        return f"{folder}/email.mjml", f"{folder}/email.txt", *sorted(copies)

    def _in_product(self, written: str) -> Position | None:
        name = next((name for name, text in self._product.items() if written in text), None)
        return self.view.workspace.document.position(("product", name)) if name else None

    def _in_sample(self, word: str) -> Position | None:
        """Where a sample says a word; `None` without quotes, since who writes that means that there is nothing."""
        quote = "" if word == "None" else "[\"']?"
        pattern = re.compile(rf"(?:^|[:,\[-])\s*{quote}{re.escape(word)}{quote}\s*(?:$|[,\]}}#])")
        for file in (
            f"templates/{self.view.notification.id}/samples/{self.view.message.sample}.yaml",
            self.view.workspace.document.file,
        ):
            lines = read_lines(self.view.workspace.root, file)
            for number, line in enumerate(lines, start=1):
                if found := pattern.search(line):
                    return position_in(file, lines, number, found.start() + found[0].find(word) + 1, len(word))
        return None


def _around(text: str, match: re.Match[str]) -> str:
    """The two signs on both sides of a match."""
    before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
    return before.rstrip(_SPACES)[-1:] + after.lstrip(_SPACES)[:1]


def _is_name(written: str) -> bool:
    """Whether this is what other programs call somebody's name or address."""
    return re.sub(r"[ .-]", "_", written.lower()) in NAMES
