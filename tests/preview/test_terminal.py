import io
import re
from dataclasses import replace
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from notify.preview.languages import Language
from notify.preview.terminal.page import print_languages, print_messages
from notify.render.message import Card, Email, Message, Sms
from tests.pages import WrittenPage

SUBJECT = "Réinitialisez le mot de passe de votre compte Nimbus avant demain soir à minuit"
PREHEADER = (
    "Le lien est valable quinze minutes ; si vous n'avez rien demandé, "
    "ne faites rien et votre mot de passe reste le même."
)
TEXT = """Bonjour Ana,

Choisir un nouveau mot de passe :
https://nimbus.example/reset?token=abc

- Un point qui est assez long pour occuper plus d'une ligne dans un terminal de quatre-vingts colonnes, voire de cent
- L'aide (https://nimbus.example/aide) et la politique (voir la page (https://nimbus.example/p_(fr))).
Voir aussi https://nimbus.example/aide, ou mailto:support@nimbus.example.
"""
ARABIC = "مرحبا آنا، لقد طلبت كلمة مرور جديدة. لم يتغير شيء حتى الآن. " * 3
JAPANESE = "パスワードを再設定してください。リンクは十五分間有効です。お早めに👨‍👩‍👧‍👦お願いします。" * 2
WIDTHS = [20, 40, 80, 120, 200]


def make_email(subject: str = SUBJECT, preheader: str = PREHEADER, text: str = TEXT, locale: str = "fr") -> Email:
    return Email(
        notification="password-reset",
        channel="email",
        locale=locale,
        locale_used=locale,
        sample="default",
        subject=subject,
        preheader=preheader,
        headers={"From": "Nimbus <hello@nimbus.example>", "Subject": subject},
        page=WrittenPage("<p>é</p>\n", text),
    )


def make_sms(text: str = "Nimbus : 123456 est votre code.", segments: int = 1) -> Sms:
    return Sms(
        notification="code",
        channel="sms",
        locale="fr",
        locale_used="fr",
        sample="default",
        text=text,
        encoding="GSM-7",
        segments=segments,
    )


def make_card(**words: str) -> Card:
    return Card(
        notification="streak",
        channel="push",
        locale="fr",
        locale_used="fr",
        sample="long",
        words=words or {"title": "7"},
    )


def shown(*messages: Message, width: int = 100, terminal: bool = False, encoding: str = "utf-8") -> str:
    """What a console writes, without the spaces at line ends; as a terminal, with its colours."""
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, newline="")
    colours: Literal["standard"] | None = "standard" if terminal else None
    console = Console(file=file, width=width, force_terminal=terminal, color_system=colours, _environ={})
    print_messages(console, messages)
    file.flush()
    return re.sub(" +\n", "\n", raw.getvalue().decode(encoding))


def plain(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def in_one_line(text: str) -> str:
    return " ".join(text.split())


def test_the_inbox_row_is_marked_where_three_inboxes_cut_it() -> None:
    rows = in_one_line(shown(make_email()))
    assert (
        "Gmail web Nimbus at 70 Réinitialisez le mot de passe de votre compte Nimbus avant demain soir│ à minuit"
        in rows
    )
    assert (
        "iOS Mail Nimbus at 41 Réinitialisez le mot de passe de votre co│mpte Nimbus avant demain soir à minuit" in rows
    )
    assert (
        "Outlook Nimbus at 55 Réinitialisez le mot de passe de votre compte Nimbus av│ant demain soir à minuit" in rows
    )
    # 110 characters of a row for both, 70 of which the subject takes.
    assert f"à minuit - {PREHEADER[:40]}│{PREHEADER[40:]}" in rows
    assert in_one_line(f"{PREHEADER[:82]}│{PREHEADER[82:]}") in rows
    assert in_one_line(f"{PREHEADER[:55]}│{PREHEADER[55:]}") in rows


def test_what_fits_has_no_mark() -> None:
    assert "│" not in shown(make_email("Welcome", "Let us begin."))


def test_the_lost_part_is_dim_on_a_terminal() -> None:
    assert "votre co\x1b[1m│\x1b[0m\x1b[2mmpte Nimbus" in shown(make_email(), terminal=True)


def test_wide_characters_count_as_two() -> None:
    assert "パスワードを再設定してください。リンクは│十五分" in shown(make_email(JAPANESE))


def test_a_missing_preheader_is_said() -> None:
    assert in_one_line(shown(make_email(preheader=""))).count("(no preheader: words of the message)") == 3


def test_links_are_numbered_and_listed() -> None:
    text = shown(make_email())
    assert "\nChoisir un nouveau mot de passe [1]\n" in text
    assert "- L'aide [2] et la politique (voir la page [3]).\n" in text
    assert "Voir aussi [2], ou [4].\n" in text
    assert text.count("https://nimbus.example/aide") == 1
    listed = "[1] https://nimbus.example/reset?token=abc\n[2] https://nimbus.example/aide\n"
    assert f"\n{listed}[3] https://nimbus.example/p_(fr)\n[4] mailto:support@nimbus.example\n" in text


def test_a_link_alone_stands_where_it_was() -> None:
    assert "\nHello\n\n[1]\n\nBye [2]\n" in shown(
        make_email(text="Hello\n\nhttps://nimbus.example/a\n\nBye\nhttps://nimbus.example/b\n")
    )


def test_a_link_in_brackets_alone_keeps_its_line() -> None:
    text = shown(make_email(text="Hello\n(https://nimbus.example/a)\n"))
    assert "\nHello\n[1]\n" in text
    assert "[1] https://nimbus.example/a\n" in text


def test_a_message_without_links_lists_none() -> None:
    assert "[1]" not in shown(make_email(text="Hello\n"))


def test_a_long_point_is_indented() -> None:
    assert "\n- Un point qui" in shown(make_email())
    assert re.search(r"\n  \S", shown(make_email()))


def test_the_facts_stand_below() -> None:
    email = replace(make_email(), locale="fr-CA")
    facts = shown(email).splitlines()[-1].strip()
    assert facts == "HTML 0.0 KB of the 102 KB that Gmail shows · fr, standing in for fr-CA · sample default"


@pytest.mark.parametrize(
    ("size", "said"), [(101_999, "HTML 102.0 KB of"), (102_000, "HTML 102.0 KB: Gmail cuts it off")]
)
def test_a_message_that_gmail_cuts_is_said(size: int, said: str) -> None:
    assert said in shown(replace(make_email(), page=WrittenPage("é" * (size // 2) + "x" * (size % 2))))


def test_messages_that_fit_stand_side_by_side() -> None:
    english, arabic = make_email("Hello", "", "Hello Ana,\n", "en"), make_email("مرحبا", "", "مرحبا آنا،\n", "ar")
    lines = plain(shown(english, arabic, width=120, terminal=True)).splitlines()
    column = (120 - 3) // 2
    assert lines[0] == "password-reset · email"
    assert lines[1] == f"{'en · sample default':<{column + 3}}ar · sample default · right to left"
    assert f"{'Hello Ana,':<{column}}   {'مرحبا آنا،':>{column}}" in lines
    assert sum(line.startswith("The message") for line in lines) == 1


def test_what_stands_side_by_side_starts_at_one_height() -> None:
    long = make_email("subject " * 30, text="Hello\n\nhttps://nimbus.example/a\n")
    lines = plain(shown(long, make_email("Hi", text="Hello\n"), width=120, terminal=True)).splitlines()
    for name in ("Gmail web", "iOS Mail", "Outlook", "Hello", "HTML"):
        assert [line.count(name) for line in lines if name in line] == [2]


@pytest.mark.parametrize(("width", "beside"), [(80, 1), (91, 2), (120, 2), (140, 3), (200, 4)])
def test_as_many_fit_as_can_be_read_and_rows_are_even(width: int, beside: int) -> None:
    messages = [make_email(locale=locale) for locale in ("en", "fr", "pl", "de", "it", "es")]
    lines = plain(shown(*messages, width=width, terminal=True)).splitlines()
    rows = [line.count("sample default") for line in lines if "sample default" in line]
    fewest = -(-6 // beside)
    assert rows == [-(-6 // fewest)] * fewest


def test_without_a_terminal_each_is_below_the_other() -> None:
    lines = shown(make_email(locale="en"), make_email(locale="fr"), width=200).splitlines()
    assert lines.index("en · sample default") < lines.index("fr · sample default")
    assert sum(line.startswith("The message") for line in lines) == 2


def test_a_fallback_is_said_above_the_message_that_is_compared() -> None:
    fallback = replace(make_email(locale="en"), locale="pl")
    assert "pl, shown in en · sample default" in shown(make_email(locale="en"), fallback)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_line_of_a_comparison_is_wider_than_the_terminal(width: int) -> None:
    words = "z" * 300 + "\nhttps://nimbus.example/" + "u" * 300
    messages = [make_email("x" * 300, words, words, locale) for locale in ("en", "ar", "ja")]
    assert max(cell_len(line) for line in plain(shown(*messages, width=width, terminal=True)).split("\n")) <= width


@pytest.mark.parametrize(
    ("languages", "said"),
    [
        ([Language("en", "en", has_copy=True, lacks=())], "Languages: en"),
        (
            [
                Language("en", "en", has_copy=True, lacks=()),
                Language("fr", "en", has_copy=True, lacks=("body",)),
                Language("pl", "en", has_copy=False, lacks=()),
                Language("de", "en", has_copy=False, lacks=()),
            ],
            "Languages: en; fr is shown in en: `body` missing; pl and de are shown in en: no copy",
        ),
        (
            [Language("fr", "en", has_copy=True, lacks=tuple("abcde"))],
            "Languages: none; fr is shown in en: `a`, `b`, `c` and 2 more missing",
        ),
    ],
)
def test_the_languages_are_told_with_what_stands_in(languages: list[Language], said: str) -> None:
    console = Console(file=io.StringIO(), width=100, _environ={})
    with console.capture() as printed:
        print_languages(console, languages)
    assert printed.get() == f"{said}\n"


def test_right_to_left_is_laid_out_from_the_right() -> None:
    text = shown(make_email("مرحبا", "", "مرحبا آنا،\n", "ar"))
    assert f"{' ' * 90}مرحبا آنا،\n" in text
    assert text.splitlines()[-1].strip().endswith("· ar · sample default · right to left")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("terminal", [False, True])
@pytest.mark.parametrize(
    "message",
    [
        make_email(),
        make_email(ARABIC, ARABIC, ARABIC, "ar"),
        make_email(JAPANESE, JAPANESE, JAPANESE, "ja"),
        make_email("x" * 300, "y" * 300, "z" * 300 + "\nhttps://nimbus.example/" + "u" * 300),
        make_sms("x" * 300, 2),
        make_card(title=JAPANESE, body="x" * 300, action="y" * 300),
    ],
)
def test_no_line_is_wider_than_the_console(message: Message, width: int, *, terminal: bool) -> None:
    text = plain(shown(message, width=width, terminal=terminal))
    assert max(cell_len(line) for line in text.split("\n")) <= min(width, 100)


def test_nothing_is_lost_in_a_narrow_console() -> None:
    url = "https://nimbus.example/" + "u" * 300
    email = make_email("x" * 90, "y" * 90, f"Hello {url}")
    text = "".join(shown(email, width=40).split())
    assert url in text
    assert "…" not in text


@pytest.mark.parametrize(
    "data",
    ["\x1b[31mred", "\x1b]0;title\x07", "\x9b2J", "a\rb", "a\x08b", "\x00", "\x7f", "\ud800", "a\u2028b", "a\vb\fc"],
)
@pytest.mark.parametrize("terminal", [False, True])
def test_no_control_character_reaches_the_terminal(data: str, *, terminal: bool) -> None:
    email = replace(make_email(data, data, f"- {data}\nx {data}\nhttps://x.example/{data}\n"), headers={"From": data})
    email = replace(email, notification=data, sample=data, locale=data)
    for message in (email, make_sms(data), make_card(title=data, body=data, action=data, **{data: data})):
        text = plain(shown(message, terminal=terminal)).replace("\n", "")
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028]", text)


@given(st.text())
def test_whatever_data_holds_it_is_printed(data: str) -> None:
    for message in (make_email(data, data, data), make_sms(data), make_card(title=data, note=data)):
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown(message))


def test_what_looks_like_markup_is_only_text() -> None:
    data = "[bold]x[/bold] [/] [link=https://x.example]y[/link] :smile: [red]"
    for message in (
        make_email(data, data, "[b]Hi[/b] :smile: [/]\n"),
        make_sms(data),
        make_card(title=data, action="[/]"),
    ):
        assert "[/]" in shown(message, terminal=True)
        assert ":smile:" in shown(message, terminal=True)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_console_without_unicode_gets_what_it_can_show(encoding: str) -> None:
    text = shown(replace(make_email(JAPANESE + SUBJECT, ARABIC), locale="ar"), encoding=encoding)
    assert "?|" in text
    for message in (make_sms(ARABIC), make_card(title=JAPANESE)):
        assert "???" in shown(message, encoding=encoding)


def test_a_text_message_is_a_bubble_with_its_length() -> None:
    assert shown(make_sms()).splitlines() == [
        "code · sms",
        "╭──────────────────────────────────────────────╮",
        "│ Nimbus : 123456 est votre code.              │",
        "╰──────────────────────────────────────────────╯",
        "31 characters, 1 segment of GSM-7 · fr · sample default",
    ]
    assert "200 characters, 2 segments of GSM-7" in shown(make_sms("x" * 200, 2))


def test_a_card_shows_its_words() -> None:
    assert shown(make_card(body="Keep going", title="7 days", action="Open")).splitlines()[1:6] == [
        "╭──────────────────────────────────────────────╮",
        "│ 7 days                                       │",
        "│ Keep going                                   │",
        "│                                              │",
        "│ action  Open                                 │",
    ]
    assert shown(make_card(action="Open")).splitlines()[2] == "│ action  Open                                 │"


def test_a_kind_of_message_without_a_preview_is_a_bug() -> None:
    bare = Message(notification="a", channel="fax", locale="fr", locale_used="fr", sample="default")
    with pytest.raises(TypeError, match="no preview for Message"):
        print_messages(Console(file=io.StringIO()), [bare])
