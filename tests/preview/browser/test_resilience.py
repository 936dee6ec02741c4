"""Whatever becomes of the workspace and of the server, the page says it, and recovers."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.preview.browser.conftest import Faults
from tests.preview.browser.served import Preview, copy_shipped
from tests.preview.browser.wire import ask, connect, post, write

TEMPLATE = "templates/welcome/email.mjml"
COPY = "templates/welcome/copy/en.yaml"
WELCOME = {"notification": "welcome", "channel": "email", "locale": "en", "sample": "default"}
NAMED = "Welcome, {{ user.first_name }}"


def test_what_is_broken_is_said_with_its_place_beside_the_last_good_message(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    main = page.get_by_role("main")
    body = page.frame_locator("#stage iframe").first.locator("body")
    expect(body).to_contain_text("Three steps to your first plan")
    for file, old, new, said in (
        (TEMPLATE, "{% endblock %}", "{% endblok %}", "endblok"),
        (COPY, NAMED, "Welcome, {{ user.frist_name }}", "frist_name"),
        (COPY, "heading: ", "heading ", "heading"),
    ):
        preview.replace(file, old, new)
        place = main.get_by_role("link", name=file).first
        expect(place).to_be_visible()
        expect(main.locator(".mistake").first).to_contain_text(said)
        line = (place.text_content() or "").removeprefix(f"{file}:").partition(":")[0]
        assert new in preview.read(file).splitlines()[int(line) - 1]
        expect(body).to_contain_text("Three steps to your first plan")
        preview.replace(file, new, old)
        expect(place).to_be_hidden()
    preview.replace(COPY, NAMED, "Everything is well again")
    expect(body).to_contain_text("Everything is well again")


def test_a_server_that_is_gone_is_missed_and_one_that_comes_back_is_found(
    preview: Preview, page: Page, faults: Faults
) -> None:
    page.goto(preview.url(id="welcome"))
    body = page.frame_locator("#stage iframe").first.locator("body")
    expect(page.get_by_role("banner")).to_contain_text("Live")
    expect(body).to_contain_text("Three steps to your first plan")
    preview.stop()
    expect(page.get_by_role("banner")).to_contain_text("Not connected")
    expect(page.get_by_text("The preview is not running any more.")).to_be_visible()
    expect(body).to_contain_text("Three steps to your first plan")
    preview.replace(COPY, NAMED, "Written meanwhile")
    preview.start()
    expect(page.get_by_role("banner")).to_contain_text("Live")
    expect(body).to_contain_text("Written meanwhile")
    expect(page.get_by_text("The preview is not running any more.")).to_be_hidden()
    # The other server has another token, which is asked for once the old one is refused.
    faults.forgive("ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|403")


def test_without_a_server_what_was_seen_stays_and_what_was_not_is_said(
    preview: Preview, page: Page, faults: Faults
) -> None:
    page.goto(preview.url(id="welcome"))
    heading = page.frame_locator("#stage iframe").first.locator("h1")
    expect(heading).to_have_text("Welcome, Ana")
    preview.stop()
    expect(page.get_by_role("banner")).to_contain_text("Not connected")
    page.keyboard.press("j")
    wrong = page.get_by_role("region", name="What is wrong")
    expect(wrong).to_contain_text(f"Start it again with notify preview --browser --port {preview.port}")
    older = wrong.get_by_text("Below is the message as it was before.")
    expect(older).to_be_hidden()
    page.keyboard.press("k")
    expect(older).to_be_visible()
    expect(heading).to_have_text("Welcome, Ana")
    faults.forgive("ERR_")


def test_what_is_saved_between_two_answers_is_shown(preview: Preview, page: Page) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/api/catalogue", hold, times=1)
    with page.expect_request("**/api/catalogue"), page.expect_response("**/api/message"):
        page.goto(preview.url(id="welcome", channel="email", locale="en", sample="default"))
    heading = page.frame_locator("#stage iframe").first.locator("h1")
    number = catalogue_of(preview)["number"]
    preview.replace(COPY, NAMED, "Saved meanwhile")
    wait_for(lambda: catalogue_of(preview), lambda seen: seen["number"] > number)
    held[0].continue_()
    expect(heading).to_have_text("Saved meanwhile")


def test_without_a_catalogue_the_message_is_an_older_one(preview: Preview, page: Page) -> None:
    page.goto(preview.url(id="welcome"))
    heading = page.frame_locator("#stage iframe").first.locator("h1")
    expect(heading).to_have_text("Welcome, Ana")
    kept = preview.read("notifications.yaml")
    remove(preview.root)
    wrong = page.get_by_role("region", name="What is wrong")
    expect(wrong).to_contain_text("There is no such file.")
    expect(wrong).to_contain_text("Below is the message as it was before.")
    # It is made of what there is all the same.
    preview.replace(COPY, NAMED, "Welcome back")
    expect(heading).to_have_text("Welcome back")
    panel = page.get_by_role("tabpanel")
    expect(panel).to_contain_text("This could not be checked. There is no notifications.yaml")
    expect(panel.get_by_text("Nothing found")).to_be_hidden()
    preview.write("notifications.yaml", kept)
    expect(wrong).to_be_hidden()
    expect(panel.get_by_text("This could not be checked.")).to_be_hidden()


def wait_for(look: Callable[[], Any], good: Callable[[Any], bool]) -> Any:
    """What is seen as soon as it is good."""
    for _ in range(600):
        if good(seen := look()):
            return seen
        Event().wait(0.05)
    pytest.fail(f"this stays as it is: {seen}")


def catalogue_of(preview: Preview) -> Any:
    return ask(preview, "/api/catalogue").said


def remove(root: Path) -> None:
    (root / "notifications.yaml").unlink()


def take_away(root: Path) -> None:
    shutil.rmtree(root)


def take_templates(root: Path) -> None:
    shutil.rmtree(root / "templates")
    (root / "notifications.yaml").write_text("")


@pytest.mark.parametrize(
    "ruin",
    [
        pytest.param(remove, id="catalogue removed"),
        pytest.param(lambda root: (root / "notifications.yaml").write_bytes(b""), id="empty"),
        pytest.param(lambda root: (root / "notifications.yaml").write_bytes(bytes(range(256)) * 99), id="binary"),
        pytest.param(lambda root: (root / "notifications.yaml").write_text("x: " + "y" * 50_000_000), id="50 MB"),
        pytest.param(lambda root: (root / "notifications.yaml").write_text("- " * 9_000), id="deep"),
        pytest.param(take_templates, id="templates removed"),
        pytest.param(take_away, id="folder removed"),
    ],
)
def test_it_outlives_the_workspace(preview: Preview, ruin: Callable[[Path], object], tmp_path: Path) -> None:
    shutil.copytree(preview.root, tmp_path / "kept")
    assert catalogue_of(preview)["mistakes"] == []
    ruin(preview.root)
    seen = wait_for(lambda: catalogue_of(preview), lambda seen: bool(seen["mistakes"]))
    # What was there before is still listed.
    assert seen["catalogue"]["name"] == "Nimbus"
    assert post(preview, "/api/message", WELCOME).status == 200
    shutil.copytree(tmp_path / "kept", preview.root, dirs_exist_ok=True)
    preview.replace(COPY, NAMED, "Everything is back")
    wait_for(lambda: catalogue_of(preview), lambda seen: not seen["mistakes"])
    message = wait_for(lambda: post(preview, "/api/message", WELCOME).said, lambda seen: not seen["mistakes"])
    assert "Everything is back" in message["message"]["text"]


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param(COPY, "heading: " + "x" * 50_000_000, id="50 MB of copy"),
        pytest.param(COPY, "heading: \x00\x07", id="control characters"),
        pytest.param("templates/welcome/samples/default.yaml", "user: {first_name: .nan}", id="no number"),
        pytest.param(
            TEMPLATE, "{{ welcome }}" * 9 + "{% for a in range(99999) %}{{ 'x' * 9999 }}{% endfor %}", id="long"
        ),
        pytest.param(TEMPLATE, "<mjml>" * 9_000, id="nested"),
    ],
)
def test_a_file_that_nobody_wrote_is_a_mistake_with_a_place(preview: Preview, file: str, content: str) -> None:
    assert post(preview, "/api/message", WELCOME).said["mistakes"] == []
    before = preview.read(file) if (preview.root / file).exists() else None
    preview.write(file, content)
    seen = wait_for(lambda: post(preview, "/api/message", WELCOME).said, lambda seen: bool(seen["mistakes"]))
    assert seen["mistakes"][0]["place"]["file"] == file
    assert "Three steps" in seen["message"]["text"]
    assert ask(preview, "/api/catalogue").status == 200
    if before is None:
        (preview.root / file).unlink()
    else:
        preview.write(file, before)
    wait_for(lambda: post(preview, "/api/message", WELCOME).said, lambda seen: not seen["mistakes"])


def test_a_fault_of_this_program_is_said_and_ends_nothing(
    tmp_path: Path, compiled: Path, loopback: None, caplog: pytest.LogCaptureFixture
) -> None:
    def stopped() -> datetime:
        raise ZeroDivisionError("the clock stopped")

    copy_shipped(tmp_path / "nimbus")
    preview = Preview(tmp_path / "nimbus", compiled, clock=stopped)
    preview.start()
    try:
        [mistake] = catalogue_of(preview)["mistakes"]
        assert mistake["message"].startswith("notify itself failed (ZeroDivisionError: the clock stopped).")
        assert post(preview, "/api/message", WELCOME).said["mistakes"] == [mistake]
        assert ask(preview, "/").status == 200
    finally:
        preview.stop()
    assert "in stopped" in caplog.text


def test_a_fault_in_watching_is_said_too(
    tmp_path: Path, compiled: Path, loopback: None, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy_shipped(tmp_path / "nimbus")
    monkeypatch.chdir(tmp_path)
    # Nobody serves a folder that is not named by its whole path: what changes is told by that, and is not found in it.
    preview = Preview(Path("nimbus"), compiled)
    preview.start()
    try:
        with connect(preview) as events:
            events.sendall(write(preview, "/api/events"))
            preview.replace(COPY, NAMED, "Changed")
            told = b""
            while b"event: unwatched" not in told or b"This is a bug" not in told:
                told += (part := events.recv(1 << 16))
                assert part
        assert ask(preview, "/").status == 200
    finally:
        preview.stop()
    assert "ValueError" in caplog.text
