"""The JSON Schema: it takes what loading takes, and underlines what an editor can know to be wrong."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from notify.catalogue.model.catalogue import Catalogue
from notify.catalogue.model.notification import Notification
from notify.catalogue.model.part import Part
from notify.catalogue.positions import parse_document
from notify.catalogue.schema import catalogue_schema

FULL = parse_document((Path(__file__).parent / "full.yaml").read_text(encoding="utf-8"), "full.yaml").data
SCHEMA = catalogue_schema()
VALIDATOR = Draft202012Validator(SCHEMA)


def test_it_is_a_schema_of_the_2020_12_draft() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert json.loads(json.dumps(SCHEMA)) == SCHEMA


def test_a_catalogue_with_every_field_is_valid() -> None:
    assert [error.message for error in VALIDATOR.iter_errors(FULL)] == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("notifications", "week", "topik"), "offers"),
        (("notifications", "week", "class"), "promotion"),
        (("notifications", "week", "category"), "custom:"),
        (("notifications", "week", "expires"), "15 minutes"),
        (("notifications", "week", "expires"), None),
        (("notifications", "week", "trigger"), {"event": "x", "schedule": "0 8 * * *"}),
        (("notifications", "week", "trigger"), {"schedule": "0 8 * * *", "delay": "1h"}),
        (("notifications", "week", "channels"), ["emial"]),
        (("notifications", "week", "channels"), []),
        (("notifications", "week", "repeat"), "twice"),
        (("notifications", "Week"), {}),
        (("notifications", "password-reset", "variables", "link", "type"), "uri"),
        (("notifications", "password-reset", "variables", "the-link"), {"type": "url"}),
        (("policy", "quiet_hours", 0, "from"), "8:00"),
        (("policy", "frequency_caps", 0, "per"), "fortnight"),
        (("policy", "frequency_caps", 0, "limit"), 0),
        (("relays", "staging", "kind"), "imap"),
        (("relays", "staging", "secret"), "${X}"),
        (("channels", "fax"), {"address": "user.id"}),
        (("channels", "email", "address"), "id"),
        (("lint", "rules"), {"sub 2": {}}),
        (("locales",), "en"),
        (("version",), 2),
    ],
)
def test_what_is_wrong_in_itself_is_refused(path: tuple[Any, ...], value: Any) -> None:
    data = copy.deepcopy(FULL)
    here = data
    for part in path[:-1]:
        here = here[part]
    here[path[-1]] = value
    assert list(VALIDATOR.iter_errors(data))


@pytest.mark.parametrize("key", ["version", "product", "defaults", "locales", "channels", "topics", "notifications"])
def test_what_must_be_there_must_be_there(key: str) -> None:
    assert list(VALIDATOR.iter_errors({name: value for name, value in FULL.items() if name != key}))


def test_nothing_else_must_be_there_at_the_top() -> None:
    required = {"version", "product", "defaults", "locales", "channels", "topics", "notifications"}
    assert set(SCHEMA["required"]) == required
    assert set(SCHEMA["$defs"]["Notification"]["required"]) == {
        "category",
        "description",
        "class",
        "topic",
        "trigger",
        "channels",
    }


def parts_below(part: type[Part]) -> Iterator[type[Part]]:
    for below in part.__subclasses__():
        yield below
        yield from parts_below(below)


def test_every_field_explains_itself_in_one_line() -> None:
    for part in parts_below(Part):
        for key, field in part.fields_by_key().items():
            assert field.description, (part, key)
            assert field.description.endswith("."), (part, key)
            assert "\n" not in field.description


def test_every_field_that_must_be_there_has_an_example_for_who_forgets_it() -> None:
    for part in parts_below(Part):
        for key, field in part.fields_by_key().items():
            assert field.examples or not field.is_required(), (part, key)


def test_help_comes_with_each_field_in_the_schema() -> None:
    notification = SCHEMA["$defs"]["Notification"]["properties"]
    assert list(notification) == list(Notification.fields_by_key())
    assert all("description" in field for field in notification.values())
    assert list(SCHEMA["properties"]) == list(Catalogue.fields_by_key())


def test_examples_are_values_and_not_text_about_them() -> None:
    assert SCHEMA["properties"]["locales"]["examples"] == [["en", "fr"]]
    assert SCHEMA["$defs"]["QuietHours"]["properties"]["from"]["examples"] == ["22:00"]


def test_defaults_are_as_people_write_them() -> None:
    assert SCHEMA["$defs"]["SmtpRelay"]["properties"]["timeout"]["default"] == "30s"
    assert SCHEMA["$defs"]["Notification"]["properties"]["priority"]["default"] == "normal"
