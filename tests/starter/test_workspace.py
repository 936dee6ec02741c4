"""The starter workspace: it loads, it renders everywhere, and it never overwrites."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from notify.catalogue.load import load_workspace
from notify.catalogue.outline import outline_notifications
from notify.catalogue.samples import read_sample, sample_files
from notify.errors import WorkspaceError
from notify.render.message import Email
from notify.render.render import Renderer
from notify.starter.workspace import write_workspace


def files_below(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_it_is_written_whole(tmp_path: Path) -> None:
    folder = tmp_path / "not" / "there"
    written = write_workspace(folder)
    assert written[0] == "notifications.yaml"
    assert sorted(written) == sorted(files_below(folder))
    assert {".gitignore", "templates/layouts/base.mjml", "templates/components/button.mjml"} < set(written)
    assert (folder / ".gitignore").read_text() == ".notify/\n*.pem\n"


def test_it_loads_and_is_complete_in_both_languages(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    workspace = load_workspace(tmp_path)
    (outline,) = outline_notifications(workspace, workspace.catalogue.notifications.values())
    assert dict(outline.coverage) == {"en": "complete", "fr": "complete"}
    assert list(outline.samples) == ["default", "long-name"]


@pytest.mark.parametrize("locale", ["en", "fr", "ar", "en-XA"])
def test_it_renders_with_each_sample(tmp_path: Path, locale: str) -> None:
    write_workspace(tmp_path)
    workspace = load_workspace(tmp_path)
    renderer = Renderer(workspace, datetime(2026, 3, 2, tzinfo=UTC))
    for notification in workspace.catalogue.notifications.values():
        for sample in sample_files(tmp_path, notification.id):
            layers = (read_sample(tmp_path, notification.id, sample),)
            message = renderer.render(notification, "email", locale, sample, layers)
            assert isinstance(message, Email)
            assert message.locale_used == (locale if locale != "ar" else "en")
            assert "https://acme.example/start" in message.html
            assert "https://acme.example/unsubscribe?" in message.text
            assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
            assert len(message.subject) <= 60
            assert 30 <= len(message.preheader) <= 100


def test_it_renders_without_what_people_may_remove(tmp_path: Path) -> None:
    write_workspace(tmp_path)
    catalogue = tmp_path / "notifications.yaml"
    optional = ("postal_address:", "reply_to:", "unsubscribe_url:", "preferences_url:")
    lines = catalogue.read_text(encoding="utf-8").splitlines(keepends=True)
    catalogue.write_text("".join(line for line in lines if not line.strip().startswith(optional)), encoding="utf-8")
    workspace = load_workspace(tmp_path)
    renderer = Renderer(workspace, datetime(2026, 3, 2, tzinfo=UTC))
    layers = (read_sample(tmp_path, "welcome", "default"),)
    message = renderer.render(workspace.catalogue.notifications["welcome"], "email", "en", "default", layers)
    assert isinstance(message, Email)
    assert "Unsubscribe" not in message.html


@pytest.mark.parametrize(
    "taken", ["notifications.yaml", "templates/welcome/copy/fr.yaml", "templates/layouts/base.mjml"]
)
def test_it_overwrites_nothing_and_then_writes_nothing(tmp_path: Path, taken: str) -> None:
    (tmp_path / taken).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / taken).write_bytes(b"mine")
    with pytest.raises(WorkspaceError) as raised:
        write_workspace(tmp_path)
    assert str(raised.value.position) == taken
    assert files_below(tmp_path) == {taken: b"mine"}


def test_a_link_to_nowhere_is_in_the_way_too(tmp_path: Path) -> None:
    (tmp_path / "notifications.yaml").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(WorkspaceError):
        write_workspace(tmp_path)
    assert not (tmp_path / "elsewhere").exists()
    assert files_below(tmp_path) == {}


def test_a_file_where_a_folder_should_be_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "templates").write_bytes(b"mine")
    with pytest.raises(WorkspaceError) as raised:
        write_workspace(tmp_path)
    assert str(raised.value.position) == "templates"
    assert files_below(tmp_path) == {"templates": b"mine"}


def test_a_file_in_the_place_of_the_folder_itself_is_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "acme").write_bytes(b"mine")
    with pytest.raises(WorkspaceError):
        write_workspace(tmp_path / "acme")
    with pytest.raises(WorkspaceError):
        write_workspace(tmp_path / "acme" / "below")
    assert files_below(tmp_path) == {"acme": b"mine"}


def test_an_older_gitignore_stays(tmp_path: Path) -> None:
    (tmp_path / ".gitignore").write_bytes(b"mine\n")
    assert ".gitignore" not in write_workspace(tmp_path)
    assert (tmp_path / ".gitignore").read_bytes() == b"mine\n"


def test_what_cannot_be_finished_is_taken_back(tmp_path: Path) -> None:
    # A link to itself can be no folder, which shows only after the first files are written.
    folder = tmp_path / "acme"
    (folder / "templates").mkdir(parents=True)
    (folder / "templates" / "layouts").symlink_to(folder / "templates" / "layouts")
    with pytest.raises(WorkspaceError):
        write_workspace(folder)
    assert files_below(folder) == {}
    assert sorted(path.name for path in (folder / "templates").iterdir()) == ["layouts"]
