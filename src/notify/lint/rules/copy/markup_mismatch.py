"""COP004: bold, italics and links that a translation lost."""

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from jinja2 import nodes

from notify.catalogue.copy import Entry
from notify.catalogue.locale import cldr
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import CopyView, owner_of, texts_of
from notify.lint.views.copy.phrase import Phrase, Piece, path_of, read_phrase

# Languages whose scripts have no italics of their own.
_UPRIGHT: Final = frozenset("ar fa he iw ja ko ps ug ur yi yue zh".split())


def check(view: CopyView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Compares the Markdown of each text, all forms of a plural taken together, with the source's."""
    originals = view.source.entries if view.source else {}
    written = {key: _phrases(key, original) for key, original in originals.items()}
    # Most texts have nothing to lose, and then no translation of them needs to be read.
    marked = {key: found for key, found in written.items() if any(phrase.marks or phrase.links for phrase in found)}
    for locale, copy in view.translations.items():
        for key, before in marked.items():
            entry = copy.entries.get(key)
            if entry is None or not any(text.source.strip() for _, text in texts_of(entry)):
                continue
            after = _phrases(key, entry)
            if after and (lost := list(_lost(before, after, locale))):
                message = f"`{key}` in `{locale}` has lost {' and '.join(lost)}."
                owner = owner_of(entry.position, originals[key].position)
                yield Fault(message, entry.position, f"copy:{key}", notification=owner, locale=locale)


def _phrases(key: str, entry: Entry) -> list[Phrase]:
    """The texts of an entry, read; none where one of them cannot be."""
    phrases = [read_phrase(key, text) for _, text in texts_of(entry)]
    return [phrase for phrase in phrases if phrase] if all(phrases) else []


def _lost(before: list[Phrase], after: list[Phrase], locale: str) -> Iterator[str]:
    was, now = ({mark for phrase in phrases for mark in phrase.marks} for phrases in (before, after))
    if "bold" in was and not now:
        yield "its bold words"
    if "italic" in was and not now and cldr(locale).language not in _UPRIGHT:
        yield "its italics"
    there = {_target(link) for phrase in after for link in phrase.links}
    for address in dict.fromkeys(link for phrase in before for link in phrase.links):
        if _target(address) not in there:
            yield f"the link to `{_written(address)}`"


def _target(link: tuple[Piece, ...]) -> tuple[str, tuple[str, ...]]:
    """Where a link leads, whatever the language: the site and what is printed; pages may have an address in each."""
    values = tuple(path_of(piece) or "" for piece in link if isinstance(piece, nodes.Expr))
    written = _written(link)
    try:
        parts = urlsplit(written)
    except ValueError:
        return written, values
    return (parts.netloc if parts.scheme in {"http", "https"} else written), values


def _written(link: tuple[Piece, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else f"{{{{ {path_of(piece) or '…'} }}}}" for piece in link)


RULE: Final = Rule(
    code="COP004",
    name="markup-mismatch",
    severity="warning",
    looks_at=CopyView,
    check=check,
    summary="A translation has lost the bold words, the italics or a link of the text it translates.",
    why="Translators' tools drop asterisks and brackets, and a space inside them makes them be printed. What was to "
    "stand out does not, and a link that is gone leaves people with no way to go on. Bold for italics is fine; so are "
    "upright letters where a script has no others, as Arabic, Hebrew, Chinese, Japanese and Korean. A link may lead to "
    "another page of the same site, since pages have an address in each language.",
    cure="Mark the same words in the translation, without a space inside the asterisks: `**mot**`, `[mot](address)`.",
    bad=Example(locales={"fr": {"body": "** {{ name }} ** vous a laissé un mot, {{ user.first_name }}."}}),
    good=Example(locales={"fr": {"body": "**Un mot** de {{ name }} vous attend, {{ user.first_name }}."}}),
)
