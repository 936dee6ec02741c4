"""Awkward images."""

from pathlib import Path

import pytest

from notify.lint.finding import Finding
from notify.lint.knowledge.pictures import says_picture
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

WORDS = "<mj-text>{{ t.body }} " + "There are enough words here to say what it is about. " * 3 + "</mj-text>"
PICTURE = "https://acme.example/board.png"


def found_in(body: str, folder: Path, code: str = "IMG", **fields: object) -> list[Finding]:
    found = findings_of(Example(body=f"{body}\n{WORDS}", **fields), folder)  # type: ignore[arg-type] # fields of it
    return [one for one in found if one.code.startswith(code)]


def said(found: list[Finding]) -> list[str]:
    return [f"{one.code} {one.severity}: {one.message}" for one in found]


@pytest.mark.parametrize(
    "image",
    [
        f'<mj-image src="{PICTURE}" alt="" width="200px" />',
        f'<mj-image src="{PICTURE}" alt />',
        f'<mj-image src="{PICTURE}" alt="Your board" href="https://acme.example/board" />',
        f'<mj-text><img src="{PICTURE}" width="20" alt="" /></mj-text>',
        f'<mj-raw><img src="{PICTURE}" width="20" aria-hidden="true" /></mj-raw>',
        f'<mj-raw><img src="{PICTURE}" width="20" role="presentation" /></mj-raw>',
        '<mj-text><p style="behavior: url(a.htc)">{{ name }}</p></mj-text>',
        f'<mj-raw><!--[if !mso]><!--><img src="{PICTURE}" alt="" /><!--<![endif]--></mj-raw>',
        f'<mj-social><mj-social-element src="{PICTURE}" alt="Acme on Foo" href="https://acme.example" /></mj-social>',
        '<mj-social><mj-social-element name="github" alt="GitHub" href="https://acme.example/hub" /></mj-social>',
        f'<mj-table><tr><td background="{PICTURE}" style="background: #fff url(\'{PICTURE}\')">x</td></tr></mj-table>',
        "<mj-raw><style>@font-face { font-family: A; src: url(/a.woff); } /* url(b.png) */</style></mj-raw>",
        '<mj-raw><style>td { background-image: none; mask: url("#shape"); }</style></mj-raw>',
    ],
)
def test_what_is_right_is_silent(image: str, tmp_path: Path) -> None:
    assert said(found_in(image, tmp_path)) == []


@pytest.mark.parametrize("name", ["logo.png", "./logo.png", "images/board.png", "images/a%20b.png"])
def test_a_file_of_its_own_is_found(name: str, tmp_path: Path) -> None:
    files = dict.fromkeys(["templates/note/logo.png", "templates/images/board.png", "templates/images/a b.png"], "")
    body = f'<mj-image src="{name}" alt="" /><mj-table><tr><td background="{name}">x</td></tr></mj-table>'
    assert said(found_in(body, tmp_path, files=files)) == []


@pytest.mark.parametrize("name", ["none.png", "/logo.png", "../note/logo.png", "note/../note/logo.png", "images"])
def test_what_is_not_there_or_outside_is_not(name: str, tmp_path: Path) -> None:
    files = dict.fromkeys(["templates/note/logo.png", "templates/images/board.png"], "")
    found = found_in(f'<mj-image src="{name}" alt="" />', tmp_path, "IMG004", files=files)
    assert said(found) == [f"IMG004 error: The image “{name}” has an address without a site."]


def test_defaults_of_the_head_count(tmp_path: Path) -> None:
    mjml = (
        '<mjml><mj-head><mj-attributes><mj-image alt="" /><mj-class name="logo" src="/logo.png" /></mj-attributes>'
        '<mj-title>{{ t.subject }}</mj-title></mj-head><mj-body><mj-section><mj-column><mj-image mj-class="logo" />'
        f"{WORDS}</mj-column></mj-section></mj-body></mjml>"
    )
    found = findings_of(Example(files={"templates/note/email.mjml": mjml}), tmp_path)
    assert said([one for one in found if one.code.startswith("IMG")]) == [
        "IMG004 error: The image “/logo.png” has an address without a site."
    ]


@pytest.mark.parametrize(
    ("image", "codes"),
    [
        (f'<mj-image src="{PICTURE}" />', ["IMG001"]),
        (f'<mj-image src="{PICTURE}" href="https://acme.example/b" />', ["LNK009"]),
        (f'<mj-image src="{PICTURE}" href="https://acme.example/b" alt="" />', ["LNK009"]),
        (f'<mj-image src="{PICTURE}" href="https://acme.example/b" title="Your board" />', ["IMG001"]),
        (
            f'<mj-text><a href="https://acme.example/b"><img src="{PICTURE}" width="9" /> Board</a></mj-text>',
            ["IMG001"],
        ),
        (f'<mj-text><a href="https://acme.example/b"><img src="{PICTURE}" width="9" /></a></mj-text>', ["LNK009"]),
        (
            f'<mj-social><mj-social-element src="{PICTURE}" href="https://acme.example">A</mj-social-element></mj-social>',
            ["IMG001"],
        ),
        (f'<mj-social><mj-social-element src="{PICTURE}" href="https://acme.example/b" /></mj-social>', ["LNK009"]),
    ],
)
def test_one_image_is_one_finding(image: str, codes: list[str], tmp_path: Path) -> None:
    found = findings_of(Example(body=f"{image}\n{WORDS}"), tmp_path)
    assert [one.code for one in found if one.code[:3] in {"IMG", "LNK"}] == codes


def test_an_image_in_every_language_is_one_finding(tmp_path: Path) -> None:
    image = '<mj-image src="https://acme.example/{{ locale }}/{{ name }}.png" />'
    [one] = found_in(image, tmp_path, samples={"one": {"name": "a"}, "two": {"name": "b"}})
    assert one.locales == ("en", "fr")
    assert one.samples == ("one", "two")
    assert one.key == "image:https://acme.example/{{ locale }}/{{ name }}.png"


@pytest.mark.parametrize(
    ("alt", "src", "is_name"),
    [
        ("hero image-final.PNG", PICTURE, True),
        ("IMG_1234", PICTURE, True),
        ("Screenshot 2024-05-01", PICTURE, True),
        ("image1", PICTURE, True),
        ("Image", PICTURE, True),
        ("hero_2x", "https://acme.example/hero_2x.jpg?v=3", True),
        ("Acme", "https://acme.example/acme.png", False),
        ("Acme", "https://acme.example/Acme.png", False),
        ("Image of the board", PICTURE, False),
        ("Photo by Bo", PICTURE, False),
        ("Picture book", PICTURE, False),
        ("How to send a .png", PICTURE, False),
        ("Bo left board.png", PICTURE, False),
    ],
)
def test_names_of_files(alt: str, src: str, is_name: bool, tmp_path: Path) -> None:
    found = found_in(f'<mj-image src="{src}" alt="{alt}" width="99px" />', tmp_path, "IMG002")
    assert len(found) == is_name


def test_the_name_of_a_file_that_somebody_shared(tmp_path: Path) -> None:
    image = f'<mj-image src="{PICTURE}" alt="{{{{ name }}}}" width="99px" />'
    assert said(found_in(image, tmp_path, "IMG002", samples={"default": {"name": "holiday.jpg"}})) == []


def test_an_alternative_in_the_copy_is_shown_there(tmp_path: Path) -> None:
    image = f'<mj-image src="{PICTURE}" alt="{{{{ t.button }}}}" width="99px" />'
    [one] = found_in(image, tmp_path, "IMG002", copy={"button": "button.png"})
    assert one.position.file == "templates/note/copy/en.yaml"
    assert one.locales == ("en",)


@pytest.mark.parametrize(
    ("src", "reason"),
    [
        ("board.png", "has an address without a site"),
        ("//cdn.acme.example/board.png", "has an address without `https:`"),
        ("", "has no address"),
        ("https:///board.png", "has an address that names no site"),
        ("file:///home/bo/board.png", "is a file of the sender's own computer"),
        ("C:\\pictures\\board.png", "is a file of the sender's own computer"),
        ("ftp://acme.example/board.png", "has an address that no mail program can load"),
    ],
)
def test_addresses_that_lead_nowhere(src: str, reason: str, tmp_path: Path) -> None:
    [one] = found_in(f'<mj-image src="{src}" alt="" width="99px" />', tmp_path)
    assert one.code == "IMG004"
    assert reason in one.message


def test_what_lies_behind_counts(tmp_path: Path) -> None:
    body = (
        '<mj-raw><style>.a { background: url("a.png"); }</style>'
        '<table><tr><td background="b.png" style="background-image: url(c.png)">x</td></tr></table></mj-raw>'
    )
    assert said(found_in(body, tmp_path, "IMG004")) == [
        "IMG004 error: The background “a.png” has an address without a site.",
        "IMG004 error: The background “b.png” has an address without a site.",
        "IMG004 error: The background “c.png” has an address without a site.",
    ]


def test_a_source_in_the_sample_is_shown_there(tmp_path: Path) -> None:
    image = '<mj-image src="{{ name }}" alt="" width="99px" />'
    [one] = found_in(image, tmp_path, "IMG004", samples={"default": {"name": "/notes/board.png"}})
    assert str(one.position).startswith("templates/note/samples/default.yaml:1")


def test_a_large_embedded_image_is_an_error(tmp_path: Path) -> None:
    [one] = found_in(f'<mj-image alt="" src="data:image/png;base64,{"A" * 110_000}" />', tmp_path)
    assert (one.code, one.severity) == ("IMG005", "error")
    assert one.worst
    assert one.worst.value == "107.4 KiB"


def only(found: list[Finding]) -> list[str]:
    return [one.message for one in found if one.code == "IMG007"]


def test_a_logo_makes_no_message_of_images(tmp_path: Path) -> None:
    logo = f'<mj-image src="{PICTURE}" alt="Acme" width="120px" />\n<mj-text>{{{{ t.body }}}}</mj-text>'
    assert only(findings_of(Example(body=logo), tmp_path)) == []


def test_words_are_counted_without_spaces_too(tmp_path: Path) -> None:
    body = f'<mj-image src="{PICTURE}" alt="" />\n<mj-text>{{{{ t.body }}}}</mj-text>'
    text = "新しいメモがボードに届きました。下のボタンから読むことができます。いつでもご覧いただけます。"
    found = findings_of(Example(body=body, locales={"fr": {"body": text}}), tmp_path)
    [one] = [one for one in found if one.code == "IMG007"]
    assert one.locales == ("en",)


def test_what_a_component_is_given_is_shown_where_it_is_given(tmp_path: Path) -> None:
    component = '{% macro picture(src, alt) %}<mj-image src="{{ src }}" alt="{{ alt }}" width="99px" />{% endmacro %}'
    body = '{% from "components/picture.mjml" import picture %}\n{{ picture("/a.png", "b.png") }}'
    body += '{{ picture("/c.png", "") }}'
    found = found_in(body, tmp_path, files={"templates/components/picture.mjml": component})
    assert [(one.code, one.key, one.position.file, one.position.line) for one in found] == [
        ("IMG002", "alt:b.png", "templates/note/email.mjml", 10),
        ("IMG004", "image:/a.png", "templates/note/email.mjml", 10),
        ("IMG004", "image:/c.png", "templates/note/email.mjml", 10),
    ]


def test_a_part_of_the_message_that_is_none_is_told_how_it_becomes_one(tmp_path: Path) -> None:
    [one] = found_in('<mj-image src="cid:board" alt="" width="99px" />', tmp_path)
    assert (one.code, one.severity) == ("IMG004", "error")
    assert "a part of the message that there is none of" in one.message
    assert "Name the file itself, without `cid:`" in one.help


@pytest.mark.parametrize(
    ("words", "locale", "wrong"),
    [
        ("Logo", "fr", True), ("image", "fr", True), ("Bild", "de-AT", True), ("صورة", "ar", True),
        ("画像", "ja", True), ("Zdjęcie", "pl", True), ("Bild", "en", False), ("Acme", "de", False),
        ("Acme logo", "en", False),
    ],
)  # fmt: skip
def test_words_that_say_only_that_there_is_an_image(words: str, locale: str, *, wrong: bool) -> None:
    assert says_picture(words, locale) == wrong
