"""How much of a subject and a preheader each inbox shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.preview.inboxes import GMAIL_WEB, INBOXES, IOS_MAIL, YAHOO, Cut, Inbox, row
from notify.render.message import Email
from tests.pages import WrittenPage


def make_email(subject: str = "Hello", preheader: str = "", sender: str = "Acme <hello@acme.example>") -> Email:
    return Email(
        notification="note",
        channel="email",
        locale="en",
        locale_used="en",
        sample="default",
        subject=subject,
        preheader=preheader,
        headers={"From": sender},
        page=WrittenPage(""),
    )


def narrow(room: int) -> Inbox:
    return Inbox("narrow", "Narrow", room, room)


@pytest.mark.parametrize("inbox", INBOXES, ids=lambda inbox: inbox.id)
def test_a_subject_is_cut_where_the_inbox_ends(inbox: Inbox) -> None:
    text = "".join(chr(ord("a") + number % 26) for number in range(200))
    assert row(make_email(text), inbox).subject == Cut(text[: inbox.subject], text[inbox.subject :])
    assert row(make_email(text[: inbox.subject]), inbox).subject == Cut(text[: inbox.subject], "")


def test_a_preheader_has_lines_of_its_own_or_what_the_subject_leaves() -> None:
    email = make_email("s" * 20, "p" * 200)
    assert len(row(email, IOS_MAIL).preheader.shown) == 82
    assert len(row(email, GMAIL_WEB).preheader.shown) == 90
    assert len(row(make_email("s" * 99, "p" * 200), GMAIL_WEB).preheader.shown) == 40
    assert row(make_email(preheader=""), YAHOO).preheader == Cut("", "")


def test_every_inbox_has_a_name_for_programs_and_one_for_people() -> None:
    assert [inbox.id for inbox in INBOXES] == ["gmail-web", "gmail-mobile", "ios-mail", "outlook", "yahoo"]
    assert len({inbox.name for inbox in INBOXES}) == len(INBOXES)


@pytest.mark.parametrize(
    ("sender", "name"),
    [
        ("Acme <hello@acme.example>", "Acme"),
        ("hello@acme.example", "hello@acme.example"),
        ("nobody in particular", "nobody in particular"),
    ],
)
def test_the_sender_is_who_the_inbox_shows(sender: str, name: str) -> None:
    assert row(make_email(sender=sender), YAHOO).sender == name


def test_white_space_is_as_an_inbox_shows_it() -> None:
    assert row(make_email(" a \n b\t c "), YAHOO).subject == Cut("a b c", "")


@pytest.mark.parametrize(
    ("sign", "width"),
    [
        pytest.param("e\u0301", 1, id="an accent of its own"),
        pytest.param("設", 2, id="a wide character"),
        pytest.param("👍🏽", 2, id="an emoji with a colour of skin"),
        pytest.param("👨‍👩‍👧‍👦", 2, id="a family"),
        pytest.param("🇫🇷", 2, id="a flag"),
        pytest.param("✈\ufe0f", 2, id="a sign shown as an emoji"),
        pytest.param("कि", 1, id="a letter with its vowel"),
    ],
)
def test_a_sign_is_shown_whole_or_not_at_all(sign: str, width: int) -> None:
    assert row(make_email(sign * 3), narrow(2 * width)).subject == Cut(sign * 2, sign)
    assert row(make_email("x" + sign), narrow(width)).subject == Cut("x", sign)
    assert row(make_email("x" + sign), narrow(width + 1)).subject == Cut("x" + sign, "")


@given(st.text(), st.integers(0, 60))
def test_nothing_is_lost_between_the_parts(text: str, room: int) -> None:
    found = row(make_email(text), narrow(room)).subject
    assert found.shown + found.lost == " ".join(text.split())
