"""`notify preview`: the inbox row and the message, its languages and findings, in the terminal."""

import re
from io import StringIO

from notify.cli.console import make_console
from notify.cli.findings import show_briefly
from notify.preview.findings import Inspected
from notify.render.message import Sms
from tests.conftest import CATALOGUE, Notify, Workspace


def test_the_row_and_then_the_message(workspace: Workspace, notify: Notify) -> None:
    workspace.copy(subject="A subject that goes on far longer than any phone shows of it", body="Hello **{{ name }}**")
    ended = notify("preview", "note")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out.index("Acme") < ended.out.index("A subject that goes on") < ended.out.index("Hello Bo")
    assert "│" in ended.out


def test_without_a_name_every_notification_is_shown(workspace: Workspace, notify: Notify) -> None:
    assert "Hello Bo" in notify("preview").out


def test_a_short_channel_is_a_bubble(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(note={"channels": ["email", "sms"]})
    workspace.copy(body="b", sms="Hi {{ name }}")
    assert "Hi Bo" in notify("preview", "note", "--channel", "sms").out


def test_what_the_linter_finds_is_said_and_stops_nothing(workspace: Workspace, notify: Notify) -> None:
    workspace.copy(subject="s" * 80, body="Hello {{ name }}")
    ended = notify("preview", "note")
    found = notify("lint", "note", "--locale", "en").out
    assert ended.code == 0
    [said] = [line for line in ended.out.splitlines() if " SUB002 " in line]
    assert said in found.splitlines()
    assert "\nat: templates/note/copy/en.yaml:1:10\n" in ended.out
    assert ended.out.endswith("`notify lint note` says what to do.\n")


def test_only_findings_of_what_is_shown_are_said(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", subject="s" * 80, body="Bonjour {{ name }}")
    assert "SUB002" not in notify("preview", "note").out
    assert "SUB002" in notify("preview", "note", "--locale", "fr").out


def test_many_findings_are_counted(workspace: Workspace, notify: Notify) -> None:
    workspace.email("".join(f'<mj-text color="{name}">x</mj-text>\n' for name in "abcdefghijkl"))
    ended = notify("preview", "note")
    assert (ended.out.count("\nat: "), ended.code) == (6, 0)
    assert re.search(r"\nAnd \d+ findings more; `notify lint note` says what to do.\n$", ended.out)


def test_nothing_found_is_said_too(workspace: Workspace, notify: Notify) -> None:
    workspace.catalogue(lint={"select": ["SUB002"]})
    ended = notify("preview", "note")
    assert ended.out.endswith("\nLanguages: en; fr is shown in en: no copy\nFindings: none\n")


def test_of_several_notifications_no_findings_are_looked_for(workspace: Workspace, notify: Notify) -> None:
    other = CATALOGUE["notifications"]["note"]
    workspace.catalogue(notifications={"note": other, "memo": other})
    for name in ("email.mjml", "copy/en.yaml"):
        workspace.write(f"templates/memo/{name}", (workspace.root / f"templates/note/{name}").read_text())
    ended = notify("preview")
    assert (ended.code, ended.out.count("Hello Bo")) == (0, 2)
    assert "\n\nmemo · email\n" in ended.out
    assert "Findings" not in ended.out


def test_what_can_be_rendered_is_shown_before_what_cannot_is_said(workspace: Workspace, notify: Notify) -> None:
    workspace.copy("fr", body="Bonjour {{ nam }}")
    ended = notify("preview", "note", "--locale", "all")
    assert ended.code == 2
    assert "Hello Bo" in ended.out
    assert "templates/note/copy/fr.yaml:3:" in ended.err


def test_a_rule_that_went_wrong_is_said(workspace: Workspace) -> None:
    words = {"notification": "note", "channel": "sms", "locale": "en", "locale_used": "en", "sample": "default"}
    message = Sms(**words, text="Hi", encoding="GSM-7", segments=1)
    written = StringIO()
    show_briefly(make_console(file=written), Inspected((), 1), [message], workspace.root)
    assert written.getvalue() == "Findings: none\n1 rule went wrong; `notify lint note` says why.\n"
