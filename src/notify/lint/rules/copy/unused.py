"""COP002: copy that nobody will read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from jinja2 import nodes

from notify.catalogue.copy import SHORT_CHANNELS, Copy, Plural
from notify.catalogue.locale import cldr
from notify.catalogue.model.fields import listed
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.copy.copy import owner_of
from notify.lint.views.copy.library import LibraryView
from notify.lint.views.message.messages import MessagesView
from notify.lint.views.template.names import Wanted, wanted_in

# What an e-mail is made of without any template.
_HEADERS: Final = ("subject", "preheader")


def check(view: MessagesView | LibraryView, options: Mapping[str, Any]) -> Iterator[Fault]:  # noqa: ARG001 # it has none
    """Looks for the keys of a notification in its templates, and for shared ones in all."""
    if isinstance(view, LibraryView):
        if view.shared and view.trees is not None:
            yield from _unused([view.shared], view.trees, view.channels, notification="")
    elif view.book:
        locales = dict.fromkeys([view.book.default, *view.workspace.catalogue.locales])
        copies = [view.book.copies[locale] for locale in locales if locale in view.book.copies]
        if not any(refusal.kind == "template" for refusal in view.refusals):
            trees = [source.tree for source in view.templates.sources.values()]
            yield from _unused([_own(copy) for copy in copies], trees, view.notification.channels)
        for copy in copies:
            yield from _unreached(copy)


def _own(copy: Copy) -> Copy:
    """A copy without the words that it shares with others."""
    entries = {key: entry for key, entry in copy.entries.items() if owner_of(entry.position) is None}
    return Copy(copy.locale, copy.file, entries)


def _unused(
    copies: Sequence[Copy], trees: Iterable[nodes.Template], channels: Iterable[str], notification: str | None = None
) -> Iterator[Fault]:
    """What neither templates nor channels show; a whole group as one, where nothing of it is shown."""
    wanted = [each for tree in trees for each in wanted_in(tree)]
    keys = dict.fromkeys(key for copy in copies for key in copy.entries)
    used = [key for key in keys if _shown_by(key, channels) or any(_means(each, key) for each in wanted)]
    said: dict[str, list[str]] = {}
    for key in keys:
        if key not in used:
            parts = key.split(".")
            groups = (".".join(parts[:end]) for end in range(1, len(parts) + 1))
            top = next(group for group in groups if not any(f"{each}.".startswith(f"{group}.") for each in used))
            said.setdefault(top, []).append(key)
    for group, lost in said.items():
        having = [copy for copy in copies if any(key in copy.entries for key in lost)]
        place = next(having[0].entries[key].position for key in lost if key in having[0].entries)
        what = f"Nothing shows `{group}`" if lost == [group] else f"Nothing shows the {len(lost)} texts of `{group}`"
        where = f", which is in {listed([copy.locale for copy in having], 'and')}" if notification is None else ""
        yield Fault(f"{what}{where}.", place, f"copy:{group}", notification=notification)


def _shown_by(key: str, channels: Iterable[str]) -> bool:
    """Whether a channel shows a key by itself."""
    first = key.partition(".")[0]
    return first in channels if first in SHORT_CHANNELS else key in _HEADERS and "email" in channels


def _means(wanted: Wanted, key: str) -> bool:
    # `t.heading.upper()` asks for `heading`.
    return wanted.means(key) or wanted.key.startswith(f"{key}.")


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
    "of the workspace asks for it. Which forms of a plural there are is CLDR's to say: English has no `zero`.",
    cure="Take it out of the copy in every language, or show it.",
    bad=Example(copy={"farewell": "See you soon"}, locales={"fr": {"farewell": "À bientôt"}}),
    good=Example(
        copy={"farewell": "See you soon"},
        locales={"fr": {"farewell": "À bientôt"}},
        body="<mj-text>{{ t.body }}</mj-text><mj-text>{{ t.farewell }}</mj-text>\n"
        '<mj-button href="{{ product.url }}/notes">{{ t.button }}</mj-button>',
    ),
)
