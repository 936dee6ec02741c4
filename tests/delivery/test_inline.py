"""Images that travel within messages."""

import os
import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notify.delivery.compose.inline import InlineImages
from notify.delivery.compose.mime import Composed
from notify.delivery.compose.references import replace_addresses
from notify.errors import DeliveryError
from tests.conftest import Notify, Workspace

from .messages import make_composed, make_email

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))
JPEG = b"\xff\xd8\xff\xe0 and so on"
Put = Callable[..., None]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Writes an image below `templates/`."""

    def write(path: str, content: bytes = PNG) -> None:
        file = tmp_path / "templates" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    return write


def composed_in(folder: Path, html: str, text: str = "Hello\n") -> Composed:
    return make_composed(make_email(html=html, text=text), images=InlineImages(folder))


def parts_of(composed: Composed) -> tuple[str, str, list[EmailMessage]]:
    """The text, the HTML and the images, of a message that has some."""
    message = message_from_bytes(composed.content, policy=default)
    text, related = cast("list[EmailMessage]", message.get_payload())
    page, *images = cast("list[EmailMessage]", related.get_payload())
    assert [part.get_content_type() for part in (message, text, related, page)] == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
    ]
    assert related.get_param("type") == "text/html"
    assert not [defect for part in (message, text, related, page, *images) for defect in part.defects]
    return text.get_content(), page.get_content(), images


def refusal(folder: Path, html: str) -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        composed_in(folder, html)
    assert caught.value.hint
    assert caught.value.message.startswith("`welcome` (fr, sample default) cannot be composed. ")
    return caught.value


def test_a_file_becomes_a_part_of_the_message(tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png")
    composed = composed_in(tmp_path, '<p><img src="logo.png" alt="Nimbus"></p>\n', text="cid: logo.png\n")
    text, html, (image,) = parts_of(composed)
    assert image["Content-ID"].endswith("@nimbus.example>")
    assert html == f'<p><img src="cid:{image["Content-ID"][1:-1]}" alt="Nimbus"></p>\r\n'
    assert text == "cid: logo.png\r\n"
    assert image.get_content_type() == "image/png"
    assert image.get_content_disposition() == "inline"
    assert image.get_filename() == "logo.png"
    assert image.get_content() == PNG
    assert max(map(len, composed.content.split(b"\r\n"))) <= 78
    assert not re.search(rb"[\r\n]", composed.content.replace(b"\r\n", b""))


def test_a_message_without_files_is_as_it_was(tmp_path: Path) -> None:
    html = '<img src="https://nimbus.example/a.png"><img src="cid:a@b"><td background="//x.example/a.png">'
    assert composed_in(tmp_path, html) == make_composed(make_email(html=html))


def test_neither_boundary_starts_with_the_other(tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png")
    marks = re.findall(rb'boundary="([^"]+)"', composed_in(tmp_path, '<img src="logo.png">').content)
    assert len(marks) == 2
    assert not marks[0].startswith(marks[1])
    assert not marks[1].startswith(marks[0])


def test_each_file_is_there_once_wherever_it_is_named(tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png")
    put("images/same.png")
    put("images/bg.jpg", JPEG)
    html = (
        '<style>td { background: url("images/bg.jpg") }</style><img src="logo.png"><img src=\'./logo.png\'>'
        '<!--[if mso]><v:fill src="images/bg.jpg"/><![endif]--><img src=images/same.png srcset="logo.png 2x">'
        "<td background='images/bg.jpg' style=\"background: url(&#39;images/bg.jpg&#39;) no-repeat\">"
    )
    _, sent, images = parts_of(composed_in(tmp_path, html))
    png, jpeg = (
        f"cid:{each['Content-ID'][1:-1]}" for each in sorted(images, key=lambda each: each.get_filename() != "logo.png")
    )
    assert len(images) == 2
    assert sent == (
        f"<style>td {{ background: url({jpeg}) }}</style>"
        f'<img src="{png}"><img src="{png}">'
        f'<!--[if mso]><v:fill src="{jpeg}"/><![endif]--><img src="{png}" srcset="{png} 2x">'
        f'<td background="{jpeg}" style="background: url({jpeg}) no-repeat">'
    )


def test_its_own_folder_comes_first(tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png", PNG + b"own")
    put("logo.png", PNG + b"shared")
    put("other.png", PNG + b"other")
    html = '<img src="logo.png"><img src="other.png">'
    assert [part.get_content()[-5:] for part in parts_of(composed_in(tmp_path, html))[2]] == [b"\xfe\xffown", b"other"]


@pytest.mark.parametrize(
    "html",
    [
        "<p>src=\"none.png\" and url(none.png), I &lt;img src='none.png'&gt; say</p>",
        '<img alt=\'a src="none.png" b\' src="https://a.example/a.png">',
        "<img alt=\"src='none.png'\" title='>' data-src=\"none.png\">",
        '<!-- <img src="none.png"> -->',
        "<style>@font-face { src: url(none.woff) } /* url(none.png) */ @import url(none.css);</style>",
        '<img src="data:image/png;base64,AAAA" srcset="data:image/png;base64,AAAA 2x">',
        '<img src=""><img src><td background style="mask: url(#shape); background: url()">',
        '<a href="none.png">x</a><img src="#none.png"><img src="file:///etc/none.png"><img src="C:\\none.png">',
    ],
)
def test_what_names_no_file_stays(html: str, tmp_path: Path) -> None:
    assert composed_in(tmp_path, html) == make_composed(make_email(html=html))


@pytest.mark.parametrize(
    "page",
    [
        '<img src="' * 100_000,
        "<style>" * 100_000 + "src=x",
        "<style>" + "url(" * 100_000,
        "<style>" + "/* @import @font-face{" * 100_000 + "url(x",
        "<style>url(" + " " * 100_000 + "x",
        "<!--" * 100_000 + "src=x",
        "<a '\"" * 100_000 + "src=x",
        "<img src=x " + "a" * 100_000 + ">",
        "<img src=x " + "a " * 100_000 + ">",
        "<img src=x" + " " * 100_000 + ">",
        "<img srcset='" + ", " * 100_000 + "'>",
    ],
    ids=lambda page: page[:12],
)
def test_a_page_is_read_once_however_it_is_made(page: str) -> None:
    # What is tried again from every place would take hours.
    assert replace_addresses(page, lambda _: None) == page


@given(st.text(st.sampled_from("<>!-[]/=\"' \nabsrcimgtyleu()#;:&.")), st.text(st.sampled_from("<>\"'- \n=!sr")))
def test_what_is_no_address_stays(start: str, end: str) -> None:
    page = f'{start}<img src="x.png">{end}'
    assert replace_addresses(page, lambda _: None) == page


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("wrong.png", JPEG, "image/jpeg"),
        ("a.gif", b"GIF89a...", "image/gif"),
        ("a.webp", b"RIFF\x01\x02\x03\nWEBPVP8 ", "image/webp"),
        ("a.avif", b"\0\0\0\x20ftypavif", "image/avif"),
        (
            "a.svg",
            b'<?xml version="1.0"?>\n<!-- made by hand -->\n<svg xmlns="http://www.w3.org/2000/svg"/>',
            "image/svg+xml",
        ),
    ],
)
def test_the_content_says_what_kind_it_is(name: str, content: bytes, kind: str, tmp_path: Path, put: Put) -> None:
    put(f"welcome/{name}", content)
    assert parts_of(composed_in(tmp_path, f'<img src="{name}">'))[2][0].get_content_type() == kind


@pytest.mark.parametrize("name", ['a"b\r\nBcc: c@d.example\r\n.png', "é 1&2.png", "x" * 200 + ".png"])
def test_no_name_of_a_file_breaks_out(name: str, tmp_path: Path, put: Put) -> None:
    put(f"welcome/{name}")
    address = "".join(f"&#{ord(character)};" for character in name)
    composed = composed_in(tmp_path, f'<img src="{address}">')
    shown = parts_of(composed)[2][0].get_filename()
    assert shown
    assert re.fullmatch(r"[A-Za-z0-9._-]{1,60}", shown)
    assert b"\r\nBcc" not in composed.content


def test_an_address_may_be_percent_encoded(tmp_path: Path, put: Put) -> None:
    put("welcome/a b.png")
    assert len(parts_of(composed_in(tmp_path, '<img src="a%20b.png">'))[2]) == 1


NOWHERE = "There is no file `"
OUTSIDE = "is outside `templates`, and nothing from there goes into a message."


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("../secret.png", OUTSIDE),
        ("../../secret.png", OUTSIDE),
        ("images/../../secret.png", OUTSIDE),
        ("..%2fsecret.png", OUTSIDE),
        ("%2e%2e/secret.png", OUTSIDE),
        ("/etc/passwd", NOWHERE),
        ("{folder}/secret.png", NOWHERE),
        ("link.png", OUTSIDE),
        ("linked/secret.png", OUTSIDE),
        (".", NOWHERE),
        ("images", NOWHERE),
        ("../own.png", NOWHERE),
        ("a\0b.png", NOWHERE),
        ("x" * 300 + ".png", NOWHERE),
    ],
)
def test_nothing_outside_the_templates_is_attached(address: str, said: str, tmp_path: Path, put: Put) -> None:
    (tmp_path / "secret.png").write_bytes(PNG)
    put("welcome/own.png")
    put("images/other.png")
    (tmp_path / "templates/welcome/link.png").symlink_to(tmp_path / "secret.png")
    (tmp_path / "templates/linked").symlink_to(tmp_path)
    html = f'<img src="{address.format(folder=tmp_path)}">'
    assert said in refusal(tmp_path, html).message


def test_no_address_is_no_file(tmp_path: Path) -> None:
    html = '<img src="">'
    assert composed_in(tmp_path, html) == make_composed(make_email(html=html))


def test_a_key_that_is_named_as_an_image_is_not_even_read(tmp_path: Path, put: Put) -> None:
    put("welcome/email.mjml", b'<mjml>\n<mj-image src="../../k.pem" alt="" />\n</mjml>\n')
    # To read it would wait without end for somebody who writes.
    os.mkfifo(tmp_path / "k.pem")
    error = refusal(tmp_path, '<img src="../../k.pem">')
    assert "The image `../../k.pem` is outside `templates`" in error.message
    assert str(error.position) == "templates/welcome/email.mjml:2:16"
    assert error.hint == "Copy it into `templates/welcome` or `templates`, and name it from there."
    (tmp_path / "templates/welcome/k.png").symlink_to(tmp_path / "k.pem")
    assert "The image `k.png` is outside `templates`" in refusal(tmp_path, '<img src="k.png">').message


def test_a_link_within_the_templates_is_followed(tmp_path: Path, put: Put) -> None:
    put("images/logo.png")
    (tmp_path / "templates/welcome").mkdir()
    (tmp_path / "templates/welcome/logo.png").symlink_to("../images/logo.png")
    assert len(parts_of(composed_in(tmp_path, '<img src="logo.png">'))[2]) == 1


def test_a_file_that_is_not_there_is_named_with_its_place(tmp_path: Path, put: Put) -> None:
    put("images/logo.png")
    put("welcome/email.mjml", b'<mjml>\n<mj-image src="images/lgo.png" alt="" />\n</mjml>\n')
    error = refusal(tmp_path, '<img src="images/lgo.png">')
    assert "There is no file `images/lgo.png` for an image in `templates/welcome` or `templates`." in error.message
    assert str(error.position) == "templates/welcome/email.mjml:2:16"
    assert error.hint == "Did you mean `images/logo.png`?"


def test_an_address_of_a_layout_is_found_there_and_one_of_data_nowhere(tmp_path: Path, put: Put) -> None:
    put("layouts/base.mjml", b'<mj-image src="logo.png" />')
    put("welcome/email.mjml", b'{% extends "layouts/base.mjml" %}')
    assert str(refusal(tmp_path, '<img src="logo.png">').position) == "templates/layouts/base.mjml:1:16"
    assert str(refusal(tmp_path, '<img src="data.png">').position) == "templates/welcome/email.mjml"


@pytest.mark.parametrize("content", [b"", b"<p>no image</p>", b"%PDF-1.7", b"<script>svg</script>"])
def test_what_is_no_image_is_refused(content: bytes, tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png", content)
    error = refusal(tmp_path, '<img src="logo.png">')
    assert "not an image that mail programs know" in error.message
    assert str(error.position) == "templates/welcome/logo.png"


def test_images_that_no_server_takes_are_refused(tmp_path: Path, put: Put) -> None:
    put("welcome/a.png", PNG + bytes(7_000_000))
    assert "more than 7 MB" in refusal(tmp_path, '<img src="a.png">').message
    for name in ("b", "c"):
        put(f"welcome/{name}.png", PNG + name.encode() * 3_600_000)
    assert "more than 7 MB together" in refusal(tmp_path, '<img src="b.png"><img src="c.png">').message
    assert len(composed_in(tmp_path, '<img src="b.png">').content) < 10_240_000


def test_the_same_bytes_every_time(tmp_path: Path, put: Put) -> None:
    put("welcome/logo.png")
    html = '<img src="logo.png">'
    assert composed_in(tmp_path, html) == composed_in(tmp_path, html)


def test_a_template_refers_to_its_own_files(workspace: Workspace, notify: Notify) -> None:
    workspace.email('<mj-image src="logo.png" alt="" width="20px" /><mj-text>{{ t.body }}</mj-text>')
    (workspace.root / "templates/note/logo.png").write_bytes(PNG)
    for command in (
        ["render", "note", "--format", "eml"],
        ["send", "note", "--to", "ana@acme.example", "--format", "json"],
    ):
        ended = notify(*command)
        assert (ended.code, ended.err) == (0, "")
    (written,) = (workspace.root / ".notify").rglob("*.eml")
    _, html, (image,) = parts_of(Composed(written.read_bytes(), "", "", smtputf8=False, message_id=""))
    assert f'src="cid:{image["Content-ID"][1:-1]}"' in html


def test_a_file_that_is_not_there_sends_nothing(workspace: Workspace, notify: Notify) -> None:
    workspace.email('<mj-image src="logo.png" alt="" width="20px" /><mj-text>{{ t.body }}</mj-text>')
    ended = notify("send", "note", "--to", "ana@acme.example")
    assert ended.code == 2
    assert "templates/note/email.mjml:2:16" in ended.err
    assert not (workspace.root / ".notify").exists()
