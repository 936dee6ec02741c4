"""Whatever data holds, it comes out as it went in, and never as markup."""

import html
import re
import string

import html5lib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notify.render.template.environment import clean
from tests.conftest import Workspace
from tests.render.conftest import RenderEmail

# What has broken mail before, among anything at all.
NASTY = st.sampled_from(
    [
        *(
            "<",
            "&",
            '"',
            "'",
            "]]>",
            "<!--",
            "-->",
            "--",
            "{{",
            "}}",
            "{%",
            "{#",
            "</mj-text>",
            "<b>",
            "&amp;",
            "&#60;",
        ),
        *("\\", "\n", "\r", "\t", "\x00", "\x0c", "\x1b[31m", "\u2028", "\u00a0", "\u200f", "مرحبا", "😀", "é"),
        *("👩\u200d👩\u200d👧", "\ud800", "\ufffe", "**", "](", "%", "$&", "javascript:", "data:", "x" * 10_000),
        *("\ue000", "\ue0005\ue001", "[if mso]", "<![endif]-->", "mj-raw", "=?utf-8?q?"),
    ]
)
VALUES = st.lists(st.one_of(NASTY, st.text(max_size=8), st.text(string.printable, max_size=8)), max_size=6).map("".join)
URLS = st.one_of(
    VALUES.map(lambda text: "https://a.example/" + text),
    VALUES.map(lambda text: "javascript:" + text),
    VALUES.map(lambda text: " JavaScript\t:" + text),
    VALUES.map(lambda text: "data:text/html," + text),
    VALUES,
)

BODY = """
<mj-text css-class="value">{{ name }}</mj-text>
<mj-text><a class="link" href="{{ link }}" title="{{ name }}">x</a></mj-text>
<mj-text><p class="copy">{{ t.body }}</p></mj-text>
<mj-image src="https://a.example/x.png" alt="{{ name }}" />
<mj-raw><!-- {{ name }} --></mj-raw>
"""


def collapse(text: str) -> str:
    """Text with HTML's white space collapsed, as browsers show it."""
    return re.sub("[ \t\n\f\r]+", " ", text).strip(" ")


# One workspace serves every example: it is only read.
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=VALUES, link=URLS)
def test_data_comes_out_as_it_went_in(workspace: Workspace, render_email: RenderEmail, name: str, link: str) -> None:
    workspace.email(BODY)
    workspace.copy(body="a **{{ name }}** b")
    email = render_email({"name": name, "link": link})
    expected = collapse(clean(name))

    tree = html5lib.parse(email.html, namespaceHTMLElements=False)
    elements = {part.get("class", ""): part for part in tree.iter() if isinstance(part.tag, str)}
    assert collapse("".join(elements["value"].itertext())) == expected
    assert collapse("".join(elements["copy"].itertext())) == collapse(f"a {expected} b")
    assert {part.tag for part in elements["copy"].iter()} == {"p", "strong"}
    assert collapse(elements["link"].get("title", "")) == expected
    [alt] = [part.get("alt") for part in tree.iter("img")]
    assert collapse(alt or "") == expected
    assert {part.tag for part in tree.iter()} & {"script", "iframe", "object", "form"} == set()

    href = elements["link"].get("href", "")
    # Without a colon there is no scheme: `data` is a relative link.
    url = re.sub("[\t\n\r]", "", href.lstrip("".join(map(chr, range(33)))))
    assert not re.match("(javascript|data|vbscript):", url, re.IGNORECASE)
    if href != "#unsafe-link":
        assert href == clean(link)

    shown = collapse(html.unescape(html.escape(email.text)))
    assert expected in shown
    assert collapse(f"a {expected} b") in shown


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=VALUES)
def test_subjects_and_preheaders_are_one_line(workspace: Workspace, render_email: RenderEmail, name: str) -> None:
    workspace.copy(subject="For {{ name }}!", preheader="{{ name }}", body="b")
    email = render_email({"name": name})
    assert len(email.subject.splitlines()) == 1
    assert collapse(email.subject.replace("\u2028", " ")) == collapse(f"For {clean(name)}!".replace("\u2028", " "))
    assert len(email.preheader.splitlines()) <= 1
