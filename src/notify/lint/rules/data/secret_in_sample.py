"""VAR007: a sample with somebody's key, address or site in it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import split_address
from notify.catalogue.positions import KeyPath
from notify.lint.knowledge.hosts import why_local
from notify.lint.knowledge.secrets import secret_in
from notify.lint.rule import Example, Fault, Rule
from notify.lint.views.catalogue.catalogue import CatalogueView
from notify.lint.views.message.address import ascii_host, is_below, own_domains, read_address
from notify.lint.views.notification.messages import MessagesView
from notify.source import Position

# Names that nobody can register: RFC 2606 and RFC 6761.
_RESERVED: Final = ("example", "test", "invalid", "localhost", "example.com", "example.net", "example.org")
_ADDRESS: Final = re.compile(r"(?<![\w.+%-])[\w.+%-]+@((?:[\w-]+\.)+[^\W\d][\w-]*)")
_URL: Final = re.compile(r"https?://[^\s<>\"“”«»]+", re.IGNORECASE)


def check(view: CatalogueView | MessagesView, options: Mapping[str, Any]) -> Iterator[Fault]:
    """Looks at every text of the samples in the catalogue, and of those in files."""
    catalogue = view.workspace.catalogue
    silent = (*_RESERVED, *_own(catalogue), *map(ascii_host, options["domains"]))
    for path, text, at, notification in _in_catalogue(view) if isinstance(view, CatalogueView) else _in_files(view):
        name = ".".join(str(part) for part in path)
        if found := secret_in(text):
            # Reports are kept and passed on: the key is not to be in them.
            yield Fault(
                f"`{name}` has what looks like {found}.",
                replace(at, excerpt=None),
                f"{at.file}:{name}:key",
                "Revoke it, since whoever can read the repository has it, and write a made-up one.",
                notification=notification,
            )
        elif real := next(_real(text, silent), None):
            yield Fault(f"`{name}` has {real}, which may be somebody's.", at, f"{at.file}:{name}",
                        notification=notification)  # fmt: skip


_Texts = Iterable[tuple[KeyPath, str, Position, str | None]]


def _in_catalogue(view: CatalogueView) -> _Texts:
    """The samples of the catalogue: traits and fields of events belong to no notification."""
    for path, text in _texts(view.data, ()):
        declared = path[:1] == ("user",) or path[:1] == ("events",) or path[2:3] == ("variables",)
        if declared and "sample" in path:
            yield path, text, view.at(*path), str(path[1]) if path[0] == "notifications" else ""


def _in_files(view: MessagesView) -> _Texts:
    for layer in view.samples.values():
        for path, text in _texts(layer.data, ()):
            yield path, text, layer.position(path), None


def _texts(value: Any, path: KeyPath) -> Iterator[tuple[KeyPath, str]]:
    if isinstance(value, str):
        yield path, value
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in parts:
        yield from _texts(part, (*path, key))


def _own(catalogue: Catalogue) -> Iterator[str]:
    yield from own_domains(catalogue)
    yield from map(ascii_host, catalogue.lint.senders.domains)
    yield ascii_host(split_address(catalogue.defaults.from_)[1].rpartition("@")[2])


def _real(text: str, silent: tuple[str, ...]) -> Iterator[str]:
    """Addresses and sites that somebody may have."""
    for found in _ADDRESS.finditer(text):
        if not is_below(ascii_host(found[1]), silent):
            yield f"the address {found[0]}"
    for found in _URL.finditer(text):
        host = read_address(found[0]).host
        if host and not is_below(host, silent) and not why_local(host):
            yield f"an address at {host}"


RULE: Final[Rule[CatalogueView | MessagesView]] = Rule(
    code="VAR007",
    name="secret-in-sample",
    severity="warning",
    looks_at=(CatalogueView, MessagesView),
    check=check,
    options={"domains": []},
    summary="A sample has what looks like a live key, or an address or site that may be somebody's.",
    why="Samples are in the repository, in previews, in test messages and in reports. A key in them is no secret any "
    "more, and a test message or a touch on a link reaches people who have nothing to do with it. RFC 2606 and RFC "
    "6761 reserve .example, .test, .invalid, .localhost, example.com, example.net and example.org for this; the "
    "product's own domains are fine, too, and those of the option `domains`.",
    cure="Write something made up, such as `ana@studio.example`.",
    bad=Example(samples={"default": {"user": {"email": "ana.moreau@gmail.com"}}}),
    good=Example(samples={"default": {"user": {"email": "ana.moreau@mail.example"}}}),
)
