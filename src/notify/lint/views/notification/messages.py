"""All that there is of one notification, as rules look at it that bring it together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from jinja2 import nodes

from notify.catalogue.copy import SHORT_CHANNELS, Copy, CopyBook, Text
from notify.catalogue.load import Workspace
from notify.catalogue.model.catalogue import Product
from notify.catalogue.model.notification import Notification
from notify.catalogue.references import BUILT_IN, GATHERED
from notify.catalogue.samples import Layer
from notify.lint.views.copy.copy import texts_of
from notify.lint.views.markup.markup import whose
from notify.lint.views.notification.lack import Lack, find_lacks, find_slips, find_unshown, own_words
from notify.lint.views.notification.refusal import RefusalView
from notify.lint.views.template.kinds import raw_type
from notify.lint.views.template.names import (
    Named,
    Seen,
    Wanted,
    bound_below,
    bound_in,
    names_in_text,
    read_template,
    wanted_in,
)
from notify.lint.views.template.prints import Printed, printed_in
from notify.lint.views.template.template import Source, TemplateView
from notify.render.draft import Draft
from notify.source import Position

# The keys of the copy that messages have besides what templates ask for.
_ALWAYS: Final = ("subject", "preheader", *SHORT_CHANNELS)
# What a template may name of the product, the topic and the notification.
_FIELDS: Final[Mapping[str, Collection[str]]] = {
    "product": tuple(Product.fields_by_key()),
    "topic": ("id", "label"),
    "notification": ("id", "category", "class", "description", "unsubscribe"),
}

_TEMPLATES: Final = ("email.mjml", "email.txt")
_NAMING: Final = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


class NamingText(NamedTuple):
    """A text of the copy that names data: its key, itself, the names, and those that templates hand to it."""

    key: str
    text: Text
    names: Sequence[Named]
    handed: frozenset[str]


@dataclass(frozen=True)
class MessagesView:
    """One notification: its templates, copy and samples, its messages, and what stops others of them.

    `book` is None where the copy cannot be read. `samples` are those that can be, by name. `drafts` are the messages
    that render, in the order of the catalogue, then channel, locale and sample.
    """

    workspace: Workspace
    notification: Notification
    templates: TemplateView
    book: CopyBook | None
    samples: Mapping[str, Layer]
    drafts: Sequence[Draft]
    refusals: Sequence[RefusalView]

    def at_field(self, *path: str) -> Position:
        """Where the key of a field of the notification stands in the catalogue."""
        return self.workspace.document.key_position(("notifications", self.notification.id, *path))

    def whose(self, file: str) -> str:
        """Which notification a fault in a file belongs to: this one, or none where the file is shared."""
        return whose(self.notification, file)

    @cached_property
    def data(self) -> Mapping[str, Collection[str] | None]:
        """What its templates and copy may name, each with its fields where those are declared."""
        gathered = GATHERED if self.notification.batch or self.notification.digest else frozenset[str]()
        names = dict.fromkeys(sorted((BUILT_IN | gathered) - {"event"} | self.notification.variables.keys()))
        return {**names, **_FIELDS, "user": tuple(self.workspace.catalogue.user)}

    @cached_property
    def complete(self) -> bool:
        """Whether all of its templates and copy could be read, and each file that it is made of is named."""
        sources, folder = self.templates.sources, f"templates/{self.notification.id}"
        own = [f"{folder}/{name}" for name in _TEMPLATES if (self.workspace.root / folder / name).exists()]
        needed = [f"{folder}/email.mjml"] if "email" in self.notification.channels else []
        named = [file for source in sources.values() for file in _named_by(source, *_NAMING)]
        return self.book is not None and all(file in sources for file in (*own, *needed, *named))

    @cached_property
    def seen_in_templates(self) -> Mapping[str, Sequence[Seen]]:
        """What its templates name, hand over and print as it is, by their files."""
        return {file: read_template(source.tree) for file, source in self.templates.sources.items()}

    @cached_property
    def named_in_templates(self) -> Mapping[str, Sequence[Named]]:
        """The data that its templates name, by their files."""
        return {file: [one for one in seen if isinstance(one, Named)] for file, seen in self.seen_in_templates.items()}

    @cached_property
    def names_around(self) -> Mapping[str, frozenset[str]]:
        """What is known in each template and is no data: Jinja's own names, and what other templates bind for it."""
        sources = self.templates.sources
        layouts = {file for source in sources.values() for file in _named_by(source, nodes.Extends)}
        extending = [source for source in sources.values() if source.all(nodes.Extends)]
        family = [*extending, *(sources[file] for file in layouts if file in sources)]
        exported = frozenset[str]().union(*(bound_in(source.tree.body) for source in family))
        shared: dict[str, frozenset[str]] = {}
        for source in sources.values():
            for name in _shown_names_to(source):
                shared[name] = shared.get(name, frozenset()) | bound_below(source.tree)
        # What includes may be included itself.
        for _ in range(3):
            for source in sources.values():
                for name in _shown_names_to(source):
                    shared[name] |= shared.get(source.file, frozenset())
        own = frozenset(self.templates.environment.globals)
        return {file: own | exported | shared.get(file, frozenset()) for file in sources}

    @cached_property
    def wanted(self) -> Sequence[Wanted]:
        """The words of the copy that its templates and channels ask for."""
        always = [Wanted(key, exact=True) for key in _ALWAYS]
        return [*always, *(one for source in self.templates.sources.values() for one in wanted_in(source.tree))]

    @cached_property
    def handed(self) -> Mapping[str, frozenset[str]]:
        """What its templates hand over by name to each text of the copy that they ask for, by its key."""
        copies = self.book.copies.values() if self.book else ()
        keys = dict.fromkeys(key for copy in copies for key in copy.entries)
        asking = {key: [one.names for one in self.wanted if one.means(key)] for key in keys}
        return {key: frozenset[str]().union(*names) for key, names in asking.items() if names}

    @cached_property
    def lacks(self) -> Sequence[Lack]:
        """What its templates ask for and the copy of the source locale does not have, by what they say."""
        if self.book is None:
            return ()
        return list(find_lacks(self.templates.own, self.templates.sources, self.book, self.unshown))

    @cached_property
    def unshown(self) -> Mapping[str, Sequence[Copy]]:
        """The keys of its own copy that nothing shows, with the copies that have them; none where that is unknown."""
        if self.book is None or not self.complete:
            return {}
        locales = dict.fromkeys([self.book.default, *self.workspace.catalogue.locales])
        copies = [own_words(self.book.copies[locale]) for locale in locales if locale in self.book.copies]
        trees = [source.tree for source in self.templates.sources.values()]
        return find_unshown(copies, trees, self.notification.channels.keys())

    @cached_property
    def slips(self) -> Mapping[tuple[str, str], str]:
        """Keys of translations, by locale, that are probably meant to be others, which it lacks."""
        return find_slips(self.book, self.unshown) if self.book else {}

    @cached_property
    def named_in_copy(self) -> Sequence[NamingText]:
        """The texts of the copy that are asked for and name data, in every locale."""
        found: list[NamingText] = []
        for copy in self.book.copies.values() if self.book else ():
            for key, entry in copy.entries.items():
                for _, text in texts_of(entry) if key in self.handed else ():
                    if names := names_in_text(text.source):
                        found.append(NamingText(key, text, names, self.handed[key]))
        return found

    def money_printed(self, refusal: RefusalView) -> Printed | None:
        """What prints money as it is where that stopped a rendering: the line itself, or what hands it to a macro."""
        if not refusal.prints_money:
            return None
        found = [each for each in printed_in(self.templates) if self._is_money(each.value)]
        here = [each for each in found if (each.file, each.line) == (refusal.at.file, refusal.at.line)]
        return next(iter(here or found), None)

    def _is_money(self, value: nodes.Expr) -> bool:
        found = raw_type(self.workspace, self.notification, value)
        return found is not None and found[1] == "money"

    def undeclared(self, named: Named, known: Collection[str]) -> str | None:
        """As much of what is named as nobody declares: `nickname`, `user.nickname`; None where all of it is known."""
        root, *parts = named.path
        if named.spared:
            return None
        if root not in known:
            return root
        fields = self.data.get(root)
        return f"{root}.{parts[0]}" if parts and fields is not None and parts[0] not in fields else None

    @cached_property
    def undeclared_in_copy(self) -> Mapping[Position, frozenset[str]]:
        """What texts of the copy name and the catalogue does not declare, by where they stand."""
        found: dict[Position, frozenset[str]] = {}
        for _, text, names, handed in self.named_in_copy:
            unknown = (self.undeclared(named, self.data.keys() | handed) for named in names)
            found[text.position] = frozenset(filter(None, unknown))
        return found


def _shown_names_to(source: Source) -> Sequence[str]:
    """The files that see the names of a template: what it includes, and imports `with context`."""
    return _named_by(source, nodes.Include, nodes.Import, nodes.FromImport, with_context=True)


def _named_by(source: Source, *kinds: type[nodes.Node], **fields: object) -> Sequence[str]:
    """The files that statements of these kinds, with these fields, name; `templates/` where that is worked out."""
    found = [node for kind in kinds for node in source.all(kind)]
    names = [
        getattr(node, "template", None)
        for node in found
        if all(getattr(node, field) == value for field, value in fields.items())
    ]
    return [f"templates/{name.value if isinstance(name, nodes.Const) else ''}" for name in names]
