"""COP002: copy that nobody will read."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from notify.catalogue.copy import Copy, CopyBook, Plural
from notify.catalogue.locale import cldr
from notify.catalogue.model.fields import listed
from notify.errors import nearest
from notify.lint.finding import Severity
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of
from notify.lint.views.copy.library import LibraryView
from notify.lint.views.notification.lack import find_unshown, own_words
from notify.lint.views.notification.messages import MessagesView
from notify.source import Position


def check(view: MessagesView | LibraryView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the keys of a notification in its templates, and for shared ones in all."""
    if isinstance(view, LibraryView):
        if view.shared:
            yield from _unused(_unshown(view, view.shared), [view.shared], {}, notification="")
    elif view.book:
        locales = dict.fromkeys([view.book.default, *view.workspace.catalogue.locales])
        copies = [view.book.copies[locale] for locale in locales if locale in view.book.copies]
        yield from _unused(_useless(view), [own_words(copy) for copy in copies], _fallen_back(view, view.book))
        for copy in copies:
            yield from _unreached(copy)
        yield from _unlisted(view, view.book)


def _unshown(view: LibraryView, shared: Copy) -> Mapping[str, Sequence[Copy]]:
    """What nothing shows of the words that all share; nothing where a template that might show it cannot be read.

    Layouts and components show nearly all of it, so that the templates of notifications are rarely read for it.
    """
    unshown = find_unshown([shared], (), view.channels)
    for tree in view.trees():
        if not unshown or tree is None:
            return {}
        left = Copy(shared.locale, shared.file, {key: shared.entries[key] for key in unshown})
        unshown = find_unshown([left], [tree], view.channels)
    return unshown


def _useless(view: MessagesView) -> Mapping[str, Sequence[Copy]]:
    """What nothing shows, but for what is probably meant by words that are missing: COP001 says that."""
    meant = {lack.meant for lack in view.lacks}
    useless = {
        key: [copy for copy in having if (copy.locale, key) not in view.slips]
        for key, having in view.unshown.items()
        if key not in meant
    }
    return {key: having for key, having in useless.items() if having}


def _fallen_back(view: MessagesView, book: CopyBook) -> Mapping[str, Sequence[str]]:
    """By keys of the source, the locales that lack it, and are passed over for that."""
    found: dict[str, list[str]] = {}
    for locale in view.workspace.catalogue.locales:
        for key in {key for channel in view.notification.channels for key in book.lacks(locale, channel)}:
            if locale in book.copies:
                found.setdefault(key, []).append(locale)
    return found


def _unused(
    unshown: Mapping[str, Sequence[Copy]],
    copies: Sequence[Copy],
    fallen_back: Mapping[str, Sequence[str]],
    notification: str | None = None,
) -> Iterator[Fault]:
    """What neither templates nor channels show; a whole group as one, where nothing of it is shown."""
    used = [key for copy in copies for key in copy.entries if key not in unshown]
    said: dict[str, list[str]] = {}
    for key in unshown:
        parts = key.split(".")
        groups = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
        top = next(group for group in groups if not any(f"{each}.".startswith(f"{group}.") for each in used))
        said.setdefault(top, []).append(key)
    for group, lost in said.items():
        having = [copy for copy in copies if any(copy.locale == each.locale for key in lost for each in unshown[key])]
        place = next(having[0].entries[key].position for key in lost if key in having[0].entries)
        what = f"Nothing shows `{group}`" if lost == [group] else f"Nothing shows the {len(lost)} texts of `{group}`"
        where = f", which is in {listed([copy.locale for copy in having], 'and')}" if notification is None else ""
        lacking = dict.fromkeys(locale for key in lost for locale in fallen_back.get(key, ()))
        effect = f" For lack of it, messages in {listed(list(lacking), 'and')} are in another language."
        message = f"{what}{where}.{effect if lacking else ''}"
        grave: Severity | None = "error" if lacking else None
        yield Fault(message, place, f"copy:{group}", notification=notification, severity=grave)


def _unlisted(view: MessagesView, book: CopyBook) -> Iterator[Fault]:
    """Copy in a language that the catalogue does not have: one finding a language, whoever is written in it."""
    for locale in book.copies.keys() - {book.default, *view.workspace.catalogue.locales}:
        message = f"There is copy in `{locale}`, which is not among `locales`: nobody looks at what it says."
        cure = nearest(locale, view.workspace.catalogue.locales) or f"Add `{locale}` to `locales`, or remove its files."
        place = Position(book.copies[locale].file)
        yield Fault(message, place, f"locale:{locale}", cure, notification="")


def _unreached(copy: Copy) -> Iterator[Fault]:
    """The forms of plurals that the language has no number for."""
    known = {"other", *cldr(copy.locale).plural_form.tags}
    for key, entry in copy.entries.items():
        if isinstance(entry, Plural):
            for form in entry.forms.keys() - known:
                at = entry.forms[form].position
                message = f"No number has the form `{form}` in `{copy.locale}`, so nobody reads that of `{key}`."
                cure = f"Forms there are {listed(sorted(known), 'and')}; decide about a number in the template."
                yield Fault(message, at, f"copy:{key}.{form}", cure, notification=owner_of(at), locale=copy.locale)


RULE: Final = Rule[MessagesView | LibraryView](
    code="COP002",
    name="unused-copy",
    severity="warning",
    looks_at=(MessagesView, LibraryView),
    check=check,
    summary="Copy has a text that no template and no channel shows, or a plural a form that no number has.",
    why="Somebody translates it, and somebody else corrects it and wonders why nothing changes. A key that is chosen "
    'by data, as in `t("days." ~ day)`, counts as shown with all that begins like it; shared copy, where any template '
    "of the workspace asks for it. Where a translation lacks such a text, its messages are in another language for "
    "that, which makes it an error. Copy in a language that is not among `locales` is not looked at. Which forms of a "
    "plural there are is CLDR's to say: English has no `zero`.",
    cure="Take it out of the copy in every language, or show it.",
    bad=Example(copy={"farewell": "See you soon"}, locales={"fr": {"farewell": "À bientôt"}}),
    good=Example(
        copy={"farewell": "See you soon"},
        locales={"fr": {"farewell": "À bientôt"}},
        body="<mj-text>{{ t.body }}</mj-text><mj-text>{{ t.farewell }}</mj-text>\n"
        '<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>',
    ),
)
