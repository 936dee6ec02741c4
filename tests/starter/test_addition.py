"""A notification added to a workspace: whole, rendering at once, or not at all."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from notify.catalogue.load import load_workspace
from notify.catalogue.samples import read_sample
from notify.errors import CatalogueError, Mistakes, NotifyError, UsageError, WorkspaceError
from notify.render.message import Card, Email, Message, Sms
from notify.render.render import Renderer
from notify.starter.addition import Wanted, prepare_notification, write_notification
from notify.starter.workspace import write_workspace
from tests.conftest import CATALOGUE


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def add_notification(root: Path, wanted: Wanted) -> list[str]:
    return write_notification(prepare_notification(root, wanted))


def render(root: Path, name: str) -> Message:
    workspace = load_workspace(root)
    notification = workspace.catalogue.notifications[name]
    channel = next(iter(notification.channels))
    layers = (read_sample(root, name, "default"),)
    locale = workspace.catalogue.defaults.locale
    return Renderer(workspace, datetime(2026, 3, 2, tzinfo=UTC)).render(
        notification, channel, locale, "default", layers
    )


def render_email(root: Path, name: str) -> Email:
    message = render(root, name)
    assert isinstance(message, Email)
    return message


def write_catalogue(root: Path, **fields: Any) -> None:
    text = yaml.safe_dump(CATALOGUE | {"notifications": {}} | fields, sort_keys=False)
    (root / "notifications.yaml").write_text(text, encoding="utf-8")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_workspace(tmp_path)
    return tmp_path


def test_it_renders_at_once_in_the_layout(root: Path) -> None:
    assert add_notification(root, Wanted("order-shipped", "activity", event="account.created")) == [
        "notifications.yaml",
        "templates/order-shipped/email.mjml",
        "templates/order-shipped/copy/en.yaml",
        "templates/order-shipped/samples/default.yaml",
    ]
    message = render_email(root, "order-shipped")
    assert message.subject == "Order shipped"
    assert "Hello Ana" in message.text
    # The button leads to the first URL among the event's fields; the layout's own words are there.
    assert "https://acme.example/start" in message.text
    assert "You get this because you use Acme." in message.text
    assert 'class="card' in message.html


def test_the_entry_says_what_was_asked(root: Path) -> None:
    wanted = Wanted(
        "new-offer", "custom:sales", class_="promotional", topic="start", event="sale.begun", description="A: an offer"
    )
    add_notification(root, wanted)
    notification = load_workspace(root).catalogue.notifications["new-offer"]
    assert notification.category == "custom:sales"
    assert notification.class_ == "promotional"
    assert notification.description == "A: an offer"
    assert notification.trigger.model_dump()["event"] == "sale.begun"


@pytest.mark.parametrize(
    ("category", "topic"),
    [
        ("access", "account"),
        ("activation", "account"),
        ("security", "account"),
        ("invitation", "account"),
        ("onboarding", "start"),
        ("custom:beta", "start"),
    ],
)
def test_the_topic_fits_the_category(root: Path, category: str, topic: str) -> None:
    add_notification(root, Wanted("x-y-z", category))
    notification = load_workspace(root).catalogue.notifications["x-y-z"]
    assert notification.topic == topic
    assert notification.trigger.model_dump()["event"] == "x.y_z"


def test_without_a_topic_that_fits_it_says_which_to_add(tmp_path: Path) -> None:
    write_catalogue(tmp_path, topics={"tips": {"label": "Tips", "default": "opted_in"}})
    before = files_below(tmp_path)
    with pytest.raises(UsageError) as raised:
        add_notification(tmp_path, Wanted("x", "security"))
    assert raised.value.message == "No topic is required, as one for `security` should be."
    assert "`default: required`" in str(raised.value.hint)
    assert files_below(tmp_path) == before


@pytest.mark.parametrize(
    "layout",
    [
        pytest.param(None, id="no layout"),
        pytest.param("<mjml><mj-body></mj-body></mjml>", id="a layout without a block"),
        pytest.param(
            "<mjml><mj-head>{% block head %}{% endblock %}</mj-head>"
            "<mj-body>{% block main %}{% endblock %}</mj-body></mjml>",
            id="a block for whole sections",
        ),
        pytest.param(
            "<mjml><mj-body><mj-section><mj-column>{%- block inner -%}{% endblock %}"
            "</mj-column></mj-section></mj-body></mjml>",
            id="a block in a column",
        ),
    ],
)
def test_it_renders_in_any_layout(tmp_path: Path, layout: str | None) -> None:
    write_catalogue(tmp_path)
    if layout:
        (tmp_path / "templates/layouts").mkdir(parents=True)
        (tmp_path / "templates/layouts/base.mjml").write_text(layout, encoding="utf-8")
    add_notification(tmp_path, Wanted("note", "activity"))
    message = render_email(tmp_path, "note")
    assert "Hello Ana" in message.text
    assert message.mjml.count("<mj-section") == message.mjml.count("<mj-column") > 0
    extends = 'extends "layouts/base.mjml"' in (tmp_path / "templates/note/email.mjml").read_text(encoding="utf-8")
    assert extends == (layout is not None and "block" in layout)
    if not extends:
        assert "https://acme.example/u?u=u1" in message.html


def test_the_words_that_the_layout_asks_for_are_there(tmp_path: Path) -> None:
    write_catalogue(tmp_path)
    folder = tmp_path / "templates"
    for path, text in {
        "layouts/base.mjml": '{% from "components/foot.mjml" import foot with context %}{# {{ t.comment }} #}<mjml>'
        "<mj-body><mj-section><mj-column>{% block content %}{% endblock %}<mj-text>www.t.me {{ foot() }}</mj-text>"
        "</mj-column></mj-section></mj-body></mjml>",
        "components/foot.mjml": "{% macro foot() %}{{ t.legal.note }} {{ t.legal.line }} {{ t('sign_off') }} "
        "{{ t.shared }}{% endmacro %}",
        "copy/en.yaml": "shared: Shared words\nlegal: {line: The line}\n",
    }.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    add_notification(tmp_path, Wanted("note", "activity"))
    assert "Note The line Sign off Shared words" in render_email(tmp_path, "note").text
    words = yaml.safe_load((folder / "note/copy/en.yaml").read_text(encoding="utf-8"))
    assert set(words) == {"subject", "preheader", "heading", "body", "button", "legal", "sign_off"}


def test_a_link_without_a_sample_gets_one(tmp_path: Path) -> None:
    events = {"note.written": {"topic": {"type": "url"}, "link": {"type": "url"}, "n": {"type": "integer"}}}
    write_catalogue(
        tmp_path,
        events=events,
        user={"id": {"type": "string"}, "email": {"type": "email"}, "phone": {"type": "string"}},
    )
    add_notification(tmp_path, Wanted("note", "activity", event="note.written"))
    notification = load_workspace(tmp_path).catalogue.notifications["note"]
    assert list(notification.variables) == ["link"]
    assert "https://acme.example" in render_email(tmp_path, "note").text


def test_traits_without_a_sample_get_one_where_something_prints_them(tmp_path: Path) -> None:
    types = "string integer number boolean url email datetime date money list object".split()
    user = {name: {"type": name} for name in types} | {"first_name": {"type": "string"}, "unused": {"type": "string"}}
    channels = {"email": {"address": "user.email"}}
    unsubscribe = "https://acme.example/u?u={{ user.string }}"
    write_catalogue(
        tmp_path, user=user, channels=channels, defaults=CATALOGUE["defaults"] | {"unsubscribe_url": unsubscribe}
    )
    filters = {"money": "|currency", "list": "|and_list", "object": "|length"}
    (tmp_path / "templates/layouts").mkdir(parents=True)
    (tmp_path / "templates/layouts/base.mjml").write_text(
        "<mjml><mj-body><mj-section><mj-column>{% block content %}{% endblock %}<mj-text>"
        + "".join(f"{{{{ user.{name}{filters.get(name, '')} }}}}" for name in types)
        + "</mj-text></mj-column></mj-section></mj-body></mjml>",
        encoding="utf-8",
    )
    add_notification(tmp_path, Wanted("note", "activity"))
    sample = yaml.safe_load((tmp_path / "templates/note/samples/default.yaml").read_text(encoding="utf-8"))
    assert set(sample["user"]) == {*types, "first_name"}
    assert "Hello Ana" in render_email(tmp_path, "note").text


@pytest.mark.parametrize("channel", ["sms", "push", "in_app", "whatsapp"])
def test_it_renders_where_there_is_no_email(tmp_path: Path, channel: str) -> None:
    write_catalogue(tmp_path, channels={channel: {"address": "user.id"}})
    assert "templates/note/email.mjml" not in add_notification(tmp_path, Wanted("note", "activity"))
    message = render(tmp_path, "note")
    assert isinstance(message, Sms | Card)
    assert message.channel == channel


@pytest.mark.parametrize("written", ["notifications:", "notifications: {}", "notifications:\n  # none yet\n"])
def test_it_can_be_the_first(tmp_path: Path, written: str) -> None:
    text = yaml.safe_dump({key: value for key, value in CATALOGUE.items() if key != "notifications"}, sort_keys=False)
    (tmp_path / "notifications.yaml").write_text(text + written, encoding="utf-8")
    add_notification(tmp_path, Wanted("note", "activity"))
    assert list(load_workspace(tmp_path).catalogue.notifications) == ["note"]


def test_a_catalogue_that_waits_for_its_first_may_have_no_other_mistake(tmp_path: Path) -> None:
    (tmp_path / "notifications.yaml").write_text("version: 2\nnotifications:\n", encoding="utf-8")
    with pytest.raises(Mistakes) as raised:
        add_notification(tmp_path, Wanted("note", "activity"))
    assert any(mistake.position and mistake.position.line == 1 for mistake in raised.value.mistakes)
    assert list(files_below(tmp_path)) == ["notifications.yaml"]


def test_every_other_byte_stays_in_the_file(root: Path) -> None:
    path = root / "notifications.yaml"
    before = b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n").rstrip()
    path.write_bytes(before)
    path.chmod(0o640)
    add_notification(root, Wanted("note", "activity"))
    after = path.read_bytes()
    assert after.startswith(before + b"\r\n\r\n  note:\r\n")
    assert after.count(b"\n") == after.count(b"\r\n")
    assert not after.endswith(b"\n")
    assert path.stat().st_mode & 0o777 == 0o640


def test_a_catalogue_behind_a_link_stays_behind_it(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere") / "catalogue.yaml"
    (root / "notifications.yaml").rename(elsewhere)
    (root / "notifications.yaml").symlink_to(elsewhere)
    add_notification(root, Wanted("note", "activity"))
    assert (root / "notifications.yaml").is_symlink()
    assert b"  note:" in elsewhere.read_bytes()


@pytest.mark.parametrize(
    ("wanted", "kind", "said"),
    [
        (Wanted("welcome", "activity"), UsageError, "There is already a notification `welcome`."),
        (Wanted("Card Expiring", "activity"), UsageError, "Write `card-expiring`."),
        (Wanted("copy", "activity"), UsageError, "`copy` is the name of a shared folder"),
        (Wanted("../escape", "activity"), UsageError, "`../escape` is not an id"),
        (Wanted("note: x", "activity"), UsageError, "is not an id"),
        (Wanted("note", "acces"), UsageError, "Did you mean `access`?"),
        (Wanted("note", "activity", topic="strat"), UsageError, "Did you mean `start`?"),
        (Wanted("note", "activity", class_="promotional", topic="account"), UsageError, "nobody can opt out of"),
        (Wanted("note", "activity", description="a\nb"), UsageError, "Write it on one line."),
        (Wanted("note", "activity", description="\udcff"), UsageError, "cannot be printed"),
        (Wanted("note", "activity", event=" "), UsageError, "A text is empty"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_written(
    root: Path, wanted: Wanted, kind: type[NotifyError], said: str
) -> None:
    before = files_below(root.parent)
    with pytest.raises(kind) as raised:
        add_notification(root, wanted)
    assert said in str(raised.value)
    assert files_below(root.parent) == before


def test_mistakes_that_are_there_already_come_first(root: Path) -> None:
    path = root / "notifications.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("repeat: once", "repeat: twice"), encoding="utf-8")
    before = files_below(root)
    with pytest.raises(CatalogueError) as raised:
        add_notification(root, Wanted("note", "nothing-known"))
    assert raised.value.position is not None
    assert raised.value.position.file == "notifications.yaml"
    assert files_below(root) == before


def test_it_knows_whether_the_event_is_declared(root: Path) -> None:
    assert prepare_notification(root, Wanted("note", "activity", event="account.created")).declared
    assert not prepare_notification(root, Wanted("note", "activity", event="account.closed")).declared


def test_nothing_is_written_where_the_catalogue_changed_in_the_meantime(root: Path) -> None:
    addition = prepare_notification(root, Wanted("note", "activity"))
    path = root / "notifications.yaml"
    path.write_bytes(path.read_bytes() + b"# Somebody else was here.\n")
    before = files_below(root)
    with pytest.raises(WorkspaceError) as raised:
        write_notification(addition)
    assert raised.value.message == "The catalogue has changed in the meantime."
    assert files_below(root) == before


@pytest.mark.parametrize("taken", ["email.mjml", "copy/en.yaml", "samples/default.yaml"])
def test_no_file_is_overwritten(root: Path, taken: str) -> None:
    (root / "templates/note" / taken).parent.mkdir(parents=True, exist_ok=True)
    (root / "templates/note" / taken).write_bytes(b"mine")
    before = files_below(root)
    with pytest.raises(WorkspaceError) as raised:
        add_notification(root, Wanted("note", "activity"))
    assert str(raised.value.position) == f"templates/note/{taken}"
    assert files_below(root) == before


def test_other_files_in_its_folder_stay(root: Path) -> None:
    (root / "templates/note/copy").mkdir(parents=True)
    (root / "templates/note/copy/fr.yaml").write_text("subject: Bonjour\n", encoding="utf-8")
    add_notification(root, Wanted("note", "activity"))
    assert (root / "templates/note/copy/fr.yaml").read_text(encoding="utf-8") == "subject: Bonjour\n"


def test_what_cannot_be_finished_is_taken_back(root: Path) -> None:
    (root / "templates/note").mkdir()
    (root / "templates/note/samples").symlink_to(root / "templates/note/samples")
    before = files_below(root)
    with pytest.raises(WorkspaceError):
        add_notification(root, Wanted("note", "activity"))
    assert files_below(root) == before
    assert [path.name for path in (root / "templates/note").iterdir()] == ["samples"]
