"""What people see of the shipped e-mails: in every language, with every sample, on phones and desks, day and night."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser

from notify.catalogue.locale import direction
from notify.render.message import Email
from tests.browser.faults import (
    find_faint_text,
    find_overhang,
    find_requests,
    find_small_text,
    find_unmirrored,
    find_wrong_language,
)
from tests.browser.screen import Screen, Setting, View
from tests.shipped.messages import list_mailed, open_shipped, render_emails

PHONE = Setting(320)
PHONE_AT_NIGHT = Setting(320, "dark")
DESK = Setting(640)
DESK_AT_NIGHT = Setting(640, "dark")
LARGE_TEXT = Setting(640, large_text=True)
SETTINGS = (PHONE, PHONE_AT_NIGHT, DESK, DESK_AT_NIGHT, LARGE_TEXT)

# Width changes nothing of what axe-core looks for.
AUDITED = (PHONE, PHONE_AT_NIGHT)


@dataclass(frozen=True)
class Look:
    """What is seen of one e-mail in one setting, and what axe-core finds in it."""

    email: Email
    view: View
    audit: Sequence[str]


@pytest.fixture(scope="module")
def screens(browser: Browser) -> list[Screen]:
    return [Screen(browser, setting) for setting in SETTINGS]


@pytest.fixture(scope="module", params=list_mailed())
def looks(screens: list[Screen], request: pytest.FixtureRequest) -> list[Look]:
    """Every look of a notification: each locale and sample in each setting."""
    return [look_at(email, screen) for email in render_emails([request.param]) for screen in screens]


def look_at(email: Email, screen: Screen) -> Look:
    screen.show(email.html)
    return Look(email, screen.measure(), screen.audit() if screen.setting in AUDITED else ())


def fail_for(looks: Iterable[Look], find: Callable[[Look], Iterable[str]]) -> None:
    """Fails with a line for each fault of a message, if there is any, that says in which settings it is seen."""
    settings: dict[str, list[str]] = {}
    for look in looks:
        message = look.email
        for fault in dict.fromkeys(find(look)):
            line = f"{message.notification}, {message.locale}, {message.sample}: {fault}"
            settings.setdefault(line, []).append(str(look.view.setting))
    if settings:
        lines = [
            f"{line} ({'everywhere' if len(seen) == len(SETTINGS) else '; '.join(seen)})"
            for line, seen in settings.items()
        ]
        pytest.fail("\n".join(lines), pytrace=False)


def test_there_is_something_to_see(looks: list[Look]) -> None:
    fail_for(looks, lambda look: [] if look.view.texts else ["no text is seen at all"])


def test_nothing_sticks_out(looks: list[Look]) -> None:
    fail_for(looks, lambda look: find_overhang(look.view))


def test_no_text_is_small(looks: list[Look]) -> None:
    fail_for(looks, lambda look: find_small_text(look.view))


def test_text_stands_out(looks: list[Look]) -> None:
    fail_for(looks, lambda look: find_faint_text(look.view))


def test_axe_finds_nothing(looks: list[Look]) -> None:
    fail_for(looks, lambda look: look.audit)


def test_the_document_says_its_language(looks: list[Look]) -> None:
    fail_for(looks, lambda look: find_wrong_language(look.view, look.email.locale, direction(look.email.locale)))


def test_right_to_left_mirrors_left_to_right(looks: list[Look]) -> None:
    default = open_shipped().catalogue.defaults.locale
    models = {(look.email.sample, look.view.setting): look.view for look in looks if look.email.locale == default}
    mirrored = [look for look in looks if direction(look.email.locale_used) == "rtl"]
    fail_for(mirrored, lambda look: find_unmirrored(look.view, models[look.email.sample, look.view.setting]))


def test_nothing_is_fetched(looks: list[Look]) -> None:
    fail_for(looks, lambda look: find_requests(look.view))
