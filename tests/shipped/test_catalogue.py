"""The catalogue that comes with the project: whole in every language, and the same in the outbox as on the page."""

import copy
import json
import shutil
from collections import defaultdict
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from notify.catalogue.schema import catalogue_schema
from tests.conftest import Notify

REPOSITORY = Path(__file__).parents[2]


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the project's own workspace; the current folder."""
    shutil.copytree(REPOSITORY / "templates", tmp_path / "templates")
    shutil.copy(REPOSITORY / "notifications.yaml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture(scope="module")
def catalogue() -> Any:
    """What the shipped notifications.yaml says."""
    return yaml.safe_load((REPOSITORY / "notifications.yaml").read_text(encoding="utf-8"))


def test_every_language_has_every_word(shipped: Path, notify: Notify) -> None:
    listed = json.loads(notify("list", "--format", "json").out)["notifications"]
    assert {entry["id"] for entry in listed} >= {"password-reset", "account-activation", "welcome", "weekly-report"}
    for entry in listed:
        assert set(entry["locales"]) >= {"en", "fr", "pl"}
        assert set(entry["locales"].values()) == {"complete"}
        assert len(entry["samples"]) >= 2


def test_everything_renders_without_a_note(shipped: Path, notify: Notify) -> None:
    ended = notify("render", "--locale", "all", "--sample", "all", "--channel", "all", "--out", "out")
    messages, files = len(list(Path("out").glob("*/*.html"))), len(list(Path("out").glob("*/*")))
    shorts = len(list(Path("out").glob("*/*.json")))
    assert ended.code == 0
    assert ended.err == f"{messages + shorts} messages, {files} files in out\n"
    assert messages >= 30


def test_the_outbox_holds_every_message_as_it_was_rendered(shipped: Path, notify: Notify) -> None:
    every = ["--locale", "all", "--sample", "all"]
    rendered = json.loads(notify("render", *every, "--format", "json").out)["messages"]
    run = json.loads(notify("send", "*", "--to", "you@example.com", *every, "--format", "json").out)
    for message, receipt in zip(rendered, run["receipts"], strict=True):
        content = (shipped / receipt["path"]).read_bytes()
        parsed = message_from_bytes(content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        parts = [part.get_content().replace("\r\n", "\n").removesuffix("\n") for part in parsed.iter_parts()]
        assert parts == [message["text"].removesuffix("\n"), message["html"].removesuffix("\n")]
        assert parsed["Subject"] == f"[TEST {message['locale']}] {message['subject']}"
        for name, value in message["headers"].items():
            if name != "Subject":
                # A name with a comma in it stands in quotes on the way (RFC 5322, 3.2.5).
                assert parsed[name].replace('"', "") == value
        assert b"8bit" not in content
        assert content.isascii()
        assert max(map(len, content.split(b"\r\n"))) <= 998


def test_two_runs_print_the_same_bytes(shipped: Path, notify: Notify) -> None:
    arguments = ("render", "--locale", "all", "--sample", "all", "--channel", "all", "--format", "ndjson")
    assert notify(*arguments).out == notify(*arguments).out


def test_the_schema_accepts_it_and_rejects_a_typo(catalogue: Any) -> None:
    schema = jsonschema.Draft202012Validator(catalogue_schema())
    schema.validate(catalogue)
    typos: dict[str, Any] = defaultdict(lambda: copy.deepcopy(catalogue))
    typos["a field"]["notifications"]["welcome"]["topik"] = "start"
    typos["a word"]["notifications"]["welcome"]["category"] = "onbording"
    typos["a time"]["notifications"]["password-reset"]["expires"] = "15min"
    typos["a top-level field"]["notification"] = {}
    for name, typo in typos.items():
        assert not schema.is_valid(typo), name
