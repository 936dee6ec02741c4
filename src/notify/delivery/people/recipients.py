"""Whom messages are for: addresses, each with a locale and data of its own where a file says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from notify.catalogue.address import parse_address
from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.fields import listed, shown
from notify.catalogue.model.notification import Notification
from notify.catalogue.positions import Document, KeyPath, parse_document, read_text
from notify.catalogue.samples import Layer, read_value
from notify.delivery.people.table import Cell, read_table
from notify.errors import DeliveryError, NotifyError, SampleError, nearest, raise_all
from notify.source import Position

# The first of these that there is holds the address, however its letters are written; the others are data.
_ADDRESS: Final = ("address", "email", "to")
_LOCALE: Final = ("locale",)
_YAML: Final = frozenset({".yaml", ".yml", ".json"})


@dataclass(frozen=True, slots=True)
class Given:
    """One value that is given for a recipient: at which path, as `("user", "first_name")`, and where it is written.

    `raw` says that it is text whose type is for the catalogue to say.
    """

    path: KeyPath
    value: Any
    raw: bool
    key_position: Position
    position: Position


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody to send to; `locale` is None for the locales that are asked for."""

    address: str
    position: Position
    locale: str | None = None
    locale_position: Position | None = None
    given: tuple[Given, ...] = ()

    @property
    def identity(self) -> str:
        """The same for what is delivered to the same mailbox."""
        try:
            return parse_address(self.address).spec.lower()
        except DeliveryError:  # a telephone number, or a mistake that is reported elsewhere
            return self.address

    def check_email(self) -> NotifyError | None:
        """What is wrong with the address, if it is to be an e-mail address."""
        try:
            parse_address(self.address)
        except DeliveryError as error:
            return DeliveryError(error.message, position=self.position, hint=error.hint)
        return None

    def layer(self, catalogue: Catalogue, notification: Notification) -> Layer | None:
        """What is given, as data for a notification, which says the types of texts; None where nothing is.

        An empty cell takes the value away. Raises SampleError for text that has no value of its type.
        """
        if not self.given:
            return None
        data: dict[str, Any] = {}
        values: dict[KeyPath, Position] = {(): self.position}
        keys: dict[KeyPath, Position] = {}
        for given in self.given:
            value = given.value
            if given.raw:
                value = read_value(catalogue, notification, given.path, value, given.position) if value else None
            here = data
            for length, part in enumerate(given.path[:-1], start=1):
                here = here.setdefault(str(part), {})
                keys.setdefault(given.path[:length], given.key_position)
                values.setdefault(given.path[:length], given.position)
            here[str(given.path[-1])] = value
            keys[given.path], values[given.path] = given.key_position, given.position
        return Layer(data, "--recipients", Document(self.position.file, "", data, values, keys))


def named_recipients(addresses: Iterable[str]) -> list[Recipient]:
    """The recipients that are named one by one on the command line."""
    return [Recipient(address, Position(f"--to {address}")) for address in addresses]


def read_recipients(path: Path) -> list[Recipient]:
    """The recipients in a CSV file with a header, or in a YAML list of addresses or mappings (`.yaml`, `.json`).

    Their address is in a column or field called `address`, or else `email` or `to`, their locale in `locale`; all
    others are data, with names as in `user.first_name`. Raises SampleError, or Mistakes of it, for a file that is none,
    and WorkspaceError where it cannot be read.
    """
    text, file = read_text(path, str(path)), str(path)
    yaml = path.suffix.lower() in _YAML
    recipients = list(_from_list(parse_document(text, file, SampleError)) if yaml else _from_table(text, file))
    if not recipients:
        hint = "Write each recipient's address into it."
        raise SampleError("There are no recipients in this file.", position=Position(file), hint=hint)
    raise_all([_no_address(each.position) for each in recipients if not each.address])
    return recipients


def _no_address(position: Position) -> NotifyError:
    return SampleError("This recipient has no address.", position=position, hint="Write one, or take the row out.")


# ---- A table: the header says what each column is.


def _from_table(text: str, file: str) -> Iterator[Recipient]:
    table = read_table(text, file)
    names = {cell.text.strip(): cell.position for cell in table.header}
    raise_all(list(_faults_in_header(table.header)))
    address, locale = _address_in(names, table.header[0].position, "column"), _called(names, _LOCALE)
    paths = [_path(cell.text.strip()) for cell in table.header]
    raise_all(list(_clashes(dict(zip(paths, (cell.position for cell in table.header), strict=True)))))
    for row in table.rows:
        cells = dict(zip(names, row, strict=True))
        yield Recipient(
            cells[address].text.strip(),
            cells[address].position,
            cells[locale].text.strip() or None if locale else None,
            cells[locale].position if locale else None,
            tuple(
                Given(_path(name), cell.text, True, names[name], cell.position)  # noqa: FBT003 # a field of data
                for name, cell in cells.items()
                if name not in {address, locale}
            ),
        )


def _faults_in_header(header: Sequence[Cell]) -> Iterator[NotifyError]:
    seen: set[str] = set()
    for cell in header:
        name = cell.text.strip()
        if not name:
            yield SampleError("This column has no name.", position=cell.position, hint="Name it, or take it out.")
        elif name in seen:
            yield SampleError(f"There are two columns `{name}`.", position=cell.position, hint="Keep one of them.")
        elif fault := _fault_in_name(name, cell.position):
            yield fault
        seen.add(name)


# ---- A list: each says itself what it has.


def _from_list(document: Document) -> Iterator[Recipient]:
    if document.data is None:
        return
    if not isinstance(document.data, list):
        hint = "Write a list: `- ana@example.com`, or `- {address: ana@example.com, locale: fr}`."
        raise SampleError("Recipients are a list.", position=document.position(()), hint=hint)
    for index, item in enumerate(document.data):
        here = document.position((index,))
        if isinstance(item, str):
            yield Recipient(item.strip(), here)
        elif isinstance(item, dict):
            yield _from_mapping(document, (index,), item)
        else:
            hint = "Write an address, or a mapping: `{address: ana@example.com, locale: fr}`."
            raise SampleError(f"{shown(item)} is no recipient.", position=here, hint=hint)


def _from_mapping(document: Document, root: KeyPath, item: Mapping[str, Any]) -> Recipient:
    address, locale = _address_in(item, document.position(root), "field"), _called(item, _LOCALE)
    for name in filter(None, (address, locale)):
        if not isinstance(item[name], str | None):
            message, position = (
                f"`{name}` is {shown(item[name])}, and should be text.",
                document.position((*root, name)),
            )
            raise SampleError(message, position=position, hint="Put it in quotes.")
    given: dict[KeyPath, Given] = {}
    for name, value in item.items():
        if name in {address, locale}:
            continue
        key_position = document.key_position((*root, name))
        if fault := _fault_in_name(name, key_position):
            raise fault
        for below, leaf in _leaves(value):
            place, path = (*root, name, *below), (*_path(name), *below)
            found = Given(path, leaf, False, document.key_position(place), document.position(place))  # noqa: FBT003
            if path in given:
                message = f"`{'.'.join(map(str, path))}` is given twice."
                raise SampleError(message, position=found.key_position, hint="Keep one of them.")
            given[path] = found
    raise_all(list(_clashes({path: each.key_position for path, each in given.items()})))
    return Recipient(
        (item[address] or "").strip(),
        document.position((*root, address)),
        (item[locale] or "").strip() or None if locale else None,
        document.position((*root, locale)) if locale else None,
        tuple(given.values()),
    )


def _leaves(value: Any) -> Iterator[tuple[KeyPath, Any]]:
    """The values in a mapping of mappings, with their paths."""
    if not isinstance(value, dict) or not value:
        yield (), value
        return
    for name, part in value.items():
        for below, leaf in _leaves(part):
            yield (name, *below), leaf


# ---- Names.


def _called(names: Iterable[str], wanted: Sequence[str]) -> str | None:
    """The first of the wanted names that there is, as it is written."""
    by_lower = {name.lower(): name for name in reversed(list(names))}
    return next((by_lower[name] for name in wanted if name in by_lower), None)


def _address_in(names: Iterable[str], position: Position, what: str) -> str:
    if found := _called(names, _ADDRESS):
        return found
    slip = next(filter(None, (nearest(name, _ADDRESS) for name in names)), None)
    hint = slip or f"Call it {listed(_ADDRESS)}; there is {listed([*names], 'and') or 'nothing'}."
    raise SampleError(f"There is no {what} with the address.", position=position, hint=hint)


def _path(name: str) -> KeyPath:
    return tuple(name.split("."))


def _fault_in_name(name: str, position: Position) -> NotifyError | None:
    if all(name.split(".")):
        return None
    hint = "Write it as `user.first_name`, or as the name of a variable."
    return SampleError(f"`{name}` names no value.", position=position, hint=hint)


def _clashes(paths: Mapping[KeyPath, Position]) -> Iterator[NotifyError]:
    """What is given as a whole, and in parts besides."""
    for path, position in paths.items():
        for length in range(1, len(path)):
            if path[:length] in paths:
                whole = ".".join(map(str, path[:length]))
                message = f"`{'.'.join(map(str, path))}` is a part of `{whole}`, which is given as well."
                yield SampleError(message, position=position, hint="Keep one of them.")
