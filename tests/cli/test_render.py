"""`notify render`: what is printed, what is written, and what is left whole."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.conftest import Notify, Workspace

NOTIFY = str(Path(sys.executable).with_name("notify"))


def test_html_and_nothing_else(workspace: Workspace, notify: Notify) -> None:
    ended = notify("render", "note")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.startswith("<!doctype html>")
    assert ended.out.endswith("</html>")


def test_text_is_the_text_part(workspace: Workspace, notify: Notify) -> None:
    assert notify("render", "note", "--format", "text").out == "Hello Bo\n"


def test_json_is_the_documented_format(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms", "push"]})
    workspace.copy(body="Hello é", sms="Hi", push={"title": "T", "body": "B"})
    document = json.loads(notify("render", "note", "--channel", "all", "--format", "json").out)
    assert list(document) == ["version", "messages"]
    assert document["version"] == 1
    email, sms, push = document["messages"]
    fields = ["notification", "channel", "locale", "locale_used", "sample"]
    assert list(email) == [*fields, "subject", "preheader", "html", "text", "headers", "bytes"]
    assert email["bytes"] == {"html": len(email["html"].encode()), "text": 9}
    assert list(sms) == [*fields, "text", "encoding", "segments"]
    assert list(push) == [*fields, "title", "body"]
    assert push["channel"] == "push"


def test_ndjson_is_a_message_a_line(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", subject="Une note", body="Bonjour")
    lines = notify("render", "--locale", "all", "--format", "ndjson").out.splitlines()
    assert [json.loads(line)["locale"] for line in lines] == ["en", "fr"]


def test_every_message_is_written_to_files(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms"]})
    workspace.copy(body="Hello", sms="Hi")
    workspace.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour", sms="Salut")
    workspace.write("templates/note/samples/default.yaml", {"name": "Bo"})
    workspace.write("templates/note/samples/long.yaml", {"name": "B" * 300})
    ended = notify("render", "--locale", "all", "--sample", "all", "--channel", "all", "--out", "out")
    assert (ended.code, ended.out) == (0, "")
    assert ended.err == "8 messages, 12 files in out\n"
    names = sorted(path.name for path in Path("out/note").iterdir())
    emails = [
        f"email.{locale}.{sample}.{end}"
        for locale in ("en", "fr")
        for sample in ("default", "long")
        for end in ("html", "txt")
    ]
    assert names == sorted(
        emails + [f"sms.{locale}.{sample}.json" for locale in ("en", "fr") for sample in ("default", "long")]
    )
    assert Path("out/note/email.fr.default.txt").read_text(encoding="utf-8") == "Bonjour\n"
    again = notify("render", "--locale", "fr", "--out", "out")
    assert again.err == "1 message, 2 files in out\n"


def test_several_messages_are_not_printed_into_one_another(workspace: Workspace, notify: Notify) -> None:
    ended = notify("render", "note", "--locale", "en", "--locale", "en-XA")
    assert (ended.code, ended.out) == (2, "")
    assert "These are 2 messages, and only one can be printed." in ended.err
    assert "`--out DIR`" in ended.err


def test_a_fallback_is_said_and_rendered(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", subject="Une note", preheader="De Bo")
    ended = notify("render", "note", "--locale", "fr", "--format", "text")
    assert (ended.code, ended.out) == (0, "Hello Bo\n")
    assert ended.err == "note: note in fr is shown in en: it lacks `body`.\n"
    ended = notify("render", "note", "--locale", "de", "--format", "text")
    assert (ended.code, ended.out) == (0, "Hello Bo\n")
    reason = "it has no copy of its own, and is not among the `locales` of the catalogue"
    assert ended.err == f"note: note in de is shown in en: {reason}.\n"


def test_data_comes_from_a_file_from_standard_input_and_from_single_values(
    workspace: Workspace, notify: Notify, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.copy(body="{{ user.first_name }} {{ name }}")
    data = workspace.write("data.json", json.dumps({"user": {"first_name": "Zoé"}, "name": "file"}))
    with data.open(encoding="utf-8") as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert notify("render", "note", "--data", "-", "-f", "text").out == "Zoé file\n"
    assert notify("render", "note", "--data", "data.json", "-f", "text").out == "Zoé file\n"
    ended = notify("render", "note", "--data", "data.json", "--set", "name=set", "--set", "event.name=x", "-f", "text")
    assert ended.out == "Zoé set\n"


def test_what_cannot_be_rendered_is_said_once_and_the_rest_is_written(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", subject="Une note", preheader="De Bo", body="Bonjour {{ nom }}")
    workspace.write("templates/note/samples/default.yaml", {"name": "Bo"})
    workspace.write("templates/note/samples/long.yaml", {"name": "Bo"})
    ended = notify("render", "--locale", "all", "--sample", "all", "--out", "out")
    assert ended.code == 2
    assert ended.err.count("`nom` is not known here.") == 1
    assert "templates/note/copy/fr.yaml:3:18" in ended.err
    assert sorted(path.name for path in Path("out/note").glob("*.txt")) == ["email.en.default.txt", "email.en.long.txt"]


def test_eml_is_the_whole_message_and_the_same_every_time(workspace: Workspace, notify: Notify) -> None:
    first, second = notify("render", "note", "-f", "eml"), notify("render", "note", "-f", "eml")
    assert first.out == second.out
    assert "Subject: A note" in first.out
    assert "Content-Type: multipart/alternative" in first.out


def test_a_closed_pipe_ends_quietly(workspace: Workspace) -> None:
    workspace.copy(body="x" * 300_000)
    writer = subprocess.Popen([NOTIFY, "render", "note"], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert writer.stdout is not None
    assert writer.stderr is not None
    assert writer.stdout.read(15) == b"<!doctype html>"
    writer.stdout.close()
    assert writer.stderr.read() == b""
    writer.stderr.close()
    assert writer.wait(60) == 0


def test_an_interrupted_run_leaves_whole_files_only(workspace: Workspace) -> None:
    workspace.catalogue(locales=["en", *(f"en-{index:03}" for index in range(300))])
    out = workspace.root / "out"
    command = [NOTIFY, "render", "--locale", "all", "--out", "out"]
    writer = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    while not list(out.glob("note/*.html")) and writer.poll() is None:
        time.sleep(0.01)
    writer.send_signal(2)
    _, said = writer.communicate(timeout=60)
    assert writer.returncode == 130
    assert said.endswith("Interrupted.\n")
    assert "Traceback" not in said
    pages = list(out.glob("note/*.html"))
    assert 0 < len(pages) < 301
    assert all(page.read_text(encoding="utf-8").endswith("</html>") for page in pages)
    assert [path for path in out.rglob("*") if path.name.endswith(".part")] == []


def test_text_of_a_short_channel_is_its_words(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms", "push"]})
    workspace.copy(body="b", sms="Hi {{ name }}", push={"title": "T", "body": "B"})
    assert notify("render", "note", "--channel", "sms", "-f", "text").out == "Hi Bo\n"
    assert notify("render", "note", "--channel", "push", "-f", "text").out == "T\nB\n"


def test_a_data_file_is_named_as_it_is_reached_from_here(
    workspace: Workspace, notify: Notify, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace.write("data.yaml", {"name": "Bo"})
    (tmp_path / "data.yaml").write_text("name: [\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    ended = notify("render", "note", "--workspace", "workspace", "--data", "data.yaml")
    assert ended.code == 2
    assert ended.err.startswith("data.yaml:")
