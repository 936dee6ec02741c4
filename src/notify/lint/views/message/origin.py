"""Where the address of a link is written, what a link is called, and what it is known by in every language."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from notify.lint.rule import Fault
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.message.link import Link
from notify.lint.views.message.message import EmailView
from notify.source import Position, position_in

_HREF: Final = re.compile(r"""href\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# How much of an address is shown.
_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a part of an address is written: a key path or what its link is known by, and whether a sample says it."""

    at: Position
    key: str
    in_sample: bool = False


class Places:
    """Where the links of one message are written that are known by the same, so that each has a key of its own.

    The first place is known by that alone. Items of a loop are written once, whatever a sample puts into them.
    """

    def __init__(self) -> None:
        self._known: dict[str, list[Position]] = {}

    def key(self, key: str, at: Position) -> str:
        """What something is known by that is written here; only what links are known by may stand for several."""
        if not key.startswith("link:") or "/samples/" in at.file:
            return key
        known = self._known.setdefault(key, [])
        if at not in known:
            known.append(at)
        number = known.index(at) + 1
        return key if number == 1 else f"{key}:{number}"


def told_apart(faults: Iterable[Fault]) -> Iterator[Fault]:
    """The faults that a rule found in one message, each link with a key of its own."""
    places = Places()
    for fault in faults:
        key = places.key(fault.key, fault.at)
        yield fault if key == fault.key else replace(fault, key=key)


def called(link: Link) -> str:
    """A link as a message names it, to go on with: by its words, or what stands for them, or its address."""
    name = link.words or next(filter(None, link.images), "") or link.label
    return f"The link “{shorten(name)}”" if name else f"The link to {shorten(link.url)}"


def shorten(text: str) -> str:
    """As much of an address or of words as a line of a report bears."""
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def copy_key(view: EmailView, link: Link) -> str | None:
    """The key of the copy that a link's words are from."""
    at = link.words_at
    for key, entry in view.copy.entries.items():
        for where in (entry.position, *(text.position for _, text in texts_of(entry))):
            if (where.file, where.line) == (at.file, at.line):
                return key
    return None


def key_of(view: EmailView, link: Link) -> str:
    """What a link is known by, whatever the language: its key of copy, its written words, or its written address."""
    if key := copy_key(view, link):
        return f"link:{key}"
    if link.words and link.words in (link.words_at.excerpt or ""):
        return f"link:{link.words}"
    written = _HREF.search(link.at.excerpt or "")
    return f"link:{(written[1] or written[2]) if written else link.url}"


def words_of(view: EmailView, link: Link) -> Position:
    """Where a person would change a link's words: their key of copy, or the line of a template."""
    key = copy_key(view, link)
    return view.at(key) if key else link.words_at


def place_of(view: EmailView, link: Link) -> Position:
    """Where a person would change a link: its line, or the one that gives a component the link's words and address."""
    own = f"templates/{view.notification.id}/email.mjml"
    written = _HREF.search(link.at.excerpt or "")
    only_named = written and (written[1] or written[2] or "").strip().startswith("{{")
    if link.at.file != own and only_named and (key := copy_key(view, link)):
        return _line_with(view, own, f"t.{key}") or link.at
    return link.at


def origin_of(view: EmailView, link: Link, part: str) -> Origin:
    """Where a part of a link's address is written, such as its host: a template, the copy, the catalogue or a sample.

    The link itself where that is not known.
    """
    return next(_origins(view, link, part), None) or Origin(place_of(view, link), key_of(view, link))


def _origins(view: EmailView, link: Link, part: str) -> Iterator[Origin]:
    defaults, document = view.workspace.catalogue.defaults, view.workspace.document
    for field, written in (
        ("unsubscribe_url", defaults.unsubscribe_url),
        ("preferences_url", defaults.preferences_url),
    ):
        if written and part in written and link.url == view.data.get(field):
            yield Origin(document.position(("defaults", field)), f"defaults.{field}")
    for at in (*_in_templates(view, link, part), *_in_copy(view, link, part)):
        yield Origin(at, key_of(view, link))
    product = view.workspace.catalogue.product.url
    if part in product and link.url.startswith(product):
        yield Origin(document.position(("product", "url")), "product.url")
    for whole in (link.url, part):
        if line := _line_with(view, f"templates/{view.notification.id}/samples/{view.message.sample}.yaml", whole):
            yield Origin(line, key_of(view, link), in_sample=True)
    yield from _in_catalogue(view, link, part)


def _in_templates(view: EmailView, link: Link, part: str) -> Iterator[Position]:
    """The link's own line, and then those of the notification's templates that have the part in them."""
    column = (link.at.excerpt or "").find(part)
    if column >= 0:
        yield replace(link.at, column=column + 1, width=len(part))
    for name in ("email.mjml", "email.txt"):
        if at := _line_with(view, f"templates/{view.notification.id}/{name}", part):
            yield at


def _in_copy(view: EmailView, link: Link, part: str) -> Iterator[Position]:
    for entry in view.copy.entries.values():
        for _, text in texts_of(entry):
            if f"]({part}" in text.source or (part in text.source and text.position.file == link.at.file):
                yield text.position


def _in_catalogue(view: EmailView, link: Link, part: str) -> Iterator[Origin]:
    """Values of the catalogue that a link's address has in it, those of its own notification first."""
    document = view.workspace.document
    found = [path for path, text in _texts(document.data, ()) if part in text and text in link.url]
    found.sort(key=lambda path: path[:2] != ("notifications", view.notification.id))
    for path in found:
        yield Origin(document.position(path), ".".join(map(str, path)), in_sample="sample" in path)


def _texts(value: Any, path: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, part in value.items():
            yield from _texts(part, (*path, key))
    elif isinstance(value, list):
        for index, part in enumerate(value):
            yield from _texts(part, (*path, index))


def _line_with(view: EmailView, file: str, part: str) -> Position | None:
    lines = view.markup.lines(file)
    for number, line in enumerate(lines, start=1):
        if (column := line.find(part)) >= 0:
            return position_in(file, lines, number, column + 1, len(part))
    return None
