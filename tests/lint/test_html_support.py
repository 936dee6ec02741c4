"""HTML, elements and formats of images that mail programs do not know, and near misses."""

from pathlib import Path
from typing import Any

import pytest

from notify.lint.example import files_of
from notify.lint.finding import Finding
from notify.lint.rule import Example
from tests.lint.test_rules import findings_of

CODES = ["HTM003", "HTM004", "HTM005", "IMG006"]


def found_in(body: str, folder: Path, *, head: str = "", clients: tuple[str, ...] = ()) -> list[Finding]:
    lint: dict[str, Any] = {"lint": {"clients": list(clients), "select": CODES}}
    example = Example(body=f"{body}\n<mj-text>{{{{ t.body }}}}</mj-text>", catalogue=lint)
    mjml = files_of(example)["templates/note/email.mjml"].replace("</mj-head>", head + "</mj-head>")
    whole = Example(catalogue=lint, files={"templates/note/email.mjml": mjml})
    return findings_of(whole, folder)


def codes_in(body: str, folder: Path, **more: Any) -> list[tuple[str, str]]:
    return [(one.code, one.key) for one in found_in(body, folder, **more)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<svg width="1" height="1"></svg>', [("HTM004", "html-svg")]),
        ("<details><summary>{{ name }}</summary>{{ name }}</details>", [("HTM004", "html-semantics")]),
        ("<section><mark>{{ name }}</mark></section>", []),
        ("<dialog open>{{ name }}</dialog>", [("HTM004", "html-dialog")]),
        ("<p hidden>{{ name }}</p>", [("HTM004", "html-hidden")]),
        ('<p hidden style="display: none">{{ name }}</p>', []),
        ("<div popover>{{ name }}</div>", [("HTM004", "html-popover")]),
        ('<picture><source srcset="https://acme.example/a.webp" /></picture>', [("HTM004", "html-picture")]),
        ('<progress value="3" max="4"></progress>', [("HTM004", "html-progress")]),
        ('<progress value="3" max="4">3/4</progress>', []),
        ("<ruby>漢<rt>kan</rt></ruby>", [("HTM004", "html-ruby")]),
        ("<ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby>", []),
        ("<SVG></SVG>", [("HTM004", "html-svg")]),
        ('<abbr title="a" aria-label="b" role="note">{{ name }}</abbr><wbr />', []),
        ('<p style="float: left">{{ name }}</p>', [("HTM003", "css-float")]),
        ('<img src="https://acme.example/a.png" alt="" width="9" align="left" style="float: left" />', []),
        ('<div bgcolor="#234" style="background: url(https://acme.example/a.png)">{{ name }}</div>', []),
        ('<div style="background: url(https://acme.example/a.png)"></div>', [("HTM003", "css-background-image")]),
        ('<pre style="white-space: pre-wrap">{{ name }}</pre>', []),
        ('<p style="white-space: pre-wrap">{{ name }}</p>', [("HTM003", "css-white-space")]),
        ('<div style="font-family: &quot;A&quot;; display: grid">{{ name }}</div>', [("HTM003", "css-display-grid")]),
        ('<!--[if mso]><p style="float: left"><object></object></p><![endif]-->', []),
        ('<!--[if !mso]><!--><p style="display: flex">{{ name }}</p><!--<![endif]-->', []),
        ("<!--[if !mso]><!--><svg></svg><!--<![endif]-->", [("HTM004", "html-svg")]),
        ('<!--[if mso]><b>x</b><![endif]--><p style="display: flex">{{ name }}</p>', [("HTM003", "css-display-flex")]),
        ("<script>go()</script>", [("HTM005", "script")]),
        ("<iframe></iframe><embed />", [("HTM005", "embed"), ("HTM005", "iframe")]),
        ('<form><input name="a" /><select></select><button>b</button></form>', [("HTM005", "form")]),
        ('<form></form><input name="a" />', [("HTM005", "form"), ("HTM005", "input")]),
        ('<input type="checkbox" style="display: none !important" /><label>{{ name }}</label>', []),
        ('<input type="checkbox" />', [("HTM005", "switch")]),
        ('<input type="radio" /><input />', [("HTM005", "input"), ("HTM005", "switch")]),
        ("<button>{{ name }}</button>", [("HTM005", "button")]),
        ('<video src="https://acme.example/a.mp4"></video>', [("HTM005", "video")]),
        ('<video src="https://acme.example/a.mp4"><source src="b.mp4" /> </video>', [("HTM005", "video")]),
        ('<video><a href="https://acme.example/a">{{ name }}</a></video>', []),
        ("<audio>{{ name }}</audio>", []),
        ('<a href="https://acme.example/a" onclick="go()">{{ name }}</a>', [("HTM005", "on")]),
        ('<a href="https://acme.example/a" ONCLICK="go()">{{ name }}</a>', [("HTM005", "on")]),
        ("<object><param /></object>", [("HTM005", "object")]),
    ],
)  # fmt: skip
def test_what_mail_programs_make_of_elements(html: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    assert sorted(codes_in(f"<mj-text>{html}</mj-text>", tmp_path)) == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<link rel="stylesheet" href="https://acme.example/mail.css" />', [("HTM005", "link")]),
        ('<link href="https://fonts.googleapis.com/css?family=Inter" rel="stylesheet" type="text/css" />', []),
        ('<link rel="preconnect" href="https://acme.example" />', []),
        ('<base href="https://acme.example/" />', [("HTM005", "base")]),
        ('<base target="_blank" />', [("HTM005", "base")]),
        ('<meta http-equiv="Refresh" content="3; url=https://acme.example" />', [("HTM005", "meta")]),
        ('<meta name="color-scheme" content="light dark" />', []),
        ("<style>.a { float: left }</style>", [("HTM003", "css-float")]),
        ("<!--[if mso]><style>.a { float: left }</style><![endif]-->", []),
        ("<!--[if !mso]><!--><style>.a { float: left }</style><!--<![endif]-->", []),
    ],
)
def test_what_stands_in_the_head(html: str, found: list[tuple[str, str]], tmp_path: Path) -> None:
    assert codes_in("<mj-text>{{ name }}</mj-text>", tmp_path, head=f"<mj-raw>{html}</mj-raw>") == found


def test_attributes_of_mjml_are_css_that_somebody_chose(tmp_path: Path) -> None:
    body = (
        '<mj-text color="rgba(0, 0, 0, .6)" container-background-color="#eee" padding="1rem">{{ name }}</mj-text>\n'
        '<mj-button href="https://acme.example/a" border-radius="1rem" inner-padding="calc(1px + 2px)">Go</mj-button>'
    )
    head = '<mj-attributes><mj-text font-size="5vw" /></mj-attributes>'
    found = found_in(body, tmp_path, head=head)
    assert sorted(one.key for one in found) == ["css-rgba", "css-unit-calc", "css-unit-rem", "css-unit-vw"]


def test_the_line_is_that_of_the_declaration(tmp_path: Path) -> None:
    body = '<mj-text>\n<p\n class="a"\n style="display: flex">{{ name }}</p>\n</mj-text>'
    head = "<mj-style>\n.a { color: red; }\n.b {\n  color: blue;\n  float: left;\n}\n</mj-style>"
    lines = {one.key: one.position.line for one in found_in(body, tmp_path, head=head)}
    mjml = (tmp_path / "templates/note/email.mjml").read_text().splitlines()
    assert mjml[(lines["css-float"] or 0) - 1] == "  float: left;"
    assert "display: flex" in mjml[(lines["css-display-flex"] or 0) - 1]


def test_a_form_says_where_it_does_not_work(tmp_path: Path) -> None:
    (form,) = found_in("<mj-text><form></form></mj-text>", tmp_path)
    assert form.severity == "error"
    assert form.message.startswith(
        "`<form>` has no place in a message. It does not work in Outlook on Windows and Yahoo"
    )
    (script,) = found_in("<mj-text><script></script></mj-text>", tmp_path)
    assert script.message == "`<script>` has no place in a message."


def test_what_is_hidden_from_outlook_does_not_count_there(tmp_path: Path) -> None:
    body = '<mj-raw><!--[if !mso]><!--><input type="checkbox" /><form></form><!--<![endif]--></mj-raw>'
    assert found_in(body, tmp_path / "word", clients=("outlook.windows",)) == []
    form, switch = sorted(found_in(body, tmp_path / "all"), key=lambda one: one.key)
    assert (form.severity, switch.severity) == ("error", "warning")
    assert "Outlook on Windows" not in form.message
    (alone,) = found_in("<mj-text><form></form></mj-text>", tmp_path / "one", clients=("outlook.windows",))
    assert alone.message.endswith("It does not work in Outlook on Windows, by caniemail.com of 2026-06-29.")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://acme.example/a.webp", ["image-webp"]),
        ("https://acme.example/A.WEBP?w=300#x", ["image-webp"]),
        ("https://acme.example/a.avif", ["image-avif"]),
        ("https://acme.example/a.svg", ["image-svg"]),
        ("data:image/svg+xml;base64,PHN2Zy8+", ["image-svg"]),
        ("https://acme.example/a.heic", ["image-heif"]),
        ("https://acme.example/a.png?next=b.webp", []),
        ("https://acme.example/webp", []),
        ("https://acme.example/a.jpeg", []),
        ("https://acme.example/a.apng", []),
        ("https://acme.webp/", []),
        ("cid:board", []),
        ("", []),
    ],
)
def test_formats_of_images(address: str, found: list[str], tmp_path: Path) -> None:
    body = f'<mj-image src="{address}" alt="{{{{ name }}}}" width="300px" />'
    assert [one.key for one in found_in(body, tmp_path)] == found


def test_an_image_for_others_than_outlook_may_be_webp(tmp_path: Path) -> None:
    image = '<img src="https://acme.example/a.webp" alt="" width="9" />'
    assert found_in(f"<mj-text><!--[if !mso]><!-->{image}<!--<![endif]--></mj-text>", tmp_path) == []
    behind = '<div style="background: #fff url(https://acme.example/a.webp)">{{ name }}</div>'
    assert found_in(f"<mj-text>{behind}</mj-text>", tmp_path) == []


def test_images_of_a_format_are_one_finding(tmp_path: Path) -> None:
    image = '<mj-image src="https://acme.example/{}.webp" alt="{{{{ name }}}}" width="300px" />\n'
    (found,) = found_in(image.format("a") + image.format("b") + image.format("a") + image.format("c"), tmp_path)
    assert found.message.startswith(
        "The image “https://acme.example/a.webp” (webP) is not shown by Outlook on Windows: 1 of"
    )
    assert found.message.endswith(" 2 more of this format are there.")
    assert found_in(image.format("a"), tmp_path, clients=("apple-mail", "yahoo")) == []
