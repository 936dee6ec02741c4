"""`notify preview`: the inbox row and the message, in the terminal."""

from tests.conftest import Notify, Workspace


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
