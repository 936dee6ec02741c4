"""MJML as tokens: what is refused, where, and what the compiler is given."""

import pytest

from notify.render.markup.characters import restore_characters
from notify.render.markup.compiler import compile_mjml
from notify.render.markup.elements import Conditional, Start, Token
from notify.render.markup.fault import MarkupFault
from notify.render.markup.nesting import DEEPEST
from notify.render.markup.reading import read_elements, read_loosely
from notify.render.markup.writing import write_elements


def document(body: str) -> str:
    return f"<mjml><mj-body><mj-section><mj-column>{body}</mj-column></mj-section></mj-body></mjml>"


def compiled(body: str) -> str:
    return compile_mjml(read_elements(document(body)), "en", "ltr")


@pytest.mark.parametrize(
    ("body", "at", "message"),
    [
        ("<mj-text>a < b</mj-text>", "< b", "a `<` that starts no tag"),
        ("<mj-text>a</mj-txt>", "</mj-txt>", "`<mj-text>` is closed by `</mj-txt>`"),
        ("<mj-text><b>a</mj-text>", "<b>", "`<b>` is closed by `</mj-text>`"),
        ("</mj-text>", "</mj-text>", "`</mj-text>` closes nothing"),
        ("<mj-text color=red>a</mj-text>", "color", "is not an attribute"),
        ('<mj-text a="1"b="2">a</mj-text>', 'b="2"', "is not an attribute"),
        ("<!-- never", "<!--", "never closed"),
        ("<mj-text><![CDATA[x]]></mj-text>", "<![CDATA[", "CDATA"),
        ("<?php ?>", "<?php", "does not belong here"),
        ('<mj-text color="red>a</mj-text>', "<mj-text", "a quote in it is not closed"),
        ("<mj-raw><style>a</mj-raw>", "<style>", "`<style>` is never closed"),
        ("<mj-accordion-title>a <b>c</b></mj-accordion-title>", "<b>", "`<b>` cannot stand in `<mj-accordion-title>`"),
        ("<mj-accordion-title><!-- a --></mj-accordion-title>", "<!--", "A comment cannot stand in"),
        ("<mj-social>follow us</mj-social>", "follow", "`follow us` cannot stand in `<mj-social>`"),
        ("<mj-navbar><!--[if mso]>x<![endif]--></mj-navbar>", "<!--[if", "`<!--[if mso]>` cannot stand in"),
        ("<mj-image><p></p></mj-image>", "<p>", "`<p>` cannot stand in `<mj-image>`"),
        ("<mj-image><mj-text>a</mj-text>", "<mj-image>", "`<mj-image>` is closed by `</mj-column>`"),
        ("<mj-text>a</BR>b</mj-text>", "</BR>", "`</br>` closes nothing"),
        ("<mj-raw><style>a < b</STYLE></mj-raw>", "< b", "a `<` in a style sheet"),
    ],
)
def test_what_cannot_be_compiled_is_refused_where_it_stands(body: str, at: str, message: str) -> None:
    mjml = document(body)
    with pytest.raises(MarkupFault) as fault:
        read_elements(mjml)
    assert message in str(fault.value)
    assert fault.value.hint.endswith((".", "?"))
    assert mjml[: fault.value.offset + 1].endswith(("<", at[0], ">")) or mjml[fault.value.offset :].startswith(at)


@pytest.mark.parametrize(("mjml", "message"), [("", "no `<mjml>`"), ("<mjml></mjml>", "would be empty")])
def test_a_message_that_would_be_empty_is_refused(mjml: str, message: str) -> None:
    with pytest.raises(MarkupFault, match=message):
        read_elements(mjml)


def test_unclosed_elements_name_the_innermost() -> None:
    with pytest.raises(MarkupFault, match="`<mj-body>` is never closed"):
        read_elements("<mjml><mj-body>")


def test_nesting_that_would_crash_the_compiler_is_refused_before_it_does() -> None:
    with pytest.raises(MarkupFault, match="nested more than"):
        compiled("<b>" * 100_000)
    deep = DEEPEST - 5
    assert "x" in compiled(f"<mj-text>{'<b>' * deep}x{'</b>' * deep}</mj-text>")


@pytest.mark.parametrize(
    "body",
    [
        "<mj-text>a<br>b<hr>c<img src='x'></mj-text>",
        "<mj-text>a<BR>b<Hr>c<IMG SRC='x'></mj-text>",
        "<mj-raw><STYLE>a > b { color: red }</style></mj-raw>",
        "<mj-raw><!--[if mso]><b>x</b><![endif]--><!--[if !mso]><!--><i>y</i><!--<![endif]--></mj-raw>",
        "<mj-text\n color = 'red'\n>a &amp; b & c &bogus; > d</mj-text>",
        "<mj-text><!-- a -- b --- ---></mj-text>",
        "<mj-text><!--[if x--><!--[if mso--> a [0] > b <!--[if mso]--></mj-text><!--[if mso]-->",
        "<mj-text>\0 \x0b \x1b \x7f \ud800 \ufffe<b title='\x0c\r'>x</b></mj-text>",
        "<mj-social> <!-- a --> <mj-social-element name='x'>a <b>b</b></mj-social-element> </mj-social>",
        "<mj-accordion> <mj-accordion-element> <!-- a --> </mj-accordion-element> </mj-accordion>",
        "<mj-accordion> </mj-accordion><mj-navbar>\n</mj-navbar>",
        "<mj-raw><td nowrap>x</td></mj-raw>",
        '<mj-text title="a>b">]]&gt; \\ é \u00a0 \u2028 😀 </mj-text>',
    ],
)
def test_what_people_write_compiles(body: str) -> None:
    assert "</html>" in compiled(body)


def test_attributes_come_out_as_they_went_in() -> None:
    alt = "a\\b “é” \u00a0 ∞\n😀"
    html = compiled(f'<mj-image src="https://a.example/x.png" alt="{alt}" />')
    assert "\\u{" not in html
    assert f'alt="{alt.replace(chr(10), "&#10;")}"' in html


def test_html_is_read_in_small_letters_and_what_is_xml_as_it_is_written() -> None:
    (tag,) = (token for token in read_loosely("<TD Width='1' WIDTH='2' xml:Lang='a'></TD>") if isinstance(token, Start))
    assert (tag.name, tag.attributes) == ("td", {"width": "1", "xml:Lang": "a"})
    (first, *_) = read_loosely("<o:AllowPNG Value='1'/><MJ-Text Color='red'></MJ-Text>")
    assert first == Start(0, "o:AllowPNG", {"Value": "1"}, closed=True)
    assert "<MJ-Text Color" in write_elements(read_loosely("<MJ-Text Color='red'></MJ-Text>"))


def test_the_title_says_in_its_attribute_what_it_says_in_the_head() -> None:
    title = 'a\tb\n"c" \\ é &amp;'
    mjml = document("").replace("<mj-body>", f"<mj-head><mj-title>{title}</mj-title></mj-head><mj-body>")
    written = "a&#9;b&#10;&#34;c&#34; \\ é &amp;"
    html = compile_mjml(read_elements(mjml), "en", "ltr")
    assert f"<title>{written}</title>" in html
    assert f'aria-label="{written}"' in html


def test_what_stands_in_the_head_is_said_where_a_style_sheet_may() -> None:
    mjml = document("").replace("<mj-body>", "<mj-head><style>p {}</style></mj-head><mj-body>")
    with pytest.raises(MarkupFault, match="`<style>` cannot stand in `<mj-head>`") as fault:
        read_elements(mjml)
    assert "`<mj-style>`" in fault.value.hint


def test_what_ends_cdata_in_xml_is_text_and_a_combinator_like_any_other() -> None:
    html = compiled("<mj-text>a ]]> b</mj-text><mj-raw><style>a:is([b='[c]']]>p) {}</style></mj-raw>")
    assert "a ]]&gt; b" in html
    assert "]] >p" in html
    mjml = document("<mj-text>x</mj-text>").replace(
        "<mj-body>", "<mj-head><mj-title>a ]]> b</mj-title></mj-head><mj-body>"
    )
    assert "<title>a ]]&gt; b</title>" in compile_mjml(read_elements(mjml), "en", "ltr")


def test_what_is_no_character_is_replaced() -> None:
    html = compiled("<mj-text>a\x0cb<b title='c\x1bd\re'>x</b></mj-text>")
    assert "a\ufffdb" in html
    assert 'title="c\ufffdd&#10;e"' in html


def test_a_compiler_that_gives_up_is_a_fault(capfd: pytest.CaptureFixture[str]) -> None:
    around: list[Token] = [Start(0, "mjml", {}, closed=False), Start(6, "mj-body", {}, closed=False)]
    tokens = [*around, Conditional(14, "<!--[if x-->")]
    with pytest.raises(MarkupFault, match="The MJML compiler gave up") as fault:
        compile_mjml(tokens, "en", "ltr")
    assert fault.value.hint.endswith(".")
    # The compiler says so itself, too, and cannot be kept from it.
    assert "panicked" in capfd.readouterr().err


def test_references_in_the_data_stay_text() -> None:
    assert restore_characters("&amp;#233; &#60; &#233; &#92; &#127;") == "&amp;#233; &#60; é \\ &#127;"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "  javascript:alert(1)",
        "java&#10;script:alert(1)",
        "java&#x09;script&colon;alert(1)",
        "&#1;javascript:alert(1)",
        "vbscript:x",
        "data:text/html,<b>".replace("<", "&lt;"),
        "file:///etc/passwd",
        "&#106avascript:alert(1)",
    ],
)
def test_a_url_that_would_run_never_becomes_a_link(url: str) -> None:
    tokens = read_elements(document(f'<mj-text><a href="{url}">x</a></mj-text>'))
    links = [token.value("href") for token in tokens if isinstance(token, Start) and token.name == "a"]
    assert links == ["#unsafe-link"]


@pytest.mark.parametrize(
    "url", ["https://a.example/?a=1&amp;copy=2", "mailto:a@b.example", "/x", "#a", "nimbus://x", ""]
)
def test_other_urls_stay(url: str) -> None:
    assert f'href="{url}"' in write_elements(read_elements(document(f'<mj-text><a href="{url}">x</a></mj-text>')))


def test_pictures_may_be_embedded_and_scripts_may_not() -> None:
    picture = '<mj-image src="data:image/png;base64,AA==" />'
    assert "data:image/png" in compiled(picture)
    assert "data:" not in compiled(picture.replace("image/png", "text/html"))


def test_inline_rules_are_written_into_the_elements_and_others_stay_as_they_are() -> None:
    head = (
        '<mj-head><mj-style inline="inline">.note { color: #123456 !important }</mj-style>'
        "<mj-style>@import url(https://evil.example/x.css); .note { margin: 0 !important }</mj-style></mj-head>"
    )
    body = '<mj-text><p class="note">é &amp; &lt;b&gt; <a href="https://a.example/?x={{y}}&amp;z=1">z</a></p></mj-text>'
    mjml = document(body).replace("<mj-body>", head + "<mj-body>")
    html = compile_mjml(read_elements(mjml), "ar", "rtl")
    assert html.startswith("<!doctype html>")
    assert 'lang="ar"' in html
    assert 'dir="rtl"' in html
    assert 'style="color:#123456 !important"' in html
    assert "@import url(https://evil.example/x.css); .note { margin: 0 !important }" in html
    assert "data-premailer" not in html
    assert "é &amp; &lt;b&gt;" in html
    assert 'width="' in html


@pytest.mark.parametrize(
    ("markup", "gone"),
    [
        (
            '<mj-navbar base-url="javascript:alert(1)//"><mj-navbar-link href="x">a</mj-navbar-link></mj-navbar>',
            "javascript",
        ),
        ('<mj-navbar base-url="java"><mj-navbar-link href="script:x">a</mj-navbar-link></mj-navbar>', "java"),
        ('<mj-text><img src="a.png" srcset="b.png 1x, data:text/html,x 2x" /></mj-text>', "data:"),
        ('<mj-text><p style="background: url( javascript:x )">a</p></mj-text>', "javascript"),
        ('<mj-raw><meta http-equiv="refresh" content="0; url=javascript:x" /></mj-raw>', "javascript"),
        ('<mj-raw><object data="data:text/html,x"></object></mj-raw>', "data:"),
        ('<mj-raw><!--[if mso]><v:rect href="javascript:x"></v:rect><![endif]--></mj-raw>', "javascript"),
    ],
)
def test_no_attribute_brings_a_script(markup: str, gone: str) -> None:
    assert gone not in compiled(markup)


@pytest.mark.parametrize("number", ["99999999999", "55296", "1114112", "9" * 5000])
def test_a_reference_to_no_character_is_harmless(number: str) -> None:
    assert "</html>" in compiled(f"<mj-text>&#{number};</mj-text>")


def test_inline_rules_import_nothing(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("something was fetched")

    monkeypatch.setattr("urllib.request.urlopen", refuse)
    rules = "@import url(http://127.0.0.1:9/a.css); @import 'file:///etc/passwd'; p { color: red; nonsense }"
    head = f'<mj-head><mj-style inline="inline">{rules}</mj-style></mj-head>'
    mjml = document("<mj-text><p>a</p></mj-text>").replace("<mj-body>", head + "<mj-body>")
    assert 'style="color:red"' in compile_mjml(read_elements(mjml), "en", "ltr")
    assert capfd.readouterr().err == ""


def with_rules(*sheets: str) -> str:
    styles = "".join(f'<mj-style inline="inline">{sheet}</mj-style>' for sheet in sheets)
    body = '<mj-text><p class="a">a</p><img src="https://a.example/x.png" style="FLOAT: right" /></mj-text>'
    return document(body).replace("<mj-body>", f"<mj-head>{styles}</mj-head><mj-body>")


@pytest.mark.parametrize("selector", ["p:nth-child", 'p[title=",;"]', "x|p"])
def test_a_rule_that_selects_nothing_it_can_read_is_refused_at_its_place(selector: str) -> None:
    mjml = with_rules("@namespace x 'y'; p { top: 0 }", f"{selector} {{ color: red }}")
    with pytest.raises(MarkupFault, match="cannot be written into elements") as fault:
        compile_mjml(read_elements(mjml), "en", "ltr")
    assert fault.value.hint.endswith("`<mj-style>`.")
    assert mjml[: fault.value.offset].count("<mj-style") == 2


def test_rules_are_read_once_and_written_into_every_message() -> None:
    for colour in ("red", "blue", "red"):
        html = compile_mjml(read_elements(with_rules(f"p {{ color: {colour} }}", "p { top: 0 }")), "en", "ltr")
        assert f'<p class="a" style="color:{colour}; top:0">' in html


def test_a_picture_that_floats_is_aligned_for_outlook() -> None:
    tokens = read_elements(with_rules("p { top: 0 }"))
    assert 'align="right"' in compile_mjml(tokens, "en", "ltr")


GHOST = '<mj-raw><!--[if mso]><table role="presentation" width="600"><tr><td><![endif]--></mj-raw>'
GHOST_END = "<mj-raw><!--[if mso]></td></tr></table><![endif]--></mj-raw>"
PART = "<mj-section><mj-column><mj-text>a</mj-text></mj-column></mj-section>"


@pytest.mark.parametrize("rules", ["", '<mj-head><mj-style inline="inline">p { color: red }</mj-style></mj-head>'])
def test_a_table_for_outlook_alone_may_begin_before_a_section_and_end_after_it(rules: str) -> None:
    mjml = f"<mjml>{rules}<mj-body>{GHOST}{PART}{PART}{GHOST_END}</mj-body></mjml>"
    html = compile_mjml(read_elements(mjml), "en", "ltr")
    before, after = '<!--[if mso]><table role="presentation" width="600"><tr><td><![endif]-->', "</td></tr></table>"
    assert html.index(before) < html.index(">a<") < html.rindex(f"<!--[if mso]>{after}<![endif]-->")
    assert write_elements(read_elements(mjml)) == mjml


def test_a_link_that_would_run_is_none_in_such_a_table_either() -> None:
    ghost = '<mj-raw><!--[if mso]><table background="javascript:a"><tr><td title="é"><a href="javascript:a">'
    html = compiled(f"{ghost}<![endif]--></mj-raw><mj-raw><!--[if mso]></a></td></tr></table><![endif]--></mj-raw>")
    assert "javascript" not in html
    assert '<td title="é"><a href="#unsafe-link"><![endif]-->' in html


@pytest.mark.parametrize(
    ("body", "message", "hint"),
    [
        (GHOST + PART, "`<table>`, `<tr>` and `<td>` here, which are never closed", "</td></tr></table><![endif]-->`"),
        (PART + GHOST_END, "`</td>`, `</tr>` and `</table>` here, and nothing that they close", "before this one"),
        (GHOST + PART + GHOST_END.replace("</tr>", ""), "nothing that they close", "take this out"),
        (f"<mj-raw><table><tr></mj-raw>{PART}<mj-raw></tr></table></mj-raw>", "is closed by `</mj-raw>`", "`<mj-w"),
        (GHOST.replace("<td>", "<td><mj-text>a</mj-text>") + GHOST_END, "is closed by `</mj-raw>`", "the same"),
    ],
)
def test_what_outlook_alone_reads_must_end_too(body: str, message: str, hint: str) -> None:
    with pytest.raises(MarkupFault) as fault:
        read_elements(f"<mjml><mj-body>{body}</mj-body></mjml>")
    assert message in str(fault.value)
    assert hint in fault.value.hint
