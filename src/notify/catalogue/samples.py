"""Data to render with: samples, files and single values, laid over each other and checked against what is declared."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.declaration import Declaration, Variable, check_value
from notify.catalogue.model.fields import Refusal, listed, shown
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.trigger import events_of
from notify.catalogue.positions import Document, KeyPath, parse_document, read_document, read_text
from notify.errors import Missing, NotifyError, SampleError, nearest, raise_all
from notify.source import Position

DEFAULT_SAMPLE: Final = "default"

_JSON: Final = re.compile(r'"(?:\\.|[^"\\])*"|\t|-?\d+(?:\.\d+)?[eE][-+]?\d+')
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u[dD][89a-fA-F]\w\w|\\.")
_RAW: Final = re.compile("[\x7f-\x9f\u2028\u2029\ufffe\uffff]")

# What a batch or a digest hands to its message beside the declared variables.
_BATCH: Final[Mapping[str, Declaration]] = {
    "items": Declaration(type="list"),
    "count": Declaration(type="integer"),
    "actors": Declaration(type="list"),
}


@dataclass(frozen=True)
class Layer:
    """Some data, as a tree whose roots are `user`, `event` and names of variables, and where it came from.

    `document` gives places in it; without one, `origin` names the whole in messages, such as `--set`.
    """

    data: Mapping[str, Any]
    origin: str
    document: Document | None = field(default=None, repr=False)

    def position(self, path: KeyPath, *, key: bool = False) -> Position:
        """Where a value of this layer stands."""
        if self.document is None:
            return Position(f"{self.origin} {'.'.join(str(part) for part in path)}")
        return self.document.key_position(path) if key else self.document.position(path)

    def reach(self, path: KeyPath) -> KeyPath | None:
        """How far this layer goes along a path: all the way, or to a value that has no parts; None if it says nothing.

        Null is something, and has no parts.
        """
        here: Any = self.data
        for length, part in enumerate(path):
            if not isinstance(here, Mapping):
                return path[:length]
            if part not in here:
                return None
            here = here[part]
        return path


@dataclass(frozen=True)
class Data:
    """What one rendering knows, typed as declared. An optional value that is not there is None.

    `user` has every declared trait, `variables` every declared variable and, for a batch or digest, `items`, `count`
    and `actors`. `sample` is the name of the sample it is built on.
    """

    sample: str
    user: Mapping[str, Any]
    variables: Mapping[str, Any]


def sample_files(root: Path, notification: str) -> dict[str, Path]:
    """The samples of a notification by name, `default` first."""
    folder = root / "templates" / notification / "samples"
    files = {path.stem: path for path in sorted(folder.glob("*.yaml")) if path.is_file()}
    return dict(sorted(files.items(), key=lambda item: (item[0] != DEFAULT_SAMPLE, item[0])))


def read_declared(catalogue: Catalogue, notification: Notification) -> Layer:
    """What the catalogue itself says with `sample`: the weakest of all layers."""
    user = {name: trait.sample for name, trait in catalogue.user.items() if trait.sample is not None}
    payload = _payload(catalogue, notification) or {}
    event = {name: part.sample for name, part in payload.items() if part.sample is not None}
    variables = {name: part.sample for name, part in notification.variables.items() if part.sample is not None}
    return Layer({"user": user, "event": event} | variables, "catalogue")


def read_sample(root: Path, notification: str, name: str, files: Mapping[str, Path] | None = None) -> Layer:
    """A sample by name; an empty one where a notification has no samples at all.

    `files` are all of its samples, for who has asked for them already. Raises SampleError where there is no such sample
    or it does not hold data.
    """
    files = sample_files(root, notification) if files is None else files
    if name not in files:
        if not files and name == DEFAULT_SAMPLE:
            return Layer({}, f"sample {name}")
        where = f"templates/{notification}/samples/{name}.yaml"
        hint = nearest(name, files) or (f"There is {listed(tuple(files), 'and')}." if files else f"Write {where}.")
        raise SampleError(f"`{notification}` has no sample `{name}`.", position=Position(where), hint=hint)
    file = files[name].relative_to(root).as_posix()
    return _layer(read_document(files[name], file, SampleError), f"sample {name}")


def read_data(text: str, name: str) -> Layer:
    """Data from YAML or JSON text; `name` is what people call where it came from."""
    if text.lstrip("\ufeff \t\r\n").startswith("{"):
        text = _JSON.sub(_json_as_yaml, text)
    return _layer(parse_document(text, name, SampleError), "--data")


def read_data_file(path: Path) -> Layer:
    """Data from a YAML or JSON file."""
    return read_data(read_text(path, str(path)), str(path))


def read_assignments(catalogue: Catalogue, notification: Notification, assignments: Iterable[str]) -> Layer:
    """Values given one by one, as `user.first_name=Ana` or `count=3`, read as the type they are declared to be.

    Raises SampleError for one that is no assignment.
    """
    data: dict[str, Any] = {}
    for assignment in assignments:
        name, equals, text = assignment.partition("=")
        path = tuple(name.strip().split("."))
        where = Position(f"--set {assignment}")
        if not equals or not all(path):
            raise SampleError(
                "This is not `name=value`.", position=where, hint="Write it as `--set user.first_name=Ana`."
            )
        here = data
        for part in path[:-1]:
            here = here.setdefault(part, {})
            if not isinstance(here, dict):
                raise SampleError(f"`{part}` is given twice.", position=where, hint="Keep one of them.")
        here[path[-1]] = read_value(catalogue, notification, path, text, where)
    return Layer(data, "--set")


def read_value(catalogue: Catalogue, notification: Notification, path: KeyPath, text: str, where: Position) -> Any:
    """A value that is given as text, read as the type that it is declared to have at that path; `null` is no value.

    Raises SampleError, at `where`, for text that can be no value.
    """
    declaration = _declared(catalogue, notification, path)
    if text == "null":
        return None
    structured = {"integer", "number", "boolean", "list", "object", "money"}
    if declaration is not None and declaration.type not in structured:
        return text
    try:
        return parse_document(text, where.file, SampleError).data
    except NotifyError as error:
        raise SampleError(str(error.message), position=where, hint=error.hint) from None


def bind(catalogue: Catalogue, notification: Notification, sample: str, layers: Sequence[Layer]) -> Data:
    """One rendering's data from layers, the first the weakest, over the catalogue's own samples.

    In a layer a variable is named directly, or stands where its `from` says; null takes a value away. Raises
    SampleError, or Mistakes of it, for what is not declared, has another type or is required and missing.
    """
    layers = [read_declared(catalogue, notification), *layers]
    raise_all([mistake for layer in layers for mistake in _faults_in_roots(layer)])
    mistakes = [mistake for layer in layers for mistake in _unknown(catalogue, notification, layer)]
    merged: dict[str, Any] = {}
    for layer in layers:
        merged = _merge(merged, layer.data)
    binder = _Binder(layers, merged, mistakes)
    user = {name: binder.value(name, [("user", name)], trait) for name, trait in catalogue.user.items()}
    variables: dict[str, Any] = {}
    if notification.batch or notification.digest:
        batch = {name: binder.value(name, [(name,), ("event", name)], kind) for name, kind in _BATCH.items()}
        items = batch["items"] or []
        variables |= {"items": items, "count": len(items), "actors": []}
        variables |= {name: value for name, value in batch.items() if value is not None}
    for name, variable in notification.variables.items():
        path = tuple(variable.from_.split("."))
        value = binder.value(name, [(name,), path], variable)
        taken = binder.strongest([(name,), path])
        if value is None and not taken:
            value = variable.default
        if value is None and variable.required and not binder.failed(name):
            missing = _missing(catalogue, notification, sample, name, path, layers)
            mistakes.append(_taken_away(name, *taken) if taken else missing)
        variables[name] = value
    raise_all(mistakes)
    return Data(sample, user, variables)


class _Binder:
    """Takes values out of merged layers, each from the strongest layer that says anything of it."""

    def __init__(self, layers: Sequence[Layer], merged: Mapping[str, Any], mistakes: list[NotifyError]) -> None:
        self._layers, self._merged, self._mistakes = layers, merged, mistakes
        self._failed: set[str] = set()

    def value(self, name: str, paths: Sequence[KeyPath], declaration: Declaration) -> Any:
        """The typed value at the path that the strongest layer names; None where none does, or where it is null."""
        found = self.strongest(paths)
        if found is None:
            return None
        layer, path = found
        value: Any = self._merged
        for part in path:
            value = value[part]
        if value is None:
            return None
        if path not in paths:
            self._failed.add(name)
            message = f"`{'.'.join(map(str, path))}`: {shown(value)} has no parts, and `{name}` is one."
            cure = "Write names and values: `{name: value}`."
            if all(mistake.position != layer.position(path) for mistake in self._mistakes):
                self._mistakes.append(SampleError(message, position=layer.position(path), hint=cure))
            return None
        try:
            return check_value(declaration, value)
        except ValueError as error:
            hint, below = (error.hint, error.at) if isinstance(error, Refusal) else (None, ())
            message = f"`{'.'.join(map(str, (*path, *below)))}`: {error}"
            self._failed.add(name)
            self._mistakes.append(SampleError(message, position=layer.position((*path, *below)), hint=hint))
            return None

    def failed(self, name: str) -> bool:
        """Whether a value was there and had the wrong type."""
        return name in self._failed

    def strongest(self, paths: Sequence[KeyPath]) -> tuple[Layer, KeyPath] | None:
        """The strongest layer that says anything of one of these paths, and how far along it."""
        reached = ((layer, layer.reach(path)) for layer in reversed(self._layers) for path in paths)
        return next(((layer, path) for layer, path in reached if path is not None), None)


def _json_as_yaml(token: re.Match[str]) -> str:
    """What JSON may have and YAML 1.1 may not: tabs, exponents without a point, surrogate pairs, odd characters."""
    text = token[0]
    if text == "\t":
        return " "
    if text[0] != '"':
        return repr(float(text))
    return _RAW.sub(lambda found: f"\\u{ord(found[0]):04x}", _ESCAPE.sub(_unescape_surrogates, text))


def _unescape_surrogates(escape: re.Match[str]) -> str:
    match len(escape[0]):
        case 12:
            return str(json.loads(f'"{escape[0]}"'))
        case 6:
            return "\ufffd"
        case _:
            return escape[0]


def _layer(document: Document, origin: str) -> Layer:
    if document.data is None:
        return Layer({}, origin, document)
    if not isinstance(document.data, dict):
        hint = "Start with `user:`, `event:` or the name of a variable."
        raise SampleError("Data is names and values.", position=document.position(()), hint=hint)
    return Layer(document.data, origin, document)


def _declared(catalogue: Catalogue, notification: Notification, path: KeyPath) -> Declaration | None:
    match path:
        case ("user", str(name)):
            return catalogue.user.get(name)
        case ("event", str(name)):
            payload = _payload(catalogue, notification) or {}
            declared = (v for v in notification.variables.values() if v.from_ == f"event.{name}")
            return payload.get(name) or next(declared, None)
        case (str(name),):
            return notification.variables.get(name) or _BATCH.get(name)
    return None


def _faults_in_roots(layer: Layer) -> Iterator[NotifyError]:
    for root in ("user", "event"):
        part = layer.data.get(root)
        if part is not None and not isinstance(part, Mapping):
            message, hint = f"`{root}` holds names and values.", f"Write `{root}: {{name: value}}`."
            yield SampleError(message, position=layer.position((root,)), hint=hint)


def _unknown(catalogue: Catalogue, notification: Notification, layer: Layer) -> list[NotifyError]:
    names = {"user", "event", *notification.variables}
    if notification.batch or notification.digest:
        names |= set(_BATCH)
    payload = _payload(catalogue, notification)
    fields = None if payload is None else {*payload, *_fields_taken(notification.variables.values())}
    below = [f"user.{name}" for name in catalogue.user] + [f"event.{name}" for name in fields or ()]
    mistakes = [
        SampleError(
            f"`{name}` is not a variable of `{notification.id}`.",
            position=layer.position((name,), key=True),
            hint=_meant(str(name), names, below) or "Declare it under `variables`, or remove it.",
        )
        for name in layer.data
        if name not in names
    ]
    for root, known, what in (("user", set(catalogue.user), "a trait"), ("event", fields, "a field of the event")):
        part = layer.data.get(root)
        if part is not None and known is not None:
            mistakes += [
                SampleError(
                    f"`{root}.{name}` is not {what} that the catalogue declares.",
                    position=layer.position((root, name), key=True),
                    hint=nearest(name, known)
                    or f"Declare it under `{'user' if root == 'user' else 'events'}`, or remove it.",
                )
                for name in part
                if name not in known
            ]
    return list(mistakes)


def _meant(name: str, names: Iterable[str], below: Sequence[str]) -> str | None:
    """A hint at what somebody means who writes a name alone: most likely the trait or field that is called so."""
    whole = next((path for path in below if path.partition(".")[2] == name), None)
    return f"Did you mean `{whole}`?" if whole else nearest(name, [*names, *below])


def _payload(catalogue: Catalogue, notification: Notification) -> Mapping[str, Declaration] | None:
    """The declared fields of the event that a notification has; None where nobody declared them."""
    names = [name for name in events_of(notification.trigger) if name in catalogue.events]
    return catalogue.events[names[0]] if names else None


def _fields_taken(variables: Iterable[Variable]) -> Iterable[str]:
    return (variable.from_.split(".")[1] for variable in variables if variable.from_.startswith("event."))


def _merge(weak: Mapping[str, Any], strong: Mapping[str, Any]) -> dict[str, Any]:
    merged = dict(weak)
    for name, value in strong.items():
        below = merged.get(name)
        merged[name] = _merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
    return merged


def _taken_away(name: str, layer: Layer, path: KeyPath) -> NotifyError:
    hint = "Give it a value, or declare it with `required: false`."
    return SampleError(f"`{name}` is required, and has no value here.", position=layer.position(path), hint=hint)


def _missing(
    catalogue: Catalogue, notification: Notification, sample: str, name: str, path: KeyPath, layers: Sequence[Layer]
) -> NotifyError:
    described = [layer for layer in layers if layer.document is not None]
    file = described[0].position(()).file if described else f"templates/{notification.id}/samples/{sample}.yaml"
    example = f"`{path[0]}: {{{'.'.join(map(str, path[1:]))}: …}}`"
    hint = f"Add {example} to it, or give `{name}` a `sample` in the catalogue."
    undeclared = [event for event in events_of(notification.trigger) if event not in catalogue.events]
    if path[0] == "event" and undeclared and catalogue.events:
        hint = f"Declare `{undeclared[0]}` with its fields under `events`, or add {example} to the sample."
    message = f"The sample `{sample}` has no value for `{name}`, which is required."
    return SampleError(message, position=Position(file), hint=hint, missing=Missing("value", name))
