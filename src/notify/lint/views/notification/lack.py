"""Words that templates ask for and the copy does not have, and words of the copy that nothing shows."""

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from jinja2 import nodes

from notify.catalogue.copy import SHORT_CHANNELS, Copy, CopyBook
from notify.catalogue.positions import read_document
from notify.errors import NotifyError
from notify.lint.views.copy.copy import owner_of
from notify.lint.views.template.names import Wanted, wanted_in
from notify.lint.views.template.template import Source
from notify.source import Position

# What an e-mail is made of without any template.
_HEADERS = ("subject", "preheader")


@dataclass(frozen=True, slots=True)
class Lack:
    """A key that a template asks for, in a file at a line, and that the copy of the source locale does not have.

    `meant` is the key that is probably meant to be it; nothing else shows that one. `slip` says that the copy is where
    the slip is, by what the translations have.
    """

    key: str
    file: str
    line: int
    meant: str | None = None
    slip: bool = False


def find_lacks(
    own: Mapping[str, Source], sources: Mapping[str, Source], book: CopyBook, unshown: Collection[str]
) -> Iterator[Lack]:
    """Each key once that the templates of a notification ask for and its source locale lacks, and a missing subject.

    In its own templates, any branch is looked at; in a layout, what is always rendered.
    """
    source = book.copies.get(book.default)
    if source is None:
        return
    layouts = {f"templates/{name}" for each in own.values() for name in _layouts(each)}
    asked = [(file, one) for file, each in sources.items() if file in own or file in layouts
             for one in wanted_in(each.tree) if one.exact and (file in own or one.always)]  # fmt: skip
    asked += [(file, Wanted("subject", exact=True)) for file in own if file.endswith(".mjml")]
    spared = {one.key for _, one in asked if one.spared}
    others = [copy for copy in book.copies.values() if copy is not source]
    by_locale = any(name.name == "locale" for each in own.values() for name in each.all(nodes.Name))
    free = [key for key in source.entries if key in unshown]
    done = set(spared)
    for file, one in asked:
        if one.key in done or _has(source, one.key):
            continue
        done.add(one.key)
        having = [copy for copy in others if _has(copy, one.key)]
        if having and by_locale:
            # It may only be asked for in those locales; a rendering would say if not.
            continue
        meant = next(iter(difflib.get_close_matches(one.key, free, n=1)), None)
        slip = bool(meant and having and not any(_has(copy, meant) for copy in having))
        yield Lack(one.key, file, one.line, meant, slip)


def find_unshown(
    copies: Iterable[Copy], trees: Iterable[nodes.Template], channels: Collection[str]
) -> Mapping[str, Sequence[Copy]]:
    """The keys that neither templates nor channels show, each with the copies that have it."""
    wanted = [each for tree in trees for each in wanted_in(tree)]
    found: dict[str, list[Copy]] = {}
    shown: dict[str, bool] = {}
    for copy in copies:
        for key in copy.entries:
            if key not in shown:
                shown[key] = _shown_by(key, channels) or any(_means(each, key) for each in wanted)
            if not shown[key]:
                found.setdefault(key, []).append(copy)
    return found


def find_slips(book: CopyBook, unshown: Collection[str]) -> Mapping[tuple[str, str], str]:
    """Keys of translations that nothing shows, and the keys that they lack and that are probably meant."""
    source = book.copies.get(book.default)
    found: dict[tuple[str, str], str] = {}
    for locale, copy in book.copies.items() if source else ():
        lacked = [key for key in source.entries if key not in copy.entries and key not in unshown] if source else []
        for key in copy.entries if lacked else ():
            if key in unshown and source and key not in source.entries:
                for meant in difflib.get_close_matches(key, lacked, n=1):
                    found[locale, key] = meant
    return found


def own_words(copy: Copy) -> Copy:
    """A copy without the words that it shares with others."""
    entries = {key: entry for key, entry in copy.entries.items() if owner_of(entry.position) is None}
    return Copy(copy.locale, copy.file, entries)


def place_without_words(root: Path, file: str, key: str) -> Position | None:
    """Where a copy file has a key and no words after it; None where it does not have it."""
    path = tuple(key.split("."))
    try:
        document = read_document(root / file, file)
    except NotifyError:
        return None
    value = document.data
    for part in path:
        if not isinstance(value, dict) or part not in value:
            return None
        value = value[part]
    return document.key_position(path) if value is None else None


def _has(copy: Copy, key: str) -> bool:
    """Whether there is such a text or group, or it is something of a text, as in `t.heading.upper()`."""
    parts = key.split(".")
    above = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
    return any(one in copy.entries for one in above) or any(one.startswith(f"{key}.") for one in copy.entries)


def _layouts(source: Source) -> Iterator[str]:
    for node in source.all(nodes.Extends):
        if isinstance(node.template, nodes.Const) and isinstance(node.template.value, str):
            yield node.template.value


def _shown_by(key: str, channels: Collection[str]) -> bool:
    """Whether a channel shows a key by itself."""
    first = key.partition(".")[0]
    return first in channels if first in SHORT_CHANNELS else key in _HEADERS and "email" in channels


def _means(wanted: Wanted, key: str) -> bool:
    # `t.heading.upper()` asks for `heading`.
    return wanted.means(key) or wanted.key.startswith(f"{key}.")
