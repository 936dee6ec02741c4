"""The JSON Schema of `notifications.yaml`, from which editors complete, explain and underline."""

from datetime import timedelta
from typing import Any

import yaml
from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.channel import ChannelMapping

_NULL = {"type": "null"}


def catalogue_schema() -> dict[str, Any]:
    """The schema, in the 2020-12 draft: every field with its help, its words and its pattern.

    It knows the shape of a catalogue and not what its parts say about each other, such as whether a topic exists.
    """
    schema = _strict(Catalogue.model_json_schema(schema_generator=_Generator))
    for name, part in (("", schema), *schema["$defs"].items()):
        part["description"] = part["description"].split("\n\n")[0]
        fields = part["properties"]
        if name != ChannelMapping.__name__:  # the one mapping whose keys may have nothing after them
            fields = {key: _without_null(field) for key, field in fields.items()}
        part["properties"] = {key: _with_values(field) for key, field in fields.items()}
    return {"$schema": GenerateJsonSchema.schema_dialect, **schema}


class _Generator(GenerateJsonSchema):
    """pydantic's schema, without titles that only repeat the key, and with defaults as people write them."""

    def field_title_should_be_set(self, schema: Any) -> bool:  # noqa: ARG002 - the parent's signature
        return False

    def encode_default(self, dft: Any) -> Any:
        if isinstance(dft, timedelta):
            return f"{dft.total_seconds():g}s"
        return {} if isinstance(dft, BaseModel) else super().encode_default(dft)


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    """A field that may be left out, and not written with nothing after it."""
    if "default" not in field or field["default"] is not None:
        return field
    rest = {key: value for key, value in field.items() if key not in {"default", "anyOf"}}
    kinds: list[dict[str, Any]] = [kind for kind in field.get("anyOf", []) if kind != _NULL]
    if len(kinds) == 1:
        return kinds[0] | rest
    return rest | ({"anyOf": kinds} if kinds else {})


def _with_values(field: dict[str, Any]) -> dict[str, Any]:
    """A field whose examples are values, where the model has them as they are written in YAML."""
    examples = [
        yaml.safe_load(text) if text[0] in '"[{' or text.isdigit() else text for text in field.get("examples", ())
    ]
    return field | {"examples": examples} if examples else {key: field[key] for key in field if key != "examples"}


def _strict(schema: Any) -> Any:
    """A schema whose mappings of names have no other keys than names."""
    if isinstance(schema, list):
        return [_strict(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    parts = {key: _strict(part) for key, part in schema.items() if key not in {"patternProperties", "propertyNames"}}
    if "patternProperties" in schema:
        ((pattern, value),) = schema["patternProperties"].items()
        return parts | {"propertyNames": {"pattern": pattern}, "additionalProperties": _strict(value)}
    return parts | ({"propertyNames": schema["propertyNames"]} if "propertyNames" in schema else {})
